import {
  SqlError,
  convertValue,
  type Declare,
  type Expr,
  type ResolvedType,
  type SetVariable,
  type SqlType,
  type SqlValue,
} from '../../tsql/index.ts';
import { evaluate, type TypedValue } from '../execution/expression.ts';
import type { Frame } from '../execution/frame.ts';
import { declareOfTableType, declareTableVariable } from './table-variable.ts';

/** DECLARE @x int = 1, @t table (...). */
export async function runDeclare(statement: Declare, frame: Frame): Promise<void> {
  for (const item of statement.items) {
    const name = item.name.toLowerCase();
    switch (item.kind) {
      case 'declare-variable': {
        const { type, tableTypeId } = declaredType(item, statement, frame);
        if (tableTypeId !== undefined) {
          await declareOfTableType(name, tableTypeId, frame);
          break;
        }
        // A DECLARE inside a loop does not clear its variable; only an initial value assigns again.
        if (!frame.variables.has(name)) frame.declare(name, type);
        if (item.initial !== undefined) assign(frame, name, await evaluate(item.initial, frame));
        break;
      }
      case 'declare-table':
        await declareTableVariable(item, frame);
        break;
      case 'declare-cursor-variable':
        if (!frame.cursorVariables.has(name)) frame.cursorVariables.set(name, undefined);
        break;
    }
  }
}

function declaredType(
  item: Extract<Declare['items'][number], { kind: 'declare-variable' }>,
  statement: Declare,
  frame: Frame,
): ResolvedType {
  try {
    return frame.session.resolveTypeFully(item.type);
  } catch (error) {
    if (!(error instanceof SqlError) || error.number !== 2715) throw error;
    const invalid = new SqlError(
      2724,
      16,
      1,
      `Parameter or variable '${item.name}' has an invalid data type.`,
      error.line,
    );
    const place = statement.items.indexOf(item) + 1;
    invalid.preceding = [new SqlError(2715, 16, 3, error.message.replace('#1', `#${place}`), error.line)];
    throw invalid;
  }
}

const compoundValues = new WeakMap<SetVariable, Expr>();

/** SET @x = e, SET @x += e. */
export function runSetVariable(statement: SetVariable, frame: Frame): void | Promise<void> {
  const name = statement.name.toLowerCase();
  ensureDeclared(name, frame);
  const result = evaluate(valueOf(statement), frame);
  if (result instanceof Promise) return result.then((value) => finish(frame, name, value));
  finish(frame, name, result);
}

function finish(frame: Frame, name: string, value: TypedValue): void {
  assign(frame, name, value);
  frame.session.counters.lastError = 0;
  frame.session.counters.rowCount = 1;
}

function valueOf(statement: SetVariable): Expr {
  if (statement.op === '=') return statement.value;
  let value = compoundValues.get(statement);
  if (value === undefined) {
    value = {
      kind: 'binary',
      pos: statement.pos,
      op: statement.op.slice(0, -1) as '+',
      left: { kind: 'variable', pos: statement.pos, name: statement.name },
      right: statement.value,
    };
    compoundValues.set(statement, value);
  }
  return value;
}

/** A variable declared further down, or in a branch not taken, exists all the same. */
export function ensureDeclared(name: string, frame: Frame): void {
  if (frame.variables.has(name)) return;
  const declared = frame.program.declaredType(name, frame);
  if (declared === undefined) throw new SqlError(137, 15, 1, `Must declare the scalar variable "${name}".`);
  frame.declare(name, declared.type);
}

export function assign(frame: Frame, name: string, { type, value }: TypedValue): void {
  ensureDeclared(name, frame);
  const variable = frame.variable(name);
  variable.value = convertForVariable(value, type, variable.type, frame);
}

/** Assignment to a variable cuts strings silently, where a column would refuse them. */
export function convertForVariable(value: SqlValue, from: SqlType, to: SqlType, frame: Frame): SqlValue {
  return convertValue(value, from, to, { mode: 'cast', dateFormat: frame.session.options.set.dateFormat });
}

export function unsupported(construct: string): SqlError {
  return new SqlError(40517, 16, 1, `${construct} is not supported in this version of Holdfast.`);
}
