import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitStatements } from './split-statements.ts';

test('semicolons inside quotes, comments, dollar quotes and atomic bodies do not split', () => {
  const script = `
-- first; comment
CREATE TABLE a (b text DEFAULT 'x;''y');
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$; /* c; */
CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;
SELECT E'it\\';s', "a;b"; -- end`;
  assert.deepEqual(splitStatements(script), [
    `CREATE TABLE a (b text DEFAULT 'x;''y')`,
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$',
    'CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END',
    `SELECT E'it\\';s', "a;b"`,
  ]);
});
