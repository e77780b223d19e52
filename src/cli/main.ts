#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Only what any Node can run may be imported here; the rest comes once it is certain that this one is new enough.
const NEEDED_NODE_MAJOR = 24;

if (Number(process.versions.node.split('.')[0]) < NEEDED_NODE_MAJOR) {
  const { relaunch } = await import('./relaunch.ts');
  await relaunch(NEEDED_NODE_MAJOR);
} else {
  // Compiled code from the last run halves the time to start. The agent hands its server a place in the data directory.
  const directory = process.env['HOLDFAST_DATA_DIR'];
  if (process.env['NODE_COMPILE_CACHE'] === undefined && directory !== undefined)
    enableCompileCache(join(directory, 'cache', 'compile'));
  if (process.argv[2] === 'server') {
    const { runServerVerb } = await import('./verbs/server.ts');
    await runServerVerb();
  } else if (process.argv[2] === 'serve' && process.argv.length === 3) {
    // The usual case, without the memory that the command line's parser takes: this process stays.
    await serveAndExit();
  } else {
    const { runCommandLine } = await import('./command-line.ts');
    await runCommandLine(process.argv);
  }
}

async function serveAndExit(): Promise<void> {
  const { runServe } = await import('./serve.ts');
  try {
    await runServe({ json: false });
  } catch (error) {
    const { reportError } = await import('./report-error.ts');
    reportError(error, false);
  }
  process.exit();
}
