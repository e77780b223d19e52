import type { DmlStatement, DmlTarget, TableSource } from '../syntax/ast/index.ts';
import { rootContext } from './compile.ts';
import type { BindContext } from './context.ts';
import { findTargetSource } from './dml-target.ts';
import type { BindEnvironment } from './environment.ts';
import { findObject } from './resolve-object.ts';

export interface ChangeTarget {
  /** A stored table or a view. */
  readonly objectId: number;
  readonly kind: 'table' | 'view';
  readonly actions: readonly ('INSERT' | 'UPDATE' | 'DELETE')[];
}

/**
 * Which table or view a statement is about to change, and how: so that its triggers are known before it is compiled (their
 * tables go into `BindEnvironment.transition`). Undefined: nothing that can have triggers.
 */
export function changeTarget(ast: DmlStatement, env: BindEnvironment): ChangeTarget | undefined {
  const ctx = rootContext(env);
  const names = new Set((ast.with?.ctes ?? []).map((table) => table.name.text.toLowerCase()));
  const from = ast.kind === 'update' || ast.kind === 'delete' ? ast.from : [];
  const node = from.length > 0 ? findTargetSource(ast.target, from, ctx) : undefined;
  const found = node ? ofSource(node, names, ctx) : ofTarget(ast.target, names, ctx);
  return found && { ...found, actions: actionsOf(ast) };
}

type Found = Omit<ChangeTarget, 'actions'>;

function ofSource(node: TableSource, commonTables: ReadonlySet<string>, ctx: BindContext): Found | undefined {
  return node.kind === 'table'
    ? ofTarget({ kind: 'target-table', pos: node.pos, name: node.name, hints: [] }, commonTables, ctx)
    : undefined;
}

function ofTarget(target: DmlTarget, commonTables: ReadonlySet<string>, ctx: BindContext): Found | undefined {
  if (target.kind !== 'target-table') return undefined;
  const [only] = target.name.parts;
  if (only && target.name.parts.length === 1 && commonTables.has(only.text.toLowerCase())) return undefined;
  const found = findObject(target.name, ctx);
  if (found?.kind !== 'object') return undefined;
  const { object } = found;
  return object.kind === 'table' || object.kind === 'view' ? { objectId: object.id, kind: object.kind } : undefined;
}

function actionsOf(ast: DmlStatement): ChangeTarget['actions'] {
  switch (ast.kind) {
    case 'insert':
      return ['INSERT'];
    case 'update':
      return ['UPDATE'];
    case 'delete':
      return ['DELETE'];
    case 'merge': {
      const kinds = { 'merge-insert': 'INSERT', 'merge-update': 'UPDATE', 'merge-delete': 'DELETE' } as const;
      return [...new Set(ast.clauses.map((clause) => kinds[clause.action.kind]))];
    }
  }
}
