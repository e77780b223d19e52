import { SqlError } from '../../tsql/index.ts';

/** An error that the user's own RAISERROR or THROW made. */
export class RaisedError extends SqlError {
  readonly by: 'RAISERROR' | 'THROW';

  constructor(by: 'RAISERROR' | 'THROW', number: number, severity: number, state: number, message: string) {
    super(number, severity, state, message);
    this.by = by;
  }
}

/**
 * What an error does beyond failing its statement. SQL Server documents this only in part; the classes follow sql-docs "Database
 * Engine error severities", SET XACT_ABORT, TRY...CATCH, THROW, and each error's own page.
 */
export interface ErrorEffect {
  /** What ends: the statement alone, its batch or module, or all batches and modules of the request. */
  readonly ends: 'statement' | 'scope' | 'request';
  /** What happens to an open transaction. Inside TRY `rollback` dooms it instead. */
  readonly transaction: 'keep' | 'rollback' | 'gone';
}

/** PostgreSQL has given up the transaction, or it is gone with its process. */
const TRANSACTION_GONE = new Set([1205, 3960, 3961, 40197]);

/** Failed conversions from strings, and modules nested too deep. */
const ENDS_REQUEST = new Set([3609, 3616, 217, 241, 244, 245, 248, 293, 295, 296, 8169, 8170]);

export function errorEffect(error: SqlError, xactAbort: boolean): ErrorEffect {
  if (error instanceof RaisedError) {
    if (error.by === 'RAISERROR') return { ends: 'statement', transaction: 'keep' };
    return { ends: 'request', transaction: xactAbort ? 'rollback' : 'keep' };
  }
  if (error.atCompile) return { ends: 'scope', transaction: 'keep' };
  if (TRANSACTION_GONE.has(error.number)) return { ends: 'request', transaction: 'gone' };
  if (ENDS_REQUEST.has(error.number)) return { ends: 'request', transaction: 'rollback' };
  if (xactAbort) return { ends: 'request', transaction: 'rollback' };
  return { ends: 'statement', transaction: 'keep' };
}
