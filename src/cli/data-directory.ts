import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DataDirectoryUnusable, DataDirectoryVersion } from './errors.ts';
import { PROGRAM_VERSION } from './program-version.ts';

/** Layout of the data directory. Raised only when an older program could damage what a newer one wrote. */
const FORMAT = 1;
const MARKER_FILE = 'holdfast.json';

export interface DirectoryMarker {
  readonly format: number;
  readonly createdBy: string;
  /** The first start came to its end: the login sa exists. */
  readonly initialized: boolean;
}

/** Makes the directory where it is missing, and says what is wrong with one that cannot be used. */
export function prepareDataDirectory(directory: string): void {
  try {
    // Others may pass through, as PostgreSQL does under an account of its own; what is secret below is not for them.
    mkdirSync(directory, { recursive: true, mode: 0o755 });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(directory, error);
  }
}

/** Throws where a later version of the program wrote it. */
export function readMarker(directory: string): DirectoryMarker {
  const path = join(directory, MARKER_FILE);
  if (!existsSync(path)) return { format: FORMAT, createdBy: PROGRAM_VERSION, initialized: false };
  const marker = parseMarker(directory, readFileSync(path, 'utf8'));
  if (marker.format !== FORMAT) {
    throw new DataDirectoryVersion(
      directory,
      `Holdfast ${marker.createdBy} (format ${marker.format})`,
      `format ${FORMAT}`,
    );
  }
  return marker;
}

function parseMarker(directory: string, text: string): DirectoryMarker {
  try {
    return JSON.parse(text) as DirectoryMarker;
  } catch (error) {
    throw new DataDirectoryUnusable(
      directory,
      `${MARKER_FILE} is damaged`,
      'restore the file from a backup of the directory',
      error,
    );
  }
}

export function writeMarker(directory: string, marker: DirectoryMarker): void {
  writeDurably(join(directory, MARKER_FILE), `${JSON.stringify(marker)}\n`, 0o644, directory);
}

/** Whole or not at all, also after a loss of power. */
export function writeDurably(path: string, text: string, mode: number, directory: string): void {
  try {
    const handle = openSync(`${path}.new`, 'w', mode);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw unusable(directory, error);
  }
}

export function unusable(directory: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const uid = process.geteuid?.() ?? 'this user';
  const reasons: Record<string, readonly [string, string]> = {
    EACCES: [
      `uid ${uid} may not write there`,
      `run: chown -R ${uid} ${directory} (in Kubernetes: securityContext.fsGroup), or set HOLDFAST_DATA_DIR`,
    ],
    EPERM: [`uid ${uid} may not write there`, `run: chown -R ${uid} ${directory}, or set HOLDFAST_DATA_DIR`],
    EROFS: ['it is on a read-only file system', 'mount it writable, or set HOLDFAST_DATA_DIR'],
    ENOSPC: ['no space is left on its volume', 'free space on the volume or enlarge it, then start again'],
    EDQUOT: ['the disk quota is used up', 'free space or raise the quota, then start again'],
    ENOTDIR: ['it is not a directory', 'set HOLDFAST_DATA_DIR to a directory'],
    EEXIST: ['it is not a directory', 'set HOLDFAST_DATA_DIR to a directory'],
  };
  const known = reasons[code];
  if (known !== undefined) return new DataDirectoryUnusable(directory, known[0], known[1], error);
  return error instanceof Error ? error : new Error(String(error));
}
