import { type Connection, ISOLATION_LEVEL, TYPES } from 'tedious';
import { Story, expectEqual } from '../node/story.ts';
import { type Session, factsOf, open } from './session.ts';

function callback(run: (done: (error: Error | null | undefined) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => run((error) => (error ? reject(error) : resolve())));
}

const begin = (connection: Connection, isolation?: number): Promise<void> =>
  callback((done) => connection.beginTransaction(done, '', isolation));
const commit = (connection: Connection): Promise<void> => callback((done) => connection.commitTransaction(done));
const rollback = (connection: Connection, name?: string): Promise<void> =>
  callback((done) => connection.rollbackTransaction(done, name));
const save = (connection: Connection, name: string): Promise<void> =>
  callback((done) => connection.saveTransaction(done, name));

/** sys.dm_exec_sessions.transaction_isolation_level */
const LEVELS: readonly (readonly [number | undefined, number])[] = [
  [ISOLATION_LEVEL.READ_UNCOMMITTED, 1],
  [ISOLATION_LEVEL.READ_COMMITTED, 2],
  [ISOLATION_LEVEL.REPEATABLE_READ, 3],
  [ISOLATION_LEVEL.SERIALIZABLE, 4],
];

export async function transactions(): Promise<void> {
  const story = new Story('transactions');
  const session = await open();
  const other = await open();
  const { connection } = session;
  await session.batch('CREATE TABLE dbo.accounts (id int NOT NULL PRIMARY KEY, amount int NOT NULL)');
  const count = (from: Session): Promise<unknown> => from.value('SELECT COUNT(*) FROM dbo.accounts WITH (READPAST)');
  const insert = (id: number): Promise<unknown> => session.batch(`INSERT INTO dbo.accounts VALUES (${id}, 100)`);

  await story.case('commit', async () => {
    await begin(connection);
    await insert(1);
    expectEqual(await session.value('SELECT @@TRANCOUNT'), 1, '@@TRANCOUNT');
    expectEqual(await count(other), 0, 'seen by another session before the commit');
    await commit(connection);
    expectEqual(await session.value('SELECT @@TRANCOUNT'), 0, '@@TRANCOUNT');
    expectEqual(await count(other), 1, 'seen by another session after the commit');
  });
  await story.case('rollback', async () => {
    await begin(connection);
    await insert(2);
    await rollback(connection);
    expectEqual(await count(other), 1);
  });
  await story.case('savepoint', async () => {
    await begin(connection);
    await insert(3);
    await save(connection, 'before_four');
    await insert(4);
    await rollback(connection, 'before_four');
    await insert(5);
    await commit(connection);
    expectEqual(await session.rows('SELECT id FROM dbo.accounts ORDER BY id'), [[1], [3], [5]]);
  });
  await story.case('isolation levels', async () => {
    for (const [level, expected] of LEVELS) {
      await begin(connection, level);
      const sql = 'SELECT transaction_isolation_level FROM sys.dm_exec_sessions WHERE session_id = @@SPID';
      expectEqual(Number(await session.value(sql)), expected, `level ${level}`);
      await commit(connection);
    }
  });
  await story.case('in T-SQL, with TRY and XACT_STATE', async () => {
    const rows = await session.rows(`
      SET XACT_ABORT ON
      BEGIN TRY
        BEGIN TRANSACTION
        INSERT INTO dbo.accounts VALUES (6, 100)
        INSERT INTO dbo.accounts VALUES (1, 100)
        COMMIT
      END TRY
      BEGIN CATCH
        DECLARE @state int = XACT_STATE()
        IF @@TRANCOUNT > 0 ROLLBACK
        SELECT @state, ERROR_NUMBER(), @@TRANCOUNT
      END CATCH`);
    expectEqual(rows, [[-1, 2627, 0]]);
    expectEqual(await session.value('SELECT COUNT(*) FROM dbo.accounts WHERE id = 6'), 0);
  });
  await story.case('an error keeps the transaction when XACT_ABORT is off', async () => {
    await session.batch('SET XACT_ABORT OFF');
    await begin(connection);
    await insert(7);
    await session.failureOf(() => insert(7));
    await insert(8);
    await commit(connection);
    expectEqual(await session.value('SELECT COUNT(*) FROM dbo.accounts WHERE id IN (7, 8)'), 2);
  });
  await story.case('a lock that is held: time-out 1222', async () => {
    await begin(connection);
    await session.batch('UPDATE dbo.accounts SET amount = 1 WHERE id = 1');
    await other.batch('SET LOCK_TIMEOUT 200');
    const error = await other.failureOf(() => other.batch('UPDATE dbo.accounts SET amount = 2 WHERE id = 1'));
    expectEqual(factsOf(error).number, 1222);
    await rollback(connection);
    await other.sql('UPDATE dbo.accounts SET amount = @amount WHERE id = 1', [
      { name: 'amount', type: TYPES.Int, value: 3 },
    ]);
  });
  await story.case('a closed connection rolls back', async () => {
    const third = await open();
    await begin(third.connection);
    await third.batch('INSERT INTO dbo.accounts VALUES (9, 100)');
    await third.close();
    await other.batch('SET LOCK_TIMEOUT 5000');
    await other.batch('INSERT INTO dbo.accounts VALUES (9, 100)');
  });
  await session.close();
  await other.close();
}
