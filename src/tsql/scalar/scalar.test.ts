import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoundColumn, BoundExpr, BoundVariable } from '../bind/bound.ts';
import { compileCondition, compileScalar } from '../eval/index.ts';
import { printExpression } from '../lower/print-expression.ts';
import { Printer } from '../lower/printer.ts';
import * as t from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import {
  and,
  bindBinary,
  bindCase,
  bindComparison,
  bindIn,
  bindLike,
  bindUnary,
  collate,
  convert,
  isNull,
  literal,
  not,
  or,
} from './index.ts';

const int = (value: number | null): BoundExpr => literal(value, t.INT);
const dec = (value: bigint, precision: number, scale: number): BoundExpr => literal(value, t.numeric(precision, scale));
const str = (value: string): BoundExpr =>
  literal(value, t.varchar(Math.max(1, value.length)), { name: 'Latin1_General_CI_AS', label: 'default' });
const variable = (type: t.SqlType): BoundVariable => ({ kind: 'variable', name: '@v', type, nullable: true });
const column = (type: t.SqlType, collation?: string): BoundColumn => ({
  kind: 'column',
  source: 'x',
  pg: 'c',
  name: 'c',
  type,
  nullable: true,
  ...(collation === undefined ? {} : { collation: { name: collation, label: 'implicit' } }),
});
const print = (expr: BoundExpr): string => printExpression(expr, new Printer());
const value = (expr: BoundExpr): SqlValue => {
  assert.equal(expr.kind, 'literal');
  return (expr as { value: SqlValue }).value;
};

test('constants fold by the rules of their types', () => {
  assert.equal(value(bindBinary('/', int(7), int(-2))), -3);
  assert.equal(value(bindBinary('%', int(-7), int(2))), -1);
  assert.equal(value(bindBinary('/', dec(10n, 2, 1), int(3))), 333333n);
  assert.equal(value(bindBinary('+', str('a'), str('b'))), 'ab');
  assert.equal(value(bindBinary('+', int(1), str('2'))), 3);
  assert.equal(value(bindUnary('-', int(5))), -5);
  assert.equal(value(bindBinary('&', int(6), int(3))), 2);
  assert.equal(value(bindBinary('+', int(null), int(1))), null);
});

test('a constant that fails is left to run time', () => {
  assert.equal(bindBinary('/', int(1), int(0)).kind, 'call');
  assert.equal(bindBinary('+', int(2147483647), int(1)).kind, 'call');
  assert.equal(convert(str('abc'), t.INT, { mode: 'cast' }).kind, 'call');
});

test('operands that do not go together', () => {
  assert.throws(() => bindBinary('+', literal(1, t.BIT), literal(1, t.BIT)), { number: 402 });
  assert.throws(() => bindBinary('%', literal(1, t.FLOAT), int(2)), { number: 402 });
  assert.throws(() => bindBinary('+', literal(1, t.DATE), int(2)), { number: 206 });
  assert.throws(() => bindBinary('-', str('a'), str('b')), { number: 8117 });
  assert.throws(() => bindComparison('=', column(t.TEXT), str('a')), { number: 402 });
  assert.throws(() => bindComparison('=', column(t.XML), str('a')), { number: 305 });
  assert.throws(() => convert(int(1), t.DATE, { mode: 'assign' }), { number: 206 });
  assert.throws(() => convert(literal(1, t.DATETIME), t.INT, { mode: 'assign' }), { number: 257 });
});

test('columns stay bare where an index could serve', () => {
  assert.equal(print(bindComparison('=', column(t.INT), int(5))), '("x"."c" = 5)');
  assert.equal(print(bindComparison('=', column(t.INT), str('5'))), '("x"."c" = 5)');
  assert.equal(print(bindComparison('=', column(t.BIGINT), variable(t.INT))), '("x"."c" = $1::int4)');
  assert.equal(
    print(bindComparison('=', column(t.nvarchar(20)), variable(t.varchar(10)))),
    '("x"."c" = $1::sys.string)',
  );
  assert.equal(print(bindComparison('>', column(t.DATE), str('2024-01-01'))), `("x"."c" > '2024-01-01'::date)`);
  assert.equal(print(bindIn(column(t.INT), [int(1), int(2)], false)), '("x"."c" IN (1, 2))');
});

test('collations: explicit beats column beats default, two columns conflict', () => {
  const sensitive = column(t.varchar(5), 'Latin1_General_CS_AS');
  assert.match(print(bindComparison('=', sensitive, str('a'))), /COLLATE sys\.cs_as/);
  assert.throws(() => bindComparison('=', sensitive, column(t.varchar(5), 'Latin1_General_CI_AS')), { number: 468 });
  assert.match(
    print(bindComparison('=', collate(sensitive, 'Latin1_General_BIN2'), column(t.varchar(5), 'Latin1_General_CI_AS'))),
    /COLLATE "C"/,
  );
  assert.throws(() => collate(str('a'), 'Nonsense'), { number: 448 });
  assert.throws(() => collate(int(1), 'Latin1_General_BIN2'), { number: 447 });
});

test('LIKE: plain patterns are PostgreSQL LIKE, classes are not', () => {
  const name = column(t.nvarchar(20));
  assert.equal(print(bindLike(name, str('a%'), undefined, false)), `("x"."c"::text LIKE ('a%'::sys.string)::text)`);
  assert.match(print(bindLike(name, str('a\\_%'), undefined, false)), /^\(sys\.like\(/);
  assert.equal(
    print(bindLike(name, str('10!%'), str('!'), true)),
    `("x"."c"::text NOT LIKE ('10\\%'::sys.string)::text)`,
  );
  assert.match(print(bindLike(name, str('[a-c]%'), undefined, false)), /^\(sys\.like\(/);
  assert.match(print(bindLike(column(t.char(20)), str('abc'), undefined, false)), /^\(sys\.like_padded\(/);
});

test('CASE takes the highest type and refuses only NULLs', () => {
  const when = bindComparison('=', variable(t.INT), int(1));
  const expr = bindCase([{ when, then: int(1) }], dec(25n, 2, 1));
  assert.equal(t.formatType(expr.type), 'numeric(2,1)');
  assert.equal(
    compileScalar(expr)!(() => 1),
    10n,
  );
  assert.equal(
    compileScalar(expr)!(() => null),
    25n,
  );
  assert.throws(() => bindCase([{ when, then: literal(null, t.NULL_TYPE) }]), { number: 8133 });
});

test('three-valued logic', () => {
  const unknown = bindComparison('=', variable(t.INT), int(1));
  const yes = bindComparison('=', int(1), int(1));
  const no = bindComparison('=', int(1), int(2));
  const run = (expr: BoundExpr): boolean | null => compileCondition(expr)!(() => null);
  assert.equal(run(and(unknown, no)), false);
  assert.equal(run(and(unknown, yes)), null);
  assert.equal(run(or(unknown, yes)), true);
  assert.equal(run(or(unknown, no)), null);
  assert.equal(run(not(unknown)), null);
  assert.equal(run(isNull(variable(t.INT))), true);
  assert.equal(run(bindIn(int(1), [int(2), variable(t.INT)], false)), null);
  assert.equal(run(bindIn(int(1), [int(1), variable(t.INT)], true)), false);
});
