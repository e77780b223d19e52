import { readFileSync } from 'node:fs';
import { CERTIFICATE, DATABASE } from '../node/environment.ts';
import { Story, expectEqual } from '../node/story.ts';
import { type Login, open } from './session.ts';

const ENCRYPTED = 'SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID';

async function encryption(login: Login): Promise<unknown> {
  const session = await open(login);
  const option = await session.value(ENCRYPTED);
  const text = 'x'.repeat(100_000);
  expectEqual(await session.value(`SELECT '${text}'`), text, 'a long message');
  await session.close();
  return option;
}

interface LoginFailure {
  readonly message: string;
  readonly code?: string;
}

async function failure(login: Login): Promise<LoginFailure> {
  try {
    await open(login);
  } catch (error) {
    return error as LoginFailure;
  }
  throw new Error('the login succeeded');
}

export async function encryptionAndLogin(): Promise<void> {
  const story = new Story('encryption and login');
  const ca = readFileSync(CERTIFICATE, 'utf8');
  await story.case('off', async () => expectEqual(await encryption({ options: { encrypt: false } }), 'FALSE'));
  await story.case('on', async () => expectEqual(await encryption({ options: { encrypt: true } }), 'TRUE'));
  await story.case('on, the certificate checked', async () => {
    const options = {
      encrypt: true,
      trustServerCertificate: false,
      cryptoCredentialsDetails: { ca },
      serverName: 'localhost',
    };
    expectEqual(await encryption({ options }), 'TRUE');
  });
  await story.case('strict (TDS 8.0)', async () => {
    const options = {
      encrypt: 'strict',
      trustServerCertificate: false,
      cryptoCredentialsDetails: { ca },
      serverName: 'localhost',
    };
    expectEqual(await encryption({ options }), 'TRUE');
  });
  await story.case('a packet size of 512 and of 32767', async () => {
    expectEqual(await encryption({ options: { packetSize: 512 } }), 'TRUE');
    expectEqual(await encryption({ options: { packetSize: 32_767, encrypt: false } }), 'FALSE');
  });
  await story.case('a wrong password', async () => {
    const error = await failure({ password: 'wrong' });
    expectEqual([error.code, error.message], ['ELOGIN', "Login failed for user 'sa'."]);
  });
  await story.case('an unknown login', async () => {
    const error = await failure({ userName: 'nobody' });
    expectEqual([error.code, error.message], ['ELOGIN', "Login failed for user 'nobody'."]);
  });
  await story.case('an unknown database', async () => {
    // Two errors come, 4060 and 18456: tedious hands out the last one.
    const error = await failure({ options: { database: 'nothing' } });
    expectEqual([error.code, error.message], ['ELOGIN', "Login failed for user 'sa'."]);
  });
  await story.case('what the session is told', async () => {
    const session = await open({ options: { appName: 'the app', workstationId: 'the host' } });
    const rows = await session.rows(
      'SELECT APP_NAME(), HOST_NAME(), SUSER_SNAME(), ORIGINAL_LOGIN(), DB_NAME(), USER_NAME()',
    );
    expectEqual(rows, [['the app', 'the host', 'sa', 'sa', DATABASE, 'dbo']]);
    await session.close();
  });
}
