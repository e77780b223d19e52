import { Request, TYPES } from 'tedious';
import { Story, expectEqual } from '../node/story.ts';
import { type Session, open } from './session.ts';

const TIMES = 500;

/** sp_prepare, sp_execute and sp_unprepare, as tedious sends them. */
class Prepared {
  readonly #session: Session;
  readonly #request: Request;
  #done: { resolve: (rows: unknown[][]) => void; reject: (error: Error) => void } | undefined;
  #rows: unknown[][] = [];

  constructor(session: Session, sql: string, parameters: (request: Request) => void) {
    this.#session = session;
    this.#request = new Request(sql, (error) => {
      if (error) this.#done?.reject(error);
      else this.#done?.resolve(this.#rows);
    });
    parameters(this.#request);
    this.#request.on('row', (columns: { value: unknown }[]) => this.#rows.push(columns.map((column) => column.value)));
  }

  prepare(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#done = { resolve: () => resolve(), reject };
      this.#request.once('prepared', () => resolve());
      this.#session.connection.prepare(this.#request);
    });
  }

  execute(values: Record<string, unknown>): Promise<unknown[][]> {
    return new Promise((resolve, reject) => {
      this.#rows = [];
      this.#done = { resolve, reject };
      // A request keeps its first error for ever.
      this.#request.error = undefined;
      this.#session.connection.execute(this.#request, values);
    });
  }

  unprepare(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#done = { resolve: () => resolve(), reject };
      this.#session.connection.unprepare(this.#request);
    });
  }
}

export async function preparedStatements(): Promise<void> {
  const story = new Story('prepared statements');
  const session = await open();
  await session.batch('CREATE TABLE dbo.prepared (id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL)');
  await story.case(`an INSERT and a SELECT ${TIMES} times`, async () => {
    const insert = new Prepared(session, 'INSERT INTO dbo.prepared (id, name) VALUES (@id, @name)', (request) => {
      request.addParameter('id', TYPES.Int);
      request.addParameter('name', TYPES.NVarChar, undefined, { length: 50 });
    });
    const select = new Prepared(session, 'SELECT name FROM dbo.prepared WHERE id = @id', (request) => {
      request.addParameter('id', TYPES.Int);
    });
    await insert.prepare();
    await select.prepare();
    for (let id = 1; id <= TIMES; id++) {
      await insert.execute({ id, name: id % 10 === 0 ? null : `näme ${id}` });
      expectEqual(await select.execute({ id }), [[id % 10 === 0 ? null : `näme ${id}`]]);
    }
    expectEqual(await session.value('SELECT COUNT(*) FROM dbo.prepared'), TIMES);
    await insert.unprepare();
    await select.unprepare();
  });
  await story.case('an error leaves it prepared', async () => {
    const insert = new Prepared(session, 'INSERT INTO dbo.prepared (id) VALUES (@id)', (request) => {
      request.addParameter('id', TYPES.Int);
    });
    await insert.prepare();
    await session.failureOf(() => insert.execute({ id: 1 }));
    await insert.execute({ id: TIMES + 1 });
    await insert.unprepare();
    expectEqual(await session.value('SELECT COUNT(*) FROM dbo.prepared'), TIMES + 1);
  });
  await story.case('it sees a table that was changed', async () => {
    await session.batch('CREATE TABLE dbo.changing (id int NOT NULL)');
    await session.batch('INSERT INTO dbo.changing (id) VALUES (1)');
    const select = new Prepared(session, 'SELECT * FROM dbo.changing', () => undefined);
    await select.prepare();
    expectEqual(await select.execute({}), [[1]]);
    await session.batch('ALTER TABLE dbo.changing ADD name nvarchar(10) NULL');
    expectEqual(await select.execute({}), [[1, null]]);
    await select.unprepare();
  });
  await session.close();
}
