// Bundles src/ into dist/: one file for each part that is loaded by itself (agent, server, command line). Loading 450 TypeScript
// files takes half a second and 25 MB more than loading the bundle, and the server's start is what clients wait for after a crash.
// Plain JavaScript, because `npm start` runs it too.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCE = join(ROOT, 'src');
const TARGET = join(ROOT, 'dist');
const OUTPUT = join(TARGET, 'cli');
const STAMP = join(TARGET, 'built-from.json');

/** What the bundle would be made from: changes with every change of a source file. */
function sourceState() {
  let newest = statSync(fileURLToPath(import.meta.url)).mtimeMs;
  let files = 0;
  for (const entry of readdirSync(SOURCE, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.(?:test|fuzz|sim|bench)\.ts$/.test(entry.name)) continue;
    files += 1;
    newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return JSON.stringify({ newest, files });
}

export function isStale() {
  return !existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== sourceState();
}

/** In a bundle all modules lie in dist/cli. Those that read files beside them are told where these are: in dist/<their folder>. */
const keepDirectories = {
  name: 'keep-directories',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, (args) => {
      const text = readFileSync(args.path, 'utf8');
      if (!text.includes('import.meta.dirname')) return undefined;
      const folder = relative(OUTPUT, join(TARGET, relative(SOURCE, dirname(args.path))))
        .split(sep)
        .join('/');
      const here = folder === '' ? 'import.meta.dirname' : `${JSON.stringify(`${folder}`)}`;
      const directory = folder === '' ? here : `(import.meta.dirname + '/' + ${here})`;
      return { contents: text.replaceAll('import.meta.dirname', directory), loader: 'ts' };
    });
  },
};

export async function build() {
  const { build: bundle } = await import('esbuild');
  const state = sourceState();
  await bundle({
    absWorkingDir: ROOT,
    entryPoints: [join(SOURCE, 'cli', 'main.ts')],
    outdir: OUTPUT,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'error',
    plugins: [keepDirectories],
    // The libraries in the bundle are CommonJS in part and call require for Node's own modules.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
  });
  for (const entry of readdirSync(SOURCE, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.ts')) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(TARGET, relative(SOURCE, source));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(source, target);
  }
  chmodSync(join(OUTPUT, 'main.js'), 0o755);
  writeFileSync(STAMP, state);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // What a running instance may still load is only removed on request.
  if (process.argv.includes('--clean')) rmSync(TARGET, { recursive: true, force: true });
  await build();
}
