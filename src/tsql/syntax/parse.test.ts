import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SqlError } from '../errors.ts';
import type { Statement } from './ast/index.ts';
import { parseBatch, parseExpression, parseModule, parsePredicate } from './parse.ts';
import { printExpr } from './print/expression.ts';
import { printPredicate } from './print/predicate.ts';
import { SAMPLES } from './samples/all.ts';

const OPTIONS = { quotedIdentifier: true };
const parse = (text: string): readonly Statement[] => parseBatch(text, OPTIONS).statements;

test('every sample parses, and every statement knows where it begins and ends', () => {
  for (const sample of SAMPLES) {
    let behind = 0;
    for (const statement of parse(sample)) {
      const { offset, line } = statement.pos;
      assert.ok(offset >= behind && statement.end > offset, sample);
      assert.equal(line, sample.slice(0, offset).split('\n').length, sample);
      const gap = sample.slice(behind, offset).replaceAll(/--[^\n]*\n/g, '');
      assert.match(gap, /^[\s;]*$/, sample);
      assert.match(sample.slice(statement.end - 1, statement.end), /[^\s;]/, sample);
      behind = statement.end;
    }
    assert.match(sample.slice(behind), /^[\s;]*(--.*)?$/, sample);
  }
});

/** number, line, message. */
const ERRORS: readonly (readonly [string, number, number, string])[] = [
  ['SELECT', 102, 1, "Incorrect syntax near 'SELECT'."],
  ['SELECT 1 FROM', 102, 1, "Incorrect syntax near 'FROM'."],
  ['SELECT * FROM\nWHERE a = 1', 156, 2, "Incorrect syntax near the keyword 'WHERE'."],
  ['SELECT a,, b FROM t', 102, 1, "Incorrect syntax near ','."],
  ['SELECT (1 = 1)', 102, 1, "Incorrect syntax near '='."],
  ['SELEC 1 FROM t', 156, 1, "Incorrect syntax near the keyword 'FROM'."],
  ['SELECT 1\nSELEC 2 + 3', 102, 2, "Incorrect syntax near '2'."],
  ['SELECT * FROM t WHERE a = [x y', 102, 1, "Incorrect syntax near 'x y'."],
  ["SELECT 'abc\nd", 102, 1, "Incorrect syntax near 'abc\nd'."],
  [
    'SELECT 1 WHERE 1',
    4145,
    1,
    "An expression of non-boolean type specified in a context where a condition is expected, near '1'.",
  ],
  [
    'IF @a SELECT 1',
    4145,
    1,
    "An expression of non-boolean type specified in a context where a condition is expected, near 'SELECT'.",
  ],
  [
    'SELECT 1 WHERE a AND b = 1',
    4145,
    1,
    "An expression of non-boolean type specified in a context where a condition is expected, near 'AND'.",
  ],
  ['SELECT CAST(1, int)', 1035, 1, "Incorrect syntax near 'CAST', expected 'AS'."],
  ['DECLARE @a int\nBREAK', 135, 2, 'Cannot use a BREAK statement outside the scope of a WHILE statement.'],
  ['CONTINUE', 136, 1, 'Cannot use a CONTINUE statement outside the scope of a WHILE statement.'],
  [
    'a: a: SELECT 1',
    132,
    1,
    "The label 'a' has already been declared. Label names must be unique within a query batch or stored procedure.",
  ],
  ['GOTO x', 133, 1, "A GOTO statement references the label 'x' but the label has not been declared."],
  ['SELECT 1\nCREATE VIEW v AS SELECT 1 AS a', 111, 2, "'CREATE VIEW' must be the first statement in a query batch."],
  [
    'SELECT 1 CREATE PROC p AS SELECT 1',
    111,
    1,
    "'CREATE/ALTER PROCEDURE' must be the first statement in a query batch.",
  ],
  [
    'PRINT 1 ALTER TRIGGER x ON t FOR INSERT AS RETURN',
    111,
    1,
    "'ALTER TRIGGER' must be the first statement in a query batch.",
  ],
  ['SELECT 1 CREATE SCHEMA s', 111, 1, "'CREATE SCHEMA' must be the first statement in a query batch."],
  [
    'MERGE t USING u ON t.a = u.a WHEN MATCHED THEN DELETE',
    10713,
    1,
    'A MERGE statement must be terminated by a semi-colon (;).',
  ],
  [
    'EXEC p @a = 1, 2',
    119,
    1,
    "Must pass parameter number 2 and subsequent parameters as '@name = value'. After the form '@name = value' has been used, all subsequent parameters must be passed in the form '@name = value'.",
  ],
  ['EXEC p 1 OUTPUT', 179, 1, 'Cannot use the OUTPUT option when passing a constant to a stored procedure.'],
  ['SET FOO ON', 195, 1, "'FOO' is not a recognized SET option."],
  ['CREATE FOO x', 343, 1, "Unknown object type 'FOO' used in a CREATE, DROP, or ALTER statement."],
  [
    'SELECT * FROM t WITH (FOO)',
    321,
    1,
    '"FOO" is not a recognized table hints option. If it is intended as a parameter to a table-valued function or to the CHANGETABLE function, ensure that your database compatibility mode is set to 90.',
  ],
  ["PRINT 'a' THROW", 102, 1, "Incorrect syntax near 'THROW'."],
  ['BEGIN END', 156, 1, "Incorrect syntax near the keyword 'END'."],
  ['BEGIN SELECT 1', 102, 1, "Incorrect syntax near '1'."],
  ['CREATE TABLE t (a int', 102, 1, "Incorrect syntax near 'int'."],
  ['CREATE TABLE select (a int)', 156, 1, "Incorrect syntax near the keyword 'select'."],
  ['INSERT INTO t (a) VALUES (1', 102, 1, "Incorrect syntax near '1'."],
  ['/* x', 113, 1, "Missing end comment mark '*/'."],
  [
    "SELECT 1 AS ''",
    1038,
    1,
    'An object or column name is missing or empty. For SELECT INTO statements, verify each column has a name. For other statements, look for empty alias names. Aliases defined as "" or [] are not allowed. Change the alias to a valid name.',
  ],
];

test('errors carry the number, line and text of SQL Server', () => {
  for (const [text, number, line, message] of ERRORS) {
    assert.throws(
      () => parse(text),
      (error) => {
        assert.ok(error instanceof SqlError, text);
        assert.deepEqual(
          [error.number, error.line, error.message, error.severity, error.state],
          [number, line, message, 15, 1],
          text,
        );
        return true;
      },
      text,
    );
  }
});

test('a common table expression needs a semicolon in front', () => {
  assert.throws(() => parse('DECLARE @a int WITH c AS (SELECT 1 AS a) SELECT * FROM c'), { number: 319 });
  assert.throws(() => parse('EXEC p WITH c AS (SELECT 1 AS a) SELECT * FROM c'), { number: 319 });
  assert.throws(() => parse('SELECT * FROM t WITH c AS (SELECT 1 AS a) SELECT * FROM c'), { number: 336 });
  assert.equal(parse('SELECT * FROM t; WITH c AS (SELECT 1 AS a) SELECT * FROM c').length, 2);
});

test('1001 rows of VALUES are too many for INSERT, not for a derived table', () => {
  const rows = Array.from({ length: 1001 }, () => '(1)').join(',');
  assert.throws(() => parse(`INSERT t VALUES ${rows}`), { number: 10738 });
  assert.equal(parse(`INSERT t SELECT a FROM (VALUES ${rows}) AS v (a)`).length, 1);
});

/** The same expression with all its parentheses. */
const PRECEDENCE: readonly (readonly [string, string])[] = [
  ['1 + 2 * 3', '1 + 2 * 3'],
  ['(1 + 2) * 3', '(1 + 2) * 3'],
  ['1 - (2 - 3)', '1 - (2 - 3)'],
  ['1 - 2 - 3', '1 - 2 - 3'],
  ['-a / -b * c', '-a / (-b * c)'],
  ['~a & b | c ^ d', '~a & b | c ^ d'],
  ['a + b COLLATE x', 'a + b COLLATE x'],
  ['(a + b) COLLATE x', '(a + b) COLLATE x'],
  ['- -1', '- -1'],
];

test('operators bind as T-SQL binds them', () => {
  for (const [source, printed] of PRECEDENCE) assert.equal(printExpr(parseExpression(source)), printed);
  const division = parseExpression('-100.0 / -100.0 * 10.0');
  assert.ok(division.kind === 'unary' && division.operand.kind === 'binary' && division.operand.op === '/');
  assert.equal(printPredicate(parsePredicate('not a = 1 and b = 2 or c = 3')), 'NOT a = 1 AND b = 2 OR c = 3');
  assert.equal(parsePredicate('not a = 1 and b = 2 or c = 3').kind, 'or');
  assert.equal(parsePredicate('a = 1 or b = 2 and c = 3').kind, 'or');
});

test('QUOTED_IDENTIFIER decides what double quotes are', () => {
  const item = (quotedIdentifier: boolean): unknown => {
    const [statement] = parseBatch('SELECT "x"', { quotedIdentifier }).statements;
    return (
      statement?.kind === 'select-statement' && statement.query.body.kind === 'select' && statement.query.body.items[0]
    );
  };
  assert.equal((item(true) as { expr: { kind: string } }).expr.kind, 'column');
  assert.equal((item(false) as { expr: { kind: string } }).expr.kind, 'literal');
});

test('words that are no keywords may be names anywhere', () => {
  assert.equal(parse('SELECT * FROM t\nUSING:\nSELECT 1').length, 3);
  assert.equal(parse('throw').length, 1);
  assert.equal(parse('enable 1')[0]!.kind, 'execute-procedure');
  assert.equal(
    parse('CREATE TABLE t (name int, type int, value int, date date, rows int, cast int)')[0]!.kind,
    'create-table',
  );
});

test('statements that Holdfast refuses keep their name and text', () => {
  const [first, second] = parse("CREATE ASSEMBLY a FROM 'x'\nSELECT 1");
  assert.ok(first?.kind === 'unsupported');
  assert.deepEqual([first.what, first.text], ['CREATE ASSEMBLY', "CREATE ASSEMBLY a FROM 'x'"]);
  assert.equal(second?.kind, 'select-statement');
});

test('a module takes the rest of its batch', () => {
  const module = parseModule('-- why\nCREATE PROC dbo.p @a int = 1 AS SELECT @a SELECT 2');
  assert.ok(module.kind === 'create-procedure' && Array.isArray(module.body));
  assert.equal(module.body.length, 2);
  assert.equal(module.pos.line, 2);
  assert.throws(() => parse('CREATE VIEW v AS SELECT 1 AS a SELECT 2'), { number: 156 });
  assert.throws(() => parseModule('SELECT 1'), { number: 102 });
});
