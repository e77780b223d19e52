import type {
  Backup,
  BackupDevice,
  Checkpoint,
  Dbcc,
  Expr,
  Kill,
  LegacyText,
  Option,
  OptionValue,
  Reconfigure,
  Restore,
  Shutdown,
  Statement,
} from '../ast/index.ts';
import { INT, KEYWORD, VARIABLE, WORD } from '../token.ts';
import { literalOf, parseExpr } from './expression.ts';
import { parseArgumentValue } from './execute.ts';
import { nameOf, parseName, parseObjectName } from './name.ts';
import { parseUpdateStatistics } from './object-ddl.ts';
import { parseOpenOption, parseOptionValue } from './option.ts';
import { parseSignature } from './security.ts';
import { parseSecurityObject, securityClass } from './security-object.ts';
import { parseUnsupported } from './unsupported.ts';
import type { TokenStream } from './token-stream.ts';

export function parseAdminStatement(s: TokenStream): Statement {
  const { word, pos } = s.token;
  switch (word) {
    case 'UPDATE':
      return parseUpdateStatistics(s);
    case 'OPEN':
    case 'CLOSE':
      s.next();
      return parseSecurityObject(s, pos, word);
    case 'DBCC':
      return parseDbcc(s);
    case 'CHECKPOINT':
      return parseCheckpoint(s);
    case 'KILL':
      return parseKill(s);
    case 'SHUTDOWN':
      return parseShutdown(s);
    case 'RECONFIGURE':
      return parseReconfigure(s);
    case 'BACKUP':
    case 'RESTORE':
      return parseBackupRestore(s);
    case 'READTEXT':
    case 'WRITETEXT':
    case 'UPDATETEXT':
      return parseLegacyText(s);
    case 'ADD':
      return parseSignature(s);
    case 'SETUSER':
      return parseUnsupported(s, 'SETUSER');
    case 'LINENO':
      return parseUnsupported(s, 'LINENO');
    case 'DUMP':
    case 'LOAD':
      return parseUnsupported(s, word);
  }
  return s.fail();
}

/** docs/t-sql/database-console-commands/dbcc-transact-sql.md */
function parseDbcc(s: TokenStream): Dbcc {
  const { pos } = s.next();
  const { type } = s.token;
  if (type !== WORD && type !== KEYWORD) s.fail();
  const name = s.next().word;
  const args: Expr[] = [];
  if (s.accept('(')) {
    if (!s.at(')')) {
      do args.push(parseDbccArgument(s));
      while (s.accept(','));
    }
    s.expect(')');
  }
  const options: Option[] = [];
  if (s.at('WITH') && s.peek(1).type !== KEYWORD) {
    s.next();
    do options.push(parseOpenOption(s));
    while (s.accept(','));
  }
  return { kind: 'dbcc', pos, end: s.lastEnd, name, args, options };
}

/** A constant, a variable, a name, or a string that holds a name. */
function parseDbccArgument(s: TokenStream): Expr {
  if (s.token.type === KEYWORD && s.token.word !== 'NULL') {
    const { pos, text } = s.next();
    return { kind: 'column', pos, name: nameOf({ text, quoted: false, pos }) };
  }
  return parseArgumentValue(s);
}

function parseCheckpoint(s: TokenStream): Checkpoint {
  const { pos } = s.next();
  const duration = s.token.type === INT ? parseExpr(s) : undefined;
  return { kind: 'checkpoint', pos, end: s.lastEnd, duration };
}

function parseKill(s: TokenStream): Kill {
  const { pos } = s.next();
  let what: Kill['what'] = 'session';
  if (s.acceptWords('STATS', 'JOB')) what = 'stats job';
  else if (s.acceptWords('QUERY', 'NOTIFICATION', 'SUBSCRIPTION')) what = 'query notification subscription';
  const target = s.accept('ALL') ? undefined : parseKillTarget(s);
  let withOption: Kill['withOption'];
  if (s.at('WITH') && s.peek(1).word in KILL_OPTIONS) {
    s.next();
    withOption = KILL_OPTIONS[s.next().word as keyof typeof KILL_OPTIONS];
  }
  return { kind: 'kill', pos, end: s.lastEnd, what, target, withOption };
}

const KILL_OPTIONS = { STATUSONLY: 'statusonly', COMMIT: 'commit', ROLLBACK: 'rollback' } as const;

function parseKillTarget(s: TokenStream): Expr {
  const negative = s.at('-');
  if (!negative && literalOf(s.token) === undefined && s.token.type !== VARIABLE) s.fail();
  return parseArgumentValue(s);
}

function parseShutdown(s: TokenStream): Shutdown {
  const { pos } = s.next();
  const noWait = s.acceptWords('WITH', 'NOWAIT');
  return { kind: 'shutdown', pos, end: s.lastEnd, noWait };
}

function parseReconfigure(s: TokenStream): Reconfigure {
  const { pos } = s.next();
  const override = s.acceptWords('WITH', 'OVERRIDE');
  return { kind: 'reconfigure', pos, end: s.lastEnd, override };
}

const RESTORE_KINDS = ['HEADERONLY', 'FILELISTONLY', 'VERIFYONLY', 'LABELONLY', 'REWINDONLY'] as const;

/** docs/t-sql/statements/backup-transact-sql.md, restore-statements-transact-sql.md */
function parseBackupRestore(s: TokenStream): Statement {
  const { pos, word } = s.next();
  if (securityClass(s) !== undefined) return parseSecurityObject(s, pos, word === 'BACKUP' ? 'BACKUP' : 'RESTORE');
  const only = word === 'RESTORE' ? RESTORE_KINDS.find((kind) => s.at(kind)) : undefined;
  if (only !== undefined) {
    s.next();
    s.expect('FROM');
    const devices = parseDevices(s);
    const options = parseMediaOptions(s);
    return { kind: 'restore', pos, end: s.lastEnd, what: only, files: [], devices, options };
  }
  const what = s.accept('TRANSACTION') || s.accept('TRAN') ? 'LOG' : s.expectOneOf('DATABASE', 'LOG');
  const database = parseDatabaseRef(s);
  const files = parseFiles(s);
  const devices = s.accept(word === 'BACKUP' ? 'TO' : 'FROM') ? parseDevices(s) : [];
  if (word === 'RESTORE') {
    const restore: Restore = {
      kind: 'restore',
      pos,
      what,
      database,
      files,
      devices,
      options: parseMediaOptions(s),
      end: s.lastEnd,
    };
    return restore;
  }
  const mirrorTo: BackupDevice[] = [];
  while (s.acceptWords('MIRROR', 'TO')) mirrorTo.push(...parseDevices(s));
  const options = parseMediaOptions(s);
  const backup: Backup = { kind: 'backup', pos, what, database, files, devices, mirrorTo, options, end: s.lastEnd };
  return backup;
}

function parseDatabaseRef(s: TokenStream): Backup['database'] {
  if (s.token.type === VARIABLE) return { kind: 'variable', name: s.next().text };
  return parseName(s);
}

const FILE_WORDS: ReadonlySet<string> = new Set(['FILE', 'FILEGROUP', 'READ_WRITE_FILEGROUPS', 'PAGE']);

function parseFiles(s: TokenStream): Option[] {
  const files: Option[] = [];
  if (!s.atAny(FILE_WORDS)) return files;
  do files.push(parseOpenOption(s));
  while (s.accept(','));
  return files;
}

const DEVICE_TYPES: ReadonlySet<string> = new Set(['DISK', 'TAPE', 'URL', 'FILE', 'DATABASE_SNAPSHOT']);

function parseDevices(s: TokenStream): BackupDevice[] {
  const devices: BackupDevice[] = [];
  do {
    if (s.atAny(DEVICE_TYPES) && s.peek(1).word === '=') {
      const type = s.next().word;
      s.next();
      devices.push({ type, name: parseArgumentValue(s) });
    } else devices.push({ name: parseArgumentValue(s) });
  } while (s.accept(','));
  return devices;
}

/** WITH a, b = 1, MOVE 'x' TO 'y', STOPATMARK = 'm' AFTER '...', ENCRYPTION (...) */
function parseMediaOptions(s: TokenStream): Option[] {
  const options: Option[] = [];
  if (!s.accept('WITH')) return options;
  do options.push(parseMediaOption(s));
  while (s.accept(','));
  return options;
}

function parseMediaOption(s: TokenStream): Option {
  if (!s.at('MOVE')) {
    const option = parseOpenOption(s);
    if (!s.accept('AFTER')) return option;
    return { ...option, values: [...option.values, parseOptionValue(s)] };
  }
  const { pos } = s.next();
  const values: OptionValue[] = [parseOptionValue(s)];
  s.expect('TO');
  values.push(parseOptionValue(s));
  return { kind: 'option', pos, name: 'MOVE', values };
}

function parseLegacyText(s: TokenStream): LegacyText {
  const { pos, word } = s.next();
  s.accept('BULK');
  const column = parseObjectName(s);
  const args: Expr[] = [];
  for (;;) {
    const { type } = s.token;
    const isValue = literalOf(s.token) !== undefined || type === VARIABLE || s.at('NULL');
    if (!isValue) break;
    args.push(parseArgumentValue(s));
  }
  return { kind: 'legacy-text', pos, end: s.lastEnd, what: word as LegacyText['what'], column, args };
}
