import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { generatePassword, weaknessOf } from './config/password-policy.ts';
import { unusable, writeDurably } from './data-directory.ts';
import { WeakPassword } from './errors.ts';

const SECRETS_DIRECTORY = 'secrets';
const PASSWORD_FILE = 'sa-password';

export interface SaPassword {
  readonly value: string;
  /** Set where it was made up: the file that keeps it. */
  readonly file: string | undefined;
}

/**
 * The password that the login sa gets when it is created. A given one must be strong; without one it is made up and kept in a file
 * that only this user can read, before anything is created with it.
 */
export function choosePassword(directory: string, given: string | undefined): SaPassword {
  if (given !== undefined) {
    const weakness = weaknessOf(given);
    if (weakness !== undefined) throw new WeakPassword(weakness);
    return { value: given, file: undefined };
  }
  const file = passwordFile(directory);
  const kept = readKept(file);
  if (kept !== undefined) return { value: kept, file };
  const value = generatePassword(() => randomBytes(1)[0]!);
  try {
    mkdirSync(join(directory, SECRETS_DIRECTORY), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(directory, error);
  }
  writeDurably(file, `${value}\n`, 0o600, directory);
  return { value, file };
}

/** It is no longer the password of sa. */
export function forgetGeneratedPassword(directory: string): void {
  rmSync(passwordFile(directory), { force: true });
}

function passwordFile(directory: string): string {
  return join(directory, SECRETS_DIRECTORY, PASSWORD_FILE);
}

function readKept(file: string): string | undefined {
  try {
    const kept = readFileSync(file, 'utf8').trim();
    return kept === '' ? undefined : kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
