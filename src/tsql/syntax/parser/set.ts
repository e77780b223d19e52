import type { Expr, SetIsolationLevel, SetOption, SetStatement } from '../ast/index.ts';
import { VARIABLE } from '../token.ts';
import { syntaxError } from '../syntax-error.ts';
import { parseArguments, parseExpr } from './expression.ts';
import { parseCursorDefinition } from './cursor.ts';
import { parseArgumentValue } from './execute.ts';
import { parseName, parseObjectName } from './name.ts';
import { parseAssignmentOperator } from './select.ts';
import type { TokenStream } from './token-stream.ts';

/** Options that are ON or OFF, and may stand in one list. docs/t-sql/statements/set-statements-transact-sql.md */
const SWITCHES: ReadonlySet<string> = new Set([
  'ANSI_DEFAULTS',
  'ANSI_NULL_DFLT_OFF',
  'ANSI_NULL_DFLT_ON',
  'ANSI_NULLS',
  'ANSI_PADDING',
  'ANSI_WARNINGS',
  'ARITHABORT',
  'ARITHIGNORE',
  'CONCAT_NULL_YIELDS_NULL',
  'CURSOR_CLOSE_ON_COMMIT',
  'DISABLE_DEF_CNST_CHK',
  'FMTONLY',
  'FORCEPLAN',
  'IMPLICIT_TRANSACTIONS',
  'NOCOUNT',
  'NOEXEC',
  'NUMERIC_ROUNDABORT',
  'PARSEONLY',
  'QUOTED_IDENTIFIER',
  'REMOTE_PROC_TRANSACTIONS',
  'RESULT_SET_CACHING',
  'SHOWPLAN_ALL',
  'SHOWPLAN_TEXT',
  'SHOWPLAN_XML',
  'XACT_ABORT',
  'NO_BROWSETABLE',
]);
/** Options with a value. */
const VALUED: ReadonlySet<string> = new Set([
  'CONTEXT_INFO',
  'DATEFIRST',
  'DATEFORMAT',
  'DEADLOCK_PRIORITY',
  'FIPS_FLAGGER',
  'LANGUAGE',
  'LOCK_TIMEOUT',
  'QUERY_GOVERNOR_COST_LIMIT',
  'ROWCOUNT',
  'TEXTSIZE',
  'ERRLVL',
  'OFFSETS',
]);
const STATISTICS: ReadonlySet<string> = new Set(['IO', 'TIME', 'PROFILE', 'XML']);

export function parseSet(s: TokenStream): SetStatement {
  const { pos } = s.next();
  const token = s.token;
  if (token.type === VARIABLE) return parseSetVariable(s, pos);
  if (SWITCHES.has(token.word)) return parseSwitches(s, pos);
  if (VALUED.has(token.word)) return parseValued(s, pos);
  switch (token.word) {
    case 'TRANSACTION':
    case 'TRAN':
      return parseIsolationLevel(s, pos);
    case 'IDENTITY_INSERT': {
      s.next();
      const table = parseObjectName(s);
      return { kind: 'set-identity-insert', pos, table, on: parseSwitch(s) === 'ON', end: s.lastEnd };
    }
    case 'STATISTICS':
      return parseStatistics(s, pos);
  }
  if (!s.atIdentifier()) s.fail();
  throw syntaxError(195, `'${token.text}' is not a recognized SET option.`, token.pos.line);
}

function parseSetVariable(s: TokenStream, pos: SetStatement['pos']): SetStatement {
  const name = s.next().text;
  if (s.accept('.')) {
    const method = parseName(s);
    if (s.accept('=')) {
      const args = [parseExpr(s)];
      return { kind: 'set-variable-method', pos, end: s.lastEnd, name, method, args };
    }
    const args = parseArguments(s);
    return { kind: 'set-variable-method', pos, end: s.lastEnd, name, method, args };
  }
  const op = parseAssignmentOperator(s);
  if (op === '=' && s.at('CURSOR')) {
    const cursor = parseCursorDefinition(s);
    return { kind: 'set-cursor-variable', pos, end: s.lastEnd, name, cursor };
  }
  const value = parseExpr(s);
  return { kind: 'set-variable', pos, end: s.lastEnd, name, op, value };
}

const parseSwitch = (s: TokenStream): 'ON' | 'OFF' => s.expectOneOf('ON', 'OFF');

function parseSwitches(s: TokenStream, pos: SetOption['pos']): SetOption {
  const names: string[] = [];
  do {
    if (!s.atAny(SWITCHES)) s.fail();
    names.push(s.next().word);
  } while (s.accept(','));
  const value = parseSwitch(s);
  return { kind: 'set-option', pos, end: s.lastEnd, names, value };
}

function parseStatistics(s: TokenStream, pos: SetOption['pos']): SetOption {
  s.next();
  const names: string[] = [];
  do {
    if (!s.atAny(STATISTICS)) s.fail();
    names.push(`STATISTICS ${s.next().word}`);
  } while (s.accept(','));
  const value = parseSwitch(s);
  return { kind: 'set-option', pos, end: s.lastEnd, names, value };
}

function parseValued(s: TokenStream, pos: SetOption['pos']): SetOption {
  const name = s.next().word;
  if (name === 'OFFSETS') {
    while (!s.at('ON') && !s.at('OFF') && s.token.word !== '') s.next();
  }
  const value = parseOptionValue(s);
  return { kind: 'set-option', pos, end: s.lastEnd, names: [name], value };
}

/** A constant or variable; CONTEXT_INFO and others also take ON, OFF. */
function parseOptionValue(s: TokenStream): 'ON' | 'OFF' | Expr {
  if (s.at('ON') || s.at('OFF')) return parseSwitch(s);
  return parseArgumentValue(s);
}

function parseIsolationLevel(s: TokenStream, pos: SetIsolationLevel['pos']): SetIsolationLevel {
  s.next();
  s.expectWords('ISOLATION', 'LEVEL');
  const level = parseLevel(s);
  return { kind: 'set-isolation-level', pos, end: s.lastEnd, level };
}

function parseLevel(s: TokenStream): SetIsolationLevel['level'] {
  switch (s.expectOneOf('READ', 'REPEATABLE', 'SNAPSHOT', 'SERIALIZABLE')) {
    case 'READ':
      return s.expectOneOf('COMMITTED', 'UNCOMMITTED') === 'COMMITTED' ? 'read committed' : 'read uncommitted';
    case 'REPEATABLE':
      s.expect('READ');
      return 'repeatable read';
    case 'SNAPSHOT':
      return 'snapshot';
    case 'SERIALIZABLE':
      return 'serializable';
  }
}
