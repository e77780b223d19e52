import {
  SqlError,
  type Expr,
  type SetIdentityInsert,
  type SetIsolationLevel,
  type SetOption,
} from '../../tsql/index.ts';
import { evaluate } from '../execution/expression.ts';
import type { Frame } from '../execution/frame.ts';
import type { RunOptions } from '../session/session-state.ts';
import type { SetOptions } from '../../tsql/index.ts';

type SetFlag = { [K in keyof SetOptions]-?: SetOptions[K] extends boolean ? K : never }[keyof SetOptions];
type RunFlag = { [K in keyof RunOptions]-?: RunOptions[K] extends boolean ? K : never }[keyof RunOptions];

/** ON/OFF options that change what a statement means. */
const SET_FLAGS: Readonly<Record<string, SetFlag>> = {
  ANSI_NULLS: 'ansiNulls',
  ANSI_PADDING: 'ansiPadding',
  ANSI_WARNINGS: 'ansiWarnings',
  ARITHABORT: 'arithAbort',
  CONCAT_NULL_YIELDS_NULL: 'concatNullYieldsNull',
  QUOTED_IDENTIFIER: 'quotedIdentifier',
};

/** ON/OFF options that the interpreter obeys. */
const RUN_FLAGS: Readonly<Record<string, RunFlag>> = {
  NOCOUNT: 'noCount',
  XACT_ABORT: 'xactAbort',
  IMPLICIT_TRANSACTIONS: 'implicitTransactions',
  CURSOR_CLOSE_ON_COMMIT: 'cursorCloseOnCommit',
  NUMERIC_ROUNDABORT: 'numericRoundAbort',
  ANSI_NULL_DFLT_ON: 'ansiNullDefaultOn',
  FMTONLY: 'fmtOnly',
  NOEXEC: 'noExec',
  PARSEONLY: 'parseOnly',
};

/** ON/OFF options without effect here: they tune or report what this server does not have. */
const WITHOUT_EFFECT = new Set([
  'ANSI_NULL_DFLT_OFF',
  'ARITHIGNORE',
  'FORCEPLAN',
  'SHOWPLAN_ALL',
  'SHOWPLAN_TEXT',
  'SHOWPLAN_XML',
  'STATISTICS IO',
  'STATISTICS TIME',
  'STATISTICS XML',
  'STATISTICS PROFILE',
  'REMOTE_PROC_TRANSACTIONS',
  'QUERY_GOVERNOR_COST_LIMIT',
  'FIPS_FLAGGER',
  'OFFSETS',
  'RESULT_SET_CACHING',
  'NO_BROWSETABLE',
  'DISABLE_DEF_CNST_CHK',
  'ROWGUIDCOL',
]);

export async function runSetOption(statement: SetOption, frame: Frame): Promise<void> {
  for (const name of statement.names) await setOne(name, statement.value, frame);
  frame.session.optionsChanged();
  frame.session.counters.lastError = 0;
  frame.session.counters.rowCount = 0;
}

async function setOne(name: string, value: SetOption['value'], frame: Frame): Promise<void> {
  const { session } = frame;
  const on = value === 'ON';
  const setFlag = SET_FLAGS[name];
  if (setFlag !== undefined) {
    session.options.set = { ...session.options.set, [setFlag]: on };
    return;
  }
  const runFlag = RUN_FLAGS[name];
  if (runFlag !== undefined) {
    session.options.run = { ...session.options.run, [runFlag]: on };
    return;
  }
  if (name === 'ANSI_DEFAULTS') return setAnsiDefaults(on, frame);
  if (WITHOUT_EFFECT.has(name)) return;
  if (typeof value === 'string') throw unknownOption(name);
  await setValue(name, value, frame);
}

function setAnsiDefaults(on: boolean, { session }: Frame): void {
  session.options.set = {
    ...session.options.set,
    ansiNulls: on,
    ansiPadding: on,
    ansiWarnings: on,
    quotedIdentifier: on,
  };
  session.options.run = {
    ...session.options.run,
    ansiNullDefaultOn: on,
    cursorCloseOnCommit: on,
    implicitTransactions: on,
  };
}

const DATE_FORMATS = new Set(['mdy', 'dmy', 'ymd', 'ydm', 'myd', 'dym']);

async function setValue(name: string, value: Expr, frame: Frame): Promise<void> {
  const { session } = frame;
  switch (name) {
    case 'DATEFORMAT': {
      const format = (await word(value, frame)).toLowerCase();
      if (!DATE_FORMATS.has(format))
        throw new SqlError(2741, 16, 1, `SET DATEFORMAT date order '${format}' is invalid.`);
      session.options.set = { ...session.options.set, dateFormat: format as SetOptions['dateFormat'] };
      return;
    }
    case 'DATEFIRST': {
      const day = await integer(value, frame);
      if (day < 1 || day > 7) throw new SqlError(2742, 16, 1, `SET DATEFIRST ${day} is out of range.`);
      session.options.set = { ...session.options.set, dateFirst: day };
      return;
    }
    case 'LANGUAGE':
      session.setLanguage(await word(value, frame), frame.sink);
      return;
    case 'ROWCOUNT':
      session.options.run = { ...session.options.run, rowCountLimit: await integer(value, frame) };
      return;
    case 'TEXTSIZE': {
      const size = await integer(value, frame);
      session.options.run = { ...session.options.run, textSize: size <= 0 ? 2147483647 : size };
      return;
    }
    case 'LOCK_TIMEOUT': {
      const milliseconds = await integer(value, frame);
      session.options.run = { ...session.options.run, lockTimeoutMs: milliseconds };
      session.backend.lockTimeoutMs = milliseconds;
      return;
    }
    case 'DEADLOCK_PRIORITY':
      session.options.run = { ...session.options.run, deadlockPriority: await priority(value, frame) };
      return;
    case 'CONTEXT_INFO': {
      const { value: bytes } = await evaluate(value, frame);
      session.contextInfo = bytes instanceof Uint8Array ? bytes.slice(0, 128) : null;
      return;
    }
    default:
      if (!WITHOUT_EFFECT.has(name)) throw unknownOption(name);
  }
}

async function priority(value: Expr, frame: Frame): Promise<number> {
  if (value.kind !== 'column') return integer(value, frame);
  const name = await word(value, frame);
  return { LOW: -5, NORMAL: 0, HIGH: 5 }[name.toUpperCase()] ?? 0;
}

/** A bare word, a string or a variable. */
async function word(value: Expr, frame: Frame): Promise<string> {
  if (value.kind === 'column') return value.name.parts.at(-1)?.text ?? '';
  return String((await evaluate(value, frame)).value ?? '');
}

async function integer(value: Expr, frame: Frame): Promise<number> {
  return Number((await evaluate(value, frame)).value ?? 0);
}

function unknownOption(name: string): SqlError {
  return new SqlError(195, 15, 5, `'${name}' is not a recognized SET option.`);
}

export function runSetIsolation(statement: SetIsolationLevel, frame: Frame): void {
  const { session } = frame;
  session.options.run = { ...session.options.run, isolation: statement.level };
  session.counters.lastError = 0;
  session.counters.rowCount = 0;
}

export function runSetIdentityInsert(statement: SetIdentityInsert, frame: Frame): void {
  const { session } = frame;
  const table = session.findTable(statement.table, frame);
  const current = session.options.set.identityInsert;
  if (!table.columns.some((column) => column.identity !== undefined)) {
    throw new SqlError(
      8106,
      16,
      1,
      `Table '${table.name}' does not have the identity property. Cannot perform SET operation.`,
    );
  }
  if (statement.on && current !== undefined && current !== table.id) {
    const other = session.catalog.view.objectById(current);
    throw new SqlError(
      8107,
      16,
      1,
      `IDENTITY_INSERT is already ON for table '${session.qualifiedName(other)}'. Cannot perform SET operation for table '${session.qualifiedName(table)}'.`,
    );
  }
  const { identityInsert: _, ...others } = session.options.set;
  if (statement.on) session.options.set = { ...others, identityInsert: table.id };
  else if (current === table.id) session.options.set = others;
  session.optionsChanged();
  session.counters.lastError = 0;
  session.counters.rowCount = 0;
}
