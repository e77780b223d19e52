import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE, SHARED } from './environment.ts';

export interface ErrorCase {
  readonly name: string;
  readonly sql: string;
  readonly expected: SqlErrorFacts;
}

export interface SqlErrorFacts {
  readonly number: number | undefined;
  readonly class: number | undefined;
  readonly state: number | undefined;
  readonly line: number | undefined;
  readonly message: string;
}

export const ERRORS_SETUP = readFileSync(join(SHARED, 'errors-setup.sql'), 'utf8');

/** The rows of errors.tsv. */
export function readErrors(): ErrorCase[] {
  const lines = readFileSync(join(SHARED, 'errors.tsv'), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name, number, severity, state, lineNumber, message, sql] = line.split('\t') as string[];
      return {
        name: name!,
        sql: sql!.replaceAll(String.raw`\n`, '\n'),
        expected: {
          number: Number(number),
          class: Number(severity),
          state: Number(state),
          line: Number(lineNumber),
          message: message!.replaceAll('$db', DATABASE),
        },
      };
    });
}
