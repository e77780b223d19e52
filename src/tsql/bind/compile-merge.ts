import type { ColumnMeta } from '../catalog/meta.ts';
import { printChange } from '../lower/print-change.ts';
import type { Merge, MergeClause, TableSource } from '../syntax/ast/index.ts';
import { bindAnswer } from './bind-output.ts';
import { bindError, unsupported } from './bind-error.ts';
import { bindPredicate } from './bind-predicate.ts';
import { bindSource } from './bind-source.ts';
import { bindWith } from './bind-with.ts';
import type { BoundMerge, BoundMergeClause } from './bound-query.ts';
import { checkInsertable } from './column-values.ts';
import { newPrinter, permissionsOf, readHints } from './compile.ts';
import { duplicateColumn, generatedColumns, insertValue, nullOf } from './compile-insert.ts';
import type { CompiledStatement } from './compiled.ts';
import { require } from './context.ts';
import type { BindContext } from './context.ts';
import { boundTarget, findTableColumn, rangeOf, resolveTarget } from './dml-target.ts';
import type { TargetTable } from './dml-target.ts';
import { isGenerated } from './column-values.ts';
import type { RangeVariable } from './scope.ts';
import { asNullable } from './scope.ts';
import { bindSet } from './set-clause.ts';

interface MergeScopes {
  readonly target: TargetTable;
  readonly alias: string;
  readonly targetRange: RangeVariable;
  readonly sources: readonly RangeVariable[];
}

/** MERGE: PostgreSQL's own, clause by clause. */
export function compileMerge(ast: Merge, root: BindContext): CompiledStatement {
  readHints(ast.options, root);
  const { ctes, ctx } = bindWith(ast.with, root);
  if (ast.top) throw unsupported(ast.top.pos, 'MERGE TOP');
  const found = resolveTarget(ast.target, ctx);
  if (found.kind !== 'table') throw unsupported(ast.target.pos, 'MERGE into a view or common table expression');
  const { target } = found;
  const name = ast.alias?.text ?? (ast.target.kind === 'target-variable' ? ast.target.name : target.table.name);
  const alias = ctx.state.aliases.take(name);
  const targetRange = rangeOf(target, name, alias, ctx, !ast.alias);
  const source = bindSource(ast.source, ctx, []);
  checkAlias(ast.source);
  const scopes: MergeScopes = { target, alias, targetRange, sources: source.ranges };
  const both: BindContext = { ...ctx, scope: { ranges: [targetRange, ...source.ranges], parent: ctx.scope } };
  const on = bindPredicate(ast.on, { ...both, clause: 'on' });
  const clauses = ast.clauses.map((clause) => bindClause(clause, scopes, both, ctx));
  const bySource = ast.clauses.some((clause) => clause.when === 'not matched by source');
  const sources = bySource ? source.ranges.map(asNullable) : source.ranges;
  const answer = bindAnswer({ target, action: 'MERGE', output: ast.output, from: sources, extras: [], ctx });
  const merge: BoundMerge = {
    kind: 'merge',
    ...(ctes.length > 0 ? { with: ctes } : {}),
    target: boundTarget(target, alias),
    source: source.source,
    on,
    clauses,
    returning: answer.returning,
    stores: answer.stores,
    answers: answer.answers,
  };
  const printer = newPrinter(ctx);
  return {
    verb: 'MERGE',
    sql: printChange(merge, printer),
    parameters: printer.parameters,
    columns: answer.columns,
    assignments: [],
    target: { objectId: target.objectId, action: 'MERGE', updatedColumns: [] },
    permissions: permissionsOf(ctx),
    readsOnly: false,
    locks: ctx.state.locks,
    usesTemporary: ctx.state.usesTemporary,
  };
}

function checkAlias(source: TableSource): void {
  if (source.kind === 'derived-table' && !source.alias)
    throw bindError(source.pos, 102, 1, "Incorrect syntax near ')'.", 15);
}

function bindClause(clause: MergeClause, scopes: MergeScopes, both: BindContext, ctx: BindContext): BoundMergeClause {
  const only = (ranges: readonly RangeVariable[]): BindContext => ({ ...ctx, scope: { ranges, parent: ctx.scope } });
  const within =
    clause.when === 'matched'
      ? both
      : clause.when === 'not matched by target'
        ? only(scopes.sources)
        : only([scopes.targetRange]);
  const condition = clause.condition && bindPredicate(clause.condition, { ...within, clause: 'where' });
  return {
    when:
      clause.when === 'matched'
        ? 'MATCHED'
        : clause.when === 'not matched by target'
          ? 'NOT MATCHED'
          : 'NOT MATCHED BY SOURCE',
    ...(condition ? { condition } : {}),
    action: bindAction(clause, scopes, within),
  };
}

function bindAction(clause: MergeClause, scopes: MergeScopes, ctx: BindContext): BoundMergeClause['action'] {
  const { action } = clause;
  const { target, alias } = scopes;
  switch (action.kind) {
    case 'merge-delete':
      require(ctx, target.objectId, 'DELETE');
      return { kind: 'delete' };
    case 'merge-update': {
      const find = (name: string): ColumnMeta | undefined => findTableColumn(target.table, name);
      const set = bindSet(action.set, { target, alias, find, oldCtx: ctx }, ctx);
      if (set.variables.length > 0) throw unsupported(action.pos, 'A variable in the SET list of MERGE');
      for (const column of set.updated) require(ctx, target.objectId, 'UPDATE', column);
      return { kind: 'update', assignments: set.assignments };
    }
    case 'merge-insert': {
      require(ctx, target.objectId, 'INSERT');
      return bindInsertAction(action, target, ctx);
    }
  }
}

function bindInsertAction(
  action: Extract<MergeClause['action'], { kind: 'merge-insert' }>,
  target: TargetTable,
  ctx: BindContext,
): BoundMergeClause['action'] {
  const columns =
    action.columns.length > 0
      ? namedColumns(action, target)
      : target.table.columns.filter((column) => !isGenerated(column) && !column.identity);
  const identity = target.table.columns.find((column) => column.identity);
  if (identity && columns.includes(identity) && ctx.state.env.options.identityInsert !== target.table.id) {
    throw bindError(
      action.pos,
      544,
      1,
      `Cannot insert explicit value for identity column in table '${target.table.name}' when IDENTITY_INSERT is set to OFF.`,
    );
  }
  const given = action.values;
  if (given && given.length !== columns.length) {
    const [number, text] = given.length < columns.length ? [109, 'more'] : [110, 'fewer'];
    throw bindError(
      action.pos,
      number,
      1,
      `There are ${text} columns in the INSERT statement than values specified in the VALUES clause. The number of values in the VALUES clause must match the number of columns specified in the INSERT statement.`,
      15,
    );
  }
  const values = columns.map((column, i) => {
    const value = given?.[i];
    if (!value) return nullOf(column);
    checkInsertable(column, target, value.pos);
    return insertValue(value, column, target, ctx);
  });
  const named = given ? columns : [];
  const generated = generatedColumns(named, target, ctx);
  return {
    kind: 'insert',
    columns: [...named, ...generated.map(({ column }) => column)].map((column) => column.pg),
    values: [...(given ? values : []), ...generated.map(({ value }) => value())],
  };
}

function namedColumns(
  action: Extract<MergeClause['action'], { kind: 'merge-insert' }>,
  target: TargetTable,
): ColumnMeta[] {
  const columns: ColumnMeta[] = [];
  for (const name of action.columns) {
    const column = findTableColumn(target.table, name.text);
    if (!column) throw bindError(name.pos, 207, 1, `Invalid column name '${name.text}'.`);
    if (columns.includes(column)) throw duplicateColumn(column, name.pos);
    columns.push(column);
  }
  return columns;
}
