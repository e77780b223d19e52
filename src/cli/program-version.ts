import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** As far away from dist/cli as from src/cli. */
const PACKAGE = join(import.meta.dirname, '..', '..', 'package.json');

export const PROGRAM_VERSION = (JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }).version;
