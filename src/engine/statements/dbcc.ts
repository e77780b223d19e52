import {
  INT,
  REAL,
  SMALLINT,
  SqlError,
  nvarchar,
  type Dbcc,
  type Expr,
  type SqlType,
  type SqlValue,
} from '../../tsql/index.ts';
import { evaluate } from '../execution/expression.ts';
import type { Frame } from '../execution/frame.ts';
import type { ResultColumn } from '../result-sink.ts';
import { runDdl } from './ddl.ts';
import { unsupported } from './variables.ts';

const DONE = 'DBCC execution completed. If DBCC printed error messages, contact your system administrator.';

/** What PostgreSQL does by itself or Holdfast has no use for: done as soon as it is asked for. */
const ACCEPTED = new Set([
  'SHRINKDATABASE',
  'SHRINKFILE',
  'CHECKALLOC',
  'CHECKCATALOG',
  'CHECKTABLE',
  'CHECKFILEGROUP',
  'CHECKCONSTRAINTS',
  'CLEANTABLE',
  'DBREINDEX',
  'INDEXDEFRAG',
  'FREEPROCCACHE',
  'FREESESSIONCACHE',
  'FREESYSTEMCACHE',
  'DROPCLEANBUFFERS',
  'TRACEON',
  'TRACEOFF',
  'UPDATEUSAGE',
  'FLUSHPROCINDB',
  'FLUSHAUTHCACHE',
  'CLONEDATABASE',
]);

/** DBCC name (sql-docs: t-sql/database-console-commands). */
export async function runDbcc(statement: Dbcc, frame: Frame): Promise<void> {
  if (statement.name === 'CHECKIDENT') return runDdl(statement, frame);
  await report(statement, frame);
  if (!statement.options.some((option) => option.name === 'NO_INFOMSGS')) tell(2528, DONE, statement, frame);
  frame.session.counters.lastError = 0;
  frame.sink.statementDone({ command: 'other', inProcedure: frame.inProcedure });
}

async function report(statement: Dbcc, frame: Frame): Promise<void> {
  switch (statement.name) {
    case 'USEROPTIONS':
      return show(
        frame,
        [
          ['Set Option', nvarchar(128)],
          ['Value', nvarchar(128)],
        ],
        userOptions(frame),
      );
    case 'OPENTRAN':
      return openTransaction(statement, frame);
    case 'INPUTBUFFER':
      return inputBuffer(statement, frame);
    case 'TRACESTATUS':
      return show(
        frame,
        [
          ['TraceFlag', SMALLINT],
          ['Status', SMALLINT],
          ['Global', SMALLINT],
          ['Session', SMALLINT],
        ],
        [],
      );
    case 'SQLPERF':
      return show(
        frame,
        [
          ['Database Name', nvarchar(128)],
          ['Log Size (MB)', REAL],
          ['Log Space Used (%)', REAL],
          ['Status', INT],
        ],
        [...frame.session.catalog.view.databases()].map(({ name }) => [name, 8, 0, 0]),
      );
    case 'CHECKDB':
      tell(
        8989,
        `CHECKDB found 0 allocation errors and 0 consistency errors in database '${await databaseName(statement, frame)}'.`,
        statement,
        frame,
      );
      return;
    default:
      if (!ACCEPTED.has(statement.name)) throw unsupported(`DBCC ${statement.name}`);
  }
}

function userOptions({ session }: Frame): SqlValue[][] {
  const { set, run } = session.options;
  const rows: SqlValue[][] = [
    ['textsize', String(run.textSize)],
    ['language', session.language],
    ['dateformat', set.dateFormat],
    ['datefirst', String(set.dateFirst)],
    ['lock_timeout', String(run.lockTimeoutMs)],
  ];
  const flags: readonly [string, boolean][] = [
    ['quoted_identifier', set.quotedIdentifier],
    ['arithabort', set.arithAbort],
    ['ansi_null_dflt_on', run.ansiNullDefaultOn],
    ['ansi_warnings', set.ansiWarnings],
    ['ansi_padding', set.ansiPadding],
    ['ansi_nulls', set.ansiNulls],
    ['concat_null_yields_null', set.concatNullYieldsNull],
    ['nocount', run.noCount],
    ['xact_abort', run.xactAbort],
    ['implicit_transactions', run.implicitTransactions],
    ['cursor_close_on_commit', run.cursorCloseOnCommit],
    ['numeric_roundabort', run.numericRoundAbort],
  ];
  for (const [name, on] of flags) if (on) rows.push([name, 'SET']);
  rows.push(['isolation level', run.isolation]);
  return rows;
}

/** The longest running session with a transaction in the database: sessions are asked, for they know what the client began. */
async function openTransaction(statement: Dbcc, frame: Frame): Promise<void> {
  const name = await databaseName(statement, frame);
  const id = frame.session.catalog.view.database(name)?.id;
  if (id === undefined) {
    throw new SqlError(
      2520,
      16,
      5,
      `Could not find database '${name}'. The database either does not exist, or was dropped before a statement tried to use it. Verify if the database exists by querying the sys.databases catalog view.`,
    );
  }
  const open = [...frame.session.engine.sessions.values()].filter(
    (session) => session.databaseId === id && session.transaction.count > 0,
  );
  const oldest = open.toSorted((a, b) => Number(a.transaction.descriptor - b.transaction.descriptor))[0];
  if (oldest === undefined) return tell(7969, 'No active open transactions.', statement, frame);
  tell(7968, `Transaction information for database '${name}'.`, statement, frame);
  tell(7970, '\nOldest active transaction:', statement, frame);
  tell(7971, `    SPID (server process ID): ${oldest.id}`, statement, frame);
  tell(7974, '    Name          : user_transaction', statement, frame);
}

async function inputBuffer(statement: Dbcc, frame: Frame): Promise<void> {
  const id = Number((await firstValue(statement, frame)) ?? frame.session.id);
  const session = frame.session.engine.sessions.get(id);
  if (session === undefined) throw new SqlError(7955, 16, 2, `Invalid SPID ${id} specified.`);
  let outermost = frame;
  while (outermost.parent !== undefined) outermost = outermost.parent;
  const own = session === frame.session;
  return show(
    frame,
    [
      ['EventType', nvarchar(30)],
      ['Parameters', SMALLINT],
      ['EventInfo', nvarchar(4000)],
    ],
    [own ? ['Language Event', 0, outermost.program.text.slice(0, 4000)] : ['No Event', 0, null]],
  );
}

async function databaseName(statement: Dbcc, frame: Frame): Promise<string> {
  const given = await firstValue(statement, frame);
  if (given === null || given === 0) return frame.session.database;
  if (typeof given === 'number') return frame.session.catalog.view.databaseById(given)?.name ?? String(given);
  return String(given);
}

/** The first argument: a value, or a bare word that names something. */
async function firstValue(statement: Dbcc, frame: Frame): Promise<SqlValue> {
  const first: Expr | undefined = statement.args[0];
  if (first === undefined) return null;
  if (first.kind === 'column') return first.name.parts.map((part) => part.text).join('.');
  return (await evaluate(first, frame)).value;
}

function show(frame: Frame, columns: readonly (readonly [string, SqlType])[], rows: readonly SqlValue[][]): void {
  frame.sink.columns(columns.map(([name, type]): ResultColumn => ({ name, type, nullable: true })));
  for (const row of rows) frame.sink.row(row);
  frame.sink.statementDone({ command: 'select', rowCount: rows.length, inProcedure: frame.inProcedure });
}

function tell(number: number, message: string, statement: Dbcc, frame: Frame): void {
  frame.sink.message({
    number,
    severity: 0,
    state: 1,
    message,
    procedure: frame.procedure,
    line: frame.program.lineOf(statement.pos),
  });
}
