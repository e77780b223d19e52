import {
  type ColumnDefinition,
  type ColumnMeta,
  type ComputedColumn,
  type Expr,
  type ResolvedType,
  type SqlType,
  SqlError,
  pgCollation,
} from '../../tsql/index.ts';
import { pgInnerName, pgName } from '../catalog/pg-name.ts';
import { columnType } from './column-type.ts';
import { ddlError, notSupported } from './ddl-error.ts';
import { definitionOfValue } from './definition-text.ts';
import { integerText } from './integer-text.ts';
import { systemName } from './system-name.ts';
import type { TableDraft } from './table-draft.ts';

/** Names that PostgreSQL keeps for itself in every table. */
const PG_SYSTEM_COLUMNS = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid', 'oid']);

export const MAX_COLUMNS = 1024;

/** Adds a column without its keys, checks and foreign keys: those come when all columns are known. `state` is of error 2705. */
export function addColumn(draft: TableDraft, ast: ColumnDefinition, state: 3 | 4): ColumnMeta {
  claimColumnName(draft, ast, state);
  const id = draft.nextColumnId;
  const resolved = columnType(ast.type, id, draft.ctx, draft.databaseId);
  const { type } = resolved;
  if (resolved.tableTypeId !== undefined || type.name === 'cursor') {
    throw ddlError(
      ast.pos,
      2715,
      16,
      6,
      `Column, parameter, or variable #${id}: Cannot find data type ${ast.type.name.parts.at(-1)?.text}.`,
    );
  }
  if (ast.encrypted || ast.filestream) throw notSupported(ast.pos, ast.encrypted ? 'ENCRYPTED WITH' : 'FILESTREAM');
  if (type.name === 'rowversion' && draft.columns.some((column) => column.type.name === 'rowversion')) {
    throw ddlError(
      ast.pos,
      2738,
      16,
      2,
      `A table can only have one timestamp column. Because table '${draft.name}' already has one, the column '${ast.name.text}' cannot be added.`,
    );
  }
  const column: ColumnMeta = {
    id,
    name: ast.name.text,
    pg: PG_SYSTEM_COLUMNS.has(ast.name.text) ? pgInnerName(id, ast.name.text) : pgName(ast.name.text),
    type,
    nullable: nullability(draft, ast, resolved),
    ...characterCollation(draft, ast.pos, type, ast.collation?.text),
    ...identityOf(draft, ast, type),
    ...(resolved.aliasTypeId === undefined ? {} : { aliasTypeId: resolved.aliasTypeId }),
    ...(ast.rowguidcol ? { rowguidcol: true } : {}),
    ...(ast.sparse ? { sparse: true } : {}),
    ...(ast.generated ? { generatedAlways: ast.generated } : {}),
    ...(ast.hidden ? { hidden: true } : {}),
  };
  draft.columns.push(column);
  draft.nextColumnId++;
  for (const constraint of ast.constraints) {
    if (constraint.kind === 'default-constraint')
      addDefault(draft, column.name, constraint.expr, constraint.name?.text, constraint.pos);
  }
  return draft.column(column.name) ?? column;
}

function claimColumnName(draft: TableDraft, ast: ColumnDefinition | ComputedColumn, state: 3 | 4): void {
  if (draft.column(ast.name.text)) {
    throw ddlError(
      ast.pos,
      2705,
      16,
      state,
      `Column names in each table must be unique. Column name '${ast.name.text}' in table '${draft.name}' is specified more than once.`,
    );
  }
  if (draft.columns.length >= MAX_COLUMNS) {
    throw ddlError(
      ast.pos,
      1702,
      16,
      1,
      `CREATE TABLE failed because column '${ast.name.text}' in table '${draft.name}' exceeds the maximum of ${MAX_COLUMNS} columns.`,
    );
  }
}

/** sql-docs, create-table-transact-sql, "Nullability rules within a table definition". */
function nullability(draft: TableDraft, ast: ColumnDefinition, resolved: ResolvedType): boolean {
  const inPrimaryKey = ast.constraints.some(
    (constraint) => constraint.kind === 'key-constraint' && constraint.type === 'primary key',
  );
  if (inPrimaryKey && ast.nullable === true) {
    throw ddlError(
      ast.pos,
      8147,
      16,
      1,
      `Could not create PRIMARY KEY on nullable column '${ast.name.text}', table '${draft.name}'.`,
    );
  }
  if (ast.identity && ast.nullable === true) {
    throw ddlError(
      ast.pos,
      8147,
      16,
      1,
      `Could not create IDENTITY attribute on nullable column '${ast.name.text}', table '${draft.name}'.`,
    );
  }
  if (inPrimaryKey || ast.identity || ast.generated) return false;
  if (ast.nullable !== undefined) return ast.nullable;
  if (resolved.type.name === 'rowversion') return false;
  return resolved.nullable ?? draft.ctx.ansiNullDefault;
}

const CHARACTER = new Set(['char', 'varchar', 'nchar', 'nvarchar', 'text', 'ntext']);

/** Collation of a character column: the one named, else the database's. */
export function characterCollation(
  draft: TableDraft,
  pos: ColumnDefinition['pos'],
  type: SqlType,
  name: string | undefined,
): { collation?: string } {
  if (!CHARACTER.has(type.name)) {
    if (name !== undefined)
      throw ddlError(
        pos,
        2757,
        16,
        1,
        `Column, parameter, or variable: the COLLATE clause cannot be used on type ${type.name}.`,
      );
    return {};
  }
  const database = draft.ctx.catalog.databaseById(draft.databaseId)?.collation ?? draft.ctx.serverCollation;
  if (name === undefined || name.toLowerCase() === 'database_default') return { collation: database };
  if (pgCollation(name) === undefined) throw ddlError(pos, 448, 16, 3, `Invalid collation '${name}'.`);
  return { collation: name };
}

const IDENTITY_TYPES = new Set(['tinyint', 'smallint', 'int', 'bigint', 'decimal', 'numeric']);

function identityOf(draft: TableDraft, ast: ColumnDefinition, type: SqlType): { identity?: ColumnMeta['identity'] } {
  if (!ast.identity) return {};
  if (draft.columns.some((column) => column.identity)) {
    throw ddlError(
      ast.pos,
      2744,
      16,
      2,
      `Multiple identity columns specified for table '${draft.name}'. Only one identity column per table is allowed.`,
    );
  }
  if (!IDENTITY_TYPES.has(type.name) || type.scale !== 0) {
    throw ddlError(
      ast.pos,
      2749,
      16,
      2,
      `Identity column '${ast.name.text}' must be of data type int, bigint, smallint, tinyint, or decimal or numeric with a scale of 0, unencrypted, and constrained to be nonnullable.`,
    );
  }
  const seed = ast.identity.seed ? integerText(ast.identity.seed) : '1';
  const increment = ast.identity.increment ? integerText(ast.identity.increment) : '1';
  if (increment === undefined || BigInt(increment) === 0n) {
    throw ddlError(
      ast.pos,
      2748,
      16,
      1,
      `Cannot specify ${increment ?? 'this'} increment for the identity column '${ast.name.text}'.`,
    );
  }
  if (seed === undefined)
    throw ddlError(
      ast.pos,
      2747,
      16,
      1,
      `Too large or not an integer: the seed of identity column '${ast.name.text}'.`,
    );
  return {
    identity: {
      seed,
      increment,
      pgSequence: pgInnerName(`${draft.base.id}.${draft.nextColumnId}`, 'identity'),
      ...(ast.identity.notForReplication ? { notForReplication: true } : {}),
    },
  };
}

/** DEFAULT of a column, in its definition or by ALTER TABLE ADD ... FOR. */
export function addDefault(
  draft: TableDraft,
  columnName: string,
  expr: Expr,
  name: string | undefined,
  pos: ColumnDefinition['pos'],
): void {
  const column = draft.column(columnName);
  if (!column)
    throw ddlError(
      pos,
      1752,
      16,
      0,
      `Column '${columnName}' in table '${draft.name}' is invalid for creating a default constraint.`,
    );
  if (column.default) throw ddlError(pos, 1781, 16, 1, 'Column already has a DEFAULT bound to it.');
  if (column.identity) {
    throw ddlError(
      pos,
      1754,
      16,
      0,
      `Defaults cannot be created on columns with an IDENTITY attribute. Table '${draft.name}', column '${column.name}'.`,
    );
  }
  if (column.type.name === 'rowversion') {
    throw ddlError(
      pos,
      1755,
      16,
      0,
      `Defaults cannot be created on columns of data type timestamp. Table '${draft.name}', column '${column.name}'.`,
    );
  }
  if (column.computed)
    throw ddlError(
      pos,
      1752,
      16,
      0,
      `Column '${column.name}' in table '${draft.name}' is invalid for creating a default constraint.`,
    );
  checkDefault(draft, expr, column);
  const objectId = draft.ctx.ids.object();
  if (name !== undefined) draft.claimConstraintName(pos, name);
  draft.defaults.set(column.id, expr);
  draft.replaceColumn({
    ...column,
    default: {
      constraint: name ?? systemName('DF', draft.name, column.name, objectId),
      objectId,
      text: definitionOfValue(expr),
      ...(name === undefined ? { systemNamed: true } : {}),
    },
  });
}

/** A default may name no column: 128 instead of 207. */
function checkDefault(draft: TableDraft, expr: Expr, column: ColumnMeta): void {
  try {
    draft.ctx.compiler.value(expr, undefined, column);
  } catch (error) {
    if (!(error instanceof SqlError) || (error.number !== 207 && error.number !== 4104)) throw error;
    const name = /['"](.*)['"]/.exec(error.message)?.[1] ?? '';
    throw new SqlError(
      128,
      15,
      1,
      `The name "${name}" is not permitted in this context. Valid expressions are constants, constant expressions, and (in some contexts) variables. Column names are not permitted.`,
      error.line,
    );
  }
}

/** Bound against the columns that are there already: a computed column may not use another one (1759), so the order is no matter. */
export function addComputed(draft: TableDraft, ast: ComputedColumn, state: 3 | 4): ColumnMeta {
  claimColumnName(draft, ast, state);
  const value = draft.ctx.compiler.value(ast.expr, {
    ...draft.meta(),
    columns: draft.columns.filter((column) => !column.computed),
  });
  if (ast.persisted && value.volatile) {
    throw ddlError(
      ast.pos,
      4936,
      16,
      1,
      `Computed column '${ast.name.text}' in table '${draft.name}' cannot be persisted because the column is non-deterministic.`,
    );
  }
  const id = draft.nextColumnId++;
  const column: ColumnMeta = {
    id,
    name: ast.name.text,
    pg: PG_SYSTEM_COLUMNS.has(ast.name.text) ? pgInnerName(id, ast.name.text) : pgName(ast.name.text),
    type: value.type,
    nullable: !ast.notNull && value.nullable,
    ...(value.collation === undefined ? {} : { collation: value.collation }),
    computed: { text: definitionOfValue(ast.expr), persisted: ast.persisted, stored: ast.persisted },
  };
  draft.columns.push(column);
  draft.computed.set(id, ast.expr);
  return column;
}
