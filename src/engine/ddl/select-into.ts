import { type ObjectName, type Pos, type SelectInto, type TableMeta } from '../../tsql/index.ts';
import { pgInnerName, pgName } from '../catalog/pg-name.ts';
import { alreadyExists } from './ddl-error.ts';
import { createTableSql } from './emit-table.ts';
import { globalOwner } from './global-temporary.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { isNameTaken, newName, temporarySchema } from './resolve-name.ts';
import { TableDraft } from './table-draft.ts';

const START: Pos = { offset: 0, line: 0 };

/** The table that SELECT ... INTO makes: the query's columns, with nothing but their types, NULL and identity. */
export function planSelectInto(into: SelectInto, ctx: DdlContext): DdlPlan {
  const [name = '', schemaName, databaseName] = into.name;
  const temporary = /^#(?!#)/.test(name);
  const base = temporary ? temporaryBase(name, ctx) : permanentBase([databaseName, schemaName, name], ctx);
  const columns = into.columns.map((column, index) => {
    const { identity, ...rest } = column;
    return {
      ...rest,
      id: index + 1,
      pg: pgName(column.name),
      ...(identity === undefined
        ? {}
        : { identity: { ...identity, pgSequence: pgInnerName(`${base.meta.id}.${index + 1}`, 'identity') } }),
    };
  });
  const draft = new TableDraft(ctx, base.schema, ctx.databaseId, {
    ...base.meta,
    columns,
    nextColumnId: columns.length + 1,
  });
  const meta = draft.meta();
  const sql = createTableSql(draft);
  if (temporary) return plan(sql, [], { temporary: { put: [meta], drop: [] } });
  return plan(sql, [{ action: 'put', what: 'object', value: meta }]);
}

interface Base {
  readonly schema: TableDraft['schema'];
  readonly meta: TableMeta;
}

const EMPTY = { columns: [], nextColumnId: 1, indexes: [], foreignKeys: [], checks: [] };

function temporaryBase(name: string, ctx: DdlContext): Base {
  if (ctx.temporaryTable(name)) throw alreadyExists(START, name);
  const schema = temporarySchema(ctx);
  return {
    schema,
    meta: {
      kind: 'table',
      id: ctx.ids.object(),
      schemaId: schema.id,
      name,
      pg: ctx.temporaryName(name),
      createdAt: ctx.now,
      modifiedAt: ctx.now,
      temporary: true,
      ...EMPTY,
    },
  };
}

function permanentBase(parts: readonly (string | undefined)[], ctx: DdlContext): Base {
  const given = parts.slice(parts.findIndex((part) => part !== undefined));
  const objectName: ObjectName = {
    kind: 'object-name',
    pos: START,
    parts: given.map((text) => ({ text: text ?? '', quoted: true, pos: START })),
  };
  const { schema, name } = newName(objectName, ctx);
  if (isNameTaken(ctx, schema.id, name)) throw alreadyExists(START, name);
  return {
    schema,
    meta: {
      kind: 'table',
      id: ctx.ids.object(),
      schemaId: schema.id,
      name,
      pg: pgName(name),
      createdAt: ctx.now,
      modifiedAt: ctx.now,
      ...EMPTY,
      ...globalOwner(objectName, ctx),
    },
  };
}
