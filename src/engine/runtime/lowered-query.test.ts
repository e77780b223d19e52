import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { INT, nvarchar } from '../../tsql/index.ts';
import { QueryTestbed } from './query-testbed.ts';

/** Cases are `[T-SQL, rows]`: each row one line, values joined by commas. */
type Case = readonly [sql: string, ...rows: string[]];

const SELECTS: readonly Case[] = [
  ['SELECT 1', '1'],
  ['SELECT a = 1, 2 AS b, 3 c', '1,2,3'],
  ['SELECT id, name FROM item WHERE id = 2', '2,Bolt'],
  ["SELECT id FROM item WHERE name = 'BOLT  '", '2'],
  ['SELECT * FROM item WHERE id > 3 ORDER BY id DESC', '5,Washer,NULL,2', '4,Gear,12.50,NULL'],
  ['SELECT TOP 2 id FROM item ORDER BY price DESC', '4', '3'],
  ['SELECT TOP (2) WITH TIES id FROM item ORDER BY kind', '4', '1', '2'],
  ['SELECT TOP 50 PERCENT id FROM item ORDER BY id', '1', '2', '3'],
  ['SELECT id FROM item ORDER BY id OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY', '2', '3'],
  ['SELECT DISTINCT kind FROM item ORDER BY kind', 'NULL', '1', '2'],
  ['SELECT id, price FROM item ORDER BY price, id', '5,NULL', '1,0.10', '2,0.25', '3,3.00', '4,12.50'],
  [
    'SELECT i.name, k.title FROM item i JOIN kind k ON k.id = i.kind ORDER BY i.id',
    'Nut,small',
    'Bolt,small',
    'Screw,large',
    'Washer,large',
  ],
  ['SELECT i.name, k.title FROM item i LEFT JOIN kind k ON k.id = i.kind WHERE i.id = 4', 'Gear,NULL'],
  [
    'SELECT k.title, COUNT(*) n, SUM(i.price) FROM item i, kind k WHERE k.id = i.kind GROUP BY k.title ORDER BY n, k.title',
    'large,2,3.00',
    'small,2,0.35',
  ],
  [
    'SELECT k.id, x.name FROM kind k CROSS APPLY (SELECT TOP 1 name FROM item i WHERE i.kind = k.id ORDER BY i.id DESC) x ORDER BY k.id',
    '1,Bolt',
    '2,Washer',
  ],
  [
    'SELECT k.id, x.name FROM kind k OUTER APPLY (SELECT name FROM item i WHERE i.kind = k.id AND i.price > 2) x ORDER BY k.id',
    '1,NULL',
    '2,Screw',
    '3,NULL',
  ],
  ["SELECT name FROM item WHERE kind IN (SELECT id FROM kind WHERE title = N'large') ORDER BY id", 'Screw', 'Washer'],
  ['SELECT title FROM kind k WHERE NOT EXISTS (SELECT * FROM item WHERE kind = k.id)', 'empty'],
  ['SELECT id FROM item WHERE price >= ALL (SELECT price FROM item WHERE price IS NOT NULL)', '4'],
  ['SELECT id, (SELECT MAX(price) FROM item) FROM kind WHERE id = 1', '1,12.50'],
  ['SELECT COUNT(*) FROM item HAVING COUNT(*) > 3', '5'],
  ['SELECT 1 AS n UNION SELECT 2 UNION ALL SELECT 2 ORDER BY n DESC', '2', '2', '1'],
  ['SELECT id FROM item EXCEPT SELECT id FROM kind ORDER BY id', '4', '5'],
  ['SELECT 1 WHERE 1 = 1 AND (2 > 3 OR NOT 1 = 2)', '1'],
  [
    "SELECT CASE kind WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'none' END FROM item ORDER BY id",
    'one',
    'one',
    'two',
    'none',
    'two',
  ],
  ['SELECT COALESCE(price, 0), NULLIF(kind, 2), IIF(kind = 2, 1, 0) FROM item WHERE id = 5', '0.00,NULL,1'],
  [
    'WITH a AS (SELECT id FROM item WHERE id < 3), b(n) AS (SELECT id * 10 FROM a) SELECT n FROM b ORDER BY n',
    '10',
    '20',
  ],
  ['WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT SUM(n) FROM r', '15'],
  [
    'WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3 UNION ALL SELECT n + 10 FROM r WHERE n < 3) SELECT n FROM r ORDER BY n',
    '1',
    '2',
    '3',
    '11',
    '12',
  ],
  ['SELECT id, ROW_NUMBER() OVER (ORDER BY price DESC) FROM item ORDER BY id', '1,4', '2,3', '3,2', '4,1', '5,5'],
  [
    'SELECT id, SUM(price) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM item WHERE id < 4',
    '1,0.10',
    '2,0.35',
    '3,3.25',
  ],
  [
    'SELECT kind, COUNT(*) FROM item GROUP BY ROLLUP(kind) ORDER BY GROUPING(kind), kind',
    'NULL,1',
    '1,2',
    '2,2',
    'NULL,5',
  ],
  [
    'SELECT kind, id, COUNT(*) FROM item WHERE id < 3 GROUP BY GROUPING SETS ((kind), (id), ()) ORDER BY 1, 2',
    'NULL,NULL,2',
    'NULL,1,1',
    'NULL,2,1',
    '1,NULL,2',
  ],
  ["SELECT * FROM (VALUES (1, N'a'), (2, N'b')) v(n, t) ORDER BY n", '1,a', '2,b'],
  ["SELECT value FROM STRING_SPLIT('a,b,,c', ',')", 'a', 'b', '', 'c'],
  ["SELECT value, ordinal FROM STRING_SPLIT('a b', ' ', 1)", 'a,1', 'b,2'],
  ['SELECT value FROM GENERATE_SERIES(1, 7, 3)', '1', '4', '7'],
  [
    `SELECT [key], value, type FROM OPENJSON('{"a":1,"b":"x","c":null,"d":[1]}')`,
    'a,1,2',
    'b,x,1',
    'c,NULL,0',
    'd,[1],4',
  ],
  [`SELECT n, t FROM OPENJSON('[{"n":1,"t":"x"},{"n":2}]') WITH (n int, t nvarchar(10) '$.t')`, '1,x', '2,NULL'],
  [
    `SELECT i.id, j.value FROM item i CROSS APPLY OPENJSON('[' + CAST(i.id AS varchar(5)) + ']') j WHERE i.id < 3`,
    '1,1',
    '2,2',
  ],
  ['SELECT [1], [2] FROM (SELECT kind, price FROM item) s PIVOT (SUM(price) FOR kind IN ([1], [2])) p', '0.35,3.00'],
  [
    'SELECT id, what, n FROM (SELECT id, kind, id * 2 AS twice FROM item WHERE id IN (1, 4)) s UNPIVOT (n FOR what IN (kind, twice)) u ORDER BY id, what',
    '1,kind,1',
    '1,twice,2',
    '4,twice,8',
  ],
  ['SELECT id FROM item WHERE id BETWEEN 2 AND 3 ORDER BY id', '2', '3'],
  ["SELECT STUFF((SELECT ',' + name FROM item WHERE id < 4 ORDER BY id FOR XML PATH('')), 1, 1, '')", 'Nut,Bolt,Screw'],
  [
    "SELECT id AS '@id', name AS 'a/b' FROM item WHERE id = 1 FOR XML PATH('item'), ROOT('r')",
    '<r><item id="1"><a><b>Nut</b></a></item></r>',
  ],
  ['SELECT id, name FROM item WHERE id < 3 FOR XML RAW', '<row id="1" name="Nut"/><row id="2" name="Bolt"/>'],
  ['SELECT id, name AS [n.a], price AS [n.b] FROM item WHERE id > 4 FOR JSON PATH', '[{"id":5,"n":{"a":"Washer"}}]'],
  [
    "SELECT id, price FROM item WHERE id > 4 FOR JSON PATH, INCLUDE_NULL_VALUES, ROOT('x')",
    '{"x":[{"id":5,"price":null}]}',
  ],
  [
    'SELECT k.id, (SELECT i.id FROM item i WHERE i.kind = k.id FOR JSON PATH) AS items FROM kind k WHERE k.id = 1 FOR JSON PATH, WITHOUT_ARRAY_WRAPPER',
    '{"id":1,"items":[{"id":1},{"id":2}]}',
  ],
  ['SELECT id FROM item WHERE id > 100 FOR JSON PATH'],
  [
    'SELECT k.id, i.id AS item, i.name FROM kind k LEFT JOIN item i ON i.kind = k.id WHERE k.id <> 2 ORDER BY k.id, i.id FOR JSON AUTO',
    '[{"id":1,"i":[{"item":1,"name":"Nut"},{"item":2,"name":"Bolt"}]},{"id":3,"i":[{}]}]',
  ],
  ['SELECT id, name FROM item WITH (UPDLOCK, ROWLOCK) WHERE id = 1', '1,Nut'],
  ['SELECT id INTO #copy FROM item WHERE id < 3 UNION ALL SELECT 9', '1', '2', '9'],
  ['SELECT n FROM cheap ORDER BY n', 'Bolt', 'Nut'],
  ['SELECT name FROM of_kind(2) ORDER BY 1', 'Screw', 'Washer'],
  ['SELECT k.id, f.name FROM kind k CROSS APPLY dbo.of_kind(k.id) f WHERE k.id = 1 ORDER BY f.name', '1,Bolt', '1,Nut'],
  [
    "SELECT MAX(g), COUNT(DISTINCT kind) FROM item, (SELECT CAST('00000000-0000-0000-0000-000000000001' AS uniqueidentifier) g) x",
    '00000000-0000-0000-0000-000000000001,2',
  ],
  ["SELECT name FROM sys.tables WHERE name LIKE '[ik]%' ORDER BY name", 'item', 'kind'],
  ['SELECT a.id FROM item a FULL JOIN kind b ON a.id = b.id WHERE b.id IS NULL ORDER BY a.id', '4', '5'],
  ['SELECT twice FROM item_twice WHERE id = 3', '6.00'],
  ['SELECT LEN(name) l, COUNT(*) FROM item GROUP BY LEN(name) ORDER BY l', '3,1', '4,2', '5,1', '6,1'],
  ['SELECT SUM(SUM(price)) OVER () FROM item GROUP BY kind ORDER BY kind', '15.85', '15.85', '15.85'],
  [
    "SELECT DISTINCT g FROM (VALUES (CAST('00000000-0000-0000-0000-000000000002' AS uniqueidentifier))) v(g) ORDER BY g",
    '00000000-0000-0000-0000-000000000002',
  ],
  ['SELECT TOP 1 kind, name FROM item WHERE kind IS NOT NULL ORDER BY NEWID()'],
];

describe('lowered queries on PostgreSQL', () => {
  let bed: QueryTestbed;
  before(async () => {
    bed = await QueryTestbed.start();
    await bed.ddl.run(`CREATE TABLE kind (id int NOT NULL PRIMARY KEY, title nvarchar(20) NOT NULL)`);
    await bed.ddl.run(
      `CREATE TABLE item (id int IDENTITY NOT NULL PRIMARY KEY, name nvarchar(20) NOT NULL, price decimal(10,2) NULL, kind int NULL)`,
    );
    await bed.ddl.run(`CREATE VIEW cheap AS SELECT name AS n FROM item WHERE price < 1`);
    await bed.ddl.run(`CREATE VIEW item_twice AS SELECT id, price * 2 AS twice FROM item`);
    await bed.ddl.run(
      `CREATE FUNCTION of_kind(@kind int) RETURNS TABLE AS RETURN (SELECT name FROM item WHERE kind = @kind)`,
    );
    await bed.run(`INSERT INTO kind VALUES (1, N'small'), (2, N'large'), (3, N'empty')`);
    await bed.run(
      `INSERT item (name, price, kind) VALUES (N'Nut', 0.10, 1), (N'Bolt', 0.25, 1), (N'Screw', 3, 2), (N'Gear', 12.5, NULL), (N'Washer', NULL, 2)`,
    );
  });
  after(() => bed.stop());

  for (const [sql, ...rows] of SELECTS) {
    it(sql, async () => {
      const lines = await bed.lines(sql);
      if (!sql.includes('NEWID')) assert.deepEqual(lines, rows);
    });
  }

  it('keeps parameters sargable', async () => {
    bed.variables.set('@id', { type: INT, value: '2' });
    const { compiled, rows } = await bed.run('SELECT name FROM item WHERE id = @id');
    assert.deepEqual(rows, [['Bolt']]);
    assert.match(compiled.sql, /WHERE "item"\."id" = \$1::int4$/);
  });

  it('assigns row by row', async () => {
    bed.variables.set('@s', { type: nvarchar(100), value: '' });
    const { rows, compiled } = await bed.run(`SELECT @s = @s + ',' + name FROM item WHERE id < 4 ORDER BY id DESC`);
    assert.deepEqual(rows.at(-1), [',Screw,Bolt,Nut']);
    assert.deepEqual(compiled.columns, []);
    assert.equal(compiled.assignments[0]?.variable, '@s');
  });

  it('stops endless recursion (530)', async () => {
    await assert.rejects(
      bed.run('WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT COUNT(*) FROM r'),
      /maximum recursion 100/,
    );
    const lines = await bed.lines(
      'WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 500) SELECT MAX(n) FROM r OPTION (MAXRECURSION 0)',
    );
    assert.deepEqual(lines, ['500']);
  });
});
