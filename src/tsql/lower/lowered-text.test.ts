import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changeTarget } from '../bind/change-target.ts';
import { compile, environment } from '../bind/binder-testbed.ts';
import { parseBatch } from '../syntax/parse.ts';

/** The text itself matters where PostgreSQL's planner must see a plain predicate, and where statements have a fixed shape. */
const TEXTS: readonly (readonly [sql: string, lowered: string])[] = [
  [
    'SELECT name FROM item WHERE id = @id',
    'SELECT "item"."name" FROM "shop.dbo"."item" AS "item" WHERE "item"."id" = $1::int4',
  ],
  [
    'SELECT name FROM item WHERE id = @big',
    'SELECT "item"."name" FROM "shop.dbo"."item" AS "item" WHERE "item"."id" = $1::int8',
  ],
  [
    "SELECT id FROM item WHERE name = 'x'",
    `SELECT "item"."id" FROM "shop.dbo"."item" AS "item" WHERE "item"."name" = 'x'::sys.string`,
  ],
  ["SELECT id FROM item WHERE id = '5'", 'SELECT "item"."id" FROM "shop.dbo"."item" AS "item" WHERE "item"."id" = 5'],
  [
    "SELECT id FROM wide WHERE made > '20240101'",
    'SELECT "wide"."id" FROM "shop.dbo"."wide" AS "wide" WHERE "wide"."made" > 1173916800000::int8',
  ],
  [
    'SELECT id FROM item WHERE id IN (1, 2) AND kind = 3',
    'SELECT "item"."id" FROM "shop.dbo"."item" AS "item" WHERE ("item"."id" IN (1, 2)) AND ("item"."kind" = 3)',
  ],
  ['SELECT t.id FROM thing t', 'SELECT "t"."id" FROM "shop.dbo"."item" AS "t"'],
  ['SELECT id FROM other..item', 'SELECT "item"."id" FROM "other.dbo"."item" AS "item"'],
  [
    'SELECT id FROM item WHERE id = -1',
    `SELECT "item"."id" FROM "shop.dbo"."item" AS "item" WHERE "item"."id" = '-1'::int4`,
  ],
  ['DELETE item WHERE id = @id', 'DELETE FROM "shop.dbo"."item" AS "item" WHERE "item"."id" = $1::int4'],
  [
    'UPDATE item SET kind = @id WHERE id = @id',
    'UPDATE "shop.dbo"."item" AS "item" SET "kind" = $1::int4 WHERE "item"."id" = $1::int4',
  ],
  [
    'INSERT item (name) VALUES (@text)',
    `INSERT INTO "shop.dbo"."item" AS "item" ("name", "id", "price") VALUES (sys.fit($1::sys.string, 20, 'shop.dbo.item', 'name'), ` +
      `(nextval('"shop.dbo"."item_id"')::int4), 1.00::numeric) RETURNING (("new"."id")::int8) AS "r1"`,
  ],
];

describe('lowered text', () => {
  for (const [sql, lowered] of TEXTS) it(sql, () => assert.equal(compile(sql).sql, lowered));

  it('names parameters in the order of $n, each once', () => {
    const { parameters } = compile('SELECT @text FROM item WHERE id = @id OR kind = @id');
    assert.deepEqual(
      parameters.map(({ name }) => name),
      ['@text', '@id'],
    );
  });

  it('tells the columns of a result', () => {
    const { columns } = compile(
      'SELECT id, name AS n, price * 2, twice FROM item, stamped s WHERE s.id = item.id'.replace(
        'SELECT id',
        'SELECT item.id',
      ),
    );
    assert.deepEqual(
      columns.map(({ name, nullable, identity, computed }) => [name, nullable, identity, computed]),
      [
        ['id', false, true, false],
        ['n', false, false, false],
        ['', true, false, false],
        ['twice', false, false, true],
      ],
    );
  });

  it('tells permissions by column', () => {
    const { permissions } = compile('UPDATE item SET price = 1 WHERE kind = 2');
    assert.deepEqual(permissions, [
      { objectId: 100, action: 'SELECT', columns: ['kind'] },
      { objectId: 100, action: 'UPDATE', columns: ['price'] },
    ]);
  });

  it('lets a PL/pgSQL body name its own variables', () => {
    const { sql, parameters } = compile('SELECT @id + 1', { placeholder: (name) => `"${name}"` });
    assert.equal(sql, 'SELECT ("@id" + 1) AS "c1"');
    assert.deepEqual(parameters, []);
  });

  it('tells the target of a change before it is compiled', () => {
    const target = (sql: string): unknown => {
      const [statement] = parseBatch(sql).statements;
      assert.ok(
        statement &&
          (statement.kind === 'update' ||
            statement.kind === 'delete' ||
            statement.kind === 'insert' ||
            statement.kind === 'merge'),
      );
      return changeTarget(statement, environment());
    };
    assert.deepEqual(target('UPDATE x SET name = 1 FROM item x'), {
      objectId: 100,
      kind: 'table',
      actions: ['UPDATE'],
    });
    assert.deepEqual(target('DELETE pairs'), { objectId: 200, kind: 'view', actions: ['DELETE'] });
    assert.equal(target('WITH item AS (SELECT 1 n) DELETE item'), undefined);
  });
});
