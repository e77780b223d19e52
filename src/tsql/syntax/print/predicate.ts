import { unreachable } from '../../../base/index.ts';
import type { FullText, Predicate } from '../ast/index.ts';
import { printExpr, printExprs } from './expression.ts';
import { printName, printObjectName, words } from './name.ts';
import { printQuery } from './query.ts';

const OR = 1;
const AND = 2;
const NOT = 3;
const COMPARISON = 4;

function levelOf(predicate: Predicate): number {
  if (predicate.kind === 'or') return OR;
  if (predicate.kind === 'and') return AND;
  return predicate.kind === 'not' ? NOT : COMPARISON;
}

function printAt(level: number, predicate: Predicate): string {
  const text = printPredicate(predicate);
  return levelOf(predicate) < level ? `(${text})` : text;
}

export function printPredicate(predicate: Predicate): string {
  switch (predicate.kind) {
    case 'or':
      return `${printAt(OR, predicate.left)} OR ${printAt(AND, predicate.right)}`;
    case 'and':
      return `${printAt(AND, predicate.left)} AND ${printAt(NOT, predicate.right)}`;
    case 'not':
      return `NOT ${printAt(NOT, predicate.operand)}`;
    case 'comparison':
      return `${printExpr(predicate.left)} ${predicate.op} ${printExpr(predicate.right)}`;
    case 'quantified-comparison': {
      const right = `${predicate.quantifier.toUpperCase()} (${printQuery(predicate.query)})`;
      return `${printExpr(predicate.left)} ${predicate.op} ${right}`;
    }
    case 'between': {
      const { expr, low, high, not } = predicate;
      return words(printExpr(expr), not && 'NOT', `BETWEEN ${printExpr(low)} AND ${printExpr(high)}`);
    }
    case 'in-list':
      return words(printExpr(predicate.expr), predicate.not && 'NOT', `IN (${printExprs(predicate.list)})`);
    case 'in-query':
      return words(printExpr(predicate.expr), predicate.not && 'NOT', `IN (${printQuery(predicate.query)})`);
    case 'like': {
      const { expr, pattern, escape, not } = predicate;
      return words(
        printExpr(expr),
        not && 'NOT',
        `LIKE ${printExpr(pattern)}`,
        escape && `ESCAPE ${printExpr(escape)}`,
      );
    }
    case 'is-null':
      return `${printExpr(predicate.expr)} IS ${predicate.not ? 'NOT NULL' : 'NULL'}`;
    case 'exists':
      return `EXISTS (${printQuery(predicate.query)})`;
    case 'full-text':
      return printFullText(predicate);
    case 'updated-column':
      return `UPDATE(${printName(predicate.column)})`;
    case 'current-of':
      return words('CURRENT OF', predicate.global && 'GLOBAL', printName(predicate.cursor));
    default:
      return unreachable(predicate, 'printPredicate');
  }
}

function printFullText(predicate: FullText): string {
  const columns = predicate.columns.length === 0 ? '*' : `(${predicate.columns.map(printObjectName).join(', ')})`;
  const language = predicate.language === undefined ? '' : `, LANGUAGE ${printExpr(predicate.language)}`;
  return `${predicate.function.toUpperCase()}(${columns}, ${printExpr(predicate.search)}${language})`;
}
