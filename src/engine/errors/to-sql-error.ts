import { HoldfastError } from '../../base/index.ts';
import { PgConnectFailed, PgConnectionLost, PgError, PgMessageTooLarge } from '../../pg/index.ts';
import { SqlError } from '../../tsql/index.ts';
import { databaseUnavailable } from '../session/backend.ts';
import type { ClientSession } from '../session/client-session.ts';
import { constraintError } from './constraint-error.ts';

/** SQLSTATE of errors that our own functions inside PostgreSQL raise; DETAIL holds `number;severity;state`. */
const OWN_ERROR = 'HF000';

/** Whatever was thrown while a request ran, as the client must see it. Faults of ours are logged in full and told in short. */
export function toSqlError(thrown: unknown, session: ClientSession, verb = 'INSERT'): SqlError {
  if (thrown instanceof SqlError) return thrown;
  if (thrown instanceof PgError) return fromPostgres(thrown, session, verb);
  if (thrown instanceof PgConnectionLost) {
    return new SqlError(
      40197,
      17,
      1,
      'The service has encountered an error processing your request. Please try again. The storage process ended while the ' +
        'statement ran; whether it took effect is not known.',
    );
  }
  if (thrown instanceof PgConnectFailed || (thrown instanceof HoldfastError && thrown.code.startsWith('PG_POOL')))
    return databaseUnavailable();
  if (thrown instanceof PgMessageTooLarge) return new SqlError(511, 16, 1, `${thrown.message}.`);
  if (thrown instanceof RangeError && /call stack/i.test(thrown.message)) {
    return new SqlError(
      191,
      15,
      1,
      'Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries.',
    );
  }
  session.engine.log.error({ err: thrown, session: session.id }, 'internal error while a request ran');
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return new SqlError(
    8630,
    17,
    1,
    `Internal error in Holdfast: ${text}. It has been logged; the statement had no effect.`,
  );
}

function fromPostgres(error: PgError, session: ClientSession, verb: string): SqlError {
  if (error.sqlstate === OWN_ERROR) return ownError(error);
  const mapped = constraintError(error, session, verb) ?? bySqlState(error, session);
  if (mapped !== undefined) return mapped;
  session.engine.log.error(
    { err: error, sqlstate: error.sqlstate, session: session.id },
    'unexpected error of PostgreSQL',
  );
  return new SqlError(
    8630,
    17,
    1,
    `Internal error in Holdfast: PostgreSQL answered ${error.sqlstate}: ${error.message}`,
  );
}

function ownError(error: PgError): SqlError {
  const [number, severity, state] = (error.detail ?? '').split(';').map(Number);
  return new SqlError(number ?? 50000, severity ?? 16, state ?? 1, error.message);
}

/** PostgreSQL's names of integer types in 22003 messages. */
const RANGE_TYPES: Readonly<Record<string, string>> = {
  smallint: 'smallint',
  integer: 'int',
  bigint: 'bigint',
  real: 'real',
};

function bySqlState(error: PgError, session: ClientSession): SqlError | undefined {
  switch (error.sqlstate) {
    case '22012':
      return new SqlError(8134, 16, 1, 'Divide by zero error encountered.');
    case '2200H': {
      const sequence = /sequence "(.*?)"/.exec(error.message)?.[1] ?? '';
      return new SqlError(
        11728,
        16,
        1,
        `The sequence object '${sequence}' has reached its minimum or maximum value. Restart the sequence object to allow new values to be generated.`,
      );
    }
    case '22003': {
      const word = /(smallint|integer|bigint|real)/.exec(error.message)?.[1] ?? '';
      const type = RANGE_TYPES[word] ?? (/numeric/.test(error.message) ? 'numeric' : 'float');
      return new SqlError(8115, 16, 2, `Arithmetic overflow error converting expression to data type ${type}.`);
    }
    case '2201E':
    case '2201F':
    case '2201G':
      return new SqlError(3623, 16, 1, 'An invalid floating point operation occurred.');
    case '2201W':
      return new SqlError(
        1060,
        15,
        1,
        'The number of rows provided for a TOP or FETCH clauses row count parameter must be an integer.',
      );
    case '2201X':
      return new SqlError(10742, 15, 1, 'The offset specified in a OFFSET clause may not be negative.');
    case '21000':
      return error.message.includes('MERGE')
        ? new SqlError(
            8672,
            16,
            1,
            'The MERGE statement attempted to UPDATE or DELETE the same row more than once. This happens when a target row matches more than one source row. A MERGE statement cannot UPDATE/DELETE the same row of the target table multiple times. Refine the ON clause to ensure a target row matches at most one source row, or use the GROUP BY clause to group the source rows.',
          )
        : new SqlError(
            512,
            16,
            1,
            'Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression.',
          );
    case '40P01':
      return new SqlError(
        1205,
        13,
        51,
        `Transaction (Process ID ${session.id}) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.`,
      );
    case '40001':
      return new SqlError(
        3960,
        16,
        2,
        `Snapshot isolation transaction aborted due to update conflict. You cannot use snapshot isolation to access the rows directly or indirectly in database '${session.database}' to update, delete, or insert the row that has been modified or deleted by another transaction. Retry the transaction or change the isolation level for the update/delete statement.`,
      );
    case '55P03':
      return new SqlError(1222, 16, 51, 'Lock request time out period exceeded.');
    case '53100':
      return new SqlError(
        1105,
        17,
        2,
        `Could not allocate space in database '${session.database}' because the disk is full. Free space or grow the volume; reading goes on meanwhile, and writing as soon as there is space.`,
      );
    case '53200':
    case '53300':
      return new SqlError(
        701,
        17,
        123,
        'There is insufficient system memory or no free storage connection to run this query.',
      );
    case '54001':
      return new SqlError(
        191,
        15,
        1,
        'Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries.',
      );
    case '57014':
      return new SqlError(3617, 16, 1, 'The operation was cancelled.');
    case '57P01':
    case '57P02':
    case '57P03':
      return databaseUnavailable();
    case '22021':
      return new SqlError(
        8630,
        16,
        1,
        'A character string holds CHAR(0) or half of a surrogate pair, which Holdfast cannot store.',
      );
    case '58030':
      return new SqlError(823, 24, 2, `The operating system returned an error to storage: ${error.message}`);
    default:
      return undefined;
  }
}
