import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataDirectoryInUse, LockUnavailable } from './errors.ts';

/** Empty: only its lock matters. */
const LOCK_FILE = 'holdfast.lock';
const HOLDER_FILE = 'holdfast.pid';

const SQLITE_BUSY = 5;

export interface DirectoryLock {
  release(): void;
}

/**
 * One agent a data directory. Node has no call for file locks, but SQLite inside it takes one: an exclusive transaction on an empty
 * database is an fcntl lock of the kernel. It ends with its process, however that dies, holds across containers on one machine,
 * and needs no guess about process ids, which mean nothing in another container.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const database = openLockFile(directory);
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY)
      throw new DataDirectoryInUse(directory, describeHolder(directory));
    throw new LockUnavailable(directory, error);
  }
  try {
    writeFileSync(join(directory, HOLDER_FILE), `${process.pid}\n`);
  } catch (error) {
    database.close();
    throw error;
  }
  return { release: () => database.close() };
}

function openLockFile(directory: string): DatabaseSync {
  try {
    return new DatabaseSync(join(directory, LOCK_FILE));
  } catch (error) {
    throw new LockUnavailable(directory, error);
  }
}

function describeHolder(directory: string): string {
  try {
    const pid = readFileSync(join(directory, HOLDER_FILE), 'utf8').trim();
    return pid === '' ? '' : ` (process ${pid})`;
  } catch {
    // The holder has not written it yet.
    return '';
  }
}
