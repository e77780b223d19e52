import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

export interface CommandOptions {
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 300_000;

/** Runs a program to its end; code 127 when there is no such program. */
export function runCommand(
  file: string,
  commandArguments: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(file, commandArguments, {
      cwd: options.directory,
      env: { ...process.env, ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    // A program that ends without reading its input is judged by its code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, output: error.message });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output });
    });
  });
}

export async function isInstalled(file: string, versionArgument = '--version'): Promise<boolean> {
  return (await runCommand(file, [versionArgument])).code !== 127;
}

/** For steps of a preparation: the toolchain is there, so a failure is one. */
export async function mustRun(
  file: string,
  commandArguments: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, output } = await runCommand(file, commandArguments, options);
  if (code !== 0) throw new Error(`${file} ${commandArguments.join(' ')} ended with code ${code}:\n${output.trim()}`);
  return output;
}
