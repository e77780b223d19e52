import { familyOf, isBinary, isUnicode } from '../types/families.ts';
import { MAX, type SqlType } from '../types/sql-type.ts';
import type { TemplateOptions } from './conversion-template.ts';
import { ticksOf } from './date-template.ts';
import { templateText } from './template-text.ts';

const INTEGER_BYTES: Readonly<Record<string, number>> = { bit: 1, tinyint: 1, smallint: 2, int: 4, bigint: 8 };

/** Conversions to binary types: strings and binaries are cut and padded at the right, numbers at the left. */
export function binaryTemplate(from: SqlType, to: SqlType, options: TemplateOptions): string {
  if (isBinary(from)) return fitRight('{0}', from.length, to, options);
  switch (familyOf(from)) {
    case 'string':
    case 'lob string':
      return fitRight(
        `sys.binary_of_string({0}, ${options.style ?? '0'}, ${isUnicode(from)}, ${options.quiet})`,
        MAX,
        to,
        options,
      );
    case 'xml':
      return fitRight('sys.binary_of_string({0}, 0, true, false)', MAX, to, options);
    case 'guid':
      return fitRight('sys.binary_of_guid({0})', 16, to, options);
    case 'integer':
      return fitLeft(`sys.binary_of_integer({0}, ${INTEGER_BYTES[from.name]})`, INTEGER_BYTES[from.name]!, to);
    case 'money': {
      const bytes = from.name === 'money' ? 8 : 4;
      return fitLeft(`sys.binary_of_integer(({0} * 10000)::int8, ${bytes})`, bytes, to);
    }
    case 'float':
      return fitLeft(from.name === 'real' ? 'float4send({0})' : 'float8send({0})', from.name === 'real' ? 4 : 8, to);
    case 'decimal':
      return fitRight(`sys.binary_of_decimal({0}, ${from.precision}, ${from.scale})`, 20, to, options);
    default: {
      if (from.name === 'datetime' || from.name === 'smalldatetime') {
        return fitLeft(`sys.binary_of_${from.name}({0})`, from.name === 'datetime' ? 8 : 4, to);
      }
      const bytes =
        from.name === 'datetimeoffset'
          ? `sys.binary_of_dto({0}, ${from.scale})`
          : `sys.binary_of_ticks(${ticksOf(from)}, '${from.name}', ${from.scale})`;
      return fitRight(bytes, 11, to, options);
    }
  }
}

const fixed = (to: SqlType): boolean => to.name === 'binary' || to.name === 'rowversion';

function fitRight(bytes: string, length: number, to: SqlType, options: TemplateOptions): string {
  if (to.length === MAX) return bytes;
  const mayBeLonger = length === MAX || length > to.length;
  const cut = !mayBeLonger
    ? bytes
    : options.column === undefined
      ? `substring(${bytes} FROM 1 FOR ${to.length})`
      : `sys.fit_binary(${bytes}, ${to.length}, ${templateText(options.column.table)}, ${templateText(options.column.column)})`;
  return fixed(to) ? `sys.pad_binary(${cut}, ${to.length})` : cut;
}

function fitLeft(bytes: string, length: number, to: SqlType): string {
  if (to.length === MAX) return bytes;
  if (length > to.length) return `substring(${bytes} FROM ${length - to.length + 1})`;
  return fixed(to) && length < to.length ? `sys.pad_binary_left(${bytes}, ${to.length})` : bytes;
}
