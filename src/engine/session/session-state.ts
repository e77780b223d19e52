import { DEFAULT_SET_OPTIONS, type SetOptions, type SqlValue } from '../../tsql/index.ts';
import type { IsolationLevel } from '../session-api.ts';

/** Lock wait that SET LOCK_TIMEOUT -1 asks for: for ever. */
export const NO_LOCK_TIMEOUT = -1;

/** SET options that the interpreter itself obeys; those that change what a statement means are in `SetOptions`. */
export interface RunOptions {
  readonly noCount: boolean;
  readonly xactAbort: boolean;
  readonly implicitTransactions: boolean;
  readonly cursorCloseOnCommit: boolean;
  readonly numericRoundAbort: boolean;
  readonly ansiNullDefaultOn: boolean;
  readonly fmtOnly: boolean;
  readonly noExec: boolean;
  readonly parseOnly: boolean;
  readonly rowCountLimit: number;
  readonly textSize: number;
  readonly lockTimeoutMs: number;
  readonly deadlockPriority: number;
  readonly isolation: IsolationLevel;
}

export const DEFAULT_RUN_OPTIONS: RunOptions = Object.freeze({
  noCount: false,
  xactAbort: false,
  implicitTransactions: false,
  cursorCloseOnCommit: false,
  numericRoundAbort: false,
  ansiNullDefaultOn: true,
  fmtOnly: false,
  noExec: false,
  parseOnly: false,
  rowCountLimit: 0,
  textSize: 2147483647,
  lockTimeoutMs: NO_LOCK_TIMEOUT,
  deadlockPriority: 0,
  isolation: 'read committed',
});

/** What a procedure gets a copy of and its caller gets back: SET inside a module ends with the module. */
export interface Options {
  set: SetOptions;
  run: RunOptions;
}

export function defaultOptions(): Options {
  return { set: DEFAULT_SET_OPTIONS, run: DEFAULT_RUN_OPTIONS };
}

/** The value of @@OPTIONS (sql-docs: t-sql/functions/options-transact-sql; configure-the-user-options-server-configuration-option). */
export function optionsMask(options: Options): number {
  const { set, run } = options;
  return (
    (run.implicitTransactions ? 2 : 0) |
    (run.cursorCloseOnCommit ? 4 : 0) |
    (set.ansiWarnings ? 8 : 0) |
    (set.ansiPadding ? 16 : 0) |
    (set.ansiNulls ? 32 : 0) |
    (set.arithAbort ? 64 : 0) |
    (set.quotedIdentifier ? 256 : 0) |
    (run.noCount ? 512 : 0) |
    (run.ansiNullDefaultOn ? 1024 : 0) |
    (set.concatNullYieldsNull ? 4096 : 0) |
    (run.numericRoundAbort ? 8192 : 0) |
    (run.xactAbort ? 16384 : 0)
  );
}

/** Counters and last results of a session that @@ functions read. */
export interface SessionCounters {
  rowCount: number;
  lastError: number;
  /** @@IDENTITY: last identity value in any scope. */
  identity: SqlValue;
  fetchStatus: number;
  cursorRows: number;
  nestLevel: number;
}

export function newCounters(): SessionCounters {
  return { rowCount: 0, lastError: 0, identity: null, fetchStatus: 0, cursorRows: 0, nestLevel: 0 };
}
