import {
  type ColumnMeta,
  type ObjectName,
  type Option,
  type Pos,
  type SchemaMeta,
  type SqlError,
  type TableElement,
  type TableMeta,
} from '../../tsql/index.ts';
import { pgInnerName, pgName } from '../catalog/pg-name.ts';
import { ddlError } from './ddl-error.ts';
import { createTableSql } from './emit-table.ts';
import type { DdlContext } from './plan.ts';
import { findTable, isNameTaken, newName } from './resolve-name.ts';
import { TableDraft, emptyTable } from './table-draft.ts';

/** What SYSTEM_VERSIONING = ON adds to a table: its period, and a table for the rows of the past (sql-docs, temporal-tables). */
export interface Versioning {
  readonly temporal: NonNullable<TableMeta['temporal']>;
  /** The history table when the statement makes it; one that is there is used as it is. */
  readonly history?: TableMeta;
  readonly sql: readonly string[];
}

/** `SYSTEM_VERSIONING = ON (HISTORY_TABLE = s.h)` among the options; undefined: not said. */
export function versioningOption(
  options: readonly Option[],
): { readonly on: boolean; readonly option: Option } | undefined {
  const option = options.find(({ name }) => name === 'SYSTEM_VERSIONING');
  const [value] = option?.values ?? [];
  return option && { on: value?.kind === 'word' && value.text.toUpperCase() === 'ON', option };
}

/** PERIOD FOR SYSTEM_TIME (a, b): both columns must be there and be generated. */
export function checkPeriod(draft: TableDraft, elements: readonly TableElement[]): void {
  for (const element of elements) {
    if (element.kind !== 'period') continue;
    const wanted = [
      [element.start.text, 'row start'],
      [element.end.text, 'row end'],
    ] as const;
    for (const [name, generated] of wanted) {
      const column = draft.column(name);
      if (!column) throw periodError(element.pos, 13501, `Temporal column '${name}' was not found in the table.`);
      if (column.generatedAlways !== generated || column.type.name !== 'datetime2') {
        const words = `GENERATED ALWAYS AS ${generated.toUpperCase()}`;
        throw periodError(
          element.pos,
          13509,
          `Cannot create generated always column when SYSTEM_TIME period is not defined: '${name}' must be a datetime2 column ${words}.`,
        );
      }
    }
  }
  const generated = draft.columns.find((column) => column.generatedAlways);
  const known = draft.base.columns.some((column) => column.generatedAlways);
  if (generated && !known && !elements.some((element) => element.kind === 'period')) {
    throw periodError(
      { offset: 0, line: 0 },
      13509,
      'Cannot create generated always column when SYSTEM_TIME period is not defined.',
    );
  }
}

const periodError = (pos: Pos, number: number, text: string): SqlError => ddlError(pos, number, 16, 1, text);

export function versioningOf(draft: TableDraft, option: Option): Versioning {
  const { pos } = option;
  const start = draft.columns.find((column) => column.generatedAlways === 'row start');
  const end = draft.columns.find((column) => column.generatedAlways === 'row end');
  if (!start || !end) {
    throw periodError(pos, 13510, 'Cannot set SYSTEM_VERSIONING to ON when SYSTEM_TIME period is not defined.');
  }
  if (!draft.primaryKey) {
    throw periodError(pos, 13553, `System versioned temporal table '${draft.name}' must have primary key defined.`);
  }
  const name = historyName(option);
  const existing = name && findTable(name, draft.ctx);
  const period = { start: start.name, end: end.name };
  if (existing) return { temporal: { historyObjectId: existing.meta.id, ...period }, sql: [] };
  const place = name ? newName(name, draft.ctx) : undefined;
  const historyTable = place?.name ?? freeName(draft, `MSSQL_TemporalHistoryFor_${draft.base.id}`);
  const made = historyDraft(draft, place?.schema ?? draft.schema, historyTable, end, start);
  return {
    temporal: { historyObjectId: made.base.id, ...period },
    history: made.meta(),
    sql: createTableSql(made),
  };
}

function historyName(option: Option): ObjectName | undefined {
  const value = option.options?.find(({ name }) => name === 'HISTORY_TABLE')?.values[0];
  if (value?.kind === 'object-name') return value;
  if (value?.kind !== 'word') return undefined;
  return {
    kind: 'object-name',
    pos: value.pos,
    parts: [{ text: value.text, quoted: true, pos: value.pos }],
  };
}

function freeName(draft: TableDraft, wanted: string): string {
  let name = wanted;
  for (let n = 2; isNameTaken(draft.ctx, draft.schema.id, name); n++) name = `${wanted}_${n}`;
  return name;
}

/** The same columns without anything that makes values, and an index on the end of the period as SQL Server has it. */
function historyDraft(
  draft: TableDraft,
  schema: SchemaMeta,
  name: string,
  end: ColumnMeta,
  start: ColumnMeta,
): TableDraft {
  const made = new TableDraft(draft.ctx, schema, draft.databaseId, emptyTable(draft.ctx, schema, name, pgName(name)));
  made.columns = draft.columns.map(historyColumn);
  made.nextColumnId = draft.nextColumnId;
  const index = `ix_${name}`;
  made.indexes = [
    {
      id: 1,
      name: index,
      pg: pgInnerName(`${made.base.id}.1`, index),
      unique: false,
      clustered: true,
      columns: [end, start].map((column) => ({ column: column.name, descending: false })),
      include: [],
    },
  ];
  return made;
}

export function historyColumn(column: ColumnMeta): ColumnMeta {
  const { identity: _, default: __, computed: ___, generatedAlways: ____, hidden: _____, ...plain } = column;
  return plain;
}

/** Operations that would leave table and history apart. */
export function refuseTemporal(
  pos: Pos,
  table: TableMeta,
  ctx: DdlContext,
  what: 'drop' | 'truncate',
): SqlError | undefined {
  if (!table.temporal && !isHistory(table, ctx)) return undefined;
  const name = `${ctx.catalog.databaseById(ctx.databaseId)?.name}.${ctx.catalog.schemaById(table.schemaId)?.name}.${table.name}`;
  return what === 'drop'
    ? ddlError(
        pos,
        13552,
        16,
        1,
        `Drop table operation failed on table '${name}' because it is not a supported operation on system-versioned temporal tables.`,
      )
    : ddlError(
        pos,
        13545,
        16,
        1,
        `Truncate failed on table '${name}' because it is not a supported operation on system-versioned tables.`,
      );
}

function isHistory(table: TableMeta, ctx: DdlContext): boolean {
  const database = ctx.catalog.schemaById(table.schemaId)?.databaseId ?? ctx.databaseId;
  for (const schema of ctx.catalog.schemas(database)) {
    for (const object of ctx.catalog.objects(schema.id)) {
      if (object.kind === 'table' && object.temporal?.historyObjectId === table.id) return true;
    }
  }
  return false;
}
