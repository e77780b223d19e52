import { familyOf, isUnicode } from '../types/families.ts';
import { MAX, type SqlType } from '../types/sql-type.ts';
import { narrow } from './bytes.ts';
import type { ConvertValueOptions } from './convert-value.ts';
import { guidSpace, moneySpace, overflow, truncated } from './value-errors.ts';

/** Text made to fit its type: cut, refused or '*', then padded. */
export function fitText(text: string, from: SqlType, to: SqlType, options: ConvertValueOptions): string {
  if (to.name === 'xml') return text;
  const wide = isUnicode(from) || from.name === 'xml';
  const kept = wide && !isUnicode(to) && options.latin !== false ? narrow(text) : text;
  if (to.length === MAX) return kept;
  const fitted = kept.length <= to.length ? kept : shorten(kept, from, to, options);
  return to.name === 'char' || to.name === 'nchar' ? fitted.padEnd(to.length, ' ') : fitted;
}

function shorten(text: string, from: SqlType, to: SqlType, options: ConvertValueOptions): string {
  switch (familyOf(from)) {
    case 'integer':
      if (from.name !== 'bigint' && !isUnicode(to)) return '*';
      throw overflow(to.name);
    case 'decimal':
      throw overflow(to.name, 'numeric');
    case 'money':
      throw moneySpace(to.name);
    case 'float':
      throw overflow(to.name);
    case 'guid':
      throw guidSpace();
    default:
      break;
  }
  const cut = cutText(text, to.length);
  // Trailing spaces may be lost; anything else is an error where a column is named.
  const blank = text.replace(/ +$/, '').length <= to.length;
  if (options.mode === 'assign' && options.column !== undefined && !blank) {
    throw truncated(options.column.table, options.column.column, cut);
  }
  return cut;
}

/** At most `length` UTF-16 code units; half of a surrogate pair is not kept. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
