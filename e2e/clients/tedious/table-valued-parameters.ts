import { TYPES } from 'tedious';
import { Story, expectEqual } from '../node/story.ts';
import { open } from './session.ts';

const ROWS = 5_000;

export async function tableValuedParameters(): Promise<void> {
  const story = new Story('table-valued parameters');
  const session = await open();
  await session.batch(
    'CREATE TYPE dbo.item_list AS TABLE (id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL, price decimal(9, 2) NULL)',
  );
  await session.batch(`CREATE PROCEDURE dbo.add_items @items dbo.item_list READONLY, @least int AS
    SELECT i.id, i.name, i.price FROM @items AS i WHERE i.id >= @least ORDER BY i.id`);
  const table = (rows: unknown[][]): object => ({
    name: 'item_list',
    schema: 'dbo',
    columns: [
      { name: 'id', type: TYPES.Int },
      { name: 'name', type: TYPES.NVarChar, length: 50 },
      { name: 'price', type: TYPES.Decimal, precision: 9, scale: 2 },
    ],
    rows,
  });
  const call = async (rows: unknown[][], least: number): Promise<unknown[][]> => {
    const outcome = await session.procedure('dbo.add_items', [
      { name: 'items', type: TYPES.TVP, value: table(rows) },
      { name: 'least', type: TYPES.Int, value: least },
    ]);
    return outcome.sets[0]!;
  };
  await story.case('to a procedure', async () => {
    const rows = [
      [1, 'one', 1.5],
      [2, 'zwölf', null],
      [3, null, 3.25],
    ];
    expectEqual(await call(rows, 2), rows.slice(1));
  });
  await story.case('without rows', async () => expectEqual(await call([], 0), []));
  await story.case(`${ROWS} rows`, async () => {
    const rows = Array.from({ length: ROWS }, (_, id) => [id, `name ${id}`, id / 4]);
    expectEqual(
      await call(rows, 0),
      rows.map(([id, name, price]) => [id, name, Math.round(Number(price) * 100) / 100]),
    );
  });
  await story.case('to a statement (sp_executesql)', async () => {
    const value = await session.value('SELECT SUM(price) FROM @items', [
      {
        name: 'items',
        type: TYPES.TVP,
        value: table([
          [1, 'a', 1.5],
          [2, 'b', 2.5],
        ]),
      },
    ]);
    expectEqual(value, 4);
  });
  await story.case('its key is checked', async () => {
    const error = await session.failureOf(() =>
      call(
        [
          [1, 'a', 1],
          [1, 'b', 2],
        ],
        0,
      ),
    );
    expectEqual((error as Error & { number?: number }).number, 2627);
  });
  await session.close();
}
