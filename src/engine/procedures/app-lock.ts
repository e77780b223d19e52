import { createHash } from 'node:crypto';
import { SqlError } from '../../tsql/index.ts';
import { PgError } from '../../pg/index.ts';
import { ignoreRows } from '../session/backend.ts';
import { intArgument, requiredText, textArgument, type ProcedureCall, type SystemProcedure } from './procedure-call.ts';

/** Return values (sql-docs: system-stored-procedures/sp-getapplock-transact-sql). */
const GRANTED = 0;
const TIMED_OUT = -1;
const DEADLOCK_VICTIM = -3;
const SHARED_MODES = new Set(['shared', 'intentshared']);
const EXCLUSIVE_MODES = new Set(['update', 'intentexclusive', 'exclusive']);

/** sp_getapplock @Resource, @LockMode, @LockOwner, @LockTimeout: an advisory lock of PostgreSQL under a hash of database and resource. */
export const spGetAppLock: SystemProcedure = async (call) => {
  const { session } = call.caller;
  const mode = requiredText(call, 1, '@lockmode').toLowerCase();
  if (!SHARED_MODES.has(mode) && !EXCLUSIVE_MODES.has(mode)) throw invalid('@LockMode', 'sp_getapplock');
  const owner = ownerOf(call, 2, 'sp_getapplock');
  if (owner === 'transaction' && session.transaction.count === 0) {
    throw new SqlError(
      15626,
      16,
      1,
      'You attempted to acquire a transactional application lock without an active transaction.',
    );
  }
  const timeoutMs = intArgument(call, 3, '@locktimeout') ?? session.options.run.lockTimeoutMs;
  const key = lockKey(call);
  const shared = SHARED_MODES.has(mode) ? '_shared' : '';
  if (owner === 'session') session.backend.pin('application locks');
  session.backend.lockTimeoutMs = timeoutMs;
  try {
    const kind = owner === 'transaction' ? `pg_advisory_xact_lock${shared}` : `pg_advisory_lock${shared}`;
    await session.backend.run([{ sql: `SELECT pg_catalog.${kind}(${key})` }], ignoreRows());
    return GRANTED;
  } catch (error) {
    if (error instanceof PgError && error.sqlstate === '55P03') return TIMED_OUT;
    if (error instanceof PgError && error.sqlstate === '40P01') return DEADLOCK_VICTIM;
    throw error;
  } finally {
    session.backend.lockTimeoutMs = session.options.run.lockTimeoutMs;
  }
};

/** sp_releaseapplock @Resource, @LockOwner. A transaction's lock is PostgreSQL's to release, at its end. */
export const spReleaseAppLock: SystemProcedure = async (call) => {
  const { session } = call.caller;
  const owner = ownerOf(call, 1, 'sp_releaseapplock');
  if (owner === 'transaction') return GRANTED;
  const key = lockKey(call);
  await session.backend.run([{ sql: `SELECT pg_catalog.pg_advisory_unlock(${key})` }], ignoreRows());
  return GRANTED;
};

function ownerOf(call: ProcedureCall, index: number, procedure: string): 'transaction' | 'session' {
  const owner = (textArgument(call, index, '@lockowner') ?? 'Transaction').toLowerCase();
  if (owner !== 'transaction' && owner !== 'session') throw invalid('@LockOwner', procedure);
  return owner;
}

/** 64 bits of SHA-256: two resources share a lock by accident once in some billions of billions. */
function lockKey(call: ProcedureCall): string {
  const resource = requiredText(call, 0, '@resource');
  const digest = createHash('sha256').update(`${call.caller.session.databaseId}\0${resource}`).digest();
  return digest.readBigInt64BE(0).toString();
}

function invalid(parameter: string, procedure: string): SqlError {
  return new SqlError(
    15600,
    15,
    1,
    `An invalid parameter or option was specified for procedure '${procedure}' (${parameter}).`,
  );
}
