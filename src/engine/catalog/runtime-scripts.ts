import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const DIRECTORY = join(import.meta.dirname, '../runtime');

export interface RuntimeScript {
  readonly name: string;
  readonly sql: string;
}

/** The PostgreSQL side of Holdfast, in the order in which it is installed: runtime/NNN-*.sql. */
export function readRuntimeScripts(directory: string = DIRECTORY): RuntimeScript[] {
  return readdirSync(directory)
    .filter((name) => /^\d{3}-.*\.sql$/.test(name))
    .toSorted()
    .map((name) => ({ name, sql: readFileSync(join(directory, name), 'utf8') }));
}

/** Changes whenever any of the runtime does. */
export function runtimeVersion(scripts: readonly RuntimeScript[]): string {
  const hash = createHash('sha256');
  for (const script of scripts) hash.update(script.name).update('\n').update(script.sql);
  return hash.digest('hex').slice(0, 16);
}
