import type {
  ForClause,
  GroupItem,
  OrderItem,
  Query,
  QueryBody,
  QueryHint,
  Select,
  SelectItem,
  SelectStatement,
  SetOperation,
  TableHint,
  Top,
  With,
} from '../ast/index.ts';
import { printExpr, printExprs } from './expression.ts';
import { clause, printName, printNames, printObjectName, quote, words } from './name.ts';
import { printPredicate } from './predicate.ts';
import { printTableSource } from './table-source.ts';

export function printSelectStatement(statement: SelectStatement): string {
  return words(printWith(statement.with), printQuery(statement.query), printOptions(statement.options));
}

export function printWith(node: With | undefined): string | undefined {
  if (node === undefined) return undefined;
  const namespaces = node.xmlNamespaces?.map((space) =>
    space.prefix === undefined ? `DEFAULT ${quote(space.uri)}` : `${quote(space.uri)} AS ${printName(space.prefix)}`,
  );
  const ctes = node.ctes.map((cte) =>
    words(printName(cte.name), clause('', cte.columns.map(printName)).trim(), `AS (${printQuery(cte.query)})`),
  );
  const parts = namespaces === undefined ? ctes : [`XMLNAMESPACES (${namespaces.join(', ')})`, ...ctes];
  return `WITH ${parts.join(', ')}`;
}

export function printQuery(query: Query): string {
  return words(
    printBody(query.body),
    query.orderBy.length > 0 && printOrderBy(query.orderBy),
    query.offset && `OFFSET ${printExpr(query.offset)} ROWS`,
    query.fetch && `FETCH NEXT ${printExpr(query.fetch)} ROWS ONLY`,
    query.for && printFor(query.for),
  );
}

export const printOrderBy = (items: readonly OrderItem[]): string => `ORDER BY ${items.map(printOrderItem).join(', ')}`;

export const printOrderItem = (item: OrderItem): string => words(printExpr(item.expr), item.descending && 'DESC');

function levelOf(body: QueryBody): number {
  if (body.kind === 'select') return 3;
  return body.op === 'intersect' ? 2 : 1;
}

function printBody(body: QueryBody): string {
  return body.kind === 'select' ? printSelect(body) : printSetOperation(body);
}

function printSetOperation(node: SetOperation): string {
  const level = levelOf(node);
  const at = (body: QueryBody, least: number): string =>
    levelOf(body) < least ? `(${printBody(body)})` : printBody(body);
  return `${at(node.left, level)} ${node.op.toUpperCase()} ${at(node.right, level + 1)}`;
}

function printSelect(select: Select): string {
  const { groupBy, into, intoFilegroup } = select;
  return words(
    'SELECT',
    select.distinct && 'DISTINCT',
    printTop(select.top),
    printItems(select.items),
    into && words(`INTO ${printObjectName(into)}`, intoFilegroup && `ON ${printName(intoFilegroup)}`),
    select.from.length > 0 && `FROM ${select.from.map(printTableSource).join(', ')}`,
    select.where && `WHERE ${printPredicate(select.where)}`,
    groupBy && words('GROUP BY', groupBy.all && 'ALL', groupBy.items.map(printGroupItem).join(', ')),
    groupBy?.with && `WITH ${groupBy.with.toUpperCase()}`,
    select.having && `HAVING ${printPredicate(select.having)}`,
  );
}

export function printTop(top: Top | undefined): string | undefined {
  if (top === undefined) return undefined;
  const count = top.count.kind === 'subquery' ? printQuery(top.count.query) : printExpr(top.count);
  return words('TOP', top.parenthesized ? `(${count})` : count, top.percent && 'PERCENT', top.withTies && 'WITH TIES');
}

export const printItems = (items: readonly SelectItem[]): string => items.map(printItem).join(', ');

function printItem(item: SelectItem): string {
  switch (item.kind) {
    case 'select-star':
      return item.qualifier === undefined ? '*' : `${printObjectName(item.qualifier)}.*`;
    case 'select-expr':
      return words(printExpr(item.expr), item.alias && `AS ${printName(item.alias)}`);
    case 'select-assignment':
      return `${item.variable} ${item.op} ${printExpr(item.expr)}`;
  }
}

function printGroupItem(item: GroupItem): string {
  switch (item.kind) {
    case 'group-expr':
      return printExpr(item.expr);
    case 'group-set':
      return `(${printExprs(item.exprs)})`;
    case 'rollup':
    case 'cube':
      return `${item.kind.toUpperCase()} (${item.items.map(printGroupItem).join(', ')})`;
    case 'grouping-sets':
      return `GROUPING SETS (${item.items.map(printGroupItem).join(', ')})`;
  }
}

const named = (word: string, value: string | undefined): string | undefined =>
  value === undefined ? undefined : value === '' ? word : `${word}(${quote(value)})`;

function printFor(node: ForClause): string {
  switch (node.kind) {
    case 'for-browse':
      return 'FOR BROWSE';
    case 'for-json': {
      const directives = [
        named('ROOT', node.root),
        node.includeNullValues && 'INCLUDE_NULL_VALUES',
        node.withoutArrayWrapper && 'WITHOUT_ARRAY_WRAPPER',
      ];
      return [`FOR JSON ${node.mode.toUpperCase()}`, ...directives].filter(Boolean).join(', ');
    }
    case 'for-xml': {
      const element = node.element === undefined ? '' : `(${quote(node.element)})`;
      const elements =
        node.elements === undefined
          ? undefined
          : node.elements === 'plain'
            ? 'ELEMENTS'
            : `ELEMENTS ${node.elements.toUpperCase()}`;
      const directives = [
        node.binaryBase64 && 'BINARY BASE64',
        node.type && 'TYPE',
        named('ROOT', node.root),
        node.xmlData && 'XMLDATA',
        named('XMLSCHEMA', node.xmlSchema),
        elements,
      ];
      return [`FOR XML ${node.mode.toUpperCase()}${element}`, ...directives].filter(Boolean).join(', ');
    }
  }
}

export function printOptions(hints: readonly QueryHint[]): string {
  return clause('OPTION', hints.map(printQueryHint));
}

function printQueryHint(hint: QueryHint): string {
  if (hint.optimizeFor !== undefined) {
    if (hint.optimizeFor.length === 0) return 'OPTIMIZE FOR UNKNOWN';
    const items = hint.optimizeFor.map(
      ({ variable, value }) => `${variable} ${value === undefined ? 'UNKNOWN' : `= ${printExpr(value)}`}`,
    );
    return `OPTIMIZE FOR (${items.join(', ')})`;
  }
  if (hint.table !== undefined) {
    return `TABLE HINT (${[printObjectName(hint.table), ...(hint.tableHints ?? []).map(printTableHint)].join(', ')})`;
  }
  if (hint.name === 'USE HINT') return `USE HINT (${printExprs(hint.args)})`;
  return words(hint.name, printExprs(hint.args));
}

/** WITH (hints), or nothing. */
export function printHints(hints: readonly TableHint[]): string {
  return clause('WITH', hints.map(printTableHint));
}

function printTableHint(hint: TableHint): string {
  if (hint.name === 'SPATIAL_WINDOW_MAX_CELLS') return `${hint.name} = ${printExprs(hint.args)}`;
  if (hint.args.length === 0) return hint.name;
  const columns = hint.columns === undefined || hint.columns.length === 0 ? '' : ` (${printNames(hint.columns)})`;
  return `${hint.name} (${printExprs(hint.args)}${columns})`;
}
