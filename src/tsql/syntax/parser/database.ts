import type { AlterDatabase, CreateDatabase, Name, Option, OptionValue, Unsupported } from '../ast/index.ts';
import { BINARY, KEYWORD, WORD } from '../token.ts';
import { parseName } from './name.ts';
import { parseOpenOption, parseOpenOptions, parseOptionList, parseOptionValue } from './option.ts';
import { parseUnsupported } from './unsupported.ts';
import type { TokenStream } from './token-stream.ts';

type Pos = CreateDatabase['pos'];
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** DATABASE is the current token. */
export function parseCreateDatabase(s: TokenStream, pos: Pos): CreateDatabase {
  s.expect('DATABASE');
  const name = parseName(s);
  const database: Mutable<CreateDatabase> = { kind: 'create-database', pos, end: 0, name, files: [], options: [] };
  while (parseClause(s, database));
  database.end = s.lastEnd;
  return database;
}

function parseClause(s: TokenStream, database: Mutable<CreateDatabase>): boolean {
  switch (s.token.word) {
    case 'CONTAINMENT':
      s.expectWords('CONTAINMENT', '=');
      database.containment = s.next().word;
      return true;
    case 'ON':
      s.next();
      database.files = [...database.files, ...parseFiles(s)];
      return true;
    case 'LOG':
      s.expectWords('LOG', 'ON');
      database.files = [...database.files, ...parseLogFiles(s)];
      return true;
    case 'COLLATE':
      s.next();
      database.collation = parseName(s);
      return true;
    case 'WITH':
      s.next();
      database.options = [...database.options, ...parseDatabaseOptions(s)];
      return true;
    case 'FOR':
      s.next();
      s.expectOneOf('ATTACH', 'ATTACH_REBUILD_LOG');
      database.attach = s.previous()!.word;
      return true;
    case 'AS':
      s.expectWords('AS', 'SNAPSHOT', 'OF');
      database.snapshotOf = parseName(s);
      return true;
    case '(':
      // Azure's edition options.
      database.options = [...database.options, ...parseOptionList(s)];
      return true;
  }
  return false;
}

/** [PRIMARY] (file) , (file) , FILEGROUP g [CONTAINS FILESTREAM] [DEFAULT] (file) ... */
function parseFiles(s: TokenStream): Option[] {
  const files: Option[] = [];
  let name = s.accept('PRIMARY') ? 'PRIMARY' : 'FILE';
  let values: OptionValue[] = [];
  do {
    const { pos } = s.token;
    if (s.accept('FILEGROUP')) {
      name = 'FILEGROUP';
      values = [parseOptionValue(s)];
      if (s.accept('CONTAINS')) values.push(parseOptionValue(s));
      if (s.at('DEFAULT')) values.push(parseOptionValue(s));
    }
    files.push({ kind: 'option', pos, name, values, options: parseOptionList(s) });
  } while (s.accept(','));
  return files;
}

function parseLogFiles(s: TokenStream): Option[] {
  const files: Option[] = [];
  do files.push({ kind: 'option', pos: s.pos, name: 'LOG', values: [], options: parseOptionList(s) });
  while (s.accept(','));
  return files;
}

/** DATABASE is the current token. */
export function parseAlterDatabase(s: TokenStream, pos: Pos): AlterDatabase | Unsupported {
  s.expect('DATABASE');
  if (s.atWords('SCOPED', 'CONFIGURATION')) return parseScopedConfiguration(s, pos);
  if (s.atWords('AUDIT', 'SPECIFICATION')) return parseUnsupported(s, 'ALTER DATABASE AUDIT SPECIFICATION');
  const name = s.accept('CURRENT') ? undefined : parseName(s);
  const action = parseAction(s);
  return { kind: 'alter-database', pos, end: s.lastEnd, name, action };
}

function parseAction(s: TokenStream): AlterDatabase['action'] {
  switch (s.token.word) {
    case 'COLLATE':
      s.next();
      return { kind: 'collate', collation: parseName(s) };
    case 'SET':
      return parseSet(s);
    case 'MODIFY':
      if (s.peek(1).word === 'NAME') {
        s.expectWords('MODIFY', 'NAME', '=');
        return { kind: 'modify-name', name: parseName(s) };
      }
      return parseFileAction(s);
    case 'ADD':
    case 'REMOVE':
      return parseFileAction(s);
  }
  return s.fail();
}

function parseSet(s: TokenStream): AlterDatabase['action'] {
  s.next();
  const options = s.at('(') ? parseOptionList(s) : parseDatabaseOptions(s);
  const termination = s.at('WITH') && TERMINATIONS.has(s.peek(1).word) ? parseTermination(s) : undefined;
  return { kind: 'set', options, termination };
}

const TERMINATIONS: ReadonlySet<string> = new Set(['ROLLBACK', 'NO_WAIT']);

/** ROLLBACK IMMEDIATE, ROLLBACK AFTER n [SECONDS], NO_WAIT */
function parseTermination(s: TokenStream): Option {
  s.next();
  const { pos } = s.token;
  if (s.accept('NO_WAIT')) return { kind: 'option', pos, name: 'NO_WAIT', values: [] };
  s.expect('ROLLBACK');
  if (s.accept('IMMEDIATE')) return { kind: 'option', pos, name: 'ROLLBACK IMMEDIATE', values: [] };
  s.expect('AFTER');
  const values = [parseOptionValue(s)];
  s.accept('SECONDS');
  return { kind: 'option', pos, name: 'ROLLBACK AFTER', values };
}

/** Options whose value follows without `=`. */
const BARE_VALUES: ReadonlySet<string> = new Set([
  'ON',
  'OFF',
  'FULL',
  'SIMPLE',
  'BULK_LOGGED',
  'CHECKSUM',
  'TORN_PAGE_DETECTION',
  'NONE',
  'LOCAL',
  'GLOBAL',
  'FORCED',
  'CLEAR',
]);

/** a = 1, b ON, RECOVERY SIMPLE, SINGLE_USER */
function parseDatabaseOptions(s: TokenStream): Option[] {
  const options: Option[] = [];
  do {
    const option = parseOpenOption(s);
    const { type, word } = s.token;
    const takesWord = option.values.length === 0 && option.options === undefined && (type === WORD || type === KEYWORD);
    if (!takesWord || !BARE_VALUES.has(word)) {
      options.push(option);
      continue;
    }
    const values: OptionValue[] = [parseOptionValue(s)];
    if (word === 'CLEAR' && s.at('ALL')) values.push(parseOptionValue(s));
    const nested = s.at('(') ? { options: parseOptionList(s) } : {};
    options.push({ ...option, values, ...nested });
  } while (s.accept(','));
  return options;
}

/** ADD FILE (...), ADD LOG FILE (...) TO FILEGROUP g, REMOVE FILE f, MODIFY FILEGROUP g DEFAULT, ... */
function parseFileAction(s: TokenStream): AlterDatabase['action'] {
  const words = [s.next().word];
  if (s.accept('LOG')) words.push('LOG');
  words.push(s.expectOneOf('FILE', 'FILEGROUP'));
  const options: Option[] = [];
  if (s.at('(')) {
    do options.push({ kind: 'option', pos: s.pos, name: 'FILE', values: [], options: parseOptionList(s) });
    while (s.accept(','));
    if (s.acceptWords('TO', 'FILEGROUP')) options.push(nameOption('TO FILEGROUP', parseName(s)));
  } else {
    options.push(nameOption('NAME', parseName(s)));
    while (
      s.at('CONTAINS') ||
      s.at('DEFAULT') ||
      s.at('READ_ONLY') ||
      s.at('READ_WRITE') ||
      s.at('AUTOGROW_ALL_FILES')
    ) {
      options.push(parseContains(s));
    }
    if (s.at('NAME')) options.push(...parseOpenOptions(s));
  }
  return { kind: 'file', verb: words.join(' '), options };
}

function parseContains(s: TokenStream): Option {
  const { pos, word } = s.next();
  const values = word === 'CONTAINS' ? [parseOptionValue(s)] : [];
  return { kind: 'option', pos, name: word, values };
}

function nameOption(name: string, value: Name): Option {
  const { pos, text, quoted } = value;
  return { kind: 'option', pos, name, values: [{ kind: 'word', pos, text, quoted }] };
}

function parseScopedConfiguration(s: TokenStream, pos: Pos): AlterDatabase {
  s.acceptWords('SCOPED', 'CONFIGURATION');
  const secondary = s.acceptWords('FOR', 'SECONDARY');
  let options: Option[];
  if (s.accept('CLEAR')) {
    const start = s.pos;
    const name = `CLEAR ${s.next().word}`;
    const values = s.token.type === BINARY ? [parseOptionValue(s)] : [];
    options = [{ kind: 'option', pos: start, name, values }];
  } else {
    s.expect('SET');
    options = parseOpenOptions(s);
  }
  return { kind: 'alter-database', pos, end: s.lastEnd, action: { kind: 'scoped-configuration', secondary, options } };
}
