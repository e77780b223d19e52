import type {
  BeginTransaction,
  CommitTransaction,
  Name,
  RollbackTransaction,
  SaveTransaction,
  TransactionStatement,
} from '../ast/index.ts';
import { NSTRING, STRING, VARIABLE } from '../token.ts';
import { isIdentifier, parseName, parseString, toName } from './name.ts';
import type { TokenStream } from './token-stream.ts';

/** A transaction's or savepoint's name, or a variable that holds it. */
function parseOptionalName(s: TokenStream): Name | undefined {
  if (s.token.type === VARIABLE) return toName(s.next());
  return isIdentifier(s.token) && s.peek(1).word !== ':' ? parseName(s) : undefined;
}

const acceptTransaction = (s: TokenStream): boolean => s.accept('TRAN') || s.accept('TRANSACTION');

export function parseBeginTransaction(s: TokenStream): BeginTransaction {
  const { pos } = s.expect('BEGIN');
  const distributed = s.accept('DISTRIBUTED');
  if (!acceptTransaction(s)) s.fail();
  const name = parseOptionalName(s);
  let mark: string | undefined;
  if (s.atWords('WITH', 'MARK')) {
    s.acceptWords('WITH', 'MARK');
    mark = s.token.type === STRING || s.token.type === NSTRING ? parseString(s) : '';
  }
  return { kind: 'begin-transaction', pos, end: s.lastEnd, distributed, name, mark };
}

export function parseTransactionStatement(s: TokenStream): TransactionStatement {
  switch (s.token.word) {
    case 'COMMIT':
      return parseCommit(s);
    case 'ROLLBACK':
      return parseRollback(s);
    default:
      return parseSave(s);
  }
}

function parseCommit(s: TokenStream): CommitTransaction {
  const { pos } = s.next();
  const work = s.accept('WORK');
  const name = !work && acceptTransaction(s) ? parseOptionalName(s) : undefined;
  let delayedDurability: boolean | undefined;
  if (s.atWords('WITH', '(') && s.peek(2).word === 'DELAYED_DURABILITY') {
    s.expectWords('WITH', '(', 'DELAYED_DURABILITY', '=');
    delayedDurability = s.expectOneOf('ON', 'OFF') === 'ON';
    s.expect(')');
  }
  return { kind: 'commit-transaction', pos, end: s.lastEnd, work, name, delayedDurability };
}

function parseRollback(s: TokenStream): RollbackTransaction {
  const { pos } = s.next();
  const work = s.accept('WORK');
  const name = !work && acceptTransaction(s) ? parseOptionalName(s) : undefined;
  return { kind: 'rollback-transaction', pos, end: s.lastEnd, work, name };
}

function parseSave(s: TokenStream): SaveTransaction {
  const { pos } = s.next();
  if (!acceptTransaction(s)) s.fail();
  const name = parseOptionalName(s) ?? s.fail();
  return { kind: 'save-transaction', pos, end: s.lastEnd, name };
}
