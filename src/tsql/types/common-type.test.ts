import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commonTypeOf, commonTypeOfAll, concatenationType } from './common-type.ts';
import { conversionKind } from './conversion-matrix.ts';
import * as t from './sql-type.ts';

test('the type of CASE and UNION is the higher one, wide enough for both', () => {
  const rows: readonly [a: t.SqlType, b: t.SqlType, common: string][] = [
    [t.INT, t.BIGINT, 'bigint'],
    [t.INT, t.varchar(10), 'int'],
    [t.varchar(10), t.nvarchar(5), 'nvarchar(10)'],
    [t.char(10), t.char(3), 'char(10)'],
    [t.char(10), t.varchar(20), 'varchar(20)'],
    [t.INT, t.numeric(5, 2), 'numeric(12,2)'],
    [t.numeric(38, 10), t.numeric(38, 0), 'numeric(38,0)'],
    [t.MONEY, t.numeric(5, 2), 'numeric(19,4)'],
    [t.FLOAT, t.decimal(5, 2), 'float'],
    [t.DATE, t.DATETIME, 'datetime'],
    [t.DATETIME, t.datetime2(0), 'datetime2(3)'],
    [t.NULL_TYPE, t.DATE, 'date'],
    [t.varchar(t.MAX), t.nvarchar(5), 'nvarchar(max)'],
    [t.binary(4), t.varbinary(2), 'varbinary(4)'],
    [t.TINYINT, t.BIT, 'tinyint'],
    [t.UNIQUEIDENTIFIER, t.varchar(36), 'uniqueidentifier'],
    [t.SQL_VARIANT, t.INT, 'sql_variant'],
  ];
  for (const [a, b, common] of rows) {
    assert.equal(t.formatType(commonTypeOf(a, b)), common);
    assert.equal(t.formatType(commonTypeOf(b, a)), common);
  }
  assert.equal(commonTypeOfAll([t.NULL_TYPE, t.NULL_TYPE]).name, 'int');
});

test('concatenation adds lengths up to 8000 bytes', () => {
  assert.equal(t.formatType(concatenationType(t.varchar(10), t.varchar(5))), 'varchar(15)');
  assert.equal(t.formatType(concatenationType(t.varchar(6000), t.varchar(6000))), 'varchar(8000)');
  assert.equal(t.formatType(concatenationType(t.nvarchar(3000), t.varchar(6000))), 'nvarchar(4000)');
  assert.equal(t.formatType(concatenationType(t.nvarchar(t.MAX), t.varchar(1))), 'nvarchar(max)');
});

test('what converts implicitly, explicitly, not at all', () => {
  const rows: readonly [from: t.SqlType, to: t.SqlType, kind: string][] = [
    [t.INT, t.varchar(5), 'implicit'],
    [t.DATETIME, t.INT, 'explicit'],
    [t.INT, t.DATETIME, 'implicit'],
    [t.INT, t.DATE, 'none'],
    [t.DATE, t.INT, 'none'],
    [t.varchar(5), t.varbinary(5), 'explicit'],
    [t.varbinary(5), t.varchar(5), 'implicit'],
    [t.DATE, t.time(0), 'none'],
    [t.UNIQUEIDENTIFIER, t.INT, 'none'],
    [t.XML, t.varchar(5), 'explicit'],
    [t.varchar(5), t.XML, 'implicit'],
    [t.SQL_VARIANT, t.INT, 'explicit'],
    [t.INT, t.SQL_VARIANT, 'implicit'],
    [t.varchar(t.MAX), t.SQL_VARIANT, 'none'],
    [t.TEXT, t.varchar(5), 'implicit'],
    [t.TEXT, t.INT, 'none'],
    [t.varbinary(4), t.FLOAT, 'none'],
  ];
  for (const [from, to, kind] of rows) assert.equal(conversionKind(from, to), kind, `${from.name} to ${to.name}`);
});
