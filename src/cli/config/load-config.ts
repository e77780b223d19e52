import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import { readConf } from './conf-file.ts';
import { resolveConfig, type ResolvedConfig } from './resolve-config.ts';

const STANDARD_DIRECTORY = '/var/opt/mssql';
const FALLBACK_DIRECTORY = 'data';

export function chooseDataDirectory(environment: NodeJS.ProcessEnv): { value: string; source: string } {
  const given = environment['HOLDFAST_DATA_DIR'];
  if (given !== undefined && given !== '') return { value: resolve(given), source: 'HOLDFAST_DATA_DIR' };
  return {
    value: isWritable(STANDARD_DIRECTORY) ? STANDARD_DIRECTORY : resolve(FALLBACK_DIRECTORY),
    source: 'default',
  };
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function loadConfig(environment: NodeJS.ProcessEnv = process.env): ResolvedConfig {
  const directory = chooseDataDirectory(environment);
  return resolveConfig(environment, readConf(directory.value), directory);
}
