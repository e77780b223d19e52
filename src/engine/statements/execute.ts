import {
  CURSOR,
  INT,
  MAX,
  SqlError,
  convertValue,
  nvarchar,
  type Execute,
  type ExecuteArgument,
  type ExecuteProcedure,
  type ExecuteString,
  type Expr,
  type FunctionMeta,
  parseNameParts,
} from '../../tsql/index.ts';
import { isCursorVariable, setCursorVariable } from '../cursors/cursor-scope.ts';
import { evaluate } from '../execution/expression.ts';
import { Frame } from '../execution/frame.ts';
import { runFrame } from '../execution/interpreter.ts';
import { precompile } from '../execution/precompile.ts';
import { stringIdentity } from '../principals/execute-as.ts';
import type { Identity } from '../session/client-session.ts';
import { callProcedure } from '../procedures/call-procedure.ts';
import type { ProcedureArgument } from '../procedures/procedure-call.ts';
import { withResultSets } from './result-sets.ts';
import { assign, unsupported } from './variables.ts';

export function runExecute(statement: Execute, frame: Frame): Promise<void> {
  return withResultSets(statement.resultSets, frame, (inner) =>
    statement.kind === 'execute-string' ? executeString(statement, inner) : executeProcedure(statement, inner),
  );
}

/** EXEC ('text'): a batch of its own that sees none of our variables. USE inside it ends with it. */
async function executeString(statement: ExecuteString, frame: Frame): Promise<void> {
  if (statement.at !== undefined) throw unsupported('EXECUTE ... AT a linked server');
  let text = '';
  for (const part of statement.text) {
    const { type, value } = await evaluate(part, frame);
    if (value !== null) text += convertValue(value, type, nvarchar(MAX), { mode: 'implicit' }) as string;
  }
  await runDynamic(text, frame, statement.as === undefined ? undefined : stringIdentity(statement.as, frame.session));
}

/** Runs a text as a batch of its own inside the request. */
export async function runDynamic(text: string, frame: Frame, as?: Identity): Promise<void> {
  const { session } = frame;
  const { databaseId } = session;
  const program = session.program(text, '');
  const inner = new Frame(session, program, frame.sink, { kind: 'dynamic', parent: frame });
  try {
    await session.nested(async () => {
      if (as !== undefined) session.impersonate(as);
      precompile(inner);
      await runFrame(inner);
    });
  } finally {
    await session.leaveFrame(inner);
    if (session.databaseId !== databaseId) session.returnToDatabase(databaseId, frame.sink);
  }
}

async function executeProcedure(statement: ExecuteProcedure, frame: Frame): Promise<void> {
  if (statement.atDataSource !== undefined) throw unsupported('EXECUTE ... AT DATA_SOURCE');
  const name = await procedureName(statement, frame);
  const fn = scalarFunction(name, frame);
  if (fn !== undefined) return executeFunction(statement, fn, frame);
  const args: ProcedureArgument[] = [];
  for (const arg of statement.args) args.push(await toArgument(arg, frame));
  const before = frame.session.transaction.count;
  const status = await callProcedure({ name, arguments: args, caller: frame });
  if (statement.returnTo !== undefined) assign(frame, statement.returnTo.toLowerCase(), { type: INT, value: status });
  frame.sink.procedureDone(status);
  const after = frame.session.transaction.count;
  if (after !== before && frame.kind !== 'trigger') {
    frame.session.tell(
      new SqlError(
        266,
        16,
        2,
        `Transaction count after EXECUTE indicates a mismatching number of BEGIN and COMMIT statements. Previous count = ${before}, current count = ${after}.`,
        frame.program.lineOf(statement.pos),
        name,
      ),
      frame.sink,
    );
  }
}

/** EXEC of a scalar function: `EXEC @r = dbo.f 1`. */
function scalarFunction(name: string, { session }: Frame): FunctionMeta | undefined {
  const found = session.engine.findObjectByParts(parseNameParts(name), session);
  return found?.kind === 'function' && found.form === 'scalar' ? found : undefined;
}

const functionCalls = new WeakMap<ExecuteProcedure, Expr>();

async function executeFunction(statement: ExecuteProcedure, fn: FunctionMeta, frame: Frame): Promise<void> {
  const { procedure, pos } = statement;
  if (procedure.kind === 'variable') throw unsupported('EXECUTE of a function whose name is in a variable');
  let call = functionCalls.get(statement);
  if (call === undefined) {
    const named = new Map(
      statement.args.flatMap((arg) => (arg.name === undefined ? [] : [[arg.name.toLowerCase(), arg.value] as const])),
    );
    const args = fn.parameters.map((parameter, i): Expr => {
      const positional = statement.args[i];
      const given =
        named.get(parameter.name.toLowerCase()) ?? (positional?.name === undefined ? positional?.value : undefined);
      if (given === undefined && parameter.default === undefined) {
        throw new SqlError(
          201,
          16,
          4,
          `Procedure or function '${fn.name}' expects parameter '${parameter.name}', which was not supplied.`,
        );
      }
      if (given?.kind !== 'column') return given ?? { kind: 'default', pos };
      return { kind: 'literal', pos, type: 'nstring', value: given.name.parts.map((part) => part.text).join('.') };
    });
    const name =
      procedure.parts.length > 1
        ? procedure
        : { ...procedure, parts: [{ text: 'dbo', quoted: false, pos }, ...procedure.parts] };
    call = { kind: 'call', pos, name, args };
    functionCalls.set(statement, call);
  }
  const result = await evaluate(call, frame);
  if (statement.returnTo !== undefined) assign(frame, statement.returnTo.toLowerCase(), result);
  frame.session.counters.lastError = 0;
  frame.sink.procedureDone(0);
}

async function procedureName({ procedure }: ExecuteProcedure, frame: Frame): Promise<string> {
  if (procedure.kind === 'variable') {
    const { type, value } = await evaluate(procedure, frame);
    if (value === null) throw new SqlError(2812, 16, 62, "Could not find stored procedure ''.");
    return convertValue(value, type, nvarchar(MAX), { mode: 'implicit' }) as string;
  }
  return procedure.parts
    .map((part) =>
      /^[\p{L}_#@][\p{L}\p{N}_@$#]*$/u.test(part.text)
        ? part.text
        : part.text === ''
          ? ''
          : `[${part.text.replaceAll(']', ']]')}]`,
    )
    .join('.');
}

async function toArgument(arg: ExecuteArgument, frame: Frame): Promise<ProcedureArgument> {
  const name = arg.name?.toLowerCase() ?? '';
  const { value: expression } = arg;
  if (expression.kind === 'default') return { name, type: INT, value: null, output: false, useDefault: true };
  // EXEC p word: a bare word is its own text.
  if (expression.kind === 'column') {
    const text = expression.name.parts.map((part) => part.text).join('.');
    return { name, type: nvarchar(Math.max(1, text.length)), value: text, output: false, useDefault: false };
  }
  if (expression.kind === 'variable' && isCursorVariable(expression.name.toLowerCase(), frame)) {
    const variable = expression.name.toLowerCase();
    return {
      name,
      type: CURSOR,
      value: null,
      output: arg.output,
      useDefault: false,
      hasCursor: frame.cursorVariables.get(variable) !== undefined,
      assignCursor: (cursor) => setCursorVariable(variable, cursor, frame),
    };
  }
  if (expression.kind === 'variable') {
    const table = frame.tableVariables.get(expression.name.toLowerCase());
    if (table !== undefined)
      return { name, type: INT, value: null, output: false, useDefault: false, tableVariable: table };
  }
  const { type, value } = await evaluate(expression, frame);
  if (!arg.output) return { name, type, value, output: false, useDefault: false };
  if (expression.kind !== 'variable') {
    throw new SqlError(179, 15, 1, 'Cannot use the OUTPUT option when passing a constant to a stored procedure.');
  }
  const variable = expression.name.toLowerCase();
  return {
    name,
    type,
    value,
    output: true,
    useDefault: false,
    assign: (from, result) => assign(frame, variable, { type: from, value: result }),
  };
}
