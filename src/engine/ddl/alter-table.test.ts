import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DdlTestbed } from './ddl-testbed.ts';
import { planRename } from './rename.ts';

let bed: DdlTestbed;
before(async () => {
  bed = await DdlTestbed.start();
  await bed.run('CREATE DATABASE shop');
  bed.database = 'shop';
});
after(() => bed.stop());

const numbers = (error: { number: number; preceding?: readonly { number: number }[] }): number[] => [
  ...(error.preceding ?? []).map((each) => each.number),
  error.number,
];
const refusal =
  (expected: number | number[], text?: string) =>
  (error: { number: number; message: string }): boolean => {
    assert.deepEqual(numbers(error), [expected].flat(), error.message);
    if (text !== undefined) assert.equal(error.message, text);
    return true;
  };

test('ADD fills the rows that are there', async () => {
  await bed.run('CREATE TABLE t (a int NOT NULL)');
  await bed.runner.runSimple('INSERT INTO "shop.dbo".t VALUES (1), (2)');
  await bed.run(`ALTER TABLE t ADD b int NOT NULL DEFAULT 7, c datetime CONSTRAINT df_c DEFAULT getdate() WITH VALUES, d int DEFAULT 3, e int IDENTITY(5,5),
    f AS (a + 1) PERSISTED, v rowversion, CONSTRAINT ck_a CHECK (a > 0)`);
  assert.deepEqual(await bed.rows('SELECT a, b, c IS NOT NULL, d, e, f, v IS NOT NULL FROM "shop.dbo".t ORDER BY a'), [
    ['1', '7', 't', null, '5', '2', 't'],
    ['2', '7', 't', null, '10', '3', 't'],
  ]);
  await assert.rejects(bed.run('ALTER TABLE t ADD g int NOT NULL'), refusal(4901));
  await assert.rejects(bed.run('ALTER TABLE t ADD a int'), refusal(2705));
  await assert.rejects(
    bed.run('ALTER TABLE missing ADD a int'),
    refusal(4902, 'Cannot find the object "missing" because it does not exist or you do not have permissions.'),
  );
  await assert.rejects(
    bed.run('ALTER TABLE t ADD CONSTRAINT ck_b CHECK (a > 1)'),
    refusal(
      547,
      `The ALTER TABLE statement conflicted with the CHECK constraint "ck_b". The conflict occurred in database "shop", table "dbo.t", column 'a'.`,
    ),
  );
  await bed.run('ALTER TABLE t WITH NOCHECK ADD CONSTRAINT ck_b CHECK (a > 1)');
  assert.equal(bed.table('t').checks.find((check) => check.name === 'ck_b')?.notTrusted, true);
  await assert.rejects(bed.run('ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (d)'), refusal([8111, 1750]));
  await bed.run('ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a)');
  await assert.rejects(bed.run('ALTER TABLE t ADD CONSTRAINT pk2 PRIMARY KEY (a)'), refusal([1779, 1750]));
  await assert.rejects(bed.run('ALTER TABLE t ADD CONSTRAINT uq UNIQUE (b)'), refusal([1505, 1750]));
});

test('DROP refuses what others stand on', async () => {
  await assert.rejects(
    bed.run('ALTER TABLE t DROP COLUMN b'),
    (error: { number: number; message: string; preceding: readonly { number: number; message: string }[] }) => {
      assert.deepEqual(numbers(error), [5074, 4922]);
      assert.match(
        error.preceding[0]?.message ?? '',
        /^The object 'DF__t__b__[0-9A-F]{8}' is dependent on column 'b'\.$/,
      );
      return true;
    },
  );
  await bed.run('ALTER TABLE t DROP CONSTRAINT df_c, COLUMN c');
  await assert.rejects(
    bed.run('ALTER TABLE t DROP COLUMN c'),
    refusal(4924, "ALTER TABLE DROP COLUMN failed because column 'c' does not exist in table 't'."),
  );
  await bed.run('ALTER TABLE t DROP COLUMN IF EXISTS c');
  await assert.rejects(bed.run('ALTER TABLE t DROP CONSTRAINT nope'), refusal([3728, 3727]));
  await assert.rejects(
    bed.run('ALTER TABLE t DROP COLUMN a'),
    (error: { number: number; preceding: readonly { number: number }[] }) => numbers(error).at(-1) === 4922,
  );
  await bed.run('CREATE TABLE child (a int CONSTRAINT fk REFERENCES t)');
  await assert.rejects(bed.run('ALTER TABLE t DROP CONSTRAINT pk'), refusal([3725, 3727]));
  await assert.rejects(bed.run('TRUNCATE TABLE t'), refusal(4712));
  await bed.run('ALTER TABLE child NOCHECK CONSTRAINT ALL');
  await bed.runner.runSimple('INSERT INTO "shop.dbo".child VALUES (99)');
  await assert.rejects(bed.run('ALTER TABLE child WITH CHECK CHECK CONSTRAINT fk'), refusal(547));
  await bed.run('ALTER TABLE child CHECK CONSTRAINT fk');
  await assert.rejects(bed.runner.runSimple('INSERT INTO "shop.dbo".child VALUES (98)'), /foreign key/);
  await bed.run('DROP TABLE child, t');
});

test('ALTER COLUMN converts as an assignment does', async () => {
  await bed.run(
    `CREATE TABLE c (n varchar(10) NULL, m int NOT NULL, d varchar(20) DEFAULT 'x', k varchar(5) NOT NULL UNIQUE)`,
  );
  await bed.runner.runSimple(`INSERT INTO "shop.dbo".c VALUES ('12', 3, 'a', 'k')`);
  await bed.run('ALTER TABLE c ALTER COLUMN n int NOT NULL');
  assert.deepEqual(await bed.rows('SELECT n + m FROM "shop.dbo".c'), [['15']]);
  await bed.run(
    'ALTER TABLE c ALTER COLUMN n varchar(30) NULL; ALTER TABLE c ALTER COLUMN d varchar(50); ALTER TABLE c ALTER COLUMN k varchar(9) NOT NULL',
  );
  assert.deepEqual(await bed.rows('SELECT n, m FROM "shop.dbo".c'), [['12', '3']]);
  await bed.runner.runSimple(`INSERT INTO "shop.dbo".c VALUES (NULL, 3, 'a', 'l')`);
  await assert.rejects(
    bed.run('ALTER TABLE c ALTER COLUMN n varchar(30) NOT NULL'),
    refusal(
      515,
      "Cannot insert the value NULL into column 'n', table 'shop.dbo.c'; column does not allow nulls. UPDATE fails.",
    ),
  );
  await assert.rejects(bed.run('ALTER TABLE c ALTER COLUMN d int'), refusal([5074, 4922]));
  await assert.rejects(bed.run('ALTER TABLE c ALTER COLUMN k int NOT NULL'), refusal([5074, 4922]));
  await assert.rejects(bed.run('ALTER TABLE c ALTER COLUMN z int'), refusal(4924));
});

test('indexes', async () => {
  await bed.run('CREATE UNIQUE INDEX ix ON c (m DESC, n) INCLUDE (d) WHERE m > 5 WITH (FILLFACTOR = 80, ONLINE = ON)');
  assert.deepEqual(bed.table('c').indexes.at(-1)?.where, '([m]>(5))');
  await assert.rejects(
    bed.run('CREATE INDEX ix ON c (m)'),
    refusal(1913, "The operation failed because an index or statistics with name 'ix' already exists on table 'c'."),
  );
  await assert.rejects(
    bed.run('CREATE INDEX ix2 ON c (zz)'),
    refusal(1911, "Column name 'zz' does not exist in the target table or view."),
  );
  await assert.rejects(bed.run('CREATE INDEX ix2 ON nope (zz)'), refusal(1088));
  await assert.rejects(
    bed.run('CREATE UNIQUE INDEX ix2 ON c (m)'),
    refusal(
      1505,
      "The CREATE UNIQUE INDEX statement terminated because a duplicate key was found for the object name 'dbo.c' and the index name 'ix2'. The duplicate key value is (3).",
    ),
  );
  await assert.rejects(bed.run(`DROP INDEX ${bed.table('c').indexes[0]?.name} ON c`), refusal(3723));
  await bed.run(
    'ALTER INDEX ix ON c DISABLE; ALTER INDEX ALL ON c REBUILD; CREATE INDEX ix ON c (n) WITH (DROP_EXISTING = ON)',
  );
  await bed.run(
    'DROP INDEX ix ON c; DROP INDEX IF EXISTS ix ON c; CREATE STATISTICS st ON c (n); UPDATE STATISTICS c; DROP STATISTICS c.st',
  );
  await assert.rejects(
    bed.run('DROP INDEX ix ON c'),
    refusal(3701, "Cannot drop the index 'c.ix', because it does not exist or you do not have permission."),
  );
});

test('renames', async () => {
  const rename = async (name: string, to: string, type?: string): Promise<void> =>
    bed.execute(planRename(name, to, type, bed.context('')));
  await rename('dbo.c', 'cc');
  await rename('dbo.[cc].n', 'nn', 'COLUMN');
  await bed.run('CREATE INDEX ix ON cc (nn)');
  await rename('cc.ix', 'iy', 'INDEX');
  assert.deepEqual(await bed.rows('SELECT nn FROM "shop.dbo".cc WHERE nn IS NOT NULL'), [['12']]);
  assert.equal(bed.messages[0]?.number, 15477);
  assert.equal(bed.table('cc').indexes.at(-1)?.name, 'iy');
  await assert.rejects(rename('nope', 'x'), refusal(15225));
});

test('sequences, synonyms, types', async () => {
  await bed.run(
    'CREATE SEQUENCE s AS int START WITH 5 INCREMENT BY 2; CREATE SYNONYM syn FOR dbo.cc; CREATE TYPE code FROM varchar(11) NOT NULL',
  );
  await bed.run('CREATE TYPE lines AS TABLE (id int PRIMARY KEY, name code)');
  await bed.run('CREATE TABLE uses (a code, b int DEFAULT NEXT VALUE FOR s)');
  assert.equal(bed.table('uses').columns[0]?.nullable, false);
  assert.deepEqual(await bed.rows(`SELECT nextval('"shop.dbo".s'), nextval('"shop.dbo".s')`), [['5', '7']]);
  await bed.run('ALTER SEQUENCE s RESTART WITH 100');
  assert.deepEqual(await bed.rows(`SELECT nextval('"shop.dbo".s')`), [['100']]);
  await assert.rejects(bed.run('CREATE SEQUENCE s2 INCREMENT BY 0'), refusal(11700));
  await assert.rejects(bed.run('DROP TYPE code'), refusal(3732));
  await assert.rejects(bed.run('CREATE TYPE code FROM int'), refusal(219));
  await assert.rejects(bed.run('DROP SYNONYM nope'), refusal(3701));
  await assert.rejects(bed.run('DROP VIEW syn'), refusal(3705));
  await bed.run('DROP TABLE uses; DROP TYPE lines; DROP TYPE code; DROP SYNONYM syn; DROP SEQUENCE s');
});

test('views, functions, procedures and triggers are kept as text', async () => {
  await bed.run('CREATE VIEW v AS SELECT nn AS one, m + 1 AS two FROM cc');
  const view = bed.catalog.object(bed.catalog.schema(bed.catalog.database('shop')?.id ?? 0, 'dbo')?.id ?? 0, 'v');
  assert.deepEqual(view?.kind === 'view' && view.columns.map((column) => [column.name, column.type.name]), [
    ['one', 'varchar'],
    ['two', 'int'],
  ]);
  await bed.run('ALTER VIEW v (a) AS SELECT m FROM cc');
  await assert.rejects(bed.run('CREATE VIEW v AS SELECT 1 AS a'), refusal(2714));
  await assert.rejects(bed.run('CREATE VIEW w AS SELECT 1'), refusal(4511));
  await assert.rejects(bed.run('ALTER VIEW w AS SELECT 1 AS a'), refusal(208));
  await bed.run(`-- what it does
CREATE OR ALTER PROCEDURE p @a int = 5, @b varchar(10) = word OUTPUT AS SELECT @a`);
  await bed.run('CREATE FUNCTION f (@x int) RETURNS TABLE AS RETURN (SELECT @x + m AS y FROM cc)');
  await bed.run('CREATE FUNCTION g (@x int) RETURNS decimal(9,2) AS BEGIN RETURN @x END');
  await bed.run('CREATE TRIGGER tr ON cc AFTER INSERT, UPDATE AS SELECT 1');
  const modules = await bed.rows(
    `SELECT m.definition FROM sys."sys.sql_modules" m JOIN sys."sys.objects" o ON o.object_id = m.object_id WHERE o.name = 'p'`,
  );
  assert.match(modules[0]?.[0] ?? '', /^-- what it does\nCREATE PROCEDURE p/);
  assert.deepEqual(
    await bed.rows(`SELECT name, parameter_id, is_output FROM sys."sys.parameters" ORDER BY object_id, parameter_id`),
    [
      ['@a', '1', '0'],
      ['@b', '2', '1'],
      ['@x', '1', '0'],
      ['', '0', '1'],
      ['@x', '1', '0'],
    ],
  );
  await bed.run(
    'DISABLE TRIGGER tr ON cc; ALTER TABLE cc ENABLE TRIGGER ALL; DROP TRIGGER tr; DROP FUNCTION f, g; DROP PROCEDURE p; DROP VIEW v',
  );
});

test('identity: TRUNCATE and CHECKIDENT', async () => {
  await bed.run('CREATE TABLE ident (id int IDENTITY(10,1), a int)');
  const sequence = `"shop.dbo"."${bed.table('ident').columns[0]?.identity?.pgSequence}"`;
  const next = async (): Promise<string | null | undefined> =>
    (await bed.rows(`SELECT nextval('${sequence}')`))[0]?.[0];
  assert.equal(await next(), '10');
  await bed.run("DBCC CHECKIDENT ('ident', RESEED, 20)");
  assert.equal(await next(), '21');
  await bed.run('TRUNCATE TABLE ident');
  assert.equal(await next(), '10');
  await bed.run('TRUNCATE TABLE ident; DBCC CHECKIDENT (ident, RESEED, 5)');
  assert.equal(await next(), '5');
});
