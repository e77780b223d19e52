/** NAMEDATALEN - 1: PostgreSQL cuts longer names silently. */
const MAX_NAME_BYTES = 63;

/** Names with a meaning of their own in RETURNING and ON CONFLICT. */
const RESERVED = ['old', 'new', 'excluded', 'changed'];

/** Gives every range variable of a statement a PostgreSQL name of its own, near to what the user wrote. */
export class AliasAllocator {
  readonly #taken = new Set<string>(RESERVED);

  take(wanted: string): string {
    const base = shorten(wanted === '' ? 'q' : wanted);
    let name = base;
    for (let n = 2; this.#taken.has(name.toLowerCase()); n++) name = `${base}_${n}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}

/** Short enough that a number fits behind it. */
function shorten(name: string): string {
  let text = name;
  while (Buffer.byteLength(text) > MAX_NAME_BYTES - 6) text = text.slice(0, -1);
  return text.toWellFormed();
}

/** Names for the output columns of one query: the T-SQL names where they can be, always different from each other. */
export function outputNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, i) => {
    const base = shorten(name === '' ? `c${i + 1}` : name);
    let unique = base;
    for (let n = 2; taken.has(unique); n++) unique = `${base}_${n}`;
    taken.add(unique);
    return unique;
  });
}
