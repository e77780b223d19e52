import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { CaseReport, Client, ClientCommand, ClientEnvironment } from './client.ts';

const CLIENT_WITHIN_MS = 300_000;
const KEPT_ERROR_OUTPUT = 20_000;

export interface StoryResult {
  readonly client: string;
  readonly story: string;
  readonly result: 'passed' | 'failed' | 'skipped';
  readonly cases: number;
  readonly seconds: number;
  readonly failures: readonly { readonly case: string; readonly error: string }[];
}

/** Runs a client's program and turns the lines it prints into a result for each story. */
export async function runClient(
  client: Client,
  command: ClientCommand,
  environment: ClientEnvironment,
): Promise<StoryResult[]> {
  const child = spawn(command.file, command.arguments, {
    cwd: command.directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...command.environment, ...environment },
  });
  const reports: CaseReport[] = [];
  let errorOutput = '';
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, CLIENT_WITHIN_MS);
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errorOutput = (errorOutput + chunk).slice(-KEPT_ERROR_OUTPUT);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{"story"')) reports.push(JSON.parse(line) as CaseReport);
    else errorOutput = `${errorOutput}${line}\n`.slice(-KEPT_ERROR_OUTPUT);
  });
  const ending = await new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      if (late) resolve(`not done within ${CLIENT_WITHIN_MS / 1000} s`);
      else resolve(code === 0 ? undefined : `the program ended with ${signal ?? `code ${code ?? '?'}`}`);
    });
  });
  clearTimeout(timer);
  return summarize(client, reports, ending === undefined ? undefined : `${ending}\n${errorOutput.trim()}`);
}

function summarize(client: Client, reports: readonly CaseReport[], ending: string | undefined): StoryResult[] {
  const names = new Set([...client.stories, ...reports.map((report) => report.story)]);
  const results = [...names].map((story): StoryResult => {
    const cases = reports.filter((report) => report.story === story);
    const failures = cases
      .filter((report) => !report.ok)
      .map((report) => ({ case: report.case, error: report.error ?? 'failed' }));
    if (cases.length === 0) failures.push({ case: '-', error: 'the program did not tell this story' });
    const seconds = cases.reduce((sum, report) => sum + report.seconds, 0);
    const result = failures.length === 0 ? 'passed' : 'failed';
    return { client: client.name, story, result, cases: cases.length, seconds, failures };
  });
  if (ending !== undefined) {
    const failures = [{ case: '-', error: ending }];
    results.push({
      client: client.name,
      story: 'end of the program',
      result: 'failed',
      cases: 0,
      seconds: 0,
      failures,
    });
  }
  return results;
}
