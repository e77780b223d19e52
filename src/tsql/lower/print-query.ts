import { unreachable } from '../../base/index.ts';
import type { BoundExpr } from '../bind/bound.ts';
import type {
  BoundCte,
  BoundGrouping,
  BoundLimit,
  BoundLock,
  BoundQuery,
  BoundSelect,
  BoundSetOperation,
  BoundSource,
  BoundValues,
} from '../bind/bound-query.ts';
import { printAll, printCondition, printExpression, printOrderBy } from './print-expression.ts';
import type { Printer } from './printer.ts';
import { quoteName, quoteQualified } from './quote.ts';
import { fillTemplate } from './template.ts';

/** A whole query, without parentheses around it. */
export function printQuery(query: BoundQuery, printer: Printer): string {
  const withClause = printWith(query.with ?? [], printer);
  if (query.limit?.percent) return withClause + printPercent(query, query.limit, printer);
  if (query.orderBy.length > 0 && needsOuterOrder(query)) return withClause + printOuterOrder(query, printer);
  return withClause + printUnlimited(query, printer) + printLimit(query.limit, printer) + printLock(query);
}

/** The query with its ORDER BY but without its row limit. */
function printUnlimited(query: BoundQuery, printer: Printer): string {
  const order = query.orderBy.length > 0 ? ` ${printOrderBy(query.orderBy, printer)}` : '';
  return printBody(query, printer) + order;
}

function printBody(query: BoundQuery, printer: Printer): string {
  switch (query.kind) {
    case 'select':
      return printSelect(query, printer);
    case 'set operation':
      return printSetOperation(query, printer);
    case 'values':
      return printValues(query, printer);
    default:
      return unreachable(query, 'print a query');
  }
}

export function printWith(ctes: readonly BoundCte[], printer: Printer): string {
  if (ctes.length === 0) return '';
  const recursive = ctes.some((cte) => cte.recursive) ? 'RECURSIVE ' : '';
  const parts = ctes.map(
    (cte) => `${quoteName(cte.pg)}(${cte.columns.map(quoteName).join(', ')}) AS (${printQuery(cte.query, printer)})`,
  );
  return `WITH ${recursive}${parts.join(', ')} `;
}

function printSelect(select: BoundSelect, printer: Printer): string {
  const outputs = select.expressions.map((expr, i) => printOutput(expr, select.outputs[i]?.pg, printer));
  const parts = [`SELECT ${select.distinct ? 'DISTINCT ' : ''}${outputs.join(', ')}`];
  if (select.from.length > 0)
    parts.push(`FROM ${select.from.map((source) => printSource(source, printer)).join(', ')}`);
  if (select.where) parts.push(`WHERE ${printCondition(select.where, printer)}`);
  if (select.groupBy) parts.push(printGroupBy(select.groupBy, printer));
  if (select.having) parts.push(`HAVING ${printCondition(select.having, printer)}`);
  return parts.join(' ');
}

export function printOutput(expr: BoundExpr, pg: string | undefined, printer: Printer): string {
  const text = printExpression(expr, printer);
  if (pg === undefined || (expr.kind === 'column' && expr.pg === pg)) return text;
  return `${text} AS ${quoteName(pg)}`;
}

function printGroupBy(grouping: BoundGrouping, printer: Printer): string {
  switch (grouping.kind) {
    case 'plain':
      return grouping.expressions.length === 0
        ? 'GROUP BY ()'
        : `GROUP BY ${printAll(grouping.expressions, printer).join(', ')}`;
    case 'sets':
      return `GROUP BY GROUPING SETS (${grouping.sets.map((set) => `(${printAll(set, printer).join(', ')})`).join(', ')})`;
    default:
      return unreachable(grouping.kind, 'print a grouping');
  }
}

function printSetOperation(query: BoundSetOperation, printer: Printer): string {
  return `${printSide(query.left, printer)} ${query.op} ${printSide(query.right, printer)}`;
}

function printSide(side: BoundQuery, printer: Printer): string {
  const text = printQuery(side, printer);
  const plain = side.kind === 'select' && !side.with && side.orderBy.length === 0 && !side.limit && !side.lock;
  return plain ? text : `(${text})`;
}

function printValues(values: BoundValues, printer: Printer): string {
  return `VALUES ${values.rows.map((row) => `(${printAll(row, printer).join(', ')})`).join(', ')}`;
}

/** PostgreSQL sorts DISTINCT rows and set operations by output columns only, and takes no expression over them. */
function needsOuterOrder(query: BoundQuery): boolean {
  if (query.kind === 'select' && !query.distinct) return false;
  return query.orderBy.some(
    ({ expr }) => expr.type.name === 'uniqueidentifier' || expr.kind !== 'column' || expr.source !== '',
  );
}

function printOuterOrder(query: BoundQuery, printer: Printer): string {
  const columns = query.outputs.map((output) => quoteName(output.pg)).join(', ');
  const order = printOrderBy(query.orderBy, printer);
  return `SELECT ${columns} FROM (${printBody(query, printer)}) AS "$sorted"(${columns}) ${order}${printLimit(query.limit, printer)}`;
}

function printLimit(limit: BoundLimit | undefined, printer: Printer): string {
  if (!limit) return '';
  const offset = limit.offset ? ` OFFSET ${printExpression(limit.offset, printer)}` : '';
  if (!limit.count) return offset;
  const count = printExpression(limit.count, printer);
  return limit.withTies ? `${offset} FETCH FIRST (${count}) ROWS WITH TIES` : ` LIMIT ${count}${offset}`;
}

/** TOP n PERCENT: rows are rounded up to the next whole one (sql-docs, top-transact-sql). */
function printPercent(query: BoundQuery, limit: BoundLimit, printer: Printer): string {
  const percent = limit.count ? printExpression(limit.count, printer) : '100';
  const inner = printUnlimited(query, printer);
  const share = (count: string): string => `pg_catalog.ceil(${count} * ${percent}::numeric / 100)`;
  if (limit.withTies) {
    const total = `(SELECT ${share('pg_catalog.count(*)')} FROM (${inner}) AS "$all")`;
    return `${inner} FETCH FIRST (${total}) ROWS WITH TIES`;
  }
  const columns = query.outputs.map((output) => quoteName(output.pg)).join(', ');
  return (
    `SELECT ${columns} FROM (SELECT *, pg_catalog.row_number() OVER () AS "$row", pg_catalog.count(*) OVER () AS "$rows" ` +
    `FROM (${inner}) AS "$all") AS "$numbered" WHERE "$row" <= ${share('"$rows"')} ORDER BY "$row"`
  );
}

function printLock(query: BoundQuery): string {
  return query.kind === 'select' && query.lock ? printLockClause(query.lock) : '';
}

export function printLockClause(lock: BoundLock): string {
  const wait = lock.wait === 'wait' ? '' : ` ${lock.wait.toUpperCase()}`;
  return ` FOR ${lock.strength} OF ${lock.of.map(quoteName).join(', ')}${wait}`;
}

export function printSource(source: BoundSource, printer: Printer): string {
  switch (source.kind) {
    case 'table':
      return `${quoteQualified(source.pgSchema, source.pg)} AS ${quoteName(source.alias)}`;
    case 'cte':
      return `${quoteName(source.pg)} AS ${quoteName(source.alias)}`;
    case 'derived': {
      const columns = source.columns.map(quoteName).join(', ');
      return `${source.lateral ? 'LATERAL ' : ''}(${printQuery(source.query, printer)}) AS ${quoteName(source.alias)}(${columns})`;
    }
    case 'function': {
      const columns = source.columns.map(quoteName).join(', ');
      const call = fillTemplate(source.template, printAll(source.args, printer));
      return `${source.lateral ? 'LATERAL ' : ''}${call} AS ${quoteName(source.alias)}(${columns})`;
    }
    case 'join': {
      const left = printSource(source.left, printer);
      const right =
        source.right.kind === 'join' ? `(${printSource(source.right, printer)})` : printSource(source.right, printer);
      if (source.join === 'CROSS') return `${left} CROSS JOIN ${right}`;
      const on = source.on ? printCondition(source.on, printer) : 'TRUE';
      return `${left} ${source.join} JOIN ${right} ON ${on}`;
    }
    default:
      return unreachable(source, 'print a table source');
  }
}
