import { printCondition, printExpression } from '../lower/print-expression.ts';
import { printQuery } from '../lower/print-query.ts';
import { Printer } from '../lower/printer.ts';
import type { Expr, Predicate, QueryBody, Select, SelectStatement, Statement } from '../syntax/ast/index.ts';
import { isString } from '../types/families.ts';
import { BIT, INT } from '../types/sql-type.ts';
import { AliasAllocator } from './alias-allocator.ts';
import { reportingNames } from './bind-column.ts';
import { bindError } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import { bindPredicate } from './bind-predicate.ts';
import { bindQuery } from './bind-query.ts';
import { bindWith } from './bind-with.ts';
import type { BoundExpr } from './bound.ts';
import type { BoundOutput, BoundQuery } from './bound-query.ts';
import { compileCursor } from './compile-cursor.ts';
import { compileDelete } from './compile-delete.ts';
import { compileInsert } from './compile-insert.ts';
import { compileMerge } from './compile-merge.ts';
import { compileUpdate } from './compile-update.ts';
import type { CompiledExpression, CompiledStatement, RequiredPermission, ResultColumn } from './compiled.ts';
import { collationOf } from './context.ts';
import type { BindContext, StatementState } from './context.ts';
import type { BindEnvironment } from './environment.ts';
import { coerceOutputs } from './query-shape.ts';
import type { AssignmentTarget } from './select-assignment.ts';
import { selectIntoOf } from './select-into.ts';
import { contains } from './walk.ts';

export const DEFAULT_MAX_RECURSION = 100;

/** Binds and lowers one statement that reads or changes rows. */
export function compileStatement(ast: Statement, env: BindEnvironment): CompiledStatement {
  const ctx = rootContext(env);
  return reportingNames(ctx, () => compileKind(ast, ctx));
}

function compileKind(ast: Statement, ctx: BindContext): CompiledStatement {
  switch (ast.kind) {
    case 'select-statement':
      return compileSelect(ast, ctx);
    case 'insert':
      return compileInsert(ast, ctx);
    case 'update':
      return compileUpdate(ast, ctx);
    case 'delete':
      return compileDelete(ast, ctx);
    case 'merge':
      return compileMerge(ast, ctx);
    case 'declare-cursor':
    case 'set-cursor-variable':
      return compileCursor(ast.cursor, ast.pos, ctx);
    default:
      throw bindError(ast.pos, 49999, 1, `The statement ${ast.kind} is not one that reads or changes rows.`);
  }
}

export function rootContext(env: BindEnvironment): BindContext {
  const state: StatementState = {
    env,
    aliases: new AliasAllocator(),
    permissions: new Map(),
    errors: [],
    usesTemporary: false,
    locks: false,
    writes: false,
    maxRecursion: DEFAULT_MAX_RECURSION,
    xmlNamespaces: [],
  };
  return {
    state,
    databaseId: env.databaseId,
    defaultSchema: env.defaultSchema,
    databaseCollation: collationOf(env, env.databaseId),
    scope: undefined,
    commonTables: undefined,
    parameters: undefined,
    clause: 'other',
    depth: 0,
    inAggregate: false,
    block: { aggregates: 0, windows: 0 },
  };
}

export function newPrinter(ctx: BindContext): Printer {
  const { env } = ctx.state;
  return new Printer(env.placeholder && ((name, type) => env.placeholder?.(name, type)));
}

export function readHints(options: SelectStatement['options'], ctx: BindContext): void {
  for (const hint of options) {
    const [value] = hint.args;
    if (hint.name === 'MAXRECURSION' && value?.kind === 'literal') ctx.state.maxRecursion = Number(value.value);
  }
}

function compileSelect(ast: SelectStatement, root: BindContext): CompiledStatement {
  readHints(ast.options, root);
  const { ctes, ctx } = bindWith(ast.with, root);
  const assignments: AssignmentTarget[] = [];
  const bound = bindQuery(ast.query, ctx, { place: 'statement', assignments, mayHaveInto: true });
  const typed = untypedNullsAsInt(bound, ctx);
  const query = ctes.length > 0 ? { ...typed, with: [...ctes, ...(typed.with ?? [])] } : typed;
  const printer = newPrinter(ctx);
  const into = firstSelect(ast.query.body).into;
  const document = query.kind === 'select' ? query.document : undefined;
  return {
    verb: 'SELECT',
    sql: printQuery(query, printer),
    parameters: printer.parameters,
    columns: assignments.length > 0 || into ? [] : query.outputs.map(resultColumn),
    assignments: assignments.map((target, column) => ({ variable: target.variable, column, type: target.type })),
    ...(into ? { selectInto: selectIntoOf(into, query, ctx) } : {}),
    ...(document ? { document } : {}),
    ...(isTableless(query) ? { tableless: true } : {}),
    permissions: permissionsOf(ctx),
    readsOnly: !ctx.state.writes && !into,
    locks: ctx.state.locks,
    usesTemporary: ctx.state.usesTemporary,
  };
}

function isTableless(query: BoundQuery): boolean {
  if (query.kind !== 'select' || query.from.length > 0) return false;
  return !query.expressions.some((expr) => contains(expr, (part) => part.kind === 'subquery'));
}

/** INTO stands in the first SELECT of a set operation and belongs to the whole. */
function firstSelect(body: QueryBody): Select {
  let first = body;
  while (first.kind === 'set-operation') first = first.left;
  return first;
}

/** A column that is nothing but NULL is an int to clients. */
export function untypedNullsAsInt(query: BoundQuery, ctx: BindContext): BoundQuery {
  if (!query.outputs.some((output) => output.type.name === 'null')) return query;
  return coerceOutputs(
    query,
    query.outputs.map((output) => (output.type.name === 'null' ? INT : output.type)),
    ctx.state.aliases,
  );
}

export function resultColumn(output: BoundOutput): ResultColumn {
  const { origin } = output;
  return {
    name: output.name,
    type: output.type,
    nullable: output.nullable,
    identity: origin?.identity ?? false,
    computed: origin?.computed ?? false,
    updatable: origin !== undefined && !origin.identity && !origin.computed,
    ...(isString(output.type) && output.collation ? { collation: output.collation.name } : {}),
    ...(origin ? { origin } : {}),
  };
}

export function permissionsOf(ctx: BindContext): readonly RequiredPermission[] {
  return [...ctx.state.permissions.values()].map(({ objectId, action, columns }) => ({
    objectId,
    action,
    ...(columns ? { columns: [...columns] } : {}),
  }));
}

/** An expression on its own: IF, WHILE, SET, PRINT, EXEC arguments. A condition answers 1 or 0 (false or unknown). */
export function compileExpression(ast: Expr | Predicate, env: BindEnvironment): CompiledExpression {
  const ctx: BindContext = { ...rootContext(env), scope: undefined };
  const printer = newPrinter(ctx);
  const bound = reportingNames(ctx, () => (isPredicate(ast) ? bindPredicate(ast, ctx) : bindExpression(ast, ctx)));
  const sql =
    bound.type.name === 'boolean'
      ? `SELECT CASE WHEN ${printCondition(bound, printer)} THEN 1::int2 ELSE 0::int2 END`
      : `SELECT ${printExpression(bound, printer)}`;
  return {
    bound,
    sql,
    parameters: printer.parameters,
    type: resultType(bound),
    nullable: bound.type.name === 'boolean' ? false : bound.nullable,
    permissions: permissionsOf(ctx),
    usesTemporary: ctx.state.usesTemporary,
  };
}

const resultType = (bound: BoundExpr): CompiledExpression['type'] =>
  bound.type.name === 'boolean' ? BIT : bound.type.name === 'null' ? INT : bound.type;

const PREDICATES: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'comparison',
  'quantified-comparison',
  'between',
  'in-list',
  'in-query',
  'like',
  'is-null',
  'exists',
  'full-text',
  'updated-column',
  'current-of',
]);

function isPredicate(ast: Expr | Predicate): ast is Predicate {
  return PREDICATES.has(ast.kind);
}
