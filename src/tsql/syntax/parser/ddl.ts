import type { Drop, ModuleVerb, Statement, ToggleTrigger } from '../ast/index.ts';
import { KEYWORD, WORD } from '../token.ts';
import { syntaxError } from '../syntax-error.ts';
import { parseAlterTable } from './alter-table.ts';
import { parseCreateTable } from './create-table.ts';
import { parseAlterDatabase, parseCreateDatabase } from './database.ts';
import { parseExternal } from './external.ts';
import { parseAlterIndex, parseCreateIndex, parseDropIndex, startsIndex } from './index-ddl.ts';
import { atModule, parseModuleStatement } from './module.ts';
import { parseObjectName } from './name.ts';
import {
  parseAlterSchema,
  parseCreateSchema,
  parseCreateStatistics,
  parseCreateType,
  parseDropStatistics,
  parsePartitionDdl,
  parseSequence,
  parseSynonym,
  parseXmlSchemaCollection,
} from './object-ddl.ts';
import { atPrincipal, parseAlterAuthorization, parsePrincipalDdl } from './principal.ts';
import { parseSecurityObject, securityClass, SECURITY_CLASSES } from './security-object.ts';
import type { TokenStream } from './token-stream.ts';
import { parseUnsupported } from './unsupported.ts';

/** What SQL Server can make and Holdfast cannot, longest name first: refused by name. */
const UNSUPPORTED: readonly (readonly string[])[] = [
  ['SEARCH', 'PROPERTY', 'LIST'],
  ['REMOTE', 'SERVICE', 'BINDING'],
  ['EXTERNAL', 'RESOURCE', 'POOL'],
  ['SELECTIVE', 'XML', 'INDEX'],
  ['FULLTEXT', 'CATALOG'],
  ['FULLTEXT', 'INDEX'],
  ['FULLTEXT', 'STOPLIST'],
  ['AVAILABILITY', 'GROUP'],
  ['RESOURCE', 'POOL'],
  ['RESOURCE', 'GOVERNOR'],
  ['WORKLOAD', 'GROUP'],
  ['WORKLOAD', 'CLASSIFIER'],
  ['MESSAGE', 'TYPE'],
  ['BROKER', 'PRIORITY'],
  ['EVENT', 'NOTIFICATION'],
  ['EVENT', 'SESSION'],
  ['SERVER', 'CONFIGURATION'],
  ['MATERIALIZED', 'VIEW'],
  ['ASSEMBLY'],
  ['AGGREGATE'],
  ['CONTRACT'],
  ['ENDPOINT'],
  ['QUEUE'],
  ['ROUTE'],
  ['SERVICE'],
  ['RULE'],
  ['DEFAULT'],
];

function unsupportedClass(s: TokenStream): string | undefined {
  const words = UNSUPPORTED.find((candidate) => candidate.every((word, i) => s.peek(i + 1).word === word));
  return words?.join(' ');
}

const unknownClass = (s: TokenStream): Error => {
  const { text, pos } = s.token;
  return syntaxError(343, `Unknown object type '${text}' used in a CREATE, DROP, or ALTER statement.`, pos.line);
};

function failClass(s: TokenStream): never {
  if (s.token.type === WORD) throw unknownClass(s);
  return s.fail();
}

export function parseCreate(s: TokenStream): Statement {
  const refused = unsupportedClass(s);
  if (refused !== undefined) return parseUnsupported(s, `CREATE ${refused}`);
  const first = s.index === 0;
  const { pos } = s.next();
  const verb: ModuleVerb = s.acceptWords('OR', 'ALTER') ? 'create or alter' : 'create';
  if (atModule(s)) return parseModuleStatement(s, pos, verb, first);
  if (verb !== 'create') s.fail();
  if (startsIndex(s)) return parseCreateIndex(s, pos);
  if (securityClass(s) !== undefined) return parseSecurityObject(s, pos, 'CREATE');
  if (atPrincipal(s)) return parsePrincipalDdl(s, pos, true);
  switch (s.token.word) {
    case 'TABLE':
      return parseCreateTable(s, pos);
    case 'DATABASE':
      return parseCreateDatabase(s, pos);
    case 'SCHEMA':
      return parseCreateSchema(s, pos, first);
    case 'SEQUENCE':
      return parseSequence(s, pos, true);
    case 'SYNONYM':
      return parseSynonym(s, pos);
    case 'TYPE':
      return parseCreateType(s, pos);
    case 'STATISTICS':
      return parseCreateStatistics(s, pos);
    case 'EXTERNAL':
      return parseExternal(s, pos, true);
    case 'PARTITION':
      return parsePartitionDdl(s, pos, true);
    case 'XML':
      return parseXmlSchemaCollection(s, pos, true);
  }
  return failClass(s);
}

export function parseAlter(s: TokenStream): Statement {
  const refused = unsupportedClass(s);
  if (refused !== undefined) return parseUnsupported(s, `ALTER ${refused}`);
  const first = s.index === 0;
  const { pos } = s.next();
  if (atModule(s)) return parseModuleStatement(s, pos, 'alter', first);
  if (securityClass(s) !== undefined) return parseSecurityObject(s, pos, 'ALTER');
  if (atPrincipal(s)) return parsePrincipalDdl(s, pos, false);
  switch (s.token.word) {
    case 'TABLE':
      return parseAlterTable(s, pos);
    case 'INDEX':
      return parseAlterIndex(s, pos);
    case 'DATABASE':
      return parseAlterDatabase(s, pos);
    case 'SCHEMA':
      return parseAlterSchema(s, pos);
    case 'SEQUENCE':
      return parseSequence(s, pos, false);
    case 'AUTHORIZATION':
      return parseAlterAuthorization(s, pos);
    case 'EXTERNAL':
      return parseExternal(s, pos, false);
    case 'PARTITION':
      return parsePartitionDdl(s, pos, false);
    case 'XML':
      return parseXmlSchemaCollection(s, pos, false);
  }
  return failClass(s);
}

/** Classes DROP takes with names alone. The words, then the name SQL Server uses where it differs. */
const DROPPABLE: readonly (readonly string[])[] = [
  ['XML', 'SCHEMA', 'COLLECTION'],
  ['EXTERNAL', 'DATA', 'SOURCE'],
  ['EXTERNAL', 'FILE', 'FORMAT'],
  ['EXTERNAL', 'STREAMING', 'JOB'],
  ['EXTERNAL', 'STREAM'],
  ['EXTERNAL', 'TABLE'],
  ['EXTERNAL', 'LIBRARY'],
  ['EXTERNAL', 'LANGUAGE'],
  ['EXTERNAL', 'MODEL'],
  ['PARTITION', 'FUNCTION'],
  ['PARTITION', 'SCHEME'],
  ['APPLICATION', 'ROLE'],
  ['SERVER', 'ROLE'],
  ['TABLE'],
  ['VIEW'],
  ['PROCEDURE'],
  ['PROC'],
  ['FUNCTION'],
  ['TRIGGER'],
  ['SEQUENCE'],
  ['SYNONYM'],
  ['TYPE'],
  ['SCHEMA'],
  ['LOGIN'],
  ['USER'],
  ['ROLE'],
  ...SECURITY_CLASSES,
  ['DATABASE'],
];
/** One to an instance or database, so that it has no name. */
const NAMELESS: ReadonlySet<string> = new Set(['MASTER KEY', 'DATABASE ENCRYPTION KEY', 'SERVICE MASTER KEY']);

export function parseDrop(s: TokenStream): Statement {
  const refused = unsupportedClass(s);
  if (refused !== undefined) return parseUnsupported(s, `DROP ${refused}`);
  const { pos } = s.next();
  if (s.at('INDEX')) return parseDropIndex(s, pos);
  if (s.at('STATISTICS')) return parseDropStatistics(s, pos);
  if (s.atWords('SENSITIVITY', 'CLASSIFICATION')) return parseUnsupported(s, 'DROP SENSITIVITY CLASSIFICATION');
  const words = DROPPABLE.find((candidate) => candidate.every((word, i) => s.peek(i).word === word));
  if (words === undefined) return failClass(s);
  s.acceptWords(...words);
  const name = words.join(' ');
  return parseDropNames(s, pos, name === 'PROC' ? 'PROCEDURE' : name);
}

function parseDropNames(s: TokenStream, pos: Drop['pos'], name: string): Drop {
  if (NAMELESS.has(name)) return { kind: 'drop', pos, end: s.lastEnd, class: name, ifExists: false, names: [] };
  const ifExists = s.acceptWords('IF', 'EXISTS');
  const names = [parseDropName(s)];
  while (s.accept(',')) names.push(parseDropName(s));
  const drop = { kind: 'drop', pos, class: name, ifExists, names } as const;
  if (name === 'TRIGGER' && s.accept('ON')) {
    const scope = s.accept('DATABASE') ? 'database' : 'all server';
    if (scope === 'all server') s.expectWords('ALL', 'SERVER');
    return { ...drop, scope, end: s.lastEnd };
  }
  const rest = DROP_TAILS.has(s.token.word) && s.token.type === WORD ? parseRest(s) : undefined;
  return rest === undefined ? { ...drop, end: s.lastEnd } : { ...drop, rest, end: s.lastEnd };
}

const parseDropName = (s: TokenStream): Drop['names'][number] => {
  if (s.token.type !== KEYWORD) return parseObjectName(s);
  return s.fail();
};

/** REMOVE PROVIDER KEY behind a symmetric key. */
const DROP_TAILS: ReadonlySet<string> = new Set(['REMOVE']);

function parseRest(s: TokenStream): string {
  const start = s.pos.offset;
  s.next();
  while (s.atIdentifier() || s.at('KEY')) s.next();
  return s.text.slice(start, s.lastEnd);
}

/** Statements whose first word is not reserved. */
export function parseWordStatement(s: TokenStream): Statement {
  switch (s.token.word) {
    case 'ENABLE':
    case 'DISABLE':
      return parseToggleTrigger(s);
    case 'GET':
      return parseUnsupported(s, 'GET CONVERSATION GROUP');
    case 'MOVE':
      return parseUnsupported(s, 'MOVE CONVERSATION');
    case 'SEND':
      return parseUnsupported(s, 'SEND');
    default:
      return parseUnsupported(s, 'RECEIVE');
  }
}

function parseToggleTrigger(s: TokenStream): ToggleTrigger {
  const { pos, word } = s.next();
  s.expect('TRIGGER');
  const names: ToggleTrigger['names'][number][] = [];
  if (!s.accept('ALL')) {
    do names.push(parseObjectName(s));
    while (s.accept(','));
  }
  s.expect('ON');
  const on = s.accept('DATABASE') ? 'database' : s.acceptWords('ALL', 'SERVER') ? 'all server' : parseObjectName(s);
  return { kind: 'toggle-trigger', pos, end: s.lastEnd, enable: word === 'ENABLE', names, on };
}
