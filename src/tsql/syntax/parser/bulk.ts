import type { BulkInsert, Expr, InsertBulk, Truncate } from '../ast/index.ts';
import { parseExpr } from './expression.ts';
import { parseDataType, parseName, parseObjectName, parseString } from './name.ts';
import { parseOption } from './option.ts';
import { parseNullability } from './rowset.ts';
import type { TokenStream } from './token-stream.ts';

export function parseTruncate(s: TokenStream): Truncate {
  const { pos } = s.next();
  s.expect('TABLE');
  const table = parseObjectName(s);
  if (!s.atWords('WITH', '(')) return { kind: 'truncate', pos, end: s.lastEnd, table };
  s.expectWords('WITH', '(', 'PARTITIONS', '(');
  const partitions: { from: Expr; to?: Expr }[] = [];
  do {
    const from = parseExpr(s);
    partitions.push(s.accept('TO') ? { from, to: parseExpr(s) } : { from });
  } while (s.accept(','));
  s.expectWords(')', ')');
  return { kind: 'truncate', pos, end: s.lastEnd, table, partitions };
}

export function parseBulkInsert(s: TokenStream): BulkInsert {
  const { pos } = s.next();
  s.expect('INSERT');
  const table = parseObjectName(s);
  s.expect('FROM');
  const file = parseString(s);
  const options = [];
  if (s.accept('WITH')) {
    s.expect('(');
    do options.push(parseOption(s));
    while (s.accept(','));
    s.expect(')');
  }
  return { kind: 'bulk-insert', pos, end: s.lastEnd, table, file, options };
}

/** What client libraries send in front of a stream of rows; MS-TDS "Bulk Load BCP". */
export function parseInsertBulk(s: TokenStream): InsertBulk {
  const { pos } = s.token;
  s.expectWords('INSERT', 'BULK');
  const table = parseObjectName(s);
  const columns: InsertBulk['columns'][number][] = [];
  if (s.accept('(')) {
    do columns.push(parseBulkColumn(s));
    while (s.accept(','));
    s.expect(')');
  }
  const options: InsertBulk['options'][number][] = [];
  const order: InsertBulk['order'][number][] = [];
  if (s.atWords('WITH', '(')) {
    s.acceptWords('WITH', '(');
    do {
      if (s.atWords('ORDER', '(')) order.push(...parseBulkOrder(s));
      else options.push(parseOption(s));
    } while (s.accept(','));
    s.expect(')');
  }
  return { kind: 'insert-bulk', pos, end: s.lastEnd, table, columns, options, order };
}

function parseBulkColumn(s: TokenStream): InsertBulk['columns'][number] {
  const name = parseName(s);
  const type = parseDataType(s);
  const collation = s.accept('COLLATE') ? parseName(s) : undefined;
  return { name, type, collation, nullable: parseNullability(s) };
}

function parseBulkOrder(s: TokenStream): InsertBulk['order'][number][] {
  s.acceptWords('ORDER', '(');
  const order: InsertBulk['order'][number][] = [];
  do {
    const name = parseName(s);
    const descending = s.accept('DESC');
    if (!descending) s.accept('ASC');
    order.push({ name, descending });
  } while (s.accept(','));
  s.expect(')');
  return order;
}
