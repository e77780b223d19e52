import { HoldfastError } from '../../base/index.ts';
import { carrierOf } from '../lower/carrier.ts';
import { quoteText } from '../lower/quote.ts';
import { precisionScaleOf } from '../types/decimal-rules.ts';
import { familyOf, isDecimal, isInteger, isUnicode, messageName } from '../types/families.ts';
import { MAX, type SqlType, formatType } from '../types/sql-type.ts';
import type { DateFormat } from '../values/date-parse.ts';
import { binaryTemplate } from './binary-template.ts';
import { dateTemplate, ticksOf } from './date-template.ts';
import { stringTemplate } from './string-template.ts';

/** How a conversion is to be done; `style` is PostgreSQL text: a number or `{1}`. */
export interface TemplateOptions {
  readonly quiet: boolean;
  readonly explicit: boolean;
  readonly style: string | undefined;
  readonly dateFormat: DateFormat;
  readonly column: { readonly table: string; readonly column: string } | undefined;
  readonly latin: boolean;
}

/** The PostgreSQL expression that converts `{0}` from the carrier of one type to the carrier of another. */
export function conversionTemplate(from: SqlType, to: SqlType, options: TemplateOptions): string {
  const quiet = String(options.quiet);
  if (from.name === 'sql_variant') return fromVariant(to, options);
  switch (familyOf(to)) {
    case 'integer':
      return integerTemplate(from, to, quiet);
    case 'decimal':
      return decimalTemplate(from, to, quiet);
    case 'money':
      return moneyTemplate(from, to, quiet);
    case 'float':
      return floatTemplate(from, to, quiet);
    case 'string':
    case 'lob string':
    case 'xml':
      return stringTemplate(from, to, options);
    case 'binary':
    case 'image':
    case 'rowversion':
      return binaryTemplate(from, to, options);
    case 'legacy date':
    case 'date':
    case 'time':
    case 'modern date':
      return dateTemplate(from, to, options);
    case 'guid':
      return guidTemplate(from, quiet);
    case 'variant':
      return variantTemplate(from);
    default:
      throw new HoldfastError('INTERNAL', `no conversion from ${from.name} to ${to.name}`);
  }
}

const INTEGER_BYTES: Readonly<Record<string, number>> = { tinyint: 1, smallint: 2, int: 4, bigint: 8 };

function integerTemplate(from: SqlType, to: SqlType, quiet: string): string {
  const source = `'${messageName(from)}'`;
  if (to.name === 'bit') {
    switch (familyOf(from)) {
      case 'string':
        return `sys.bit_of_string({0}, ${quiet}, ${source})`;
      case 'binary':
      case 'rowversion':
        return '(sys.integer_of_binary({0}, 8) <> 0)::int4::int2';
      default:
        return `(${from.name === 'bit' ? '{0}' : numberOf(from)} <> 0)::int4::int2`;
    }
  }
  const carrier = carrierOf(to);
  switch (familyOf(from)) {
    case 'integer':
      if (fitsInteger(from, to)) return carrierOf(from) === carrier ? '{0}' : `({0})::${carrier}`;
      return `sys.${to.name}_of_bigint({0}, ${quiet})`;
    case 'decimal':
      return `sys.${to.name}_of_numeric({0}, ${quiet}, 'numeric')`;
    case 'money':
      return `sys.${to.name}_of_numeric(round({0}), ${quiet}, 'money')`;
    case 'float':
      return `sys.${to.name}_of_float({0}, ${quiet})`;
    case 'string':
      return `sys.${to.name}_of_string({0}, ${quiet}, ${source})`;
    case 'binary':
    case 'rowversion':
      return `sys.integer_of_binary({0}, ${INTEGER_BYTES[to.name]})::${carrier}`;
    default:
      return `sys.${to.name}_of_numeric(round(${numberOf(from)}), ${quiet}, ${source})`;
  }
}

/** A number or legacy date as something that PostgreSQL computes with. */
function numberOf(from: SqlType): string {
  if (from.name === 'datetime') return '(({0})::numeric / 25920000)';
  if (from.name === 'smalldatetime') return '(({0})::numeric / 1440)';
  return '{0}';
}

const INTEGER_ORDER = ['bit', 'tinyint', 'smallint', 'int', 'bigint'];

function fitsInteger(from: SqlType, to: SqlType): boolean {
  return INTEGER_ORDER.indexOf(from.name) <= INTEGER_ORDER.indexOf(to.name);
}

export const powerOfTen = (exponent: number): string => `1${'0'.repeat(exponent)}`;

function decimalTemplate(from: SqlType, to: SqlType, quiet: string): string {
  const source = isDecimal(from) ? `'numeric'` : `'${messageName(from)}'`;
  const integral = to.precision - to.scale;
  const tail = `${to.scale}, ${powerOfTen(integral)}, ${quiet}, ${source})`;
  switch (familyOf(from)) {
    case 'integer':
    case 'decimal':
    case 'money': {
      const ps = precisionScaleOf(from);
      const room = ps.scale > to.scale ? integral - 1 : integral;
      if (ps.precision - ps.scale <= room) {
        if (isInteger(from)) return '({0})::numeric';
        return ps.scale > to.scale ? `round({0}, ${to.scale})` : '{0}';
      }
      return `sys.decimal_of_numeric({0}, ${tail}`;
    }
    case 'float':
      return `sys.decimal_of_float({0}, ${tail}`;
    case 'string':
      return `sys.decimal_of_string({0}, ${tail}`;
    case 'binary':
    case 'rowversion':
      return `sys.decimal_of_numeric(sys.numeric_of_binary({0}), ${tail}`;
    default:
      return `sys.decimal_of_numeric(${numberOf(from)}, ${tail}`;
  }
}

function moneyTemplate(from: SqlType, to: SqlType, quiet: string): string {
  const small = to.name === 'smallmoney';
  const checked = (operand: string): string => `sys.${to.name}_of_numeric(${operand}, ${quiet})`;
  switch (familyOf(from)) {
    case 'integer':
      return from.name === 'bigint' || (small && from.name === 'int') ? checked('{0}') : '({0})::numeric';
    case 'money':
      return small && from.name === 'money' ? checked('{0}') : '{0}';
    case 'float':
      return checked('sys.numeric_of_float({0})');
    case 'string':
      return `sys.money_of_string({0}, ${small}, ${quiet})`;
    case 'binary':
    case 'rowversion':
      return `(sys.integer_of_binary({0}, ${small ? 4 : 8})::numeric / 10000)`;
    default:
      return checked(numberOf(from));
  }
}

function floatTemplate(from: SqlType, to: SqlType, quiet: string): string {
  switch (familyOf(from)) {
    case 'string': {
      const parsed = `sys.float_of_string({0}, ${quiet}, '${messageName(from)}', '${to.name}')`;
      return to.name === 'real' ? `sys.real_of_float(${parsed}, ${quiet})` : parsed;
    }
    case 'float':
      return to.name === 'real' ? `sys.real_of_float({0}, ${quiet})` : '({0})::float8';
    default:
      return `(${numberOf(from)})::${carrierOf(to)}`;
  }
}

function guidTemplate(from: SqlType, quiet: string): string {
  return familyOf(from) === 'string' ? `sys.guid_of_string({0}, ${quiet})` : `sys.guid_of_binary({0}, ${quiet})`;
}

/** Into sql_variant: the base type beside the value as canonical text. */
function variantTemplate(from: SqlType): string {
  return `sys.variant_of(${canonicalText(from)}, ${quoteText(formatType(from))})`;
}

function canonicalText(from: SqlType): string {
  switch (familyOf(from)) {
    case 'decimal':
    case 'money':
      return `round({0}, ${precisionScaleOf(from).scale})::text`;
    case 'binary':
      return `sys.hex_of_binary({0})`;
    case 'guid':
      return 'upper(({0})::text)';
    case 'string':
      return '({0})::text';
    case 'legacy date':
    case 'date':
    case 'time':
    case 'modern date':
      return from.name === 'datetimeoffset'
        ? `sys.string_of_dto({0}, ${from.scale}, 121)::text`
        : `sys.string_of_ticks(${ticksOf(from)}, '${from.name}', ${from.scale}, 0, 121)::text`;
    default:
      return '({0})::text';
  }
}

/** Out of sql_variant: the runtime looks at the base type of each value. */
function fromVariant(to: SqlType, options: TemplateOptions): string {
  const quiet = String(options.quiet);
  const head = `sys.variant_to_${carrierOf(to).replace('sys.', '')}({0}, ${quoteText(to.name)}`;
  switch (familyOf(to)) {
    case 'variant':
      return '{0}';
    case 'decimal':
      return `${head}, ${to.precision}, ${to.scale}, ${quiet})`;
    case 'string':
    case 'xml':
    case 'lob string': {
      const text = `${head}, ${options.style ?? -1}, ${quiet})`;
      return stringTemplate(
        { name: isUnicode(to) ? 'nvarchar' : 'varchar', length: MAX, precision: 0, scale: 0 },
        to,
        options,
      ).replaceAll('{0}', () => text);
    }
    case 'binary':
      return `${head}, ${to.length}, ${quiet})`;
    case 'time':
    case 'modern date':
      return `${head}, ${to.scale}, ${quiet})`;
    default:
      return `${head}, ${quiet})`;
  }
}
