import type {
  AlterColumn,
  AlterTable,
  AlterTableAction,
  AlterTableDropItem,
  Literal,
  Name,
  Option,
} from '../ast/index.ts';
import { literalOf, parseExpr } from './expression.ts';
import { parseName, parseObjectName } from './name.ts';
import { parseOptionList, parseWithOptions } from './option.ts';
import { parseColumnDefinition, parseMask, parseTableElement } from './table.ts';
import type { TokenStream } from './token-stream.ts';

/** TABLE is the current token. */
export function parseAlterTable(s: TokenStream, pos: AlterTable['pos']): AlterTable {
  s.expect('TABLE');
  const name = parseObjectName(s);
  let check: boolean | undefined;
  if (s.accept('WITH')) check = s.expectOneOf('CHECK', 'NOCHECK') === 'CHECK';
  const action = parseAction(s);
  return { kind: 'alter-table', pos, end: s.lastEnd, name, check, action };
}

function parseAction(s: TokenStream): AlterTableAction {
  const { word } = s.token;
  switch (word) {
    case 'ADD':
      return parseAdd(s);
    case 'ALTER':
      s.next();
      s.expect('COLUMN');
      return { kind: 'alter-column', column: parseAlterColumn(s) };
    case 'DROP':
      s.next();
      return { kind: 'drop', items: parseDropItems(s) };
    case 'CHECK':
    case 'NOCHECK':
      s.next();
      s.expect('CONSTRAINT');
      return { kind: 'check-constraint', enable: word === 'CHECK', names: parseNamesOrAll(s) };
    case 'ENABLE':
    case 'DISABLE':
      return parseToggle(s, word === 'ENABLE');
    case 'SWITCH':
      return parseSwitch(s);
    case 'SET':
      s.next();
      return { kind: 'set', options: parseOptionList(s) };
    case 'REBUILD': {
      s.next();
      const partition = parsePartition(s);
      return { kind: 'rebuild', partition, options: parseWithOptions(s) };
    }
  }
  return s.fail();
}

function parseAdd(s: TokenStream): AlterTableAction {
  s.next();
  const parenthesized = s.at('(') && s.accept('(');
  const elements = [parseTableElement(s)];
  while (s.accept(',')) elements.push(parseTableElement(s));
  if (parenthesized) s.expect(')');
  return { kind: 'add', elements };
}

function parseNamesOrAll(s: TokenStream): Name[] {
  if (s.accept('ALL')) return [];
  const names = [parseName(s)];
  while (s.accept(',')) names.push(parseName(s));
  return names;
}

function parseToggle(s: TokenStream, enable: boolean): AlterTableAction {
  s.next();
  if (s.accept('TRIGGER')) return { kind: 'trigger', enable, names: parseNamesOrAll(s) };
  s.expect('CHANGE_TRACKING');
  return { kind: 'change-tracking', enable, options: parseWithOptions(s) };
}

function parseSwitch(s: TokenStream): AlterTableAction {
  s.next();
  const sourcePartition = s.accept('PARTITION') ? parseExpr(s) : undefined;
  s.expect('TO');
  const target = parseObjectName(s);
  const targetPartition = s.accept('PARTITION') ? parseExpr(s) : undefined;
  return { kind: 'switch', sourcePartition, target, targetPartition, options: parseWithOptions(s) };
}

/** PARTITION = ALL | number */
export function parsePartition(s: TokenStream): 'all' | Literal | undefined {
  if (!s.accept('PARTITION')) return undefined;
  s.expect('=');
  if (s.accept('ALL')) return 'all';
  const literal = literalOf(s.token) ?? s.fail();
  s.next();
  return literal;
}

function parseAlterColumn(s: TokenStream): AlterColumn {
  const name = parseName(s);
  const { word } = s.token;
  if (word === 'ADD' || word === 'DROP') {
    s.next();
    return parseProperty(s, name, word === 'ADD' ? 'add' : 'drop');
  }
  const definition = parseColumnDefinition(s, name);
  const online = parseWithOptions(s).find((option) => option.name === 'ONLINE');
  if (online === undefined) return { form: 'type', definition };
  return { form: 'type', definition, online: isOn(online) };
}

const isOn = (option: Option): boolean =>
  option.values.some((value) => value.kind === 'word' && value.text.toUpperCase() === 'ON');

function parseProperty(s: TokenStream, name: Name, form: 'add' | 'drop'): AlterColumn {
  switch (s.expectOneOf('ROWGUIDCOL', 'PERSISTED', 'NOT', 'SPARSE', 'HIDDEN', 'MASKED')) {
    case 'ROWGUIDCOL':
      return { form, name, property: 'rowguidcol' };
    case 'PERSISTED':
      return { form, name, property: 'persisted' };
    case 'NOT':
      s.expectWords('FOR', 'REPLICATION');
      return { form, name, property: 'not for replication' };
    case 'SPARSE':
      return { form, name, property: 'sparse' };
    case 'HIDDEN':
      return { form, name, property: 'hidden' };
    case 'MASKED':
      if (form === 'drop') return { form, name, property: 'masked' };
      s.expect('WITH');
      return { form, name, property: 'masked', mask: parseMask(s) };
  }
}

/** DROP CONSTRAINT a, b, COLUMN c: a bare name is of the kind said last, a constraint at first. */
function parseDropItems(s: TokenStream): AlterTableDropItem[] {
  const items: AlterTableDropItem[] = [];
  let kind: 'constraint' | 'column' = 'constraint';
  let ifExists = false;
  do {
    const { pos } = s.token;
    if (s.atWords('PERIOD', 'FOR')) {
      s.expectWords('PERIOD', 'FOR', 'SYSTEM_TIME');
      items.push({ kind: 'period', pos });
      continue;
    }
    const word = s.at('CONSTRAINT') || s.at('COLUMN') ? s.next().word : undefined;
    if (word !== undefined) {
      kind = word === 'COLUMN' ? 'column' : 'constraint';
      ifExists = s.acceptWords('IF', 'EXISTS');
    }
    const name = parseName(s);
    items.push({ kind, pos, name, ifExists, options: parseWithOptions(s) });
  } while (s.accept(','));
  return items;
}
