import sql from 'mssql';
import { type TypeCase, type TypeValue, readDataTypes } from '../node/data-type-table.ts';
import { actualText, expectedText, parameterValue } from '../node/javascript-values.ts';
import { Story, expect, expectEqual } from '../node/story.ts';
import { connect, value as valueOf } from './connect.ts';

const INCOMPARABLE = new Set(['text', 'ntext', 'image', 'xml']);

export async function dataTypes(): Promise<void> {
  const story = new Story('data types');
  const pool = await connect();
  let table = 0;
  for (const typeCase of readDataTypes()) {
    const { declaration } = typeCase.type;
    await story.case(`${declaration} selected`, () => selectLiterals(pool, typeCase));
    const name = `dbo.types_${++table}`;
    await story.case(`${declaration} inserted and read back`, () => roundTrip(pool, typeCase, name));
  }
  await pool.close();
}

async function selectLiterals(pool: sql.ConnectionPool, { type, values }: TypeCase): Promise<void> {
  for (const value of values) {
    const actual = await valueOf(pool, `SELECT CAST(${value.sql} AS ${type.declaration}) AS v`);
    expectEqual(actualText(value.type, actual), expectedText(value.type, value.text), value.sql);
  }
  expectEqual(await valueOf(pool, `SELECT CAST(NULL AS ${type.declaration}) AS v`), null, 'NULL');
}

async function roundTrip(pool: sql.ConnectionPool, { type, values }: TypeCase, table: string): Promise<void> {
  await pool.batch(`CREATE TABLE ${table} (id int NOT NULL PRIMARY KEY, v ${type.declaration} NULL)`);
  for (const [id, value] of values.entries()) {
    const request = pool.request().input('id', sql.Int, id);
    const marker = give(request, value);
    const inserted = type.base === 'sql_variant' ? `CAST(${marker} AS ${value.type.declaration})` : marker;
    await request.query(`INSERT INTO ${table} (id, v) VALUES (@id, ${inserted})`);
  }
  await pool.query(`INSERT INTO ${table} (id, v) VALUES (-1, NULL)`);
  for (const [id, value] of values.entries()) {
    const actual = await valueOf(pool, `SELECT v FROM ${table} WHERE id = ${id}`);
    expectEqual(actualText(value.type, actual), expectedText(value.type, value.text), value.sql);
    if (INCOMPARABLE.has(type.base)) continue;
    const same = `SELECT COUNT(*) FROM ${table} WHERE id = ${id} AND v = CAST(${value.sql} AS ${type.declaration})`;
    expect((await valueOf(pool, same)) === 1, `${value.sql}: another value was stored`);
  }
  expectEqual(await valueOf(pool, `SELECT v FROM ${table} WHERE id = -1`), null, 'NULL');
}

/** Adds the parameter with the type that a program would give it. */
function give(request: sql.Request, { type, text }: TypeValue): string {
  const value = parameterValue(type, text);
  const length = type.first === 'max' ? sql.MAX : type.first;
  const typed = value === undefined ? undefined : sqlType(type.base, length, type.second);
  if (typed === undefined) request.input('v', sql.NVarChar(sql.MAX), text);
  else request.input('v', typed, type.base === 'bigint' ? String(value) : value);
  return '@v';
}

type SqlType = (() => sql.ISqlType) | sql.ISqlType;

function sqlType(base: string, first: number | undefined, second: number | undefined): SqlType | undefined {
  switch (base) {
    case 'bit':
      return sql.Bit;
    case 'tinyint':
      return sql.TinyInt;
    case 'smallint':
      return sql.SmallInt;
    case 'int':
      return sql.Int;
    case 'bigint':
      return sql.BigInt;
    case 'decimal':
    case 'numeric':
      return sql.Decimal(first, second ?? 0);
    case 'money':
      return sql.Money;
    case 'smallmoney':
      return sql.SmallMoney;
    case 'real':
      return sql.Real;
    case 'float':
      return sql.Float;
    case 'char':
      return sql.Char(first);
    case 'varchar':
      return sql.VarChar(first);
    case 'nchar':
      return sql.NChar(first);
    case 'nvarchar':
      return sql.NVarChar(first);
    case 'binary':
      return sql.Binary;
    case 'varbinary':
      return sql.VarBinary(first);
    case 'image':
      return sql.Image;
    case 'date':
      return sql.Date;
    case 'time':
      return sql.Time(first);
    case 'datetime':
      return sql.DateTime;
    case 'smalldatetime':
      return sql.SmallDateTime;
    case 'datetime2':
      return sql.DateTime2(first);
    case 'uniqueidentifier':
      return sql.UniqueIdentifier;
    default:
      return undefined;
  }
}
