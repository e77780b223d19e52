import type { ColumnMeta, ObjectMeta, ParameterMeta } from '../../tsql/index.ts';
import type { DdlContext } from './plan.ts';

/** Name of an object with a column or parameter of this alias or table type; undefined: the type is free. */
export function typeUser(type: ObjectMeta, ctx: DdlContext): string | undefined {
  const aliasId = type.kind === 'alias type' ? type.userTypeId : undefined;
  const uses = (columns: readonly ColumnMeta[]): boolean =>
    aliasId !== undefined && columns.some((column) => column.aliasTypeId === aliasId);
  const takes = (parameters: readonly ParameterMeta[]): boolean =>
    parameters.some((parameter) => parameter.tableTypeId === type.id);
  const database = ctx.catalog.schemaById(type.schemaId)?.databaseId ?? ctx.databaseId;
  for (const schema of ctx.catalog.schemas(database)) {
    for (const object of ctx.catalog.objects(schema.id)) {
      if (object.id === type.id) continue;
      const used =
        object.kind === 'table'
          ? uses(object.columns)
          : object.kind === 'procedure'
            ? takes(object.parameters)
            : object.kind === 'function'
              ? takes(object.parameters) || uses(object.columns ?? [])
              : false;
      if (used) return object.name;
    }
  }
  return undefined;
}
