import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SqlError } from '../errors.ts';
import { compile } from './binder-testbed.ts';

const REFUSED: readonly (readonly [sql: string, number: number, message?: string])[] = [
  ['SELECT * FROM nope', 208, "Invalid object name 'nope'."],
  ['SELECT * FROM other.dbo.nope', 208, "Invalid object name 'other.dbo.nope'."],
  ['SELECT * FROM srv.shop.dbo.item', 7202],
  ['SELECT nope FROM item', 207, "Invalid column name 'nope'."],
  ['SELECT i.nope FROM item i', 207, "Invalid column name 'nope'."],
  ['SELECT x.id FROM item i', 4104, 'The multi-part identifier "x.id" could not be bound.'],
  ['SELECT item.id FROM item i', 4104],
  ['SELECT x.* FROM item i', 107],
  ['SELECT *', 263],
  ['SELECT id FROM item, kind', 209, "Ambiguous column name 'id'."],
  ['SELECT id FROM item i JOIN kind k ON i.id = id', 209],
  ['SELECT 1 FROM item i, item i', 1011],
  ['SELECT 1 FROM item, item', 1013],
  ['SELECT i.id FROM item i, kind k JOIN stamped s ON s.id = i.id', 4104],
  [
    'SELECT kind, COUNT(*) FROM item',
    8120,
    "Column 'item.kind' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.",
  ],
  ['SELECT kind, name FROM item GROUP BY kind', 8120],
  ["SELECT kind FROM item GROUP BY kind HAVING name = N'x'", 8121],
  ['SELECT kind FROM item GROUP BY kind ORDER BY name', 8127],
  ['SELECT 1 FROM item GROUP BY 1', 164],
  ['SELECT id FROM item WHERE COUNT(*) > 1', 147],
  ['SELECT SUM(COUNT(*)) FROM item', 130],
  ['SELECT id FROM item WHERE ROW_NUMBER() OVER (ORDER BY id) = 1', 4108],
  ['SELECT ROW_NUMBER() OVER (ORDER BY 1) FROM item', 5308],
  ['SELECT id FROM item UNION SELECT id, name FROM item', 205],
  ['SELECT DISTINCT kind FROM item ORDER BY id', 145],
  ['SELECT id FROM item UNION SELECT id FROM kind ORDER BY id + 1', 104],
  ['SELECT id FROM item ORDER BY 2', 108],
  ["SELECT id FROM item ORDER BY 'x'", 408],
  ['SELECT id FROM item ORDER BY @id', 1008],
  ['SELECT * FROM (SELECT id FROM item ORDER BY id) x', 1033],
  ['SELECT TOP 1 WITH TIES id FROM item', 1062],
  ['SELECT * FROM (SELECT 1) x', 8155, "No column name was specified for column 1 of 'x'."],
  ['SELECT * FROM (SELECT 1 a, 2 A) x', 8156],
  ['SELECT * FROM (SELECT 1 a) x(a, b)', 8159],
  ['SELECT * FROM (SELECT 1 a, 2 b) x(a)', 8158],
  ['SELECT (SELECT id, name FROM item)', 116],
  ['SELECT id FROM item WHERE id IN (SELECT * FROM item)', 116],
  ['SELECT @nope', 137, 'Must declare the scalar variable "@nope".'],
  ['SELECT * FROM @nope', 1087],
  ['SELECT @id = id, name FROM item', 141],
  ['SELECT nofunction(1)', 195],
  ['SELECT dbo.nofunction(1)', 4121],
  ['SELECT CASE WHEN 1 = 1 THEN NULL END', 8133],
  ['SELECT CAST(1 AS nosuchtype)', 243],
  ['SELECT * FROM endless', 217],
  ['WITH a AS (SELECT 1 n), a AS (SELECT 2 n) SELECT * FROM a', 239],
  ['WITH r AS (SELECT 1 n UNION ALL SELECT CAST(n AS bigint) FROM r) SELECT * FROM r', 240],
  ['WITH r AS (SELECT 1 n UNION SELECT n FROM r) SELECT * FROM r', 252],
  ['INSERT item (name) VALUES (1, 2)', 110],
  ['INSERT item (name, kind) VALUES (1)', 109],
  ['INSERT kind VALUES (1)', 213],
  ['INSERT item (name) SELECT id, id FROM kind', 121],
  ['INSERT item (name, kind) SELECT id FROM kind', 120],
  ['INSERT item (nope) VALUES (1)', 207],
  ['INSERT item (name, NAME) VALUES (1, 2)', 264],
  ["INSERT item (id, name) VALUES (1, N'x')", 544],
  ['INSERT stamped (id, twice) VALUES (1, 2)', 271],
  ['INSERT stamped (id, v) VALUES (1, 0x00)', 273],
  ['INSERT pairs (name, title) VALUES (1, 2)', 4405],
  ['UPDATE item SET id = 1', 8102],
  ['UPDATE stamped SET v = 0x00', 272],
  ['UPDATE stamped SET twice = 1', 271],
  ['UPDATE item SET name = 1, NAME = 2', 264],
  ['UPDATE pairs SET twice = 1', 4406],
  ['UPDATE item SET price = SUM(price)', 157],
  ['DELETE pairs', 4405],
  ['DELETE item OUTPUT inserted.id', 4104],
  ['SELECT id, name INTO t FROM item UNION ALL SELECT 1, 2, 3', 205],
  ['SELECT id, 1 INTO t FROM item', 1038],
  ['SELECT id, kind AS id INTO t FROM item', 2705],
  ["SELECT id FROM item FOR JSON PATH, ROOT('x'), WITHOUT_ARRAY_WRAPPER", 13620],
];

describe('what the binder refuses', () => {
  for (const [sql, number, message] of REFUSED) {
    it(`${number}: ${sql}`, () => {
      assert.throws(
        () => compile(sql),
        (error) => {
          assert.ok(error instanceof SqlError, String(error));
          assert.equal(error.number, number, error.message);
          if (message !== undefined) assert.equal(error.message, message);
          return true;
        },
      );
    });
  }
});
