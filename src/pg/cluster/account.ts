import { statSync } from 'node:fs';
import { HoldfastError } from '../../base/index.ts';

/** What PostgreSQL runs as when this process is root, which PostgreSQL refuses, and the data directory does not say otherwise. */
export const DEFAULT_POSTGRES_UID = 10_001;

export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** This process has to change to the account, because it is root. */
  readonly drop: boolean;
}

/** PostgreSQL demands that its data directory belongs to whoever runs it, so an existing one decides. */
export function chooseAccount(dataDirectory: string, preferredUid = DEFAULT_POSTGRES_UID): Account {
  const uid = process.geteuid?.() ?? 0;
  const gid = process.getegid?.() ?? 0;
  if (process.platform === 'win32' || uid !== 0) return { uid, gid, drop: false };
  const owner = statSync(dataDirectory, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, drop: true };
  if (preferredUid === 0) {
    throw new HoldfastError('PG_ROOT_REFUSED', 'PostgreSQL cannot run as root', {
      hint: 'configure another uid for it',
    });
  }
  return { uid: preferredUid, gid: preferredUid, drop: true };
}

/** The part of the options of `spawn` that makes the child run as the account. */
export function asAccount(account: Account): { uid?: number; gid?: number } {
  return account.drop ? { uid: account.uid, gid: account.gid } : {};
}
