import { Command, CommanderError } from 'commander';
import { reportError } from './report-error.ts';
import { addCompletion } from './verbs/completion.ts';
import { addConfig } from './verbs/config.ts';
import { addResetPassword } from './verbs/reset-password.ts';
import { addServe } from './verbs/serve.ts';
import { addStatus } from './verbs/status.ts';
import { addStop } from './verbs/stop.ts';
import { addVersion } from './verbs/version.ts';

function buildProgram(): Command {
  const program = new Command('holdfast')
    .description('SQL Server-compatible edge database that stays up')
    .showHelpAfterError('(holdfast --help lists the commands)')
    .exitOverride();
  for (const add of [addServe, addStatus, addStop, addConfig, addResetPassword, addVersion]) add(program);
  addCompletion(program);
  for (const command of program.commands) command.exitOverride();
  return program;
}

export async function runCommandLine(argv: readonly string[]): Promise<void> {
  const program = buildProgram();
  try {
    if (argv.length <= 2) {
      program.outputHelp();
      process.exitCode = 2;
      return;
    }
    await program.parseAsync([...argv]);
  } catch (error) {
    // Commander has already printed what was wrong, or the help that was asked for.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else reportError(error, argv.includes('--json'));
  }
}
