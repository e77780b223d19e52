import { type ObjectMeta, type SqlError, foldName, localSchemaId, quoteText } from '../../tsql/index.ts';
import { ddlError } from './ddl-error.ts';
import { columnByName } from './pg-text.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { constraintNames } from './resolve-name.ts';

/** What sp_addextendedproperty and its like are told (sql-docs, sp-addextendedproperty-transact-sql). */
export interface PropertyRequest {
  readonly action: 'add' | 'update' | 'drop';
  readonly name: string;
  /** The value as a sql_variant has it; null is NULL. */
  readonly value: { readonly type: string; readonly text: string } | null;
  /** SCHEMA dbo, TABLE t, COLUMN c: up to three levels, types in upper case. */
  readonly levels: readonly { readonly type: string; readonly name: string }[];
}

interface Place {
  readonly class: number;
  readonly major: number;
  readonly minor: number;
}

export function planExtendedProperty(request: PropertyRequest, ctx: DdlContext): DdlPlan {
  const target = request.levels.map((level) => level.name).join('.') || 'object specified';
  const place = placeOf(request, ctx);
  if (!place) throw invalidObject(request);
  const { value } = request;
  const texts = [request.name, foldName(request.name), value?.type, value?.text, target].map((text) =>
    text === undefined ? 'NULL' : quoteText(text),
  );
  const numbers = [ctx.databaseId, place.class, place.major, place.minor].join(', ');
  return plan([`SELECT holdfast.change_extended_property('${request.action}', ${numbers}, ${texts.join(', ')})`], []);
}

function invalidObject(request: PropertyRequest): SqlError {
  const name = request.levels.map((level) => level.name).join('.');
  const text = `Object is invalid. Extended properties are not permitted on '${name}', or the object does not exist.`;
  return ddlError({ offset: 0, line: 0 }, 15135, 16, 8, text);
}

/** Class numbers of sys.extended_properties. */
function placeOf({ levels }: PropertyRequest, ctx: DdlContext): Place | undefined {
  const [first, second, third] = levels;
  if (!first) return { class: 0, major: 0, minor: 0 };
  if (first.type === 'USER') {
    const principal = ctx.principalId(ctx.databaseId, first.name);
    if (principal !== undefined && !second) return { class: 4, major: principal, minor: 0 };
  }
  if (first.type !== 'SCHEMA' && first.type !== 'USER') return undefined;
  const schema = ctx.catalog.schema(ctx.databaseId, first.name);
  if (!schema) return undefined;
  if (!second) return { class: 3, major: localSchemaId(schema.id), minor: 0 };
  if (second.type === 'TYPE') {
    const type = ctx.catalog.type(schema.id, second.name);
    const id = type?.kind === 'alias type' ? type.userTypeId : type?.userTypeId;
    return id === undefined ? undefined : { class: 6, major: id, minor: 0 };
  }
  const object = ctx.catalog.object(schema.id, second.name);
  if (!object || !KINDS[second.type]?.includes(object.kind)) return undefined;
  return third ? placeInside(object, third) : { class: 1, major: object.id, minor: 0 };
}

const KINDS: Readonly<Record<string, readonly ObjectMeta['kind'][]>> = {
  TABLE: ['table'],
  VIEW: ['view'],
  PROCEDURE: ['procedure'],
  FUNCTION: ['function'],
  SYNONYM: ['synonym'],
  SEQUENCE: ['sequence'],
};

function placeInside(object: ObjectMeta, level: { readonly type: string; readonly name: string }): Place | undefined {
  const folded = foldName(level.name);
  const named = (item: { readonly name: string }): boolean => foldName(item.name) === folded;
  switch (level.type) {
    case 'COLUMN': {
      const column =
        'columns' in object && object.columns ? columnByName({ columns: object.columns }, level.name) : undefined;
      return column && { class: 1, major: object.id, minor: column.id };
    }
    case 'INDEX': {
      const index = object.kind === 'table' ? object.indexes.find(named) : undefined;
      return index && { class: 7, major: object.id, minor: index.id };
    }
    case 'PARAMETER': {
      const position = 'parameters' in object ? object.parameters.findIndex(named) : -1;
      return position < 0 ? undefined : { class: 2, major: object.id, minor: position + 1 };
    }
    case 'CONSTRAINT': {
      if (object.kind !== 'table' || !constraintNames(object).some((name) => foldName(name) === folded))
        return undefined;
      const id =
        object.indexes.find(named)?.constraintObjectId ??
        [...object.foreignKeys, ...object.checks].find(named)?.objectId ??
        object.columns.find((column) => column.default && foldName(column.default.constraint) === folded)?.default
          ?.objectId;
      return id === undefined ? undefined : { class: 1, major: id, minor: 0 };
    }
    default:
      return undefined;
  }
}
