import {
  type ColumnMeta,
  type ForeignKey,
  type IndexMeta,
  type ReferentialAction,
  type SqlError,
  type TableMeta,
  formatType,
  sameType,
} from '../../tsql/index.ts';
import { pgInnerName } from '../catalog/pg-name.ts';
import { type AddOptions, failed } from './add-constraint.ts';
import { ddlError } from './ddl-error.ts';
import { columnByName } from './pg-text.ts';
import { findTable, nameText } from './resolve-name.ts';
import { systemName } from './system-name.ts';
import type { TableDraft } from './table-draft.ts';

/** FOREIGN KEY of CREATE TABLE and ALTER TABLE; `ownColumn` is the column it was written behind. */
export function addForeignKey(
  draft: TableDraft,
  ast: ForeignKey,
  ownColumn: string | undefined,
  options: AddOptions,
): void {
  const objectId = draft.ctx.ids.object();
  const columns = ast.columns.length > 0 ? ast.columns.map((name) => name.text) : [ownColumn ?? ''];
  const name = ast.name?.text ?? systemName('FK', draft.name, columns[0], objectId);
  if (draft.base.temporary || draft.base.tableType) {
    draft.messages.push(
      ddlError(
        ast.pos,
        1784,
        10,
        1,
        `Skipping FOREIGN KEY constraint '${name}' definition for temporary table. FOREIGN KEY constraints are not enforced on local or global temporary tables.`,
      ),
    );
    return;
  }
  const refuse = (number: number, state: number, text: string): SqlError =>
    failed(ast.pos, ddlError(ast.pos, number, 16, state, text));
  const referenced = referencedTable(draft, ast, name, refuse);
  const parents = columns.map((column) => {
    const found = draft.column(column);
    if (!found)
      throw refuse(
        1769,
        1,
        `Foreign key '${name}' references invalid column '${column}' in referencing table '${draft.name}'.`,
      );
    return found;
  });
  const targets = referencedColumns(ast, name, referenced, refuse);
  if (targets.length !== parents.length) {
    throw refuse(
      8139,
      0,
      `Number of referencing columns in foreign key differs from number of referenced columns, table '${draft.name}'.`,
    );
  }
  if (!candidateKey(referenced.indexes, targets)) {
    throw refuse(
      1776,
      0,
      `There are no primary or candidate keys in the referenced table '${nameText(ast.table)}' that match the referencing column list in the foreign key '${name}'.`,
    );
  }
  parents.forEach((parent, index) => compareTypes(draft, name, parent, referenced, targets[index], refuse));
  if (ast.name) draft.claimConstraintName(ast.pos, name);
  const onDelete = action(ast.onDelete);
  const onUpdate = action(ast.onUpdate);
  refuseCycles(draft, name, referenced, onDelete, onUpdate, refuse);
  draft.foreignKeys.push({
    objectId,
    name,
    pg: pgInnerName(objectId, name),
    columns: parents.map((column) => column.name),
    referencedObjectId: referenced.id,
    referencedColumns: targets.map((column) => column.name),
    onDelete,
    onUpdate,
    ...(options.check ? {} : { notTrusted: true }),
    ...(ast.name ? {} : { systemNamed: true }),
  });
}

type Refuse = (number: number, state: number, text: string) => SqlError;

const action = (word: ForeignKey['onDelete']): ReferentialAction =>
  (word ?? 'no action').toUpperCase() as ReferentialAction;

/** The table itself is not in the catalog yet when it is just being made. */
function referencedTable(draft: TableDraft, ast: ForeignKey, name: string, refuse: Refuse): TableMeta {
  const parts = ast.table.parts.map((part) => part.text);
  const schemaPart = parts.at(-2);
  const ownName = parts.at(-1)?.toLowerCase() === draft.name.toLowerCase();
  const found = findTable(ast.table, draft.ctx);
  if (
    ownName &&
    (found?.meta.id ?? draft.base.id) === draft.base.id &&
    (!schemaPart || schemaPart.toLowerCase() === draft.schema.name.toLowerCase())
  ) {
    return draft.meta();
  }
  if (!found) throw refuse(1767, 0, `Foreign key '${name}' references invalid table '${nameText(ast.table)}'.`);
  if (found.databaseId !== draft.databaseId) {
    throw refuse(
      1763,
      0,
      `Cross-database foreign key references are not supported. Foreign key '${nameText(ast.table)}'.`,
    );
  }
  return found.meta;
}

function referencedColumns(ast: ForeignKey, name: string, referenced: TableMeta, refuse: Refuse): ColumnMeta[] {
  if (ast.referenced.length === 0) {
    const primary = referenced.indexes.find((index) => index.constraint === 'PRIMARY KEY');
    if (!primary)
      throw refuse(
        1773,
        0,
        `Foreign key '${name}' has implicit reference to object '${nameText(ast.table)}' which does not have a primary key defined on it.`,
      );
    return primary.columns.flatMap((key) => columnByName(referenced, key.column) ?? []);
  }
  return ast.referenced.map(({ text }) => {
    const found = columnByName(referenced, text);
    if (!found)
      throw refuse(
        1770,
        0,
        `Foreign key '${name}' references invalid column '${text}' in referenced table '${nameText(ast.table)}'.`,
      );
    return found;
  });
}

/** A unique index over exactly these columns, in any order. */
function candidateKey(indexes: readonly IndexMeta[], columns: readonly ColumnMeta[]): IndexMeta | undefined {
  const wanted = columns
    .map((column) => column.name.toLowerCase())
    .toSorted()
    .join('\n');
  return indexes.find(
    (index) =>
      index.unique &&
      index.where === undefined &&
      !index.disabled &&
      index.columns
        .map((key) => key.column.toLowerCase())
        .toSorted()
        .join('\n') === wanted,
  );
}

function compareTypes(
  draft: TableDraft,
  name: string,
  parent: ColumnMeta,
  referenced: TableMeta,
  target: ColumnMeta | undefined,
  refuse: Refuse,
): void {
  if (!target) return;
  const pair = `Column '${referenced.name}.${target.name}' is not the same %s as referencing column '${draft.name}.${parent.name}' in foreign key '${name}'.`;
  const family = (column: ColumnMeta): string => formatType({ ...column.type, length: 0, precision: 0, scale: 0 });
  // decimal and numeric are one type by two names.
  const same = (a: string, b: string): boolean => a.replace('decimal', 'numeric') === b.replace('decimal', 'numeric');
  if (!same(family(parent), family(target))) throw refuse(1778, 0, pair.replace('%s', 'data type'));
  const sized = /^(decimal|numeric|time|datetime2|datetimeoffset|char|nchar|binary|varchar|nvarchar|varbinary)$/.test(
    parent.type.name,
  );
  const variable = /^(varchar|nvarchar|varbinary)$/.test(parent.type.name);
  const equal = sameType({ ...parent.type, name: target.type.name }, target.type);
  if (sized && !variable && !equal) {
    throw refuse(
      1753,
      0,
      `${pair.replace('%s', 'length or scale')} Columns participating in a foreign key relationship must be defined with the same length and scale.`,
    );
  }
  if (
    parent.collation !== undefined &&
    target.collation !== undefined &&
    parent.collation.toLowerCase() !== target.collation.toLowerCase()
  ) {
    throw refuse(
      1757,
      0,
      `Column '${referenced.name}.${target.name}' is not of same collation as referencing column '${draft.name}.${parent.name}' in foreign key '${name}'.`,
    );
  }
}

/**
 * SQL Server refuses a cascade that could reach a table twice or come back to its start (1785); PostgreSQL would not mind. Walks from
 * the referenced table over cascading keys to see whether the new key closes a cycle or gives a second path to this table.
 */
function refuseCycles(
  draft: TableDraft,
  name: string,
  referenced: TableMeta,
  onDelete: ReferentialAction,
  onUpdate: ReferentialAction,
  refuse: Refuse,
): void {
  if (onDelete === 'NO ACTION' && onUpdate === 'NO ACTION') return;
  const graph = cascadeGraph(draft);
  const reachable = (from: number): Set<number> => {
    const seen = new Set<number>();
    const queue = [from];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      for (const next of graph.get(id) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
      }
    }
    return seen;
  };
  const cyclic = referenced.id === draft.base.id || reachable(draft.base.id).has(referenced.id);
  // Another way from the referenced table, or from one of those above it, to this table.
  const above = [...graph.keys()].filter((id) => reachable(id).has(referenced.id));
  const second = [referenced.id, ...above].some((id) => reachable(id).has(draft.base.id));
  if (cyclic || second) {
    throw refuse(
      1785,
      0,
      `Introducing FOREIGN KEY constraint '${name}' on table '${draft.name}' may cause cycles or multiple cascade paths. Specify ON DELETE NO ACTION or ON UPDATE NO ACTION, or modify other FOREIGN KEY constraints.`,
    );
  }
}

/** From a referenced table to the tables that its changes cascade to. */
function cascadeGraph(draft: TableDraft): Map<number, number[]> {
  const graph = new Map<number, number[]>();
  const note = (table: { readonly id: number; readonly foreignKeys: TableMeta['foreignKeys'] }): void => {
    for (const key of table.foreignKeys) {
      if (key.onDelete === 'NO ACTION' && key.onUpdate === 'NO ACTION') continue;
      graph.set(key.referencedObjectId, [...(graph.get(key.referencedObjectId) ?? []), table.id]);
    }
  };
  for (const schema of draft.ctx.catalog.schemas(draft.databaseId)) {
    for (const object of draft.ctx.catalog.objects(schema.id))
      if (object.kind === 'table' && object.id !== draft.base.id) note(object);
  }
  note({ id: draft.base.id, foreignKeys: draft.foreignKeys });
  return graph;
}
