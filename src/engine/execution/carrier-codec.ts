import {
  decodeBytea,
  decodeDate,
  decodeDatetimeoffset,
  decodeFloat4,
  decodeFloat8,
  decodeInt2,
  decodeInt4,
  decodeInt8,
  decodeNumericAtScale,
  decodeSqlVariant,
  decodeText,
  decodeUuid,
  encodeDate,
  encodeDatetimeoffset,
  encodeFloat4,
  encodeFloat8,
  encodeInt2,
  encodeInt4,
  encodeInt8,
  encodeNumeric,
  encodeSqlVariant,
  encodeText,
  encodeUuid,
} from '../../pg/index.ts';
import {
  MemoryCatalog,
  carrierOf,
  convertValue,
  formatType,
  nvarchar,
  parseTypeText,
  resolveDataType,
  MAX,
  SqlError,
  type CompiledParameter,
  type DateTimeOffset,
  type SqlType,
  type SqlValue,
  type Variant,
} from '../../tsql/index.ts';

/** The parameters of a compiled statement in PostgreSQL's binary format, in $n order. */
export function bindParameters(
  parameters: readonly CompiledParameter[],
  read: (name: string) => SqlValue,
): (Uint8Array | null)[] {
  const bound = new Array<Uint8Array | null>(parameters.length);
  for (let i = 0; i < parameters.length; i++) {
    const { name, type } = parameters[i] as CompiledParameter;
    bound[i] = encodeValue(type, read(name));
  }
  return bound;
}

/** A T-SQL value as the bytes of its carrier. */
export function encodeValue(type: SqlType, value: SqlValue): Uint8Array | null {
  if (value === null) return null;
  switch (carrierOf(type)) {
    case 'int2':
      return encodeInt2(value as number);
    case 'int4':
      return encodeInt4(value as number);
    case 'int8':
      return encodeInt8(typeof value === 'bigint' ? value : BigInt(value as number));
    case 'numeric':
      return encodeNumeric(value as bigint, type.scale);
    case 'float4':
      return encodeFloat4(value as number);
    case 'float8':
      return encodeFloat8(value as number);
    case 'sys.string':
      return encodeString(value as string);
    case 'bytea':
      return value as Uint8Array;
    case 'date':
      return encodeDate(value as number);
    case 'uuid':
      return encodeUuid(value as string);
    case 'sys.datetimeoffset': {
      const { utc, offset } = value as DateTimeOffset;
      return encodeDatetimeoffset({ utc, minutes: offset });
    }
    case 'sys.sql_variant': {
      const { baseType, value: inner } = value as Variant;
      return encodeSqlVariant({ type: formatType(baseType), value: variantText(inner, baseType) });
    }
    case 'boolean':
      return Buffer.from([value === 1 ? 1 : 0]);
  }
}

function encodeString(value: string): Uint8Array {
  requireStorable(value);
  return encodeText(value);
}

/** PostgreSQL's text holds neither CHAR(0) nor half a surrogate pair. */
export function requireStorable(value: string): void {
  if (value.includes('\0'))
    throw new SqlError(8630, 16, 1, 'A character string holds CHAR(0), which Holdfast cannot store.');
  if (!value.isWellFormed()) {
    throw new SqlError(8630, 16, 1, 'A character string holds half of a surrogate pair, which Holdfast cannot store.');
  }
}

/** The text by which a value is kept inside a sql_variant: nothing of it is lost. */
export function variantText(value: SqlValue, type: SqlType): string {
  return value === null
    ? ''
    : (convertValue(value, type, nvarchar(MAX), { mode: 'cast', style: variantStyle(type) }) as string);
}

/** CONVERT's style that keeps all of a value of the type (sql-docs: t-sql/functions/cast-and-convert-transact-sql). */
function variantStyle({ name }: SqlType): number {
  switch (name) {
    case 'binary':
    case 'varbinary':
    case 'rowversion':
      return 1;
    case 'money':
    case 'smallmoney':
      return 2;
    case 'float':
    case 'real':
      return 3;
    default:
      return 121;
  }
}

/** Value number `column` (from 0) of a binary DataRow that begins at `start`. */
export function decodeColumn(type: SqlType, buffer: Buffer, start: number, column: number): SqlValue {
  let offset = start + 2;
  for (let i = 0; i < column; i++) {
    const length = buffer.readInt32BE(offset);
    offset += 4 + (length > 0 ? length : 0);
  }
  const length = buffer.readInt32BE(offset);
  return length < 0 ? null : decodeValue(type, buffer, offset + 4, length);
}

/** The bytes of a carrier as a T-SQL value. */
export function decodeValue(type: SqlType, buffer: Buffer, start: number, length: number): SqlValue {
  switch (carrierOf(type)) {
    case 'int2':
      return decodeInt2(buffer, start);
    case 'int4':
      return decodeInt4(buffer, start);
    case 'int8': {
      const value = decodeInt8(buffer, start);
      return type.name === 'bigint' || type.name === 'datetime2' ? value : Number(value);
    }
    case 'numeric':
      return decodeNumericAtScale(buffer, start, type.scale);
    case 'float4':
      return decodeFloat4(buffer, start);
    case 'float8':
      return decodeFloat8(buffer, start);
    case 'sys.string':
      return decodeText(buffer, start, start + length);
    case 'bytea':
      return Buffer.from(decodeBytea(buffer, start, start + length));
    case 'date':
      return decodeDate(buffer, start);
    case 'uuid':
      return decodeUuid(buffer, start);
    case 'sys.datetimeoffset': {
      const { utc, minutes } = decodeDatetimeoffset(buffer, start);
      return { utc, offset: minutes };
    }
    case 'sys.sql_variant': {
      const { type: baseName, value } = decodeSqlVariant(buffer, start);
      return decodeVariantText(baseName, value);
    }
    case 'boolean':
      return buffer[start] === 1 ? 1 : 0;
  }
}

const NO_USER_TYPES = { catalog: MemoryCatalog.create(), databaseId: 0, defaultSchema: 'dbo' };
const variantTypes = new Map<string, SqlType>();

/** The base type of a sql_variant by its name; few different ones ever occur. */
export function variantType(name: string): SqlType {
  let type = variantTypes.get(name);
  if (type === undefined) {
    type = resolveDataType(parseTypeText(name), NO_USER_TYPES).type;
    variantTypes.set(name, type);
  }
  return type;
}

/** The carrier of a sql_variant as a value. */
export function decodeVariantText(typeName: string, text: string): Variant {
  const baseType = variantType(typeName);
  return {
    baseType,
    value: convertValue(text, nvarchar(MAX), baseType, { mode: 'cast', style: variantStyle(baseType) }),
  };
}
