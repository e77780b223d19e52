import { createHash } from 'node:crypto';

/** NAMEDATALEN - 1. */
const MAX_BYTES = 63;
const HASH_CHARACTERS = 12;

/** A T-SQL name as PostgreSQL keeps it: itself where it fits, else its start and a hash of all of it. */
export function pgName(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  // Folded, because names that T-SQL takes for the same must stay the same.
  const hash = createHash('sha256').update(name.toLowerCase()).digest('hex').slice(0, HASH_CHARACTERS);
  const room = MAX_BYTES - HASH_CHARACTERS - 1;
  let start = '';
  let bytes = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    start += character;
  }
  return `${start}~${hash}`;
}

export const pgSchemaName = (database: string, schema: string): string => pgName(`${database}.${schema}`);

/**
 * Indexes, constraints and sequences share their schema's names with tables in PostgreSQL, not in T-SQL. The leading # keeps them
 * apart (no T-SQL table of a schema begins with it), the id keeps them unique, the rest is for who reads PostgreSQL's catalog.
 */
export const pgInnerName = (id: number | string, name: string): string => pgName(`#${id}.${name}`);
