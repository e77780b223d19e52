import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { HoldfastError } from '../../base/index.ts';
import { chooseDataDirectory } from '../config/load-config.ts';
import { generatePassword, weaknessOf } from '../config/password-policy.ts';
import { askAgent } from '../control-client.ts';
import { WeakPassword } from '../errors.ts';
import { forgetGeneratedPassword } from '../sa-password.ts';

export function addResetPassword(program: Command): void {
  program
    .command('reset-password')
    .description('set a new password for the login sa on the running instance; reads it from standard input')
    .option('--generate', 'make up a password and print it')
    .option('--json', 'print JSON')
    .action(async (options: { generate?: true; json?: true }) => {
      const directory = chooseDataDirectory(process.env).value;
      const password =
        options.generate === true ? generatePassword(() => randomBytes(1)[0]!) : await passwordFromInput();
      const weakness = weaknessOf(password);
      if (weakness !== undefined) throw new WeakPassword(weakness);
      await askAgent(directory, 'POST', '/reset-password', password);
      forgetGeneratedPassword(directory);
      const shown = options.generate === true ? { password } : {};
      if (options.json === true) process.stdout.write(`${JSON.stringify({ reset: true, ...shown })}\n`);
      else
        process.stdout.write(
          options.generate === true ? `new password of sa: ${password}\n` : 'the password of sa is changed\n',
        );
    });
}

/** Never from an argument: every user of the machine can read those. */
async function passwordFromInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('new password of sa, then Ctrl-D: ');
  const [line = ''] = (await text(process.stdin)).split('\n');
  if (line === '')
    throw new HoldfastError('NO_PASSWORD', 'no password on standard input', { hint: 'pipe it in, or use --generate' });
  return line;
}
