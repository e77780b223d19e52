import {
  type Check,
  type ColumnDefinition,
  type ComputedColumn,
  type Constraint,
  type InlineIndex,
  type KeyColumn,
  type KeyConstraint,
  type Option,
  type Pos,
  type Predicate,
  type SqlError,
  type TableElement,
} from '../../tsql/index.ts';
import { pgInnerName } from '../catalog/pg-name.ts';
import { addColumn, addComputed, addDefault } from './add-column.ts';
import { addForeignKey } from './add-foreign-key.ts';
import { couldNotCreateConstraint, ddlError, notSupported } from './ddl-error.ts';
import { definitionOfCondition } from './definition-text.ts';
import { mentionsColumn } from './dependents.ts';
import { systemKeyName, systemName } from './system-name.ts';
import type { TableDraft } from './table-draft.ts';

/** What ALTER TABLE's WITH NOCHECK changes, and whether the words are ALTER TABLE's at all. */
export interface AddOptions {
  readonly alter: boolean;
  /** False: rows that are there are not looked at. */
  readonly check: boolean;
}

/** Adds columns, then keys, checks and indexes, then foreign keys: each may name what comes before it in this order. */
export function addElements(draft: TableDraft, elements: readonly TableElement[], options: AddOptions): void {
  const state = options.alter ? 4 : 3;
  for (const element of elements) if (element.kind === 'column-definition') addColumn(draft, element, state);
  for (const element of elements) if (element.kind === 'computed-column') addComputed(draft, element, state);
  sortColumns(draft, elements);
  const constraints = elements.flatMap(constraintsOf);
  refuseSecondPrimaryKey(draft, constraints);
  // Explicitly clustered ones first, so that a primary key without a word knows whether it may be clustered.
  const keys = constraints.filter((item): item is Placed<KeyConstraint> => item.constraint.kind === 'key-constraint');
  const clusteredIndex = elements.some((element) => indexOf(element)?.clustered === true);
  const taken = clusteredIndex || keys.some(({ constraint }) => constraint.clustered === true);
  const nulls = new Set(
    elements.flatMap((element) =>
      element.kind === 'column-definition' && element.nullable === true ? [element.name.text.toLowerCase()] : [],
    ),
  );
  for (const { constraint, column } of keys) addKey(draft, constraint, column, taken, nulls);
  for (const element of elements) {
    const index = indexOf(element);
    if (index) addInlineIndex(draft, index, element);
  }
  for (const { constraint, column } of constraints) {
    if (constraint.kind === 'check') addCheck(draft, constraint, column, options);
    else if (constraint.kind === 'default-constraint' && constraint.column) {
      addDefault(draft, constraint.column.text, constraint.expr, constraint.name?.text, constraint.pos);
    } else if (constraint.kind === 'connection') throw notSupported(constraint.pos, 'A CONNECTION constraint');
  }
  for (const { constraint, column } of constraints) {
    if (constraint.kind === 'foreign-key') addForeignKey(draft, constraint, column, options);
  }
}

interface Placed<C> {
  readonly constraint: C;
  /** The column it was written behind. */
  readonly column: string | undefined;
}

function constraintsOf(element: TableElement): Placed<Constraint>[] {
  switch (element.kind) {
    case 'column-definition':
    case 'computed-column':
      return element.constraints.map((constraint) => ({ constraint, column: element.name.text }));
    case 'inline-index':
    case 'period':
      return [];
    case 'column-set':
      throw notSupported(element.pos, 'COLUMN_SET');
    default:
      return [{ constraint: element, column: undefined }];
  }
}

function indexOf(element: TableElement): InlineIndex | undefined {
  if (element.kind === 'inline-index') return element;
  return element.kind === 'column-definition' ? element.index : undefined;
}

/** Computed columns were bound last but stand where they were written. */
function sortColumns(draft: TableDraft, elements: readonly TableElement[]): void {
  const added = elements.filter(
    (element): element is ColumnDefinition | ComputedColumn =>
      element.kind === 'column-definition' || element.kind === 'computed-column',
  );
  if (!added.some((element) => element.kind === 'computed-column')) return;
  const old = draft.columns.slice(0, draft.columns.length - added.length);
  let id = draft.nextColumnId - added.length;
  const maps = [draft.computed, draft.defaults] as Map<number, unknown>[];
  const moved = maps.map(() => new Map<number, unknown>());
  const sorted = added.flatMap((element) => {
    const column = draft.column(element.name.text);
    if (!column) return [];
    const newId = id++;
    maps.forEach((map, index) => {
      if (map.has(column.id)) moved[index]?.set(newId, map.get(column.id));
    });
    return [
      {
        ...column,
        id: newId,
        ...(column.identity
          ? { identity: { ...column.identity, pgSequence: pgInnerName(`${draft.base.id}.${newId}`, 'identity') } }
          : {}),
      },
    ];
  });
  maps.forEach((map, index) => {
    for (const column of sorted) map.delete(column.id);
    for (const [key, value] of moved[index] ?? []) map.set(key, value);
  });
  draft.columns = [...old, ...sorted];
}

function refuseSecondPrimaryKey(draft: TableDraft, constraints: readonly Placed<Constraint>[]): void {
  const keys = constraints.filter(
    ({ constraint }) => constraint.kind === 'key-constraint' && constraint.type === 'primary key',
  );
  const pos = keys.at(-1)?.constraint.pos;
  if (!pos) return;
  if (draft.primaryKey)
    throw failed(pos, ddlError(pos, 1779, 16, 0, `Table '${draft.name}' already has a primary key defined on it.`));
  if (keys.length > 1)
    throw ddlError(pos, 8110, 16, 0, `Cannot add multiple PRIMARY KEY constraints to table '${draft.name}'.`);
}

/** The error and, behind it, 1750. */
export function failed(pos: Pos, cause: SqlError): SqlError {
  const last = couldNotCreateConstraint(pos);
  last.preceding = [cause];
  return last;
}

function addKey(
  draft: TableDraft,
  ast: KeyConstraint,
  ownColumn: string | undefined,
  clusteredTaken: boolean,
  explicitNulls: ReadonlySet<string>,
): void {
  const primary = ast.type === 'primary key';
  const columns: KeyColumn[] =
    ast.columns.length > 0
      ? ast.columns.map((column) => ({ column: column.name.text, descending: column.descending }))
      : [{ column: ownColumn ?? '', descending: false }];
  for (const key of columns) {
    const column = draft.column(key.column);
    if (!column)
      throw failed(
        ast.pos,
        ddlError(ast.pos, 1911, 16, 1, `Column name '${key.column}' does not exist in the target table or view.`),
      );
    checkKeyType(draft, ast.pos, column.name, column.type.name, column.type.length);
    if (primary && column.nullable) {
      // In CREATE TABLE a column that did not say NULL becomes NOT NULL.
      if (explicitNulls.has(column.name.toLowerCase()) || draft.base.columns.some((old) => old.id === column.id)) {
        throw failed(
          ast.pos,
          ddlError(
            ast.pos,
            8111,
            16,
            1,
            `Cannot define PRIMARY KEY constraint on nullable column in table '${draft.name}'.`,
          ),
        );
      }
      draft.replaceColumn({ ...column, nullable: false });
    }
  }
  const clustered = ast.clustered ?? (primary && !clusteredTaken && !draft.clustered);
  if (clustered && draft.clustered) throw failed(ast.pos, secondClustered(draft, ast.pos));
  const objectId = draft.ctx.ids.object();
  const name =
    ast.name?.text ??
    systemKeyName(
      primary ? 'PK' : 'UQ',
      draft.name,
      columns.map((key) => key.column),
      objectId,
    );
  if (ast.name) draft.claimConstraintName(ast.pos, name);
  draft.indexes.push({
    id: draft.nextIndexId(clustered),
    name,
    pg: pgInnerName(objectId, name),
    unique: true,
    clustered,
    columns: columns.map((key) => ({ ...key, column: draft.column(key.column)?.name ?? key.column })),
    include: [],
    constraint: primary ? 'PRIMARY KEY' : 'UNIQUE',
    constraintObjectId: objectId,
    ...(ast.name ? {} : { systemNamed: true }),
    ...indexOptions(ast.options),
  });
}

function secondClustered(draft: TableDraft, pos: Pos): SqlError {
  return ddlError(
    pos,
    1902,
    16,
    3,
    `Cannot create more than one clustered index on table '${draft.name}'. Drop the existing clustered index '${draft.clustered?.name}' before creating another.`,
  );
}

const NO_KEY_TYPES = new Set(['text', 'ntext', 'image', 'xml']);

export function checkKeyType(
  draft: { readonly name: string },
  pos: Pos,
  column: string,
  typeName: string,
  length: number,
): void {
  if (!NO_KEY_TYPES.has(typeName) && length !== -1) return;
  throw failed(
    pos,
    ddlError(
      pos,
      1919,
      16,
      1,
      `Column '${column}' in table '${draft.name}' is of a type that is invalid for use as a key column in an index.`,
    ),
  );
}

/** Those options of WITH (...) that mean something later; the others are accepted. */
export function indexOptions(options: readonly Option[]): { ignoreDupKey?: boolean; fillFactor?: number } {
  const result: { ignoreDupKey?: boolean; fillFactor?: number } = {};
  for (const option of options) {
    const [value] = option.values;
    if (option.name === 'IGNORE_DUP_KEY' && value?.kind === 'word' && value.text.toUpperCase() === 'ON')
      result.ignoreDupKey = true;
    if (option.name === 'FILLFACTOR' && value?.kind === 'literal') result.fillFactor = Number(value.value);
  }
  return result;
}

export interface IndexRequest {
  readonly pos: Pos;
  readonly name: string;
  readonly unique: boolean;
  readonly clustered: boolean;
  readonly columnstore: boolean;
  readonly columns: readonly KeyColumn[];
  readonly include: readonly string[];
  readonly where?: Predicate;
  readonly options: readonly Option[];
}

function addInlineIndex(draft: TableDraft, ast: InlineIndex, element: TableElement): void {
  const own = element.kind === 'column-definition' ? element.name.text : '';
  addIndex(draft, {
    pos: ast.pos,
    name: ast.name.text,
    unique: ast.unique,
    clustered: ast.clustered === true,
    columnstore: ast.columnstore,
    columns:
      ast.columns.length > 0
        ? ast.columns.map((column) => ({ column: column.name.text, descending: column.descending }))
        : [{ column: own, descending: false }],
    include: ast.include.map((name) => name.text),
    where: ast.where,
    options: ast.options,
  });
}

/** An index of CREATE INDEX or of a table's definition. */
export function addIndex(draft: TableDraft, request: IndexRequest): void {
  const { pos } = request;
  const columns = request.columnstore && request.columns.every((key) => key.column === '') ? [] : request.columns;
  const seen = new Set<string>();
  for (const name of [...columns.map((key) => key.column), ...request.include]) {
    if (!draft.column(name))
      throw ddlError(pos, 1911, 16, 1, `Column name '${name}' does not exist in the target table or view.`);
    if (seen.has(name.toLowerCase()))
      throw ddlError(
        pos,
        1909,
        16,
        1,
        `Cannot use duplicate column names in index. Column name '${name}' listed more than once.`,
      );
    seen.add(name.toLowerCase());
  }
  for (const key of columns) {
    const column = draft.column(key.column);
    if (column && !request.columnstore)
      checkIndexKey(draft, request, column.name, column.type.name, column.type.length);
  }
  if (request.clustered && draft.clustered) throw secondClustered(draft, pos);
  const id = draft.nextIndexId(request.clustered);
  if (request.where) draft.filters.set(id, request.where);
  draft.indexes.push({
    id,
    name: request.name,
    pg: pgInnerName(`${draft.base.id}.${id}`, request.name),
    unique: request.unique,
    clustered: request.clustered,
    columns: columns.map((key) => ({ ...key, column: draft.column(key.column)?.name ?? key.column })),
    include: request.include.map((name) => draft.column(name)?.name ?? name),
    ...(request.where ? { where: definitionOfCondition(request.where) } : {}),
    ...(request.columnstore ? { columnstore: true } : {}),
    ...indexOptions(request.options),
  });
}

function checkIndexKey(
  draft: TableDraft,
  request: IndexRequest,
  column: string,
  typeName: string,
  length: number,
): void {
  if (!NO_KEY_TYPES.has(typeName) && length !== -1) return;
  throw ddlError(
    request.pos,
    1919,
    16,
    1,
    `Column '${column}' in table '${draft.name}' is of a type that is invalid for use as a key column in an index.`,
  );
}

function addCheck(draft: TableDraft, ast: Check, ownColumn: string | undefined, options: AddOptions): void {
  // Bound now for its errors; the text for PostgreSQL is made with the final columns.
  draft.ctx.compiler.condition(ast.condition, draft.meta());
  const objectId = draft.ctx.ids.object();
  const name = ast.name?.text ?? systemName('CK', draft.name, ownColumn, objectId);
  if (ast.name) draft.claimConstraintName(ast.pos, name);
  draft.conditions.set(objectId, ast.condition);
  const text = definitionOfCondition(ast.condition);
  // A check of one column is that column's, wherever it is written: errors name the column.
  const mentioned = draft.columns.filter((column) => mentionsColumn(text, column.name));
  const only = ownColumn ?? (mentioned.length === 1 ? mentioned[0]?.name : undefined);
  draft.checks.push({
    objectId,
    name,
    pg: pgInnerName(objectId, name),
    text,
    ...(only === undefined ? {} : { column: only }),
    ...(options.check ? {} : { notTrusted: true }),
    ...(ast.name ? {} : { systemNamed: true }),
  });
}
