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

const PERIOD = `f datetime2 GENERATED ALWAYS AS ROW START NOT NULL, t datetime2 GENERATED ALWAYS AS ROW END NOT NULL, PERIOD FOR SYSTEM_TIME (f, t)`;

test('a system-versioned table has a history that follows its columns', async () => {
  await bed.run(
    `CREATE TABLE emp (id int PRIMARY KEY, ${PERIOD}) WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.emp_past))`,
  );
  assert.equal(bed.table('emp').temporal?.historyObjectId, bed.table('emp_past').id);
  await bed.run('ALTER TABLE emp ADD extra int NOT NULL CONSTRAINT d DEFAULT 3; ALTER TABLE emp DROP CONSTRAINT d');
  await bed.run('ALTER TABLE emp ALTER COLUMN extra bigint NOT NULL');
  assert.deepEqual(
    bed.table('emp_past').columns.map((column) => [column.name, column.type.name]),
    [
      ['id', 'int'],
      ['f', 'datetime2'],
      ['t', 'datetime2'],
      ['extra', 'bigint'],
    ],
  );
  await bed.run('ALTER TABLE emp DROP COLUMN extra');
  assert.equal(bed.table('emp_past').columns.length, 3);
  await assert.rejects(bed.run('DROP TABLE emp'), { number: 13552 });
  await assert.rejects(bed.run('TRUNCATE TABLE emp_past'), { number: 13545 });
  await bed.run('ALTER TABLE emp SET (SYSTEM_VERSIONING = OFF); DROP TABLE emp, emp_past');
});

test('what a period needs', async () => {
  await assert.rejects(bed.run('CREATE TABLE x (id int PRIMARY KEY) WITH (SYSTEM_VERSIONING = ON)'), { number: 13510 });
  await assert.rejects(bed.run(`CREATE TABLE x (id int, ${PERIOD}) WITH (SYSTEM_VERSIONING = ON)`), { number: 13553 });
});

test('a ##temp table stands in tempdb for everybody', async () => {
  await bed.run('CREATE TABLE ##work (a int)');
  const tempdb = bed.catalog.schema(2, 'dbo');
  assert.equal(bed.catalog.object(tempdb?.id ?? 0, '##WORK')?.kind, 'table');
  await assert.rejects(bed.run('CREATE TABLE ##work (a int)'), { number: 2714 });
  await bed.run('DROP TABLE tempdb..##work');
});
