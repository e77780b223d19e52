import sql from 'mssql';
import { Story, expectEqual } from '../node/story.ts';
import { connect, failureOf, value } from './connect.ts';

const TIMES = 300;

export async function preparedStatements(): Promise<void> {
  const story = new Story('prepared statements');
  const pool = await connect({ most: 2 });
  await pool.batch('CREATE TABLE dbo.prepared (id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL)');
  await story.case(`an INSERT ${TIMES} times`, async () => {
    const insert = new sql.PreparedStatement(pool);
    insert.input('id', sql.Int);
    insert.input('name', sql.NVarChar(50));
    await insert.prepare('INSERT INTO dbo.prepared (id, name) VALUES (@id, @name)');
    for (let id = 0; id < TIMES; id++) {
      const { rowsAffected } = await insert.execute({ id, name: id % 10 === 0 ? null : `näme ${id}` });
      expectEqual(rowsAffected, [1]);
    }
    expectEqual((await failureOf(() => insert.execute({ id: 1, name: 'again' }))).number, 2627);
    await insert.unprepare();
    expectEqual(await value(pool, 'SELECT COUNT(*) FROM dbo.prepared'), TIMES);
  });
  await story.case('a tagged template makes parameters', async () => {
    const name = "näme '; DROP TABLE dbo.prepared --";
    await pool.query`INSERT INTO dbo.prepared (id, name) VALUES (${-1}, ${name})`;
    const { recordset } = await pool.query<{ name: string }>`SELECT name FROM dbo.prepared WHERE id = ${-1}`;
    expectEqual(recordset[0]?.name, name);
  });
  await pool.close();
}
