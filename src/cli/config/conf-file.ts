import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'ini';
import { DataDirectoryUnusable } from '../errors.ts';
import type { ConfValues } from './resolve-config.ts';

export const CONF_FILE = 'mssql.conf';

/** mssql.conf knows sections and keys, both without regard to case. */
export function parseConf(text: string): ConfValues {
  const values = new Map<string, string>();
  for (const [section, content] of Object.entries(parse(text) as Record<string, unknown>)) {
    if (typeof content !== 'object' || content === null) {
      values.set(`.${section.toLowerCase()}`, String(content));
      continue;
    }
    for (const [key, value] of Object.entries(content)) {
      values.set(`${section}.${key}`.toLowerCase().replaceAll(' ', ''), String(value).trim());
    }
  }
  return values;
}

export function readConf(dataDirectory: string): ConfValues {
  try {
    return parseConf(readFileSync(join(dataDirectory, CONF_FILE), 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return new Map();
    throw new DataDirectoryUnusable(
      dataDirectory,
      `cannot read ${CONF_FILE} (${code ?? String(error)})`,
      'make it readable for this user',
      error,
    );
  }
}
