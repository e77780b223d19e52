import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryCatalog } from '../../catalog/memory-catalog.ts';
import { SqlError } from '../../errors.ts';
import { literal } from '../../scalar/call.ts';
import { INT } from '../../types/sql-type.ts';
import { SYSTEM_VARIABLES, findSystemVariable } from '../system-variables.ts';
import type { FunctionContext } from './function-def.ts';
import { bindFunction, findAggregate, findFunction, findWindowFunction, functionTable } from './registry.ts';
import { unsupportedFunctions } from './unsupported-functions.ts';

const context: FunctionContext = {
  databaseCollation: 'SQL_Latin1_General_CP1_CI_AS',
  databaseId: 1,
  catalog: MemoryCatalog.create(),
};
const one = literal(1, INT);

function refused(name: string, count: number): SqlError {
  try {
    bindFunction(
      name,
      Array.from({ length: count }, () => one),
      context,
    );
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: `${name} took ${count} arguments` });
}

test('names are found in any case, by their kind', () => {
  assert.equal(findFunction('lEn')?.name, 'LEN');
  assert.equal(findAggregate('sum')?.name, 'SUM');
  assert.equal(findWindowFunction('row_number')?.name, 'ROW_NUMBER');
  assert.equal(findFunction('sum'), undefined);
});

test('the number of arguments is checked as SQL Server says it', () => {
  assert.equal(refused('LEN', 2).message, 'The len function requires 1 argument(s).');
  assert.equal(refused('LEN', 2).number, 174);
  assert.equal(refused('DATEADD', 1).message, 'The dateadd function requires 3 argument(s).');
  assert.equal(refused('ROUND', 1).message, 'The round function requires 2 to 3 arguments.');
  assert.equal(refused('ROUND', 1).number, 189);
});

test('an unknown name is error 195, a known one that is not supported says so', () => {
  assert.equal(refused('nonsense', 0).message, "'nonsense' is not a recognized built-in function name.");
  assert.match(refused('COMPRESS', 1).message, /COMPRESS is not supported by Holdfast/);
});

test('no function is listed as supported and unsupported, or twice', () => {
  const supported = functionTable().map(({ name }) => name);
  assert.equal(new Set(supported).size, supported.length);
  assert.deepEqual(
    unsupportedFunctions().filter(({ name }) => supported.includes(name)),
    [],
  );
  assert.ok(supported.length > 200, `${supported.length} functions`);
});

test('system variables: users see only those that T-SQL has', () => {
  assert.equal(findSystemVariable('@@RowCount')?.name, '@@rowcount');
  assert.equal(findSystemVariable('@@now'), undefined);
  for (const [name, variable] of SYSTEM_VARIABLES) assert.equal(name, variable.name);
});
