import {
  type BindEnvironment,
  type CompiledFunction,
  type CreateFunction,
  type FunctionOptions,
  SqlError,
  type SqlType,
  type SqlValue,
  compileColumnConversion,
  compileFunction,
  compileStub,
  compileModuleColumns,
  compileTableCondition,
  compileTableValue,
  parseExpression,
  parsePredicate,
  resolveDataType,
} from '../../tsql/index.ts';
import type { DdlCompiler } from './plan.ts';

/** The binder for DDL. `systemValue` gives the session's variables (@@now, ...) for columns that a statement fills at once. */
export function createDdlCompiler(env: BindEnvironment, systemValue: (name: string) => SqlValue): DdlCompiler {
  return {
    condition: (ast, table) => compileTableCondition(ast, { env, systemValue, table }),
    value: (ast, table, target) => compileTableValue(ast, { env, systemValue, ...(table ? { table } : {}) }, target),
    conversion: (column, table, target) => compileColumnConversion(column, target, { env, table }),
    queryColumns: (definition) => {
      const parameters =
        definition.kind === 'create-view' ? new Map<string, SqlType>() : parameterTypes(definition, env);
      return compileModuleColumns(definition, env, parameters);
    },
    functionBody: (ast, options) => functionBody(ast, { ...options, env }),
    parseExpression: (text) => parseExpression(text),
    parsePredicate: (text) => parsePredicate(text),
  };
}

/** Names that do not resolve yet: the function is made all the same, and says so when it is called. */
const DEFERRED: ReadonlySet<number> = new Set([208, 4121]);

function functionBody(ast: CreateFunction, options: FunctionOptions): CompiledFunction {
  try {
    return compileFunction(ast, options);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    error.procedure = options.meta.name;
    error.line ||= ast.pos.line;
    if (!DEFERRED.has(error.number) || options.meta.schemaBound) throw error;
    return compileStub(error, options, options.meta.form === 'multi' ? options.meta.columns : undefined);
  }
}

function parameterTypes(definition: CreateFunction, env: BindEnvironment): Map<string, SqlType> {
  return new Map(definition.parameters.map((parameter) => [parameter.name, resolveDataType(parameter.type, env).type]));
}
