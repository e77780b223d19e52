import { unreachable } from '../../../base/index.ts';
import type { Expr, Predicate } from '../ast/index.ts';
import { bracket, printDataType, printLiteral } from './name.ts';
import { printExpr } from './expression.ts';
import { printPredicate } from './predicate.ts';

/**
 * Definitions as SQL Server keeps them in sys.check_constraints, sys.default_constraints and sys.computed_columns: names in
 * brackets, numbers in parentheses, no blanks around operators, CAST as CONVERT, IN and BETWEEN taken apart.
 */
export const checkText = (condition: Predicate): string => `(${predicate(condition)})`;

/** DEFAULT 0 is kept as ((0)), DEFAULT getdate() as (getdate()). */
export const defaultText = (value: Expr): string => `(${expr(value)})`;

export const computedText = (value: Expr): string => `(${expr(value)})`;

/** `[a]>(0)`, without the parentheses around it: the filter of an index has them, too. */
function predicate(node: Predicate): string {
  switch (node.kind) {
    case 'or':
      return `${predicate(node.left)} OR ${predicate(node.right)}`;
    case 'and':
      return `${inAnd(node.left)} AND ${inAnd(node.right)}`;
    case 'not':
      return `NOT ${levelOf(node.operand) < COMPARISON ? `(${predicate(node.operand)})` : predicate(node.operand)}`;
    case 'comparison':
      return `${expr(node.left)}${node.op}${expr(node.right)}`;
    case 'between': {
      const value = expr(node.expr);
      return node.not
        ? `${value}<${expr(node.low)} OR ${value}>${expr(node.high)}`
        : `${value}>=${expr(node.low)} AND ${value}<=${expr(node.high)}`;
    }
    case 'in-list': {
      // SQL Server writes the values from the last to the first.
      const value = expr(node.expr);
      const [op, join] = node.not ? ['<>', ' AND '] : ['=', ' OR '];
      return node.list
        .toReversed()
        .map((item) => `${value}${op}${expr(item)}`)
        .join(join);
    }
    case 'like': {
      const escape = node.escape === undefined ? '' : ` escape ${expr(node.escape)}`;
      const like = `${expr(node.expr)} like ${expr(node.pattern)}${escape}`;
      return node.not ? `NOT ${like}` : like;
    }
    case 'is-null':
      return `${expr(node.expr)} IS ${node.not ? 'NOT NULL' : 'NULL'}`;
    default:
      return printPredicate(node);
  }
}

const OR = 1;
const AND = 2;
const COMPARISON = 3;

/** IN is kept as a chain of OR, BETWEEN as a pair of AND; with NOT the other way round. */
function levelOf(node: Predicate): number {
  switch (node.kind) {
    case 'or':
      return OR;
    case 'and':
      return AND;
    case 'in-list':
      return node.list.length === 1 ? COMPARISON : node.not ? AND : OR;
    case 'between':
      return node.not ? OR : AND;
    default:
      return COMPARISON;
  }
}

const inAnd = (node: Predicate): string => (levelOf(node) < AND ? `(${predicate(node)})` : predicate(node));

const exprs = (nodes: readonly Expr[]): string => nodes.map(expr).join(',');

function expr(node: Expr): string {
  switch (node.kind) {
    case 'literal':
      return isNumber(node.type) ? `(${printLiteral(node)})` : printLiteral(node);
    case 'column':
      return node.name.parts.map((part) => bracket(part.text)).join('.');
    case 'unary':
      return node.operand.kind === 'literal'
        ? `(${node.op}${printLiteral(node.operand)})`
        : `${node.op}${nested(node.operand)}`;
    case 'binary':
      return `${nestedLeft(node, node.left)}${node.op}${nested(node.right)}`;
    case 'cast':
      return `${node.try ? 'TRY_CAST' : 'CONVERT'}(${castArguments(node)})`;
    case 'convert': {
      const style = node.style === undefined ? '' : `,${expr(node.style)}`;
      return `${node.try ? 'TRY_CONVERT' : 'CONVERT'}(${typeText(node.type)},${expr(node.expr)}${style})`;
    }
    case 'simple-case': {
      const branches = node.branches.map((branch) => ` when ${expr(branch.when)} then ${expr(branch.then)}`).join('');
      return `case ${expr(node.operand)}${branches}${otherwise(node.otherwise)} end`;
    }
    case 'searched-case': {
      const branches = node.branches
        .map((branch) => ` when ${predicate(branch.when)} then ${expr(branch.then)}`)
        .join('');
      return `case${branches}${otherwise(node.otherwise)} end`;
    }
    case 'coalesce':
      return `coalesce(${exprs(node.args)})`;
    case 'nullif':
      return `nullif(${expr(node.left)},${expr(node.right)})`;
    case 'iif':
      return `case when ${predicate(node.condition)} then ${expr(node.then)} else ${expr(node.otherwise)} end`;
    case 'collate':
      return `${expr(node.expr)} collate ${node.collation.text}`;
    case 'call':
      return callText(node);
    case 'next-value-for':
      return `NEXT VALUE FOR ${node.sequence.parts.map((part) => bracket(part.text)).join('.')}`;
    case 'variable':
    case 'global-variable':
    case 'pseudo-column':
    case 'at-time-zone':
    case 'parse':
    case 'method-call':
    case 'static-method-call':
    case 'subquery':
    case 'odbc-literal':
    case 'default':
    case 'identity-function':
      return printExpr(node);
    default:
      return unreachable(node, 'constraint text');
  }
}

const isNumber = (type: string): boolean =>
  type === 'int' || type === 'numeric' || type === 'float' || type === 'money';

const otherwise = (node: Expr | undefined): string => (node === undefined ? '' : ` else ${expr(node)}`);

const typeText = (type: (Expr & { kind: 'cast' })['type']): string => {
  const name = type.name.parts.map((part) => bracket(part.text)).join('.');
  if (type.xmlSchema !== undefined) return printDataType(type);
  return type.args.length === 0 ? name : `${name}(${type.args.join(',')})`;
};

const castArguments = (node: Expr & { kind: 'cast' }): string =>
  node.try ? `${expr(node.expr)} AS ${typeText(node.type)}` : `${typeText(node.type)},${expr(node.expr)}`;

/** Built-in functions are kept in lower case, the user's in brackets. */
function callText(node: Expr & { kind: 'call' }): string {
  const { parts } = node.name;
  if (node.over !== undefined || node.withinGroup !== undefined || node.odbc === true || node.trimFrom === true)
    return printExpr(node);
  const name = parts.length === 1 ? parts[0]!.text.toLowerCase() : parts.map((part) => bracket(part.text)).join('.');
  if (node.niladic === true) return NILADIC.get(name) ?? name;
  return `${name}(${node.star === true ? '*' : exprs(node.args)})`;
}

/** Words without parentheses are kept as the function they stand for. */
const NILADIC: ReadonlyMap<string, string> = new Map([
  ['current_timestamp', 'getdate()'],
  ['current_user', 'user_name()'],
  ['user', 'user_name()'],
  ['session_user', 'user_name()'],
  ['system_user', 'suser_sname()'],
]);

const isProduct = (op: string): boolean => op === '*' || op === '/' || op === '%';

function nested(node: Expr): string {
  return node.kind === 'binary' ? `(${expr(node)})` : expr(node);
}

/** The left side of an operator needs parentheses only where it binds less tightly, or is a sign in front of a product. */
function nestedLeft(parent: Expr & { kind: 'binary' }, left: Expr): string {
  if (left.kind === 'unary' && left.operand.kind !== 'literal') return `(${expr(left)})`;
  if (left.kind === 'binary' && isProduct(parent.op) && !isProduct(left.op)) return `(${expr(left)})`;
  return expr(left);
}
