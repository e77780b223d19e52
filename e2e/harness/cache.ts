import { join } from 'node:path';

/** What the clients' toolchains download and compile; git ignores it. */
export const CACHE = join(import.meta.dirname, '..', '..', '.cache', 'e2e');
