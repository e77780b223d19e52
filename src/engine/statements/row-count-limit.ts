import type { Delete, Expr, Insert, Pos, Statement, Update } from '../../tsql/index.ts';

type Limited = Insert | Update | Delete;

const limited = new WeakMap<Statement, { readonly rows: number; readonly statement: Limited }>();

/**
 * SET ROWCOUNT n holds for INSERT, UPDATE and DELETE as TOP (n) would, where they have no TOP of their own (sql-docs:
 * t-sql/statements/set-rowcount-transact-sql). A SELECT is cut when it runs.
 */
export function withRowCountLimit(statement: Statement, rows: number): Statement {
  if (statement.kind !== 'insert' && statement.kind !== 'update' && statement.kind !== 'delete') return statement;
  if (statement.top !== undefined) return statement;
  const known = limited.get(statement);
  if (known?.rows === rows) return known.statement;
  const top = {
    kind: 'top',
    pos: statement.pos,
    count: literal(rows, statement.pos),
    percent: false,
    withTies: false,
    parenthesized: true,
  } as const;
  const made: Limited = { ...statement, top };
  limited.set(statement, { rows, statement: made });
  return made;
}

function literal(rows: number, pos: Pos): Expr {
  return { kind: 'literal', pos, type: 'int', value: String(rows) };
}
