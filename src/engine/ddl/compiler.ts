import {
  type BindEnvironment,
  type CreateFunction,
  type SqlType,
  type SqlValue,
  compileColumnConversion,
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
    condition: (ast, table) => compileTableCondition(ast, { env, table }),
    value: (ast, table, target) => compileTableValue(ast, { env, systemValue, ...(table ? { table } : {}) }, target),
    conversion: (column, table, target) => compileColumnConversion(column, target, { env, table }),
    queryColumns: (definition) => {
      const parameters =
        definition.kind === 'create-view' ? new Map<string, SqlType>() : parameterTypes(definition, env);
      return compileModuleColumns(definition, env, parameters);
    },
    parseExpression: (text) => parseExpression(text),
    parsePredicate: (text) => parsePredicate(text),
  };
}

function parameterTypes(definition: CreateFunction, env: BindEnvironment): Map<string, SqlType> {
  return new Map(definition.parameters.map((parameter) => [parameter.name, resolveDataType(parameter.type, env).type]));
}
