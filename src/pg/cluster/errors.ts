import { HoldfastError } from '../../base/index.ts';
import type { Account } from './account.ts';

/** Why a PostgreSQL instance cannot be made or started, with what to do about it. `code` is one of PG_CLUSTER_CODES. */
export class PgClusterError extends HoldfastError {
  override readonly code: PgClusterCode;

  constructor(code: PgClusterCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(code, message, options);
    this.code = code;
  }
}

export const PG_CLUSTER_CODES = [
  'PG_DATA_IN_USE',
  'PG_DATA_NOT_EMPTY',
  'PG_DATA_OWNER',
  'PG_DATA_UNREACHABLE',
  'PG_DATA_VERSION',
  'PG_DISK_FULL',
  'PG_INIT_FAILED',
  'PG_PATH_TOO_LONG',
  'PG_PROGRAM_UNUSABLE',
  'PG_PROGRAM_VERSION',
  'PG_SOCKET_DIRECTORY',
  'PG_START_FAILED',
  'PG_START_TIMEOUT',
] as const;

export type PgClusterCode = (typeof PG_CLUSTER_CODES)[number];

export function diskFull(where: string, cause?: unknown): PgClusterError {
  return new PgClusterError('PG_DISK_FULL', `no space is left on the volume of ${where}`, {
    hint: 'free space on the volume or enlarge it, then start again',
    cause,
  });
}

export function wrongOwner(path: string, ownerUid: number, account: Account): PgClusterError {
  return new PgClusterError(
    'PG_DATA_OWNER',
    `${path} belongs to uid ${ownerUid}, but PostgreSQL would run as uid ${account.uid}`,
    { hint: `run: chown -R ${account.uid}:${account.gid} ${path}` },
  );
}

/** Errors of the system while files are made, told as what they mean here. */
export function fileFailure(error: unknown, path: string, account: Account): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(path, error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new PgClusterError('PG_DATA_UNREACHABLE', `uid ${account.uid} cannot use ${path} (${String(code)})`, {
      hint: `make its parent directories accessible (chmod o+x), the volume writable, and run: chown -R ${account.uid}:${account.gid} ${path}`,
      cause: error,
    });
  }
  return error instanceof Error ? error : new HoldfastError('INTERNAL', String(error));
}
