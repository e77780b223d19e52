import type sql from 'mssql';
import { ERRORS_SETUP, readErrors } from '../node/error-table.ts';
import { Story, expectEqual } from '../node/story.ts';
import { connect, failureOf } from './connect.ts';

export async function errors(): Promise<void> {
  const story = new Story('errors');
  const pool = await connect();
  await pool.batch(ERRORS_SETUP);
  for (const { name, sql: text, expected } of readErrors()) {
    await story.case(name, async () => {
      const failure = await failureOf(() => pool.batch(text));
      const { number, class: severity, state, lineNumber, message } = failure as sql.RequestError & { class: number };
      // The driver makes undefined of state 0.
      expectEqual({ number, class: severity, state: state ?? 0, line: lineNumber, message }, expected);
    });
  }
  await pool.close();
}

export async function messages(): Promise<void> {
  const story = new Story('messages');
  const pool = await connect();
  await story.case('PRINT and RAISERROR', async () => {
    const seen: unknown[] = [];
    const request = pool.request();
    request.on('info', ({ number, class: severity, message }: { number: number; class: number; message: string }) => {
      seen.push([number, severity, message]);
    });
    await request.batch("PRINT N'héllo' RAISERROR ('note %i', 5, 1, 3)");
    expectEqual(seen, [
      [0, 0, 'héllo'],
      [50000, 5, 'note 3'],
    ]);
  });
  await pool.close();
}
