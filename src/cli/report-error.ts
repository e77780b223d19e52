import { describeError } from './errors.ts';

/** One line, whatever happened: what is wrong and what to do. With --json, one JSON object. */
export function reportError(error: unknown, json: boolean): void {
  const described = describeError(error);
  const { code, message, hint } = described;
  const line = `holdfast: error ${code}: ${message}${hint === undefined ? '' : `; ${hint}`}`;
  process.stderr.write(json ? `${JSON.stringify({ error: described })}\n` : `${line}\n`);
  if (process.env['HOLDFAST_LOG_LEVEL'] === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}
