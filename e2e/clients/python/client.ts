import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../../harness/cache.ts';
import { type Client, type ClientCommand, type MissingToolchain, STORIES } from '../../harness/client.ts';
import { isInstalled, mustRun, runCommand } from '../../harness/command.ts';
import { findDebianFile, installDebianPackages } from '../../harness/debian.ts';

const ENVIRONMENT = join(CACHE, 'python');
const PYTHON = join(ENVIRONMENT, 'bin', 'python');
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

let installing: Promise<MissingToolchain | undefined> | undefined;

/** One environment with the three drivers, made at the first use and kept. */
function installDrivers(): Promise<MissingToolchain | undefined> {
  installing ??= (async () => {
    if (!(await isInstalled('python3')))
      return { missing: 'Python 3.10 or newer (apt-get install python3 python3-venv)' };
    const { code } = await runCommand('python3', ['-c', 'import venv, ensurepip']);
    if (code !== 0) return { missing: "Python's venv module (apt-get install python3-venv)" };
    if (!existsSync(PYTHON)) await mustRun('python3', ['-m', 'venv', ENVIRONMENT]);
    await mustRun(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS]);
    return undefined;
  })();
  return installing;
}

async function prepare(
  driver: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ClientCommand | MissingToolchain> {
  const missing = await installDrivers();
  if (missing !== undefined) return missing;
  return {
    file: PYTHON,
    arguments: [join(import.meta.dirname, 'main.py')],
    environment: { ...environment, E2E_PYTHON_DRIVER: driver, PYTHONDONTWRITEBYTECODE: '1' },
  };
}

const told = [
  STORIES.dataTypes,
  STORIES.prepared,
  STORIES.transactions,
  STORIES.errors,
  STORIES.messages,
  STORIES.cancel,
  STORIES.encryption,
  STORIES.procedures,
];

export const pymssql: Client = {
  name: 'pymssql',
  stories: [...told, STORIES.bulk],
  prepare: () => prepare('pymssql'),
};

/** pyodbc over FreeTDS's ODBC driver. */
export const pyodbc: Client = {
  name: 'pyodbc',
  stories: [...told, STORIES.metadata],
  prepare: async () => {
    const missing = await installDebianPackages(['tdsodbc', 'unixodbc']);
    if (missing !== undefined) return missing;
    const library = await findDebianFile('tdsodbc', /libtdsodbc\.so$/);
    return prepare('pyodbc', { E2E_ODBC_DRIVER: library });
  },
};

/** Microsoft's driver for Python, with its ODBC driver inside. */
export const mssqlPython: Client = {
  name: 'mssql-python',
  stories: [...told, STORIES.bulk, STORIES.metadata],
  prepare: () => prepare('mssql-python'),
};
