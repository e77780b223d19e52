import { unreachable } from '../../base/index.ts';
import type { BoundAggregate, BoundCase, BoundColumn, BoundExpr, BoundSubquery, BoundWindow } from '../bind/bound.ts';
import type { BoundOrder } from '../bind/bound-query.ts';
import { printLiteral } from './literal.ts';
import { printQuery } from './print-query.ts';
import type { Printer } from './printer.ts';
import { quoteName } from './quote.ts';
import { fillTemplate, isAtomic } from './template.ts';

/** The text of an expression, safe as an operand of anything. */
export function printExpression(expr: BoundExpr, printer: Printer): string {
  switch (expr.kind) {
    case 'literal':
      return printLiteral(expr);
    case 'variable':
      return printer.parameter(expr.name, expr.type);
    case 'column':
      return printColumn(expr);
    case 'call': {
      const text = fillTemplate(expr.template, printAll(expr.args, printer));
      return isAtomic(expr.template) ? text : `(${text})`;
    }
    case 'case':
      return printCase(expr, printer);
    case 'subquery':
      return printSubquery(expr, printer);
    case 'aggregate':
      return printAggregate(expr, printer);
    case 'window':
      return printWindow(expr, printer);
    default:
      return unreachable(expr, 'print an expression');
  }
}

export function printAll(exprs: readonly BoundExpr[], printer: Printer): string[] {
  return exprs.map((expr) => printExpression(expr, printer));
}

/** A search condition at the top of WHERE, ON or HAVING: AND chains stay flat and without parentheses. */
export function printCondition(expr: BoundExpr, printer: Printer): string {
  if (expr.kind === 'call' && expr.op === 'and') {
    return expr.args
      .map((arg) => (isConjunction(arg) ? printCondition(arg, printer) : printExpression(arg, printer)))
      .join(' AND ');
  }
  return strip(expr, printExpression(expr, printer));
}

function isConjunction(expr: BoundExpr): boolean {
  return expr.kind === 'call' && expr.op === 'and';
}

/** Without the parentheses that only an operand needs. */
function strip(expr: BoundExpr, text: string): string {
  return expr.kind === 'call' && (!isAtomic(expr.template) || expr.template.startsWith('(')) ? text.slice(1, -1) : text;
}

function printColumn(column: BoundColumn): string {
  return column.source === '' ? quoteName(column.pg) : `${quoteName(column.source)}.${quoteName(column.pg)}`;
}

function printCase(expr: BoundCase, printer: Printer): string {
  const branches = expr.branches.map(
    ({ when, then }) => `WHEN ${printCondition(when, printer)} THEN ${printExpression(then, printer)}`,
  );
  const otherwise = expr.otherwise ? ` ELSE ${printExpression(expr.otherwise, printer)}` : '';
  return `CASE ${branches.join(' ')}${otherwise} END`;
}

function printSubquery(expr: BoundSubquery, printer: Printer): string {
  const query = printQuery(expr.query, printer);
  switch (expr.form) {
    case 'scalar':
      return `(${query})`;
    case 'exists':
      return `EXISTS (${query})`;
    case 'any':
    case 'all': {
      const left = expr.left ? printExpression(expr.left, printer) : '';
      return `(${fillTemplate(expr.template ?? '', [left, `${expr.form.toUpperCase()} (${query})`])})`;
    }
    default:
      return unreachable(expr.form, 'print a subquery');
  }
}

function printAggregate(expr: BoundAggregate, printer: Printer): string {
  const args = printAll(expr.args, printer);
  if (expr.distinct && args[0] !== undefined) args[0] = `DISTINCT ${args[0]}`;
  const order = expr.withinGroup && expr.withinGroup.length > 0 ? ` ${printOrderBy(expr.withinGroup, printer)}` : '';
  const text = fillTemplate(expr.template, args, { order });
  return isAtomic(expr.template) ? text : `(${text})`;
}

function printWindow(expr: BoundWindow, printer: Printer): string {
  const parts: string[] = [];
  if (expr.partitionBy.length > 0) parts.push(`PARTITION BY ${printAll(expr.partitionBy, printer).join(', ')}`);
  if (expr.orderBy.length > 0) parts.push(printOrderBy(expr.orderBy, printer));
  if (expr.frame !== undefined) parts.push(expr.frame);
  const over = ` OVER (${parts.join(' ')})`;
  return `(${fillTemplate(expr.template, printAll(expr.args, printer), { over })})`;
}

export function printOrderBy(items: readonly BoundOrder[], printer: Printer): string {
  return `ORDER BY ${items.map((item) => printOrderItem(item, printer)).join(', ')}`;
}

/** SQL Server sorts NULL below every value, PostgreSQL above: said only where a NULL can come. */
function printOrderItem({ expr, descending }: BoundOrder, printer: Printer): string {
  const text = printSortKey(expr, printer);
  const nulls = expr.nullable ? (descending ? ' NULLS LAST' : ' NULLS FIRST') : '';
  return `${text}${descending ? ' DESC' : ''}${nulls}`;
}

function printSortKey(expr: BoundExpr, printer: Printer): string {
  const text = printExpression(expr, printer);
  if (expr.type.name === 'uniqueidentifier') return `sys.guid_key(${text})`;
  // A bare integer would be the number of an output column.
  return expr.kind === 'literal' && /^\d+$/.test(text) ? `${text}::int4` : text;
}
