import { SqlError, parseModule, type ExecuteAs, type ParameterMeta, type ProcedureMeta } from '../../tsql/index.ts';
import type { Cursor } from '../cursors/cursor.ts';
import { release } from '../cursors/cursor-scope.ts';
import { Frame } from '../execution/frame.ts';
import { moduleIdentity } from '../principals/execute-as.ts';
import { runFrame } from '../execution/interpreter.ts';
import { precompile } from '../execution/precompile.ts';
import { Program } from '../program/program.ts';
import { requirePermissions } from '../security/permissions.ts';
import type { ClientSession } from '../session/client-session.ts';
import { convertForVariable } from '../statements/variables.ts';
import { fillTableParameter } from '../statements/table-variable.ts';
import { evaluateDefault } from './parameter-default.ts';
import type { ProcedureArgument, ProcedureCall } from './procedure-call.ts';

/** Programs by procedure: the object that ALTER PROCEDURE puts in its place is another key. */
const programs = new WeakMap<ProcedureMeta, Program>();

/** Who a procedure runs as, where it says so. */
const executeAs = new WeakMap<ProcedureMeta, ExecuteAs>();

function programOf(procedure: ProcedureMeta): Program {
  let program = programs.get(procedure);
  if (program === undefined) {
    const module = parseModule(procedure.definition, { quotedIdentifier: procedure.quotedIdentifier });
    if (module.kind !== 'create-procedure' || !Array.isArray(module.body))
      throw new SqlError(2812, 16, 62, `Could not find stored procedure '${procedure.name}'.`);
    program = new Program({ kind: 'batch', pos: module.pos, statements: module.body }, procedure.definition);
    for (const { name, type } of procedure.parameters)
      if (type.name === 'cursor') program.addCursorVariable(name.toLowerCase());
    programs.set(procedure, program);
    if (module.options.executeAs !== undefined) executeAs.set(procedure, module.options.executeAs);
  }
  return program;
}

/** Since SQL Server 2017 errors name a module with its schema (sql-docs, error-procedure-transact-sql). */
function qualifiedName(procedure: ProcedureMeta, session: ClientSession): string {
  const schema = session.catalog.view.schemaById(procedure.schemaId);
  return schema === undefined ? procedure.name : `${schema.name}.${procedure.name}`;
}

/** Runs a stored procedure: parameters in, body, OUTPUT parameters back. Resolves with its return status. */
export async function runUserProcedure(procedure: ProcedureMeta, call: ProcedureCall): Promise<number> {
  const { caller } = call;
  const { session } = caller;
  // Everybody may call the server's own procedures.
  if (procedure.id !== 0) requirePermissions([{ objectId: procedure.id, action: 'EXECUTE' }], caller);
  const frame = new Frame(session, programOf(procedure), caller.sink, {
    kind: 'procedure',
    parent: caller,
    procedure: qualifiedName(procedure, session),
    procedureId: procedure.id,
  });
  const given = matchArguments(procedure, call, frame);
  const cursors = new Map<string, Cursor>();
  try {
    for (const parameter of procedure.parameters) {
      if (parameter.tableTypeId === undefined) continue;
      await fillTableParameter(
        { name: parameter.name.toLowerCase(), tableTypeId: parameter.tableTypeId },
        given.get(parameter.name.toLowerCase()),
        frame,
      );
    }
    await session.nested(async () => {
      session.setModuleOptions(procedure);
      const identity = moduleIdentity(executeAs.get(procedure), session);
      if (identity !== undefined) session.impersonate(identity);
      precompile(frame);
      await runFrame(frame);
    });
    handOverCursors(procedure, frame, cursors);
  } finally {
    await session.leaveFrame(frame);
  }
  for (const [name, cursor] of cursors) {
    await given.get(name)?.assignCursor?.(cursor);
    await release(cursor);
  }
  for (const parameter of procedure.parameters) {
    if (!parameter.output || parameter.type.name === 'cursor') continue;
    const name = parameter.name.toLowerCase();
    given.get(name)?.assign?.(parameter.type, frame.variable(name).value);
  }
  return frame.returnStatus;
}

/** Cursors that parameters hold at the end outlive the frame until the caller's variables have them. */
function handOverCursors(procedure: ProcedureMeta, frame: Frame, cursors: Map<string, Cursor>): void {
  for (const { name, type } of procedure.parameters) {
    const cursor = type.name === 'cursor' ? frame.cursorVariables.get(name.toLowerCase()) : undefined;
    if (cursor === undefined) continue;
    cursor.references++;
    cursors.set(name.toLowerCase(), cursor);
  }
}

function matchArguments(procedure: ProcedureMeta, call: ProcedureCall, frame: Frame): Map<string, ProcedureArgument> {
  const { parameters } = procedure;
  if (call.arguments.length > parameters.length) {
    throw new SqlError(
      8144,
      16,
      2,
      `Procedure or function ${procedure.name} has too many arguments specified.`,
      0,
      frame.procedure,
    );
  }
  const given = new Map<string, ProcedureArgument>();
  call.arguments.forEach((argument, i) => {
    const parameter =
      argument.name === '' ? parameters[i] : parameters.find((p) => p.name.toLowerCase() === argument.name);
    if (parameter === undefined) {
      throw new SqlError(
        8145,
        16,
        2,
        `${argument.name} is not a parameter for procedure ${procedure.name}.`,
        0,
        frame.procedure,
      );
    }
    if (argument.output && !parameter.output) {
      throw new SqlError(
        8162,
        16,
        2,
        `The formal parameter "${parameter.name}" was not declared as an OUTPUT parameter, but the actual parameter passed in requested output.`,
      );
    }
    given.set(parameter.name.toLowerCase(), argument);
  });
  for (const parameter of parameters)
    declareParameter(parameter, given.get(parameter.name.toLowerCase()), procedure, frame);
  return given;
}

function declareParameter(
  parameter: ParameterMeta,
  argument: ProcedureArgument | undefined,
  procedure: ProcedureMeta,
  frame: Frame,
): void {
  if (parameter.tableTypeId !== undefined) return;
  const name = parameter.name.toLowerCase();
  if (parameter.type.name === 'cursor') {
    if (argument?.hasCursor === true) {
      throw new SqlError(
        16951,
        16,
        1,
        `The variable '${parameter.name}' cannot be used as a parameter because a CURSOR OUTPUT parameter must not have a cursor allocated to it before execution of the procedure.`,
      );
    }
    frame.cursorVariables.set(name, undefined);
    return;
  }
  if (argument === undefined || argument.useDefault) {
    if (parameter.default === undefined) {
      throw new SqlError(
        201,
        16,
        4,
        `Procedure or function '${procedure.name}' expects parameter '${parameter.name}', which was not supplied.`,
        0,
        frame.procedure,
      );
    }
    frame.declare(name, parameter.type, evaluateDefault(parameter.default, parameter.type, frame));
    return;
  }
  frame.declare(name, parameter.type, convertForVariable(argument.value, argument.type, parameter.type, frame));
}
