import { type BulkLoad, TYPES } from 'tedious';
import { Story, expectEqual } from '../node/story.ts';
import { type Session, factsOf, open } from './session.ts';

const ROWS = 20_000;
type Columns = (load: BulkLoad) => void;

function load(
  session: Session,
  table: string,
  columns: Columns,
  rows: Iterable<unknown[]>,
  options = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const bulk = session.connection.newBulkLoad(table, options, (error, count) =>
      error ? reject(error) : resolve(count ?? 0),
    );
    columns(bulk);
    session.connection.execBulkLoad(bulk, rows as Iterable<unknown[]>);
  });
}

function* manyRows(): Generator<unknown[]> {
  for (let id = 1; id <= ROWS; id++) {
    yield [
      id,
      id % 7 === 0 ? null : `näme ${id} 😀`,
      id / 4,
      new Date(Date.UTC(2024, 0, 1, 0, 0, id)),
      Buffer.from([id & 255]),
    ];
  }
}

export async function bulkCopy(): Promise<void> {
  const story = new Story('bulk copy');
  const session = await open();
  await session.batch(`CREATE TABLE dbo.loaded (
    id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL, amount decimal(18, 4) NOT NULL, at datetime2(3) NOT NULL, data varbinary(max) NULL)`);
  const columns: Columns = (bulk) => {
    bulk.addColumn('id', TYPES.Int, { nullable: false });
    bulk.addColumn('name', TYPES.NVarChar, { length: 50, nullable: true });
    bulk.addColumn('amount', TYPES.Decimal, { precision: 18, scale: 4, nullable: false });
    bulk.addColumn('at', TYPES.DateTime2, { scale: 3, nullable: false });
    bulk.addColumn('data', TYPES.VarBinary, { length: Infinity, nullable: true });
  };
  await story.case(`${ROWS} rows`, async () => {
    expectEqual(await load(session, 'dbo.loaded', columns, manyRows()), ROWS);
    const totals = `SELECT COUNT(*), COUNT(name), SUM(amount), MAX(at), MIN(name) FROM dbo.loaded`;
    const names = ROWS - Math.floor(ROWS / 7);
    const latest = new Date(Date.UTC(2024, 0, 1, 0, 0, ROWS));
    const [row] = await session.rows(totals);
    expectEqual([row![0], row![1], row![2]], [ROWS, names, (ROWS * (ROWS + 1)) / 8]);
    expectEqual((row![3] as Date).getTime(), latest.getTime());
    expectEqual(await session.rows('SELECT name, data FROM dbo.loaded WHERE id = 300'), [
      ['näme 300 😀', Buffer.from([44])],
    ]);
  });
  await story.case('a duplicate key leaves nothing', async () => {
    await session.batch(
      'TRUNCATE TABLE dbo.loaded; INSERT INTO dbo.loaded VALUES (5, NULL, 1, SYSUTCDATETIME(), NULL)',
    );
    const error = await session.failureOf(() => load(session, 'dbo.loaded', columns, manyRows()));
    expectEqual(factsOf(error).number, 2627);
    expectEqual(await session.value('SELECT COUNT(*) FROM dbo.loaded'), 1);
  });
  await story.case('inside a transaction that is rolled back', async () => {
    await session.batch('TRUNCATE TABLE dbo.loaded; BEGIN TRANSACTION');
    await load(session, 'dbo.loaded', columns, manyRows());
    await session.batch('ROLLBACK');
    expectEqual(await session.value('SELECT COUNT(*) FROM dbo.loaded'), 0);
  });
  await story.case('values over 1 MB', async () => {
    const big = Buffer.alloc(3_000_000, 'abcdefg');
    await load(session, 'dbo.loaded', columns, [[1, 'big', 1, new Date(), big]]);
    expectEqual(await session.value('SELECT data FROM dbo.loaded WHERE id = 1'), big);
  });
  await story.case('a table with an identity and a default', async () => {
    await session.batch(`CREATE TABLE dbo.loaded_identity (
      id int IDENTITY(1, 1) NOT NULL PRIMARY KEY, v int NULL, made nvarchar(10) NOT NULL DEFAULT N'now')`);
    const only: Columns = (bulk) => bulk.addColumn('v', TYPES.Int, { nullable: true });
    expectEqual(await load(session, 'dbo.loaded_identity', only, [[10], [20], [null]]), 3);
    expectEqual(await session.rows('SELECT id, v, made FROM dbo.loaded_identity ORDER BY id'), [
      [1, 10, 'now'],
      [2, 20, 'now'],
      [3, null, 'now'],
    ]);
  });
  await story.case('CHECK constraints only when asked for', async () => {
    await session.batch('CREATE TABLE dbo.loaded_checked (v int NOT NULL CHECK (v > 0))');
    const only: Columns = (bulk) => bulk.addColumn('v', TYPES.Int, { nullable: false });
    const checked = { checkConstraints: true };
    const error = await session.failureOf(() => load(session, 'dbo.loaded_checked', only, [[-1]], checked));
    expectEqual(factsOf(error).number, 547);
  });
  await session.close();
}
