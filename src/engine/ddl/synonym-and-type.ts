import type { AliasTypeMeta, CreateSynonym, CreateType, TableMeta } from '../../tsql/index.ts';
import { pgName } from '../catalog/pg-name.ts';
import { addElements } from './add-constraint.ts';
import { columnType } from './column-type.ts';
import { alreadyExists, ddlError, notSupported } from './ddl-error.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { isNameTaken, newName } from './resolve-name.ts';
import { TableDraft, emptyTable } from './table-draft.ts';

/** What it stands for need not exist. */
export function planCreateSynonym(ast: CreateSynonym, ctx: DdlContext): DdlPlan {
  const { schema, name } = newName(ast.name, ctx);
  if (isNameTaken(ctx, schema.id, name)) throw alreadyExists(ast.pos, name);
  const target = ast.target.parts
    .map((part) => (part.text === '' ? '' : `[${part.text.replaceAll(']', ']]')}]`))
    .join('.');
  return plan(
    [],
    [
      {
        action: 'put',
        what: 'object',
        value: {
          kind: 'synonym',
          id: ctx.ids.object(),
          schemaId: schema.id,
          name,
          pg: pgName(name),
          createdAt: ctx.now,
          modifiedAt: ctx.now,
          target,
        },
      },
    ],
  );
}

export function planCreateType(ast: CreateType, ctx: DdlContext): DdlPlan {
  const { schema, name, databaseId } = newName(ast.name, ctx);
  if (ctx.catalog.type(schema.id, name)) {
    throw ddlError(
      ast.pos,
      219,
      16,
      1,
      `The type '${schema.name}.${name}' already exists, or you do not have permission to create it.`,
    );
  }
  const { definition } = ast;
  if (definition.kind === 'external') throw notSupported(ast.pos, 'A CLR type');
  if (definition.kind === 'alias') {
    const resolved = columnType(definition.base, 1, ctx, databaseId);
    if (
      resolved.tableTypeId !== undefined ||
      (resolved.aliasTypeId !== undefined && resolved.aliasTypeId !== SYSNAME_ID)
    ) {
      throw ddlError(
        ast.pos,
        2715,
        16,
        5,
        `Column, parameter, or variable #1: Cannot find data type ${definition.base.name.parts.at(-1)?.text}.`,
      );
    }
    const alias: AliasTypeMeta = {
      kind: 'alias type',
      id: ctx.ids.object(),
      userTypeId: ctx.ids.userType(),
      schemaId: schema.id,
      name,
      pg: pgName(name),
      createdAt: ctx.now,
      modifiedAt: ctx.now,
      base: resolved.type,
      nullable: definition.nullable ?? true,
    };
    return plan([], [{ action: 'put', what: 'object', value: alias }]);
  }
  const table: TableMeta = {
    ...emptyTable(ctx, schema, name, pgName(name)),
    tableType: true,
    userTypeId: ctx.ids.userType(),
  };
  const draft = new TableDraft(ctx, schema, databaseId, table);
  addElements(draft, definition.table.elements, { alter: false, check: true });
  return plan([], [{ action: 'put', what: 'object', value: draft.meta() }]);
}

const SYSNAME_ID = 256;
