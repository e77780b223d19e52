import type { CommonTable, QueryBody, SetOperation, With } from '../syntax/ast/index.ts';
import { sameType } from '../types/sql-type.ts';
import { outputNames } from './alias-allocator.ts';
import { bindError } from './bind-error.ts';
import { bindBody, bindQuery, combineSides } from './bind-query.ts';
import { columnNames } from './bind-source.ts';
import type { BoundCte, BoundOutput, BoundQuery } from './bound-query.ts';
import type { CommonTableScope } from './common-tables.ts';
import type { BindContext } from './context.ts';
import { isolateMembers, limitRecursion } from './recursion.ts';

export interface BoundWith {
  readonly ctes: readonly BoundCte[];
  /** The context in which the statement itself is bound. */
  readonly ctx: BindContext;
}

/** WITH: each common table sees itself and those before it. */
export function bindWith(ast: With | undefined, ctx: BindContext): BoundWith {
  if (!ast) return { ctes: [], ctx };
  if (ast.xmlNamespaces) {
    ctx.state.xmlNamespaces = ast.xmlNamespaces.map(({ uri, prefix }) => ({ uri, prefix: prefix?.text ?? '' }));
  }
  const ctes: BoundCte[] = [];
  const names = new Set<string>();
  let scope = ctx.commonTables;
  for (const table of ast.ctes) {
    const name = table.name.text.toLowerCase();
    if (names.has(name)) {
      throw bindError(
        table.pos,
        239,
        1,
        `Duplicate common table expression name '${table.name.text}' was specified.`,
        16,
      );
    }
    names.add(name);
    const bound = bindCommonTable(table, { ...ctx, commonTables: scope, scope: undefined });
    ctes.push(bound.cte);
    scope = bound.scope;
  }
  return { ctes, ctx: { ...ctx, commonTables: scope } };
}

interface BoundCommonTable {
  readonly cte: BoundCte;
  readonly scope: CommonTableScope;
}

function bindCommonTable(ast: CommonTable, ctx: BindContext): BoundCommonTable {
  const members = recursiveMembers(ast);
  if (members) return bindRecursive(ast, members, ctx);
  const query = bindQuery(ast.query, ctx, { place: 'common table' });
  return finish(ast, query, columnNames(query.outputs, ast.name.text, ast.columns, ast), ctx);
}

function finish(ast: CommonTable, query: BoundQuery, names: readonly string[], ctx: BindContext): BoundCommonTable {
  const pg = ctx.state.aliases.take(ast.name.text);
  const columns = outputNames(names);
  return {
    cte: { pg, columns, query, recursive: false },
    scope: {
      name: ast.name.text,
      pg,
      outputs: renamed(query.outputs, names, columns),
      query,
      parent: ctx.commonTables,
    },
  };
}

function renamed(outputs: readonly BoundOutput[], names: readonly string[], pg: readonly string[]): BoundOutput[] {
  return outputs.map((output, i) => ({ ...output, name: names[i] ?? output.name, pg: pg[i] ?? output.pg }));
}

interface Members {
  readonly anchors: readonly QueryBody[];
  readonly recursive: readonly QueryBody[];
  readonly operations: readonly SetOperation[];
}

/** The members of a common table that refers to itself; undefined where it does not. */
function recursiveMembers(ast: CommonTable): Members | undefined {
  if (!refersTo(ast.query, ast.name.text.toLowerCase())) return undefined;
  const operations: SetOperation[] = [];
  const bodies: QueryBody[] = [];
  let body: QueryBody = ast.query.body;
  while (body.kind === 'set-operation') {
    operations.unshift(body);
    bodies.unshift(body.right);
    body = body.left;
  }
  bodies.unshift(body);
  const first = bodies.findIndex((member) => refersTo(member, ast.name.text.toLowerCase()));
  const name = ast.name.text;
  if (first === 0) {
    throw bindError(ast.pos, 246, 1, `No anchor member was specified for recursive query "${name}".`);
  }
  if (operations.slice(first - 1).some((operation) => operation.op !== 'union all')) {
    const message = `Recursive common table expression '${name}' does not contain a top-level UNION ALL operator.`;
    throw bindError(ast.pos, 252, 1, message);
  }
  return { anchors: bodies.slice(0, first), recursive: bodies.slice(first), operations };
}

/** Looks for a table of that name anywhere in a piece of the syntax tree. */
function refersTo(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((item) => refersTo(item, name));
  if (node === null || typeof node !== 'object') return false;
  if ('kind' in node && node.kind === 'table' && 'name' in node) {
    const { parts } = node.name as { readonly parts: readonly { readonly text: string }[] };
    if (parts.length === 1 && parts[0]?.text.toLowerCase() === name) return true;
  }
  return Object.values(node).some((value) => refersTo(value, name));
}

function bindRecursive(ast: CommonTable, members: Members, ctx: BindContext): BoundCommonTable {
  const anchor = bindAnchors(ast, members, ctx);
  const names = columnNames(anchor.outputs, ast.name.text, ast.columns, ast);
  const pg = ctx.state.aliases.take(ast.name.text);
  const columns = outputNames(names);
  const outputs = renamed(anchor.outputs, names, columns).map((output) => ({
    ...output,
    nullable: true,
    origin: undefined,
  }));
  const scope: CommonTableScope = { name: ast.name.text, pg, outputs, parent: ctx.commonTables };
  const level = '$level';
  const through = members.recursive.length > 1 ? ctx.state.aliases.take(`${ast.name.text}_round`) : undefined;
  const bound = members.recursive.map((body) => {
    const recursive = { level, seen: undefined, ...(through === undefined ? {} : { through }) };
    const query = bindBody(body, { ...ctx, commonTables: { ...scope, recursive } });
    checkTypes(ast, outputs, query, anchor);
    return { query, alias: recursive.seen as string | undefined };
  });
  const limited = limitRecursion({
    anchor,
    members: bound,
    pg,
    columns,
    level,
    aliases: ctx.state.aliases,
    max: ctx.state.maxRecursion,
  });
  const query = through === undefined ? limited : isolateMembers(limited, pg, through, [...columns, level]);
  return { cte: { pg, columns: [...columns, level], query, recursive: true }, scope };
}

function bindAnchors(ast: CommonTable, members: Members, ctx: BindContext): BoundQuery {
  const [first, ...rest] = members.anchors;
  if (!first)
    throw bindError(ast.pos, 246, 1, `No anchor member was specified for recursive query "${ast.name.text}".`);
  let anchor = bindBody(first, ctx);
  rest.forEach((body, i) => {
    const operation = members.operations[i];
    if (operation) anchor = combineSides(setOperator(operation), anchor, bindBody(body, ctx), operation, ctx);
  });
  return anchor;
}

const setOperator = (operation: SetOperation): 'UNION' | 'UNION ALL' | 'EXCEPT' | 'INTERSECT' =>
  operation.op.toUpperCase() as 'UNION' | 'UNION ALL' | 'EXCEPT' | 'INTERSECT';

/** The recursive part must have exactly the anchor's types; an untyped NULL takes them (errors 205, 240). */
function checkTypes(ast: CommonTable, outputs: readonly BoundOutput[], query: BoundQuery, anchor: BoundQuery): void {
  if (query.outputs.length !== anchor.outputs.length) {
    const message =
      'All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal number of expressions in their target lists.';
    throw bindError(ast.pos, 205, 1, message);
  }
  query.outputs.forEach((output, i) => {
    const wanted = outputs[i];
    if (!wanted || sameType(output.type, wanted.type) || output.type.name === 'null') return;
    const message = `Types don't match between the anchor and the recursive part in column "${wanted.name}" of recursive query "${ast.name.text}".`;
    throw bindError(ast.pos, 240, 1, message);
  });
}
