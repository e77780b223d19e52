import { HoldfastError } from '../../base/index.ts';
import { familyOf, messageName } from '../types/families.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { SqlValue, Variant } from '../types/sql-value.ts';
import { hexOf, textOfLatin, textOfUtf16 } from './bytes.ts';
import { formatMoment } from './date-format.ts';
import { divideRounded, formatDecimal } from './decimal.ts';
import { formatFloat } from './float-text.ts';
import { momentOf } from './moments.ts';
import { invalidStyle } from './value-errors.ts';

/** The default style of each type: 0, but 121 for the types that SQL Server 2008 brought. */
export function defaultStyle(from: SqlType): number {
  return ['date', 'time', 'datetime2', 'datetimeoffset'].includes(from.name) ? 121 : 0;
}

/** A value as the text that CONVERT makes of it, before it is made to fit a length. */
export function formatValue(value: SqlValue, type: SqlType, style?: number, unicode = true): string {
  if (value === null) return '';
  switch (familyOf(type)) {
    case 'integer':
      return String(value);
    case 'decimal':
      return formatDecimal(value as bigint, type.scale);
    case 'money':
      return formatMoney(value as bigint, style ?? 0);
    case 'float':
      return formatFloat(value as number, style ?? 0, type.name === 'real');
    case 'string':
    case 'lob string':
    case 'xml':
      return value as string;
    case 'binary':
    case 'image':
    case 'rowversion':
      return formatBinary(value as Uint8Array, style ?? 0, unicode, type);
    case 'guid':
      return (value as string).toUpperCase();
    case 'variant': {
      const { baseType, value: inner } = value as Variant;
      return formatValue(inner, baseType, style, unicode);
    }
    case 'legacy date':
    case 'date':
    case 'time':
    case 'modern date':
      return formatMoment(momentOf(value, type), style ?? defaultStyle(type));
    default:
      throw new HoldfastError('INTERNAL', `no text of a value of type ${type.name}`);
  }
}

function formatMoney(value: bigint, style: number): string {
  if (style === 2 || style === 126) return formatDecimal(value, 4);
  const text = formatDecimal(divideRounded(value, 100n), 2);
  return style === 1 ? text.replace(/\B(?=(?:\d{3})+\.)/g, ',') : text;
}

function formatBinary(value: Uint8Array, style: number, unicode: boolean, type: SqlType): string {
  switch (style) {
    case 0:
      return unicode ? textOfUtf16(value) : textOfLatin(value);
    case 1:
      return `0x${hexOf(value)}`;
    case 2:
      return hexOf(value);
    default:
      throw invalidStyle(style, messageName(type) === 'timestamp' ? 'timestamp' : 'varbinary');
  }
}
