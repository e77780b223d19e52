import sql from 'mssql';
import { Story, expectEqual } from '../node/story.ts';
import { connect, failureOf, value } from './connect.ts';

const ROWS = 5_000;

export async function bulkAndTables(): Promise<void> {
  const story = new Story('bulk copy');
  const pool = await connect();
  const rows = (name: string, count: number): sql.Table => {
    const table = new sql.Table(name);
    table.columns.add('id', sql.Int, { nullable: false, primary: true });
    table.columns.add('name', sql.NVarChar(50), { nullable: true });
    table.columns.add('at', sql.DateTime2(3), { nullable: true });
    for (let id = 0; id < count; id++)
      table.rows.add(id, id % 7 === 0 ? null : `näme ${id}`, new Date(Date.UTC(2024, 0, 1, 0, 0, id)));
    return table;
  };
  await story.case(`${ROWS} rows into a table that it makes`, async () => {
    const table = rows('loaded', ROWS);
    table.create = true;
    const { rowsAffected } = await pool.request().bulk(table);
    expectEqual(rowsAffected, ROWS);
    expectEqual(await value(pool, 'SELECT COUNT(name) FROM loaded'), ROWS - Math.ceil(ROWS / 7));
  });
  await story.case('a duplicate key', async () => {
    expectEqual((await failureOf(() => pool.request().bulk(rows('loaded', 1)))).number, 2627);
    expectEqual(await value(pool, 'SELECT COUNT(*) FROM loaded'), ROWS);
  });
  await story.case('a table-valued parameter', async () => {
    await pool.batch('CREATE TYPE dbo.named AS TABLE (id int NOT NULL, name nvarchar(50) NULL, at datetime2(3) NULL)');
    await pool.batch(
      'CREATE PROCEDURE dbo.count_named @rows dbo.named READONLY AS SELECT COUNT(*) AS n, COUNT(name) AS names FROM @rows',
    );
    const { recordset } = await pool
      .request()
      .input('rows', sql.TVP('dbo.named'), rows('dbo.named', 70))
      .execute('dbo.count_named');
    expectEqual({ ...recordset[0] }, { n: 70, names: 60 });
  });
  await pool.close();
}
