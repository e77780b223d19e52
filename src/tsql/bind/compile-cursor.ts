import type { ColumnMeta, IndexMeta } from '../catalog/meta.ts';
import { printQuery } from '../lower/print-query.ts';
import { call, condition } from '../scalar/call.ts';
import type { CursorDefinition, Pos } from '../syntax/ast/index.ts';
import { type SqlType, varchar } from '../types/sql-type.ts';
import { bindError } from './bind-error.ts';
import { allOf } from './bind-predicate.ts';
import { bindQuery } from './bind-query.ts';
import { bindWith } from './bind-with.ts';
import type { BoundColumn, BoundExpr, BoundVariable } from './bound.ts';
import type { BoundOutput, BoundQuery, BoundSelect, BoundSource, BoundTable } from './bound-query.ts';
import { newPrinter, permissionsOf, readHints, resultColumn, untypedNullsAsInt } from './compile.ts';
import type { CompiledCursor, CompiledStatement, CursorKey, CursorKind } from './compiled.ts';
import type { BindContext } from './context.ts';
import { findTableColumn, rowAddress } from './dml-target.ts';
import type { TargetTable } from './dml-target.ts';
import { contains } from './walk.ts';

/** Text of PostgreSQL's row address. */
const ADDRESS_TYPE: SqlType = varchar(30);
const KINDS: ReadonlySet<string> = new Set(['STATIC', 'INSENSITIVE', 'KEYSET', 'DYNAMIC', 'FAST_FORWARD']);

/** The variable through which one value of a row's key comes back, to read the row again. */
export const refetchVariable = (index: number): string => `@@cursor_key:${index}`;

/** The variable that holds a value of the key of the row that a cursor stands on, for WHERE CURRENT OF. */
export const currentOfVariable = (cursor: string, global: boolean, tableId: number, index: number): string =>
  `@@current_of:${global ? 'global' : 'any'}:${tableId}:${index}:${cursor.toLowerCase()}`;

/** DECLARE CURSOR and SET @c = CURSOR: the query, with the keys of its rows behind its columns where they have any. */
export function compileCursor(definition: CursorDefinition, pos: Pos, root: BindContext): CompiledStatement {
  checkOptions(definition, pos);
  readHints(definition.hints, root);
  const { ctes, ctx } = bindWith(definition.with, root);
  const bound = untypedNullsAsInt(bindQuery(definition.query, ctx, { place: 'statement' }), ctx);
  const whole = ctes.length > 0 ? { ...bound, with: [...ctes, ...(bound.with ?? [])] } : bound;
  const tables = wantsStatic(definition) ? undefined : keyedTables(whole);
  const kind = kindOf(definition, whole, tables);
  const keyed =
    tables !== undefined && kind !== 'static' && whole.kind === 'select'
      ? withKeys(unlocked(whole), tables)
      : undefined;
  const printer = newPrinter(ctx);
  const sql = printQuery(keyed ? inKeyOrder(keyed.select, tables ?? []) : unlocked(whole), printer);
  const cursor: CompiledCursor = {
    kind,
    explicit: definition.options.some((option) => KINDS.has(option)),
    scroll: scrolls(definition),
    readOnly: isReadOnly(definition) || keyed === undefined,
    updateColumns: definition.updateColumns.map((name) => name.text.toLowerCase()),
    keys: keyed?.keys ?? [],
    ...(keyed ? { refetch: refetchOf(keyed, kind, ctx) } : {}),
  };
  return {
    verb: 'SELECT',
    sql,
    parameters: printer.parameters,
    columns: whole.outputs.map(resultColumn),
    assignments: [],
    cursor,
    permissions: permissionsOf(ctx),
    readsOnly: !ctx.state.writes,
    locks: ctx.state.locks,
    usesTemporary: ctx.state.usesTemporary,
  };
}

function checkOptions({ options, access }: CursorDefinition, pos: Pos): void {
  const has = (name: string): boolean => options.includes(name);
  const conflict = (a: string, b: string): Error =>
    bindError(pos, 1048, 1, `Conflicting cursor options ${a} and ${b}.`, 15);
  const pairs: readonly (readonly [string, string])[] = [
    ['LOCAL', 'GLOBAL'],
    ['FORWARD_ONLY', 'SCROLL'],
    ['STATIC', 'KEYSET'],
    ['STATIC', 'DYNAMIC'],
    ['KEYSET', 'DYNAMIC'],
    ['FAST_FORWARD', 'SCROLL'],
    ['FAST_FORWARD', 'STATIC'],
    ['FAST_FORWARD', 'KEYSET'],
    ['FAST_FORWARD', 'DYNAMIC'],
    ['FAST_FORWARD', 'SCROLL_LOCKS'],
    ['FAST_FORWARD', 'OPTIMISTIC'],
    ['READ_ONLY', 'SCROLL_LOCKS'],
    ['READ_ONLY', 'OPTIMISTIC'],
    ['SCROLL_LOCKS', 'OPTIMISTIC'],
    ['STATIC', 'SCROLL_LOCKS'],
  ];
  const found = pairs.find(([a, b]) => has(a) && has(b));
  if (found) throw conflict(...found);
  if (access === 'update') {
    const readOnly = ['READ_ONLY', 'FAST_FORWARD', 'INSENSITIVE', 'STATIC'].find(has);
    if (readOnly !== undefined) throw bindError(pos, 16957, 4, 'FOR UPDATE cannot be specified on a READ ONLY cursor.');
  }
}

const wantsStatic = ({ options }: CursorDefinition): boolean =>
  options.includes('STATIC') || options.includes('INSENSITIVE');

function isReadOnly({ options, access }: CursorDefinition): boolean {
  return (
    access === 'read only' ||
    options.some(
      (option) =>
        option === 'READ_ONLY' || option === 'FAST_FORWARD' || option === 'INSENSITIVE' || option === 'STATIC',
    )
  );
}

/** STATIC, KEYSET and DYNAMIC scroll unless FORWARD_ONLY is said; without them SCROLL must be said (sql-docs, declare-cursor-transact-sql). */
function scrolls({ options }: CursorDefinition): boolean {
  if (options.includes('SCROLL')) return true;
  if (options.includes('FORWARD_ONLY') || options.includes('FAST_FORWARD')) return false;
  return options.includes('STATIC') || options.includes('KEYSET') || options.includes('DYNAMIC');
}

/** The kind that SQL Server makes of what was asked for: implicit cursor conversions. */
function kindOf(
  definition: CursorDefinition,
  query: BoundQuery,
  tables: readonly KeyedTable[] | undefined,
): CursorKind {
  const { options } = definition;
  if (wantsStatic(definition) || tables === undefined) return 'static';
  if (options.includes('KEYSET')) return tables.every((table) => table.key !== undefined) ? 'keyset' : 'static';
  const scrollOnly = options.includes('SCROLL') && !options.includes('DYNAMIC');
  if (scrollOnly || (query.orderBy.length > 0 && !isIndexOrder(query, tables))) {
    return tables.every((table) => table.key !== undefined) ? 'keyset' : 'static';
  }
  return options.includes('FAST_FORWARD') ? 'fast forward' : 'dynamic';
}

function isIndexOrder(query: BoundQuery, tables: readonly KeyedTable[]): boolean {
  const columns = query.orderBy.map(({ expr }) => (expr.kind === 'column' ? expr.name.toLowerCase() : undefined));
  return tables.some(({ target }) =>
    target.table.indexes.some((index) =>
      columns.every((column, i) => column !== undefined && index.columns[i]?.column.toLowerCase() === column),
    ),
  );
}

interface KeyedTable {
  readonly alias: string;
  readonly target: TargetTable;
  readonly key: IndexMeta | undefined;
}

/** The base tables of a query whose rows are theirs, one to one with the tables' rows; undefined where they are not. */
function keyedTables(query: BoundQuery): readonly KeyedTable[] | undefined {
  if (
    query.kind !== 'select' ||
    query.distinct ||
    query.groupBy ||
    query.having ||
    query.document ||
    query.from.length === 0
  )
    return undefined;
  const counts = (expr: BoundExpr): boolean =>
    contains(expr, (part) => part.kind === 'aggregate' || part.kind === 'window');
  if (query.expressions.some(counts)) return undefined;
  const tables = query.from.flatMap((source) => [...baseTables(source)]);
  if (tables.includes(undefined)) return undefined;
  return (tables as BoundTable[]).map(({ alias, stored }) => {
    const target = stored as TargetTable;
    return { alias, target, key: uniqueKey(target) };
  });
}

function* baseTables(source: BoundSource): Iterable<BoundTable | undefined> {
  if (source.kind === 'join') {
    yield* baseTables(source.left);
    yield* baseTables(source.right);
  } else yield source.kind === 'table' && source.stored ? source : undefined;
}

/** The primary key, else a unique index over columns that are never NULL. */
function uniqueKey({ table }: TargetTable): IndexMeta | undefined {
  const solid = (index: IndexMeta): boolean =>
    index.unique &&
    index.where === undefined &&
    index.disabled !== true &&
    index.columns.every(
      ({ column }) => findTableColumn(table, column)?.nullable === false && !findTableColumn(table, column)?.computed,
    );
  return table.indexes.find((index) => index.constraint === 'PRIMARY KEY') ?? table.indexes.find(solid);
}

/** The columns by which a row of the table is found again; none: its address. WHERE CURRENT OF uses the same. */
export function keyColumns(target: TargetTable): readonly ColumnMeta[] {
  return (uniqueKey(target)?.columns ?? []).flatMap(({ column }) => findTableColumn(target.table, column) ?? []);
}

function unlocked<Q extends BoundQuery>(query: Q): Q {
  if (query.kind !== 'select' || !query.lock) return query;
  const { lock: _, ...rest } = query as BoundSelect;
  return rest as Q;
}

/** SQL Server walks a table along its clustered key; without an ORDER BY a cursor does the same here. */
function inKeyOrder(select: BoundSelect, tables: readonly KeyedTable[]): BoundSelect {
  const [first] = tables;
  if (select.orderBy.length > 0 || !first?.key) return select;
  const orderBy = first.key.columns.flatMap(({ column, descending }) => {
    const found = findTableColumn(first.target.table, column);
    return found ? [{ expr: columnOfKey(found, first.alias), descending }] : [];
  });
  return { ...select, orderBy };
}

interface Keyed {
  readonly select: BoundSelect;
  readonly keys: readonly CursorKey[];
  readonly values: readonly KeyValue[];
}

/** A value of a key as the query answers it, and the condition that finds the row by it. */
interface KeyValue {
  readonly expr: BoundExpr;
  readonly is: (value: BoundVariable) => BoundExpr;
}

export function columnOfKey(column: ColumnMeta, alias: string): BoundColumn {
  return {
    kind: 'column',
    source: alias,
    pg: column.pg,
    name: column.name,
    type: column.type,
    nullable: column.nullable,
  };
}

/** `alias`'s value is the variable's; both may be NULL on the far side of an outer join. */
const sameValue = (column: BoundExpr, value: BoundExpr): BoundExpr =>
  condition('same key', [column, value], '({0} = {1})', { nullable: false });

export const sameAddress = (alias: string, value: BoundExpr): BoundExpr =>
  condition('same address', [rowAddress(alias), value], '({0} = ({1})::text::tid)', { nullable: false });

export const ADDRESS_VARIABLE_TYPE = ADDRESS_TYPE;

function withKeys(select: BoundSelect, tables: readonly KeyedTable[]): Keyed {
  const values: KeyValue[] = [];
  const keys: CursorKey[] = [];
  for (const { alias, target } of tables) {
    const columns = keyColumns(target);
    const first = select.expressions.length + values.length;
    if (columns.length === 0) {
      const address = call('row address', ADDRESS_TYPE, [rowAddress(alias)], '({0}::text)::sys.string', {
        nullable: true,
      });
      values.push({ expr: address, is: (value) => sameAddress(alias, value) });
    } else {
      for (const column of columns) {
        const expr = columnOfKey(column, alias);
        values.push({ expr, is: (value) => sameValue(expr, value) });
      }
    }
    const count = Math.max(1, columns.length);
    keys.push({ tableId: target.table.id, first, types: values.slice(-count).map(({ expr }) => expr.type) });
  }
  const outputs = values.map(({ expr }, i): BoundOutput => ({
    name: '',
    pg: `$key${i + 1}`,
    type: expr.type,
    nullable: true,
  }));
  return {
    select: {
      ...select,
      expressions: [...select.expressions, ...values.map(({ expr }) => expr)],
      outputs: [...select.outputs, ...outputs],
    },
    keys,
    values,
  };
}

/** One row of the cursor by its key, as it is now. A dynamic cursor's row must still be one of its query. */
function refetchOf(
  { select, values }: Keyed,
  kind: CursorKind,
  ctx: BindContext,
): NonNullable<CompiledCursor['refetch']> {
  const { limit: _, where, ...rest } = select;
  const found = values.map(({ expr, is }, i) =>
    is({ kind: 'variable', name: refetchVariable(i), type: expr.type, nullable: true }),
  );
  const printer = newPrinter(ctx);
  const condition = allOf(kind === 'keyset' ? undefined : where, ...found);
  const sql = printQuery({ ...rest, ...(condition ? { where: condition } : {}), orderBy: [] }, printer);
  return { sql, parameters: printer.parameters };
}
