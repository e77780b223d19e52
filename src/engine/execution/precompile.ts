import { SqlError, asOne, type Expr, type Predicate } from '../../tsql/index.ts';
import type { Instruction } from '../program/instruction.ts';
import { CHECKED_AT_RUN } from '../program/program.ts';
import type { Frame } from './frame.ts';

/**
 * Errors that wait until the statement runs. Missing objects may be made by an earlier statement (deferred name resolution, sql-docs
 * t-sql/statements/create-procedure-transact-sql), and SET IDENTITY_INSERT may come before; what Holdfast does not support may stand in a branch that is never taken.
 */
const DEFERRED = new Set([...CHECKED_AT_RUN, 208, 2812, 4121, 1087, 2715, 15151, 40517, 911]);

/**
 * Compiles every statement of a frame before the first one runs, as SQL Server does: a wrong column name in the last line keeps the
 * first from running. The plans stay in the program for the run itself.
 */
export function precompile(frame: Frame): void {
  const { program } = frame;
  const { version } = frame.session.catalog.view;
  if (program.checkedVersion === version) return;
  const errors: SqlError[] = [];
  for (const instruction of program.code) {
    // Behind USE names mean something else.
    if (instruction.op === 'run' && instruction.statement.kind === 'use') break;
    try {
      compileOne(instruction, frame);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      if (DEFERRED.has(error.number)) continue;
      if (error.line === 0 && 'statement' in instruction) error.line = program.lineOf(instruction.statement.pos);
      errors.push(error);
    }
  }
  if (errors.length > 0) {
    const error = asOne(errors);
    error.atCompile = false;
    throw error;
  }
  program.checkedVersion = version;
}

function compileOne(instruction: Instruction, frame: Frame): void {
  const { program } = frame;
  const scalar = (expression: Expr | Predicate): void => void program.scalar(expression, frame);
  if (instruction.op === 'branch') return scalar(instruction.statement.condition);
  if (instruction.op === 'return')
    return instruction.statement.value === undefined ? undefined : scalar(instruction.statement.value);
  if (instruction.op !== 'run') return;
  const { statement } = instruction;
  switch (statement.kind) {
    case 'select-statement':
    case 'update':
    case 'delete':
    case 'merge':
      program.query(statement, frame);
      return;
    case 'insert':
      if (statement.source.kind !== 'insert-execute') program.query(statement, frame);
      return;
    case 'print':
      return scalar(statement.value);
    case 'declare-cursor':
    case 'set-cursor-variable':
      program.query(statement, frame);
      return;
    case 'set-variable':
      if (program.cursorVariables.has(statement.name.toLowerCase())) return;
      return scalar(statement.value);
    case 'declare':
      for (const item of statement.items) {
        if (item.kind === 'declare-variable' && item.initial !== undefined) scalar(item.initial);
      }
      return;
    default:
      return;
  }
}
