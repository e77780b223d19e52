import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { INT, nvarchar } from '../../tsql/index.ts';
import { QueryTestbed } from './query-testbed.ts';

/** A statement, the rows it answers, then the state of the table as `id:name:price:kind` lines. */
interface Case {
  readonly sql: string;
  readonly answers?: readonly string[];
  readonly after: readonly string[];
  readonly from?: string;
}

const CASES: readonly Case[] = [
  {
    sql: "INSERT item (name) VALUES (N'New')",
    answers: ['4'],
    after: ['1,a,1.00,1', '2,b,2.00,1', '3,c,NULL,2', '4,New,9.50,NULL'],
  },
  {
    sql: "INSERT INTO item (name, price) VALUES (N'x', DEFAULT), (N'y', NULL)",
    answers: ['4', '5'],
    after: ['1,a,1.00,1', '2,b,2.00,1', '3,c,NULL,2', '4,x,9.50,NULL', '5,y,NULL,NULL'],
  },
  {
    sql: "INSERT item OUTPUT inserted.id, inserted.price * 2 AS d VALUES (N'z', 3, 4)",
    answers: ['4,6.00'],
    after: ['1,a,1.00,1', '2,b,2.00,1', '3,c,NULL,2', '4,z,3.00,4'],
  },
  {
    sql: 'INSERT item (name, kind) SELECT title, id FROM kind WHERE id > 1 ORDER BY id DESC',
    after: ['1,a,1.00,1', '2,b,2.00,1', '3,c,NULL,2', '4,three,9.50,3', '5,two,9.50,2'],
  },
  {
    sql: 'INSERT TOP (1) item (name) SELECT title FROM kind ORDER BY id',
    after: ['1,a,1.00,1', '2,b,2.00,1', '3,c,NULL,2', '4,one,9.50,NULL'],
  },
  {
    sql: 'INSERT item (name) SELECT COUNT(*) FROM kind',
    after: ['1,a,1.00,1', '2,b,2.00,1', '3,c,NULL,2', '4,3,9.50,NULL'],
  },
  {
    sql: "UPDATE item SET price = price * 2, name += N'!' WHERE id = 1",
    after: ['1,a!,2.00,1', '2,b,2.00,1', '3,c,NULL,2'],
  },
  { sql: 'UPDATE item SET price = DEFAULT WHERE price IS NULL', after: ['1,a,1.00,1', '2,b,2.00,1', '3,c,9.50,2'] },
  {
    sql: 'UPDATE item SET kind = 5 OUTPUT deleted.kind, inserted.kind WHERE id = 2',
    answers: ['1,5'],
    after: ['1,a,1.00,1', '2,b,2.00,5', '3,c,NULL,2'],
  },
  {
    sql: 'UPDATE i SET name = k.title FROM item AS i JOIN kind k ON k.id = i.kind WHERE i.id > 1',
    after: ['1,a,1.00,1', '2,one,2.00,1', '3,two,NULL,2'],
  },
  {
    sql: 'UPDATE item SET name = k.title FROM item, kind k WHERE k.id = item.kind AND item.id = 1',
    after: ['1,one,1.00,1', '2,b,2.00,1', '3,c,NULL,2'],
  },
  {
    sql: 'UPDATE item SET name = k.title FROM kind k WHERE k.id = kind',
    after: ['1,one,1.00,1', '2,one,2.00,1', '3,two,NULL,2'],
  },
  {
    sql: "UPDATE i SET name = ISNULL(k.title, N'none') FROM item i LEFT JOIN kind k ON k.id = i.kind + 2",
    after: ['1,three,1.00,1', '2,three,2.00,1', '3,none,NULL,2'],
  },
  {
    sql: 'UPDATE i SET price = x.n FROM item i CROSS APPLY (SELECT COUNT(*) n FROM item j WHERE j.id <= i.id) x',
    after: ['1,a,1.00,1', '2,b,2.00,1', '3,c,3.00,2'],
  },
  {
    sql: 'UPDATE item SET price = k.id FROM item JOIN kind k ON k.id >= item.id WHERE item.id = 3',
    after: ['1,a,1.00,1', '2,b,2.00,1', '3,c,3.00,2'],
  },
  { sql: 'UPDATE TOP (2) item SET kind = 9', after: ['1,a,1.00,9', '2,b,2.00,9', '3,c,NULL,2'] },
  {
    sql: 'WITH x AS (SELECT *, ROW_NUMBER() OVER (ORDER BY id DESC) n FROM item) UPDATE x SET price = n',
    after: ['1,a,3.00,1', '2,b,2.00,1', '3,c,1.00,2'],
  },
  {
    sql: 'WITH x AS (SELECT TOP (1) * FROM item ORDER BY id DESC) DELETE FROM x OUTPUT deleted.id',
    answers: ['3'],
    after: ['1,a,1.00,1', '2,b,2.00,1'],
  },
  { sql: "UPDATE v SET shown = N'v' WHERE id = 2", after: ['1,a,1.00,1', '2,v,2.00,1', '3,c,NULL,2'] },
  {
    sql: "INSERT v (shown) VALUES (N'n')",
    answers: ['4'],
    after: ['1,a,1.00,1', '2,b,2.00,1', '3,c,NULL,2', '4,n,9.50,NULL'],
  },
  { sql: 'DELETE v WHERE id = 1', after: ['2,b,2.00,1', '3,c,NULL,2'] },
  { sql: 'DELETE FROM item WHERE kind = 1', after: ['3,c,NULL,2'] },
  {
    sql: "DELETE i FROM item i JOIN kind k ON k.id = i.kind WHERE k.title = N'two'",
    after: ['1,a,1.00,1', '2,b,2.00,1'],
  },
  {
    sql: 'DELETE FROM item FROM item LEFT JOIN kind k ON k.id = item.id AND k.id > 1 WHERE k.id IS NULL',
    after: ['2,b,2.00,1', '3,c,NULL,2'],
  },
  { sql: 'DELETE TOP (1) FROM item WHERE kind = 1', after: ['2,b,2.00,1', '3,c,NULL,2'] },
  {
    sql: 'DELETE item OUTPUT deleted.id, deleted.name INTO log (id, name) WHERE id < 3',
    after: ['1,a,7', '2,b,7'],
    from: 'SELECT id, name, extra FROM log ORDER BY id',
  },
  {
    sql: `MERGE item AS t USING kind AS s ON t.id = s.id WHEN MATCHED AND t.id = 1 THEN UPDATE SET name = s.title WHEN MATCHED AND t.id = 2 THEN DELETE
      WHEN NOT MATCHED THEN INSERT (name) VALUES (s.title) OUTPUT $action, deleted.id, inserted.id;`,
    answers: ['UPDATE,1,1', 'DELETE,2,NULL'],
    after: ['1,one,1.00,1', '3,c,NULL,2'],
  },
  {
    sql: `MERGE INTO item t USING (VALUES (1, N'm'), (7, N'n')) s(id, n) ON t.id = s.id WHEN MATCHED THEN UPDATE SET name = s.n, price += 1
      WHEN NOT MATCHED BY TARGET THEN INSERT (name, kind) VALUES (s.n, s.id) WHEN NOT MATCHED BY SOURCE AND t.id = 2 THEN DELETE;`,
    after: ['1,m,2.00,1', '3,c,NULL,2', '4,n,9.50,7'],
  },
  { sql: "UPDATE doc SET body.WRITE(N'XY', 1, 2)", after: ['aXYd'], from: 'SELECT body FROM doc' },
];

describe('lowered changes on PostgreSQL', () => {
  let bed: QueryTestbed;
  before(async () => {
    bed = await QueryTestbed.start();
    await bed.ddl.run(`CREATE TABLE kind (id int NOT NULL PRIMARY KEY, title nvarchar(20) NOT NULL)`);
    await bed.ddl.run(
      `CREATE TABLE item (id int IDENTITY NOT NULL PRIMARY KEY, name nvarchar(20) NOT NULL, price decimal(10,2) NULL DEFAULT 9.5, kind int NULL)`,
    );
    await bed.ddl.run(`CREATE TABLE log (id int, name nvarchar(20), extra int DEFAULT 7)`);
    await bed.ddl.run(`CREATE TABLE doc (body nvarchar(max))`);
    await bed.ddl.run(
      `CREATE TABLE stamped (id int NOT NULL PRIMARY KEY, v rowversion, twice AS id * 2, code char(3) NULL)`,
    );
    await bed.ddl.run(`CREATE VIEW v AS SELECT id, name AS shown FROM item`);
    await bed.run(`INSERT INTO kind VALUES (1, N'one'), (2, N'two'), (3, N'three')`);
    await bed.run(`INSERT INTO doc VALUES (N'abcd')`);
  });
  beforeEach(async () => {
    await bed.ddl.rows(
      'TRUNCATE "shop.dbo"."item" RESTART IDENTITY; TRUNCATE "shop.dbo"."log"; TRUNCATE "shop.dbo"."stamped"',
    );
    await bed.run(`INSERT item (name, price, kind) VALUES (N'a', 1, 1), (N'b', 2, 1), (N'c', NULL, 2)`);
  });
  after(() => bed.stop());

  for (const { sql, answers, after: rows, from } of CASES) {
    it(sql.replaceAll(/\s+/g, ' '), async () => {
      const lines = await bed.lines(sql);
      if (answers) assert.deepEqual(lines, answers);
      assert.deepEqual(await bed.lines(from ?? 'SELECT * FROM item ORDER BY id'), rows);
    });
  }

  it('gives every row a new rowversion and computes what is computed', async () => {
    await bed.run(`INSERT stamped (id, code) VALUES (1, 'a'), (2, NULL)`);
    const before = await bed.rows('SELECT id, v, twice, code FROM stamped ORDER BY id');
    assert.deepEqual(
      before.map((row) => [row[2], row[3]]),
      [
        ['2', 'a  '],
        ['4', null],
      ],
    );
    assert.notEqual(before[0]?.[1], before[1]?.[1]);
    await bed.run(`UPDATE stamped SET code = 'b' WHERE id = 1`);
    assert.notEqual((await bed.rows('SELECT v FROM stamped WHERE id = 1'))[0]?.[0], before[0]?.[1]);
  });

  it('assigns variables from the changed row', async () => {
    bed.variables.set('@n', { type: nvarchar(20), value: null });
    bed.variables.set('@k', { type: INT, value: null });
    const { compiled, rows } = await bed.run(`UPDATE item SET @n = name = N'q', @k = kind + 1 WHERE id = 3`);
    assert.deepEqual(
      compiled.assignments.map(({ variable, column }) =>
        rows[0]?.[column] === undefined ? variable : `${variable}=${rows[0][column]}`,
      ),
      ['@n=q', '@k=3'],
    );
  });

  it('refuses text that is too long, by table and column (2628)', async () => {
    await assert.rejects(
      bed.run(`INSERT stamped (id, code) VALUES (1, 'abcd')`),
      /truncated in table 'shop.dbo.stamped', column 'code'/,
    );
  });

  it('stores explicit identity values and goes on behind them', async () => {
    bed.environment = { options: { ...bed.env().options, identityInsert: bed.ddl.table('item').id } };
    await bed.run(`INSERT item (id, name) VALUES (10, N'ten')`);
    bed.environment = {};
    assert.deepEqual(await bed.lines(`INSERT item (name) VALUES (N'next')`), ['11']);
  });

  it('fills the tables of triggers', async () => {
    for (const name of ['inserted', 'deleted'])
      await bed.ddl.run(
        `CREATE TABLE #${name} (id int NULL, name nvarchar(20) NULL, price decimal(10,2) NULL, kind int NULL)`,
      );
    const [inserted, deleted] = ['#inserted', '#deleted'].map((name) => bed.ddl.temporary.get(name));
    assert.ok(inserted && deleted);
    bed.environment = { transition: { inserted, deleted } };
    await bed.run(`UPDATE item SET price = 5 WHERE kind = 1`);
    bed.environment = { transition: { inserted, deleted, insteadOf: true } };
    await bed.run(`DELETE item WHERE id = 3`);
    bed.environment = {};
    assert.deepEqual(await bed.lines('SELECT id, price FROM #inserted ORDER BY id'), ['1,5.00', '2,5.00']);
    assert.deepEqual(await bed.lines('SELECT id, price FROM #deleted ORDER BY id'), ['1,1.00', '2,2.00', '3,NULL']);
    assert.deepEqual(await bed.lines('SELECT COUNT(*) FROM item'), ['3']);
  });

  it('hands the rows of a view to its INSTEAD OF trigger', async () => {
    await bed.ddl.run(`CREATE VIEW pairs AS SELECT i.id, i.name, k.title FROM item i JOIN kind k ON k.id = i.kind`);
    for (const name of ['ins', 'del'])
      await bed.ddl.run(`CREATE TABLE #${name} (id int NULL, name nvarchar(20) NULL, title nvarchar(20) NULL)`);
    const [inserted, deleted] = ['#ins', '#del'].map((name) => bed.ddl.temporary.get(name));
    assert.ok(inserted && deleted);
    bed.environment = { transition: { inserted, deleted, insteadOf: true } };
    await bed.run(`INSERT pairs (name, title) VALUES (N'n', N't')`);
    await bed.run(`UPDATE p SET title = name + N'!' FROM pairs p JOIN kind k ON k.title = p.title WHERE p.id = 1`);
    await bed.run(`DELETE pairs WHERE id = 2`);
    bed.environment = {};
    assert.deepEqual(await bed.lines('SELECT * FROM #ins ORDER BY id'), ['NULL,n,t', '1,a,a!']);
    assert.deepEqual(await bed.lines('SELECT * FROM #del ORDER BY id'), ['1,a,one', '2,b,one']);
  });
});
