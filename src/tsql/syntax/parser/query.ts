import type {
  CommonTable,
  Expr,
  OrderItem,
  Query,
  QueryBody,
  SelectStatement,
  SetOperation,
  With,
} from '../ast/index.ts';
import { nestedTooDeeply } from '../syntax-error.ts';
import { parseExpr } from './expression.ts';
import { parseForClause } from './for-clause.ts';
import { parseQueryHints } from './hint.ts';
import { parseName, parseNameList, parseString } from './name.ts';
import { parseSelect } from './select.ts';
import type { TokenStream } from './token-stream.ts';

type SetOperator = SetOperation['op'];

/** From here on a run of UNION ALL becomes a balanced tree, as scripts chain thousands of rows with it. */
const BALANCE_FROM = 32;
const MAX_CHAIN = 1000;

export function parseSelectStatement(s: TokenStream, clause?: With): SelectStatement {
  const pos = clause?.pos ?? s.pos;
  const query = parseQuery(s);
  const options = s.at('OPTION') ? parseQueryHints(s) : [];
  return { kind: 'select-statement', pos, end: s.lastEnd, with: clause, query, options };
}

/** A query with its ORDER BY, OFFSET and FOR: everything but WITH and OPTION. */
export function parseQuery(s: TokenStream): Query {
  s.enter();
  const { pos } = s.token;
  const query = finishQuery(s, pos, parseUnion(s));
  s.leave();
  return query;
}

/** A query that began with a parenthesis which the caller has already parsed. */
export function continueQuery(s: TokenStream, first: Query): Query {
  if (first.orderBy.length > 0 || first.for !== undefined || first.offset !== undefined) s.fail();
  s.enter();
  const query = finishQuery(s, first.pos, parseUnion(s, first.body));
  s.leave();
  return query;
}

function finishQuery(s: TokenStream, pos: Query['pos'], body: QueryBody): Query {
  const orderBy = s.at('ORDER') ? parseOrderBy(s) : [];
  let offset: Expr | undefined;
  let fetch: Expr | undefined;
  if (orderBy.length > 0 && s.accept('OFFSET')) {
    offset = parseExpr(s);
    s.expectOneOf('ROW', 'ROWS');
    if (s.accept('FETCH')) {
      s.expectOneOf('FIRST', 'NEXT');
      fetch = parseExpr(s);
      s.expectOneOf('ROW', 'ROWS');
      s.expect('ONLY');
    }
  }
  // FOR UPDATE and FOR READ ONLY belong to the cursor around the query.
  const forClause = s.at('FOR') && FOR_WORDS.has(s.peek(1).word) ? parseForClause(s) : undefined;
  return { kind: 'query', pos, body, orderBy, offset, fetch, for: forClause };
}

const FOR_WORDS: ReadonlySet<string> = new Set(['XML', 'JSON', 'BROWSE']);

function parseUnion(s: TokenStream, first?: QueryBody): QueryBody {
  const operands = [parseIntersect(s, first)];
  const operators: SetOperator[] = [];
  for (;;) {
    const op = s.accept('UNION')
      ? s.accept('ALL')
        ? 'union all'
        : 'union'
      : s.accept('EXCEPT')
        ? 'except'
        : undefined;
    if (op === undefined) break;
    operators.push(op);
    operands.push(parseIntersect(s));
  }
  if (operators.length >= BALANCE_FROM && operators.every((op) => op === 'union all')) {
    return balance(operands, 0, operands.length);
  }
  return leftDeep(s, operands, operators);
}

function parseIntersect(s: TokenStream, first?: QueryBody): QueryBody {
  const operands = [first ?? parseQueryPrimary(s)];
  const operators: SetOperator[] = [];
  while (s.accept('INTERSECT')) {
    operators.push('intersect');
    operands.push(parseQueryPrimary(s));
  }
  return leftDeep(s, operands, operators);
}

function leftDeep(s: TokenStream, operands: readonly QueryBody[], operators: readonly SetOperator[]): QueryBody {
  if (operators.length > MAX_CHAIN) throw nestedTooDeeply(s.pos.line);
  let left = operands[0]!;
  for (const [i, op] of operators.entries()) left = setOperation(op, left, operands[i + 1]!);
  return left;
}

function balance(operands: readonly QueryBody[], from: number, to: number): QueryBody {
  if (to - from === 1) return operands[from]!;
  const middle = (from + to) >> 1;
  return setOperation('union all', balance(operands, from, middle), balance(operands, middle, to));
}

function setOperation(op: SetOperator, left: QueryBody, right: QueryBody): SetOperation {
  return { kind: 'set-operation', pos: left.pos, op, left, right };
}

function parseQueryPrimary(s: TokenStream): QueryBody {
  if (!s.at('(')) return parseSelect(s);
  s.next();
  s.enter();
  const body = parseUnion(s);
  s.leave();
  s.expect(')');
  return body;
}

export function parseOrderBy(s: TokenStream): OrderItem[] {
  s.expectWords('ORDER', 'BY');
  const items: OrderItem[] = [];
  do {
    const expr = parseExpr(s);
    const descending = s.accept('DESC');
    if (!descending) s.accept('ASC');
    items.push({ kind: 'order-item', pos: expr.pos, expr, descending });
  } while (s.accept(','));
  return items;
}

export function parseWith(s: TokenStream): With {
  const { pos } = s.expect('WITH');
  const xmlNamespaces = s.at('XMLNAMESPACES') && s.peek(1).word === '(' ? parseXmlNamespaces(s) : undefined;
  const ctes: CommonTable[] = [];
  if (xmlNamespaces === undefined || s.accept(',')) {
    do ctes.push(parseCommonTable(s));
    while (s.accept(','));
  }
  return { kind: 'with', pos, xmlNamespaces, ctes };
}

function parseXmlNamespaces(s: TokenStream): With['xmlNamespaces'] {
  s.next();
  s.next();
  const namespaces: NonNullable<With['xmlNamespaces']>[number][] = [];
  do {
    if (s.accept('DEFAULT')) namespaces.push({ uri: parseString(s) });
    else {
      const uri = parseString(s);
      s.expect('AS');
      namespaces.push({ uri, prefix: parseName(s) });
    }
  } while (s.accept(','));
  s.expect(')');
  return namespaces;
}

function parseCommonTable(s: TokenStream): CommonTable {
  const { pos } = s.token;
  const name = parseName(s);
  const columns = s.at('(') ? parseNameList(s) : [];
  s.expect('AS');
  s.expect('(');
  s.enter();
  const query = parseQuery(s);
  s.leave();
  s.expect(')');
  return { kind: 'common-table', pos, name, columns, query };
}
