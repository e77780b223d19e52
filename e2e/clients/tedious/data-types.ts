import { TYPES } from 'tedious';
import { type TypeCase, type TypeName, type TypeValue, readDataTypes } from '../node/data-type-table.ts';
import { actualText, expectedText, parameterValue } from '../node/javascript-values.ts';
import { Story, expect, expectEqual } from '../node/story.ts';
import { type Parameter, type Session, type TediousType, open } from './session.ts';

const PARAMETER_TYPES: Readonly<Record<string, TediousType>> = {
  bit: TYPES.Bit,
  tinyint: TYPES.TinyInt,
  smallint: TYPES.SmallInt,
  int: TYPES.Int,
  bigint: TYPES.BigInt,
  decimal: TYPES.Decimal,
  numeric: TYPES.Numeric,
  money: TYPES.Money,
  smallmoney: TYPES.SmallMoney,
  real: TYPES.Real,
  float: TYPES.Float,
  char: TYPES.Char,
  varchar: TYPES.VarChar,
  text: TYPES.Text,
  nchar: TYPES.NChar,
  nvarchar: TYPES.NVarChar,
  ntext: TYPES.NText,
  image: TYPES.Image,
  binary: TYPES.Binary,
  varbinary: TYPES.VarBinary,
  date: TYPES.Date,
  time: TYPES.Time,
  datetime: TYPES.DateTime,
  smalldatetime: TYPES.SmallDateTime,
  datetime2: TYPES.DateTime2,
  datetimeoffset: TYPES.DateTimeOffset,
  uniqueidentifier: TYPES.UniqueIdentifier,
};

/** The server compares these; the others it cannot. */
const INCOMPARABLE = new Set(['text', 'ntext', 'image', 'xml']);

export async function dataTypes(): Promise<void> {
  const story = new Story('data types');
  let session = await open();
  let table = 0;
  for (const typeCase of readDataTypes()) {
    // One type that breaks the connection must not fail the others.
    if (session.ended) session = await open();
    const { declaration } = typeCase.type;
    await story.case(`${declaration} selected`, () => selectLiterals(session, typeCase));
    table += 1;
    const name = `dbo.types_${table}`;
    await story.case(`${declaration} inserted and read back`, () => roundTrip(session, typeCase, name));
  }
  await story.case('rowversion', () => rowVersion(session));
  await session.close();
}

async function selectLiterals(session: Session, { type, values }: TypeCase): Promise<void> {
  for (const value of values) {
    const actual = await session.value(`SELECT CAST(${value.sql} AS ${type.declaration}) AS v`);
    expectEqual(actualText(value.type, actual), expectedText(value.type, value.text), value.sql);
  }
  expectEqual(await session.value(`SELECT CAST(NULL AS ${type.declaration}) AS v`), null, 'NULL');
}

async function roundTrip(session: Session, { type, values }: TypeCase, table: string): Promise<void> {
  await session.batch(`CREATE TABLE ${table} (id int NOT NULL PRIMARY KEY, v ${type.declaration} NULL)`);
  for (const [id, value] of values.entries()) {
    await session.sql(`INSERT INTO ${table} (id, v) VALUES (@id, ${insertedAs(type, value)})`, [
      { name: 'id', type: TYPES.Int, value: id },
      parameter(value),
    ]);
  }
  await session.sql(`INSERT INTO ${table} (id, v) VALUES (@id, @v)`, [
    { name: 'id', type: TYPES.Int, value: -1 },
    {
      name: 'v',
      type: ['binary', 'varbinary', 'image'].includes(type.base) ? TYPES.VarBinary : TYPES.NVarChar,
      value: null,
    },
  ]);
  const rows = await session.rows(`SELECT id, v FROM ${table} ORDER BY id`);
  expectEqual(rows.length, values.length + 1, 'rows');
  expectEqual(rows[0], [-1, null], 'NULL');
  for (const [id, value] of values.entries()) {
    expectEqual(actualText(value.type, rows[id + 1]![1]), expectedText(value.type, value.text), value.sql);
    if (INCOMPARABLE.has(type.base)) continue;
    const same = `SELECT COUNT(*) FROM ${table} WHERE id = ${id} AND v = CAST(${value.sql} AS ${type.declaration})`;
    expect((await session.value(same)) === 1, `${value.sql}: another value was stored`);
  }
}

/** A sql_variant parameter does not exist in tedious: the server makes it from a typed one. */
function insertedAs(type: TypeName, value: TypeValue): string {
  return type.base === 'sql_variant' ? `CAST(@v AS ${value.type.declaration})` : '@v';
}

function parameter({ type, text }: TypeValue): Parameter {
  const native = PARAMETER_TYPES[type.base];
  const value = native === undefined ? undefined : parameterValue(type, text);
  if (value === undefined) return { name: 'v', type: TYPES.NVarChar, value: text };
  const options: Parameter['options'] = {};
  if (type.base === 'decimal' || type.base === 'numeric') {
    options.precision = Number(type.first);
    options.scale = type.second ?? 0;
  } else if (['time', 'datetime2', 'datetimeoffset'].includes(type.base)) {
    options.scale = Number(type.first ?? 7);
  } else if (typeof type.first === 'number' && type.base !== 'float') {
    options.length = type.first;
  }
  return { name: 'v', type: native!, value, options };
}

async function rowVersion(session: Session): Promise<void> {
  await session.batch(
    'CREATE TABLE dbo.versions (id int NOT NULL PRIMARY KEY, v int NOT NULL, stamp rowversion NOT NULL)',
  );
  await session.batch('INSERT INTO dbo.versions (id, v) VALUES (1, 1), (2, 1)');
  const before = await session.rows('SELECT stamp FROM dbo.versions ORDER BY id');
  await session.batch('UPDATE dbo.versions SET v = 2 WHERE id = 1');
  const after = await session.rows('SELECT stamp FROM dbo.versions ORDER BY id');
  const [first, second, changed, unchanged] = [before[0]![0], before[1]![0], after[0]![0], after[1]![0]] as Buffer[];
  expectEqual(first!.length, 8, 'length');
  expect(Buffer.compare(first!, second!) < 0, 'the second row has a later version');
  expect(Buffer.compare(second!, changed!) < 0, 'an update makes a later version');
  expectEqual(unchanged, second, 'the version of the row that was left alone');
  expectEqual(
    await session.value('SELECT COUNT(*) FROM dbo.versions WHERE stamp = @v', [
      { name: 'v', type: TYPES.VarBinary, value: changed },
    ]),
    1,
    'found by its version',
  );
}
