import type { Collation } from '../collation.ts';
import { PLP_LENGTH, TypeId } from './type-id.ts';

/** A data type as TYPE_INFO carries it: what is needed to read or write its values. */
export interface TdsType {
  readonly id: number;
  /** Bytes on the wire: of the fixed or nullable type, or the largest; PLP_LENGTH for (max) and xml; 0 where there is none. */
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  /** Of character types. */
  readonly collation?: Collation;
}

export function tdsType(id: number, length = 0, precision = 0, scale = 0, collation?: Collation): TdsType {
  return { id, length, precision, scale, collation };
}

/** True where values come in chunks (MS-TDS 2.2.5.2.3). */
export function isPlp(type: TdsType): boolean {
  switch (type.id) {
    case TypeId.xml:
    case TypeId.udt:
      return true;
    case TypeId.bigVarbinary:
    case TypeId.bigVarchar:
    case TypeId.nvarchar:
      return type.length === PLP_LENGTH;
    default:
      return false;
  }
}

/** True for text, ntext and image: a text pointer and a timestamp go before each value in a row (MS-TDS 2.2.7.19). */
export function hasTextPointer(type: TdsType): boolean {
  return type.id === TypeId.text || type.id === TypeId.ntext || type.id === TypeId.image;
}

/** Bytes of a fixed-length type's value; undefined for all other types (MS-TDS 2.2.5.4.1). */
export function fixedLength(id: number): number | undefined {
  switch (id) {
    case TypeId.null:
      return 0;
    case TypeId.int1:
    case TypeId.bit:
      return 1;
    case TypeId.int2:
      return 2;
    case TypeId.int4:
    case TypeId.datetime4:
    case TypeId.float4:
    case TypeId.money4:
      return 4;
    case TypeId.money:
    case TypeId.datetime:
    case TypeId.float8:
    case TypeId.int8:
      return 8;
    default:
      return undefined;
  }
}

/** Bytes of the time of day at a scale (MS-TDS 2.2.5.5.1.9). */
export function timeLength(scale: number): number {
  return scale <= 2 ? 3 : scale <= 4 ? 4 : 5;
}

/** Bytes of a decimal's magnitude and sign at a precision (MS-TDS 2.2.5.5.1.6). */
export function decimalLength(precision: number): number {
  return precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17;
}
