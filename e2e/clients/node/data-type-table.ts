import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHARED } from './environment.ts';

export interface TypeName {
  /** As declared: `decimal(38,10)`. */
  readonly declaration: string;
  readonly base: string;
  /** Length, precision or scale, whichever the type has first. */
  readonly first: number | 'max' | undefined;
  readonly second: number | undefined;
}

export interface TypeValue {
  /** The type that says how the text is written: of a sql_variant, the type of the value in it. */
  readonly type: TypeName;
  readonly sql: string;
  readonly text: string;
}

export interface TypeCase {
  readonly type: TypeName;
  readonly values: readonly TypeValue[];
}

export function parseTypeName(declaration: string): TypeName {
  const match = /^(\w+)(?:\((\w+)(?:,(\w+))?\))?$/.exec(declaration);
  if (match === null) throw new Error(`no type name: ${declaration}`);
  const [, base, first, second] = match;
  return {
    declaration,
    base: base!,
    first: first === undefined || first === 'max' ? first : Number(first),
    second: second === undefined ? undefined : Number(second),
  };
}

/** The rows of data-types.tsv, by type. */
export function readDataTypes(): TypeCase[] {
  const cases = new Map<string, { type: TypeName; values: TypeValue[] }>();
  for (const line of readFileSync(join(SHARED, 'data-types.tsv'), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [declaration, sql, text, variantBase] = line.split('\t') as [string, string, string, string | undefined];
    const type = parseTypeName(declaration);
    const entry = cases.get(declaration) ?? { type, values: [] };
    cases.set(declaration, entry);
    entry.values.push({
      type: variantBase === undefined ? type : parseTypeName(variantBase),
      sql,
      text: unescape(text),
    });
  }
  return [...cases.values()];
}

function unescape(text: string): string {
  const repeat = /^repeat:(\d+):(.*)$/.exec(text);
  if (repeat !== null) return repeat[2]!.repeat(Number(repeat[1]));
  return text.replaceAll(/\\(.)/g, (_all, letter: string) => (letter === 's' ? ' ' : letter));
}
