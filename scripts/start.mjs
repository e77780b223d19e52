// `npm start`: completes the installation where an install script did not run, bundles the sources where they have changed, and goes
// on as the program itself, in this process. Where no bundle can be made (a read-only checkout, no development dependencies) the
// program runs from the TypeScript files, which takes longer and does the same.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isStale } from './build.mjs';
import { hydrate } from './hydrate.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const NODE = join(ROOT, 'node_modules', '.bin', 'node');
const NEEDED_NODE_MAJOR = 24;

hydrate();

function program() {
  const bundle = join(ROOT, 'dist', 'cli', 'main.js');
  const sources = join(ROOT, 'src', 'cli', 'main.ts');
  if (!existsSync(sources)) return bundle;
  try {
    if (isStale())
      execFileSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], { stdio: ['ignore', 'ignore', 'pipe'] });
    return bundle;
  } catch (error) {
    if (process.env.HOLDFAST_LOG_LEVEL === 'debug')
      console.error(`holdfast: no bundle, running the sources: ${error.message}`);
    return sources;
  }
}

if (Number(process.versions.node.split('.')[0]) < NEEDED_NODE_MAJOR) {
  // npm had no Node 24 to put first when it made the path; there is one now.
  const child = spawn(NODE, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
} else {
  const main = program();
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
}
