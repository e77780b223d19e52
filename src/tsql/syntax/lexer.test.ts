import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenize } from './lexer.ts';
import * as token from './token.ts';

const types = (text: string, quotedIdentifier = true): [number, string][] =>
  tokenize(text, quotedIdentifier)
    .slice(0, -1)
    .map(({ type, text: value }) => [type, value]);

test('numbers are typed as T-SQL types them', () => {
  assert.deepEqual(types('1 2147483647 2147483648 0000000000001 1.5 1. .5 1e3 1E-2 1e 0x1F 0xABC 0x $5 $1.50 $ £3'), [
    [token.INT, '1'],
    [token.INT, '2147483647'],
    [token.NUMERIC, '2147483648'],
    [token.INT, '0000000000001'],
    [token.NUMERIC, '1.5'],
    [token.NUMERIC, '1.'],
    [token.NUMERIC, '.5'],
    [token.FLOAT, '1e3'],
    [token.FLOAT, '1E-2'],
    [token.FLOAT, '1e'],
    [token.BINARY, '1F'],
    [token.BINARY, '0ABC'],
    [token.BINARY, ''],
    [token.MONEY, '5'],
    [token.MONEY, '1.50'],
    [token.MONEY, '0'],
    [token.MONEY, '3'],
  ]);
});

test('strings and quoted identifiers unescape their closing quote', () => {
  assert.deepEqual(types(`'it''s' N'ü' [a]]b] "x""y"`), [
    [token.STRING, "it's"],
    [token.NSTRING, 'ü'],
    [token.QUOTED, 'a]b'],
    [token.QUOTED, 'x"y'],
  ]);
  assert.deepEqual(types(`"x" N"y"`, false), [
    [token.STRING, 'x'],
    [token.NSTRING, 'y'],
  ]);
});

test('names, variables and operators', () => {
  assert.deepEqual(types('select Größe #t ##g @v @@x $action a@b$c# += !< ::'), [
    [token.KEYWORD, 'select'],
    [token.WORD, 'Größe'],
    [token.WORD, '#t'],
    [token.WORD, '##g'],
    [token.VARIABLE, '@v'],
    [token.GLOBAL, '@@x'],
    [token.PSEUDO, '$action'],
    [token.WORD, 'a@b$c#'],
    [token.OPERATOR, '+='],
    [token.OPERATOR, '!<'],
    [token.OPERATOR, '::'],
  ]);
});

test('comments nest, and lines are counted through comments and strings', () => {
  const tokens = tokenize("/* a /* b\n */ \n*/ x -- y\r\n'a\nb' z", true);
  assert.deepEqual(
    tokens.map(({ text, pos }) => [text, pos.line]),
    [
      ['x', 3],
      ['a\nb', 4],
      ['z', 5],
      ['', 5],
    ],
  );
});

test('what never ends, or is too long, or empty', () => {
  const error = (text: string): unknown => {
    try {
      return tokenize(text, true);
    } catch (caught) {
      const { number, line, message } = caught as { number: number; line: number; message: string };
      return { number, line, message };
    }
  };
  assert.deepEqual(error("a\n'bc"), {
    number: 105,
    line: 2,
    message: "Unclosed quotation mark after the character string 'bc'.",
  });
  assert.deepEqual(error('[bc'), {
    number: 105,
    line: 1,
    message: "Unclosed quotation mark after the character string 'bc'.",
  });
  assert.deepEqual(error('/* /* */'), { number: 113, line: 1, message: "Missing end comment mark '*/'." });
  assert.equal((error('x'.repeat(129)) as { number: number }).number, 103);
  assert.equal((error('SELECT 1 AS []') as { number: number }).number, 1038);
});
