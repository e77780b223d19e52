import { SqlError } from '../errors.ts';

/** The one place where names and texts become PostgreSQL source. */

const NUL = String.fromCharCode(0);

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteQualified(schema: string, name: string): string {
  return `${quoteName(schema)}.${quoteName(name)}`;
}

/** PostgreSQL's text cannot hold U+0000, nor can UTF-8 hold half a surrogate pair: both are refused by name. */
export function quoteText(text: string): string {
  if (text.includes(NUL)) {
    throw new SqlError(49999, 16, 1, 'A character string with the character U+0000 is not supported by Holdfast.');
  }
  if (!text.isWellFormed()) {
    throw new SqlError(49999, 16, 2, 'A character string with an unpaired surrogate is not supported by Holdfast.');
  }
  // standard_conforming_strings is on for every backend of ours, so a backslash is an ordinary character.
  return `'${text.replaceAll("'", "''")}'`;
}
