import { unreachable } from '../../../base/index.ts';
import type { Call, Case, Expr, FrameBound, MethodCall, Over, Unary } from '../ast/index.ts';
import { printDataType, printLiteral, printName, printObjectName, quote, words } from './name.ts';
import { printPredicate } from './predicate.ts';
import { printOrderBy, printOrderItem, printQuery } from './query.ts';

/** How tightly an expression binds; see the parser's expression.ts. Unary signs stand between `+` and `*`. */
const ADDITIVE = 1;
const SIGN = 2;
const MULTIPLICATIVE = 3;
const COMPLEMENT = 4;
const POSTFIX = 5;
const PRIMARY = 6;

function levelOf(expr: Expr): number {
  switch (expr.kind) {
    case 'binary':
      return expr.op === '*' || expr.op === '/' || expr.op === '%' ? MULTIPLICATIVE : ADDITIVE;
    case 'unary':
      return expr.op === '~' ? COMPLEMENT : SIGN;
    case 'collate':
    case 'at-time-zone':
    case 'method-call':
      return POSTFIX;
    default:
      return PRIMARY;
  }
}

/** The expression, in parentheses where it binds less tightly than `level`. */
function printAt(level: number, expr: Expr): string {
  const text = printExpr(expr);
  return levelOf(expr) < level ? `(${text})` : text;
}

export const printExprs = (exprs: readonly Expr[]): string => exprs.map(printExpr).join(', ');

export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'literal':
      return printLiteral(expr);
    case 'variable':
    case 'global-variable':
      return expr.name;
    case 'column':
      return printObjectName(expr.name);
    case 'pseudo-column':
      return expr.qualifier === undefined ? expr.name : `${printObjectName(expr.qualifier)}.${expr.name}`;
    case 'unary':
      return printUnary(expr);
    case 'binary': {
      const level = levelOf(expr);
      // A sign in front of the left side of `*` would take the whole product; on the right side it would take what follows.
      return `${printAt(level, expr.left)} ${expr.op} ${printAt(level === ADDITIVE ? SIGN : COMPLEMENT, expr.right)}`;
    }
    case 'collate':
      return `${printAt(POSTFIX, expr.expr)} COLLATE ${printName(expr.collation)}`;
    case 'at-time-zone':
      return `${printAt(POSTFIX, expr.expr)} AT TIME ZONE ${printAt(PRIMARY, expr.zone)}`;
    case 'simple-case':
    case 'searched-case':
      return printCase(expr);
    case 'cast':
      return `${expr.try ? 'TRY_CAST' : 'CAST'}(${printExpr(expr.expr)} AS ${printDataType(expr.type)})`;
    case 'convert': {
      const style = expr.style === undefined ? '' : `, ${printExpr(expr.style)}`;
      return `${expr.try ? 'TRY_CONVERT' : 'CONVERT'}(${printDataType(expr.type)}, ${printExpr(expr.expr)}${style})`;
    }
    case 'parse': {
      const culture = expr.culture === undefined ? '' : ` USING ${printExpr(expr.culture)}`;
      return `${expr.try ? 'TRY_PARSE' : 'PARSE'}(${printExpr(expr.expr)} AS ${printDataType(expr.type)}${culture})`;
    }
    case 'iif':
      return `IIF(${printPredicate(expr.condition)}, ${printExpr(expr.then)}, ${printExpr(expr.otherwise)})`;
    case 'coalesce':
      return `COALESCE(${printExprs(expr.args)})`;
    case 'nullif':
      return `NULLIF(${printExpr(expr.left)}, ${printExpr(expr.right)})`;
    case 'call':
      return printCall(expr);
    case 'method-call':
      return printMethodCall(expr);
    case 'static-method-call': {
      const args = expr.args === undefined ? '' : `(${printExprs(expr.args)})`;
      return `${printObjectName(expr.type)}::${printName(expr.method)}${args}`;
    }
    case 'next-value-for':
      return words(`NEXT VALUE FOR ${printObjectName(expr.sequence)}`, expr.over && printOver(expr.over));
    case 'subquery':
      return `(${printQuery(expr.query)})`;
    case 'odbc-literal':
      return `{${expr.type} ${quote(expr.value)}}`;
    case 'default':
      return 'DEFAULT';
    case 'identity-function': {
      const args = [expr.seed, expr.increment].filter((arg) => arg !== undefined).map((arg) => `, ${printExpr(arg)}`);
      return `IDENTITY(${printDataType(expr.type)}${args.join('')})`;
    }
    default:
      return unreachable(expr, 'printExpr');
  }
}

function printUnary(expr: Unary): string {
  const operand = printAt(expr.op === '~' ? COMPLEMENT : SIGN, expr.operand);
  // Two minus signs without a blank would start a comment.
  return operand.startsWith('-') ? `${expr.op} ${operand}` : `${expr.op}${operand}`;
}

function printCase(expr: Case): string {
  const branches =
    expr.kind === 'simple-case'
      ? expr.branches.map((branch) => `WHEN ${printExpr(branch.when)} THEN ${printExpr(branch.then)}`)
      : expr.branches.map((branch) => `WHEN ${printPredicate(branch.when)} THEN ${printExpr(branch.then)}`);
  const operand = expr.kind === 'simple-case' ? printExpr(expr.operand) : undefined;
  return words('CASE', operand, ...branches, expr.otherwise && `ELSE ${printExpr(expr.otherwise)}`, 'END');
}

function printCall(call: Call): string {
  const name = printObjectName(call.name);
  if (call.niladic === true) return name;
  if (call.odbc === true) {
    const separator = name.toUpperCase() === 'EXTRACT' ? ' FROM ' : ', ';
    return `{fn ${name}(${call.args.map(printExpr).join(separator)})}`;
  }
  const args = call.trimFrom === true ? call.args.map(printExpr).join(' FROM ') : printExprs(call.args);
  const quantifier = call.quantifier === undefined ? '' : `${call.quantifier.toUpperCase()} `;
  return words(
    `${name}(${call.star === true ? '*' : `${quantifier}${args}`})`,
    call.withinGroup && `WITHIN GROUP (${printOrderBy(call.withinGroup)})`,
    call.nulls && `${call.nulls.toUpperCase()} NULLS`,
    call.over && printOver(call.over),
  );
}

/** Targets that a method may follow without parentheses; a column only where its method is one of xml's, as the parser has it. */
function printMethodCall(expr: MethodCall): string {
  const { target } = expr;
  const text = printExpr(target);
  const isXml = XML_METHODS.has(expr.method.text);
  const plain = (target.kind === 'column' && isXml) || PLAIN_TARGETS.has(target.kind);
  return `${plain ? text : `(${text})`}.${printName(expr.method)}(${printExprs(expr.args)})`;
}

const XML_METHODS: ReadonlySet<string> = new Set(['value', 'query', 'exist', 'nodes', 'modify']);
const PLAIN_TARGETS: ReadonlySet<string> = new Set(['variable', 'cast', 'convert', 'subquery', 'method-call']);

function printOver(over: Over): string {
  const { frame } = over;
  const bounds =
    frame === undefined
      ? undefined
      : frame.end === undefined
        ? `${frame.unit.toUpperCase()} ${printBound(frame.start)}`
        : `${frame.unit.toUpperCase()} BETWEEN ${printBound(frame.start)} AND ${printBound(frame.end)}`;
  const partition = over.partitionBy.length > 0 && `PARTITION BY ${printExprs(over.partitionBy)}`;
  return `OVER (${words(partition, over.orderBy.length > 0 && `ORDER BY ${over.orderBy.map(printOrderItem).join(', ')}`, bounds)})`;
}

function printBound(bound: FrameBound): string {
  const type = bound.type.toUpperCase();
  return bound.offset === undefined ? type : `${printExpr(bound.offset)} ${type}`;
}
