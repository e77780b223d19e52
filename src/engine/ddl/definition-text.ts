import { type DataType, type Expr, type Literal, type ObjectName, type Predicate, SqlError } from '../../tsql/index.ts';

/**
 * The text of a default, check or computed column as SQL Server keeps and shows it: names in brackets, numbers in parentheses,
 * functions in lower case, IN and BETWEEN as comparisons. It is read again when the expression is bound, so it must mean the same.
 */
export const definitionOfValue = (expr: Expr): string => `(${value(expr, 0)})`;
export const definitionOfCondition = (predicate: Predicate): string => `(${condition(predicate, 0)})`;

const bracket = (name: string): string => `[${name.replaceAll(']', ']]')}]`;
const qualified = (name: ObjectName): string =>
  name.parts.map((part) => (part.text === '' ? '' : bracket(part.text))).join('.');
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const BINARY_LEVEL: Readonly<Record<string, number>> = {
  '*': 3,
  '/': 3,
  '%': 3,
  '+': 2,
  '-': 2,
  '&': 2,
  '|': 2,
  '^': 2,
};
const UNARY_LEVEL = 4;

/** `level` is how tightly the place binds: an operator of a lower level gets parentheses. */
function value(expr: Expr, level: number): string {
  switch (expr.kind) {
    case 'literal':
      return literal(expr);
    case 'variable':
    case 'global-variable':
      return expr.name;
    case 'column':
      return qualified(expr.name);
    case 'unary':
      if (expr.op === '-' && expr.operand.kind === 'literal') return `(-${bare(expr.operand)})`;
      // In parentheses, because two minus signs in a row begin a comment.
      return `(${expr.op}${value(expr.operand, UNARY_LEVEL)})`;
    case 'binary': {
      const own = BINARY_LEVEL[expr.op] ?? 0;
      const text = `${value(expr.left, own)}${expr.op}${value(expr.right, own + 1)}`;
      return own < level ? `(${text})` : text;
    }
    case 'collate':
      return `${value(expr.expr, UNARY_LEVEL)} collate ${expr.collation.text}`;
    case 'at-time-zone':
      return `${value(expr.expr, UNARY_LEVEL)} AT TIME ZONE ${value(expr.zone, UNARY_LEVEL)}`;
    case 'simple-case':
    case 'searched-case':
      return caseText(expr);
    case 'cast':
      return `${expr.try ? 'TRY_CAST' : 'CAST'}(${value(expr.expr, 0)} AS ${type(expr.type)})`;
    case 'convert':
      return `${expr.try ? 'TRY_CONVERT' : 'CONVERT'}(${[type(expr.type), value(expr.expr, 0), ...(expr.style ? [value(expr.style, 0)] : [])].join(',')})`;
    case 'iif':
      return `case when ${condition(expr.condition, 0)} then ${value(expr.then, 0)} else ${value(expr.otherwise, 0)} end`;
    case 'coalesce':
      return `coalesce(${expr.args.map((arg) => value(arg, 0)).join(',')})`;
    case 'nullif':
      return `nullif(${value(expr.left, 0)},${value(expr.right, 0)})`;
    case 'call':
      return call(expr);
    case 'next-value-for':
      return `NEXT VALUE FOR ${qualified(expr.sequence)}`;
    case 'odbc-literal':
      return `{${expr.type} ${quoted(expr.value)}}`;
    case 'pseudo-column':
    case 'identity-function':
    case 'parse':
    case 'method-call':
    case 'static-method-call':
    case 'subquery':
    case 'default':
      throw notAllowed();
    default:
      return expr satisfies never;
  }
}

const notAllowed = (): SqlError =>
  new SqlError(1046, 15, 1, 'Subqueries are not allowed in this context. Only scalar expressions are allowed.');

function bare(node: Literal): string {
  switch (node.type) {
    case 'string':
      return quoted(node.value);
    case 'nstring':
      return `N${quoted(node.value)}`;
    case 'binary':
      return `0x${node.value}`;
    case 'null':
      return 'NULL';
    case 'money':
      return `$${node.value}`;
    default:
      return node.value;
  }
}

function literal(node: Literal): string {
  return node.type === 'int' || node.type === 'numeric' || node.type === 'float' || node.type === 'money'
    ? `(${bare(node)})`
    : bare(node);
}

/** A user's function is called by its name of two parts; a built-in one has one. */
function call(expr: Extract<Expr, { kind: 'call' }>): string {
  if (expr.over || expr.withinGroup) throw notAllowed();
  const name = expr.name.parts.length > 1 ? qualified(expr.name) : (expr.name.parts[0]?.text ?? '').toLowerCase();
  // CURRENT_TIMESTAMP is kept as getdate(), as SQL Server does; the other bare functions as calls would not parse.
  if (expr.niladic) return name === 'current_timestamp' ? 'getdate()' : name;
  if (expr.star) return `${name}(*)`;
  if (expr.trimFrom) return `trim(${expr.args.map((arg) => value(arg, 0)).join(' FROM ')})`;
  return `${name}(${expr.args.map((arg, index) => argument(arg, index)).join(',')})`;
}

/** The first argument of DATEADD and its like is a bare word, which brackets would not harm; SQL Server shows it bare. */
function argument(arg: Expr, index: number): string {
  const word =
    arg.kind === 'column' && index === 0 && arg.name.parts.length === 1 && arg.name.parts[0]?.quoted === false;
  const text = word ? (arg.name.parts[0]?.text ?? '') : '';
  return word && DATEPARTS.has(text.toLowerCase()) ? text.toLowerCase() : value(arg, 0);
}

const DATEPARTS = new Set(
  (
    'year yy yyyy quarter qq q month mm m dayofyear dy y day dd d week wk ww weekday dw w hour hh minute mi n second ss s millisecond ms ' +
    'microsecond mcs nanosecond ns tzoffset tz iso_week isowk isoww'
  ).split(' '),
);

function caseText(expr: Extract<Expr, { kind: 'simple-case' | 'searched-case' }>): string {
  const branches =
    expr.kind === 'simple-case'
      ? expr.branches.map((branch) => `when ${value(branch.when, 0)} then ${value(branch.then, 0)}`)
      : expr.branches.map((branch) => `when ${condition(branch.when, 0)} then ${value(branch.then, 0)}`);
  const operand = expr.kind === 'simple-case' ? ` ${value(expr.operand, 0)}` : '';
  const otherwise = expr.otherwise ? ` else ${value(expr.otherwise, 0)}` : '';
  return `case${operand} ${branches.join(' ')}${otherwise} end`;
}

function type(dataType: DataType): string {
  const args = dataType.args.length > 0 ? `(${dataType.args.join(',')})` : '';
  return `${qualified(dataType.name)}${args}`;
}

const OR = 1;
const AND = 2;
const NOT = 3;

function condition(predicate: Predicate, level: number): string {
  const wrap = (own: number, text: string): string => (own < level ? `(${text})` : text);
  switch (predicate.kind) {
    case 'and':
      return wrap(AND, `${condition(predicate.left, AND)} AND ${condition(predicate.right, AND)}`);
    case 'or':
      return wrap(OR, `${condition(predicate.left, OR)} OR ${condition(predicate.right, OR)}`);
    case 'not':
      return wrap(NOT, `NOT ${condition(predicate.operand, NOT + 1)}`);
    case 'comparison':
      return `${value(predicate.left, 0)}${predicate.op}${value(predicate.right, 0)}`;
    case 'between': {
      const expr = value(predicate.expr, 0);
      const text = `${expr}>=${value(predicate.low, 0)} AND ${expr}<=${value(predicate.high, 0)}`;
      return predicate.not ? wrap(NOT, `NOT (${text})`) : wrap(AND, text);
    }
    case 'in-list': {
      const expr = value(predicate.expr, 0);
      // SQL Server lists the values backwards.
      const text = predicate.list
        .map((item) => `${expr}=${value(item, 0)}`)
        .toReversed()
        .join(' OR ');
      if (predicate.not) return wrap(NOT, `NOT (${text})`);
      return predicate.list.length === 1 ? text : wrap(OR, text);
    }
    case 'like': {
      const escape = predicate.escape ? ` escape ${value(predicate.escape, 0)}` : '';
      const text = `${value(predicate.expr, 0)} like ${value(predicate.pattern, 0)}${escape}`;
      return predicate.not ? wrap(NOT, `NOT ${text}`) : text;
    }
    case 'is-null':
      return `${value(predicate.expr, 0)} IS ${predicate.not ? 'NOT ' : ''}NULL`;
    default:
      throw notAllowed();
  }
}
