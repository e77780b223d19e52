import { Story, expectEqual } from '../node/story.ts';
import { connect, failureOf, value } from './connect.ts';

export async function encryptionAndLogin(): Promise<void> {
  const story = new Story('encryption and login');
  for (const encrypt of [false, true]) {
    await story.case(encrypt ? 'on' : 'off', async () => {
      const pool = await connect({ encrypt });
      const query = 'SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID';
      expectEqual(await value(pool, query), encrypt ? 'TRUE' : 'FALSE');
      await pool.close();
    });
  }
  await story.case('a wrong password', async () => {
    const failure = await failureOf(() => connect({ password: 'wrong' }));
    expectEqual([failure.code, failure.message], ['ELOGIN', "Login failed for user 'sa'."]);
  });
  await story.case('an unknown database', async () => {
    expectEqual((await failureOf(() => connect({ database: 'nothing' }))).code, 'ELOGIN');
  });
}
