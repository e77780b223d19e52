import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DdlTestbed } from './ddl-testbed.ts';

let bed: DdlTestbed;
before(async () => {
  bed = await DdlTestbed.start();
  await bed.run('CREATE DATABASE shop');
  bed.database = 'shop';
});
after(() => bed.stop());

const refusal =
  (number: number, text?: string) =>
  (error: { number?: number; message: string }): boolean => {
    assert.equal(error.number, number, error.message);
    if (text !== undefined) assert.equal(error.message, text);
    return true;
  };

test('a table with every carrier exists in PostgreSQL and in the catalog', async () => {
  await bed.run(`CREATE TABLE every_type (a bit, b tinyint, c smallint NOT NULL, d int, e bigint, f decimal(10,2), g numeric, h money, i smallmoney,
    j real, k float, l char(3), m varchar(10), n nchar(4), o nvarchar(max), p text, q ntext, r binary(4), s varbinary(max), t image,
    u rowversion, v date, w time(3), x datetime, y smalldatetime, z datetime2, aa datetimeoffset(2), bb uniqueidentifier, cc xml, dd sql_variant, ee sysname)`);
  const rows = await bed.rows(
    `SELECT column_name, data_type, udt_name, is_nullable FROM information_schema.columns WHERE table_schema = 'shop.dbo' ORDER BY ordinal_position`,
  );
  assert.equal(rows.length, 31);
  assert.deepEqual(rows[2], ['c', 'smallint', 'int2', 'NO']);
  assert.deepEqual(rows[14], ['o', 'USER-DEFINED', 'string', 'YES']);
  assert.equal(bed.table('every_type').columns[30]?.nullable, false);
});

test('keys, checks, defaults and identity', async () => {
  await bed.run(`CREATE TABLE customers (id int IDENTITY(10,5) PRIMARY KEY, email varchar(50) CONSTRAINT uq_email UNIQUE, age int CHECK (age >= 18),
    created datetime DEFAULT getdate(), total AS (age * 2), twice AS (age + age) PERSISTED, INDEX ix_age (age DESC))`);
  const table = bed.table('customers');
  assert.match(table.indexes[0]?.name ?? '', /^PK__customer__[0-9A-F]{16}$/);
  assert.equal(table.checks[0]?.text, '([age]>=(18))');
  assert.equal(table.columns.find((c) => c.name === 'created')?.default?.text, '(getdate())');
  assert.match(
    table.columns.find((c) => c.name === 'created')?.default?.constraint ?? '',
    /^DF__customers__creat__[0-9A-F]{8}$/,
  );
  assert.equal(table.columns.find((c) => c.name === 'total')?.computed?.text, '([age]*(2))');
  const next = await bed.rows(`SELECT nextval('"shop.dbo"."${table.columns[0]?.identity?.pgSequence}"')`);
  assert.deepEqual(next, [['10']]);
  await bed.runner.runSimple(`INSERT INTO "shop.dbo".customers (id, email, age) VALUES (1, 'a', 20)`);
  assert.deepEqual(await bed.rows(`SELECT twice FROM "shop.dbo".customers`), [['40']]);
  await assert.rejects(
    bed.runner.runSimple(`INSERT INTO "shop.dbo".customers (id, email, age) VALUES (2, 'A  ', 20)`),
    /duplicate key/,
  );
  await assert.rejects(
    bed.runner.runSimple(`INSERT INTO "shop.dbo".customers (id, email, age) VALUES (2, 'b', 2)`),
    /check constraint/,
  );
});

test('foreign keys', async () => {
  await bed.run(
    `CREATE TABLE orders (id int CONSTRAINT pk_orders PRIMARY KEY, customer_id int NOT NULL REFERENCES customers ON DELETE CASCADE, parent int REFERENCES orders (id))`,
  );
  const table = bed.table('orders');
  assert.match(table.foreignKeys[0]?.name ?? '', /^FK__orders__customer__[0-9A-F]{8}$/);
  await assert.rejects(
    bed.run('CREATE TABLE bad (a int REFERENCES nowhere)'),
    (error: { number: number; preceding: { number: number; message: string }[] }) => {
      assert.equal(error.number, 1750);
      assert.equal(error.preceding[0]?.number, 1767);
      assert.match(
        error.preceding[0]?.message ?? '',
        /^Foreign key 'FK__bad__a__[0-9A-F]{8}' references invalid table 'nowhere'\.$/,
      );
      return true;
    },
  );
  await assert.rejects(
    bed.run('DROP TABLE customers'),
    refusal(3726, "Could not drop object 'customers' because it is referenced by a FOREIGN KEY constraint."),
  );
});

test('names that are taken, doubled or missing', async () => {
  await assert.rejects(
    bed.run('CREATE TABLE dbo.Customers (a int)'),
    refusal(2714, "There is already an object named 'Customers' in the database."),
  );
  await assert.rejects(bed.run('CREATE TABLE pk_orders (a int)'), refusal(2714));
  await assert.rejects(
    bed.run('CREATE TABLE twice (a int, A int)'),
    refusal(
      2705,
      "Column names in each table must be unique. Column name 'A' in table 'twice' is specified more than once.",
    ),
  );
  await assert.rejects(bed.run('CREATE TABLE nowhere.t (a int)'), refusal(2760));
  await assert.rejects(bed.run('CREATE TABLE nobase.dbo.t (a int)'), refusal(911));
  await assert.rejects(bed.run('CREATE TABLE p (a int PRIMARY KEY, b int PRIMARY KEY)'), refusal(8110));
  await assert.rejects(
    bed.run('CREATE TABLE p (a wrongtype)'),
    refusal(2715, 'Column, parameter, or variable #1: Cannot find data type wrongtype.'),
  );
  await assert.rejects(
    bed.run('DROP TABLE missing'),
    refusal(3701, "Cannot drop the table 'missing', because it does not exist or you do not have permission."),
  );
  await bed.run('DROP TABLE IF EXISTS missing');
});

test('schemas and databases', async () => {
  await bed.run('CREATE SCHEMA sales AUTHORIZATION dbo');
  await bed.run('CREATE TABLE sales.t (a int)');
  await assert.rejects(
    bed.run('DROP SCHEMA sales'),
    refusal(3729, "Cannot drop schema 'sales' because it is being referenced by object 't'."),
  );
  await bed.run('ALTER SCHEMA dbo TRANSFER sales.t');
  assert.equal(bed.table('t').name, 't');
  await bed.run('DROP SCHEMA sales');
  await assert.rejects(bed.run('CREATE SCHEMA dbo'), refusal(2759));
  await assert.rejects(
    bed.run('CREATE DATABASE SHOP'),
    refusal(1801, "Database 'SHOP' already exists. Choose a different database name."),
  );
  await bed.run(
    'CREATE DATABASE gone COLLATE Latin1_General_CS_AS; ALTER DATABASE gone MODIFY NAME = away; DROP DATABASE away',
  );
  await assert.rejects(bed.run('DROP DATABASE away'), refusal(3701));
  await assert.rejects(bed.run('DROP DATABASE shop'), refusal(3702));
});

test('temporary tables', async () => {
  await bed.run(
    "CREATE TABLE #work (id int IDENTITY PRIMARY KEY, name nvarchar(10) DEFAULT N'x', FOREIGN KEY (id) REFERENCES customers (id))",
  );
  assert.equal(bed.messages[0]?.number, 1784);
  await bed.runner.runSimple(`INSERT INTO pg_temp."${bed.temporary.get('#work')?.pg}" VALUES (1, 'a')`);
  await assert.rejects(bed.run('CREATE TABLE #work (a int)'), refusal(2714));
  await bed.run('DROP TABLE #work');
  assert.equal(bed.temporary.size, 0);
});
