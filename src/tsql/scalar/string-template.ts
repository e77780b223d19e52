import { precisionScaleOf } from '../types/decimal-rules.ts';
import { familyOf, isUnicode, messageName } from '../types/families.ts';
import { MAX, type SqlType } from '../types/sql-type.ts';
import type { TemplateOptions } from './conversion-template.ts';
import { ticksOf } from './date-template.ts';
import { templateText } from './template-text.ts';

/** Conversions to character types and xml: make the text, then make it fit. */
export function stringTemplate(from: SqlType, to: SqlType, options: TemplateOptions): string {
  const family = familyOf(from);
  if (family === 'string' || family === 'lob string' || family === 'xml') return fromText(from, to, options);
  const text = textOf(from, to, options);
  if (to.name === 'xml') return `sys.xml_of_string(${text}, ${options.quiet})`;
  const widest = widestText(from);
  if (to.length === MAX) return text;
  if (to.length >= widest) return padded(text, to);
  const limit = `${to.length}, ${options.quiet}, '${messageName(from)}', '${to.name}'`;
  switch (family) {
    case 'integer':
      // int, smallint and tinyint become '*' in char and varchar; everything else is an error.
      return from.name === 'bit' ? padded(text, to) : padded(`sys.fit_integer(${text}, ${limit})`, to);
    case 'decimal':
    case 'money':
    case 'float':
    case 'guid':
      return padded(`sys.fit_number(${text}, ${limit})`, to);
    default:
      return padded(cut(text, to, options), to);
  }
}

function textOf(from: SqlType, to: SqlType, options: TemplateOptions): string {
  const style = options.style ?? '0';
  switch (familyOf(from)) {
    case 'integer':
      return '({0})::sys.string';
    case 'decimal':
      return `round({0}, ${precisionScaleOf(from).scale})::sys.string`;
    case 'money':
      return `sys.string_of_money({0}, ${style})`;
    case 'float':
      return `sys.string_of_float({0}, ${style}, ${from.name === 'real'})`;
    case 'guid':
      return 'sys.string_of_guid({0})';
    case 'binary':
    case 'rowversion':
    case 'image':
      return `sys.string_of_binary({0}, ${style}, ${isUnicode(to)}, ${options.quiet})`;
    default: {
      const chosen = options.style ?? (from.name === 'datetime' || from.name === 'smalldatetime' ? '0' : '121');
      return from.name === 'datetimeoffset'
        ? `sys.string_of_dto({0}, ${from.scale}, ${chosen})`
        : `sys.string_of_ticks(${ticksOf(from)}, '${from.name}', ${from.scale}, 0, ${chosen})`;
    }
  }
}

/** An upper bound of the characters that a value becomes; Infinity where it depends on the value. */
function widestText(from: SqlType): number {
  switch (from.name) {
    case 'bit':
      return 1;
    case 'tinyint':
      return 3;
    case 'smallint':
      return 6;
    case 'int':
      return 11;
    case 'bigint':
      return 20;
    case 'decimal':
    case 'numeric':
      return from.precision + 3;
    case 'money':
    case 'smallmoney':
      return 27;
    case 'real':
    case 'float':
      return 25;
    case 'uniqueidentifier':
      return 36;
    case 'date':
    case 'time':
    case 'datetime':
    case 'smalldatetime':
    case 'datetime2':
    case 'datetimeoffset':
      return 60;
    default:
      return Infinity;
  }
}

function fromText(from: SqlType, to: SqlType, options: TemplateOptions): string {
  if (to.name === 'xml') return from.name === 'xml' ? '{0}' : `sys.xml_of_string({0}, ${options.quiet})`;
  const narrows = !isUnicode(to) && (isUnicode(from) || from.name === 'xml') && options.latin;
  const text = narrows ? 'sys.narrow({0})' : '{0}';
  if (to.length === MAX) return text;
  const longer = from.length === MAX || from.length > to.length;
  return padded(longer ? cut(text, to, options) : text, to, from);
}

function cut(text: string, to: SqlType, options: TemplateOptions): string {
  if (options.column === undefined) return `sys.cut(${text}, ${to.length})`;
  return `sys.fit(${text}, ${to.length}, ${templateText(options.column.table)}, ${templateText(options.column.column)})`;
}

function padded(text: string, to: SqlType, from?: SqlType): string {
  if (to.name !== 'char' && to.name !== 'nchar') return text;
  const full = from !== undefined && from.length === to.length && (from.name === 'char' || from.name === 'nchar');
  return full ? text : `sys.pad(${text}, ${to.length})`;
}
