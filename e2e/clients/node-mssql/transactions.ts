import sql from 'mssql';
import { Story, expectEqual } from '../node/story.ts';
import { connect, failureOf, value } from './connect.ts';

const LEVELS: readonly (readonly [sql.IIsolationLevel, number])[] = [
  [sql.ISOLATION_LEVEL.READ_UNCOMMITTED, 1],
  [sql.ISOLATION_LEVEL.READ_COMMITTED, 2],
  [sql.ISOLATION_LEVEL.REPEATABLE_READ, 3],
  [sql.ISOLATION_LEVEL.SERIALIZABLE, 4],
  [sql.ISOLATION_LEVEL.SNAPSHOT, 5],
];

export async function transactions(): Promise<void> {
  const story = new Story('transactions');
  const pool = await connect({ most: 4 });
  await pool.batch('CREATE TABLE dbo.accounts (id int NOT NULL PRIMARY KEY)');
  const inside = async (
    run: (transaction: sql.Transaction) => Promise<void>,
    level?: sql.IIsolationLevel,
  ): Promise<void> => {
    const transaction = pool.transaction();
    await transaction.begin(level);
    await run(transaction);
  };
  const insert = (transaction: sql.Transaction, id: number): Promise<unknown> =>
    new sql.Request(transaction).query(`INSERT INTO dbo.accounts VALUES (${id})`);
  await story.case('commit', () =>
    inside(async (transaction) => {
      await insert(transaction, 1);
      await transaction.commit();
      expectEqual(await value(pool, 'SELECT COUNT(*) FROM dbo.accounts'), 1);
    }),
  );
  await story.case('rollback', () =>
    inside(async (transaction) => {
      await insert(transaction, 2);
      await transaction.rollback();
      expectEqual(await value(pool, 'SELECT COUNT(*) FROM dbo.accounts'), 1);
    }),
  );
  await story.case('savepoint', () =>
    inside(async (transaction) => {
      await insert(transaction, 3);
      await new sql.Request(transaction).batch('SAVE TRANSACTION before_four');
      await insert(transaction, 4);
      await new sql.Request(transaction).batch('ROLLBACK TRANSACTION before_four');
      await transaction.commit();
      expectEqual(await value(pool, 'SELECT SUM(id) FROM dbo.accounts'), 4);
    }),
  );
  await story.case('isolation levels', async () => {
    for (const [level, expected] of LEVELS) {
      await inside(async (transaction) => {
        const query = 'SELECT transaction_isolation_level FROM sys.dm_exec_sessions WHERE session_id = @@SPID';
        expectEqual(Number(await value(transaction, query)), expected);
        await transaction.rollback();
      }, level);
    }
  });
  await story.case('XACT_ABORT: the driver learns of the rollback', () =>
    inside(async (transaction) => {
      await insert(transaction, 9);
      const failure = await failureOf(() =>
        new sql.Request(transaction).batch('SET XACT_ABORT ON; INSERT INTO dbo.accounts VALUES (1)'),
      );
      expectEqual(failure.number, 2627);
      expectEqual((await failureOf(() => transaction.commit())).code, 'EABORT');
      expectEqual(await value(pool, 'SELECT COUNT(*) FROM dbo.accounts WHERE id = 9'), 0);
    }),
  );
  await pool.close();
}
