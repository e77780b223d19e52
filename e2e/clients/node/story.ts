import { isDeepStrictEqual, inspect } from 'node:util';
import type { CaseReport } from '../../harness/client.ts';

const CASE_WITHIN_MS = 60_000;

/** The cases of one user story; each is reported as one line, and a failed one does not stop the next. */
export class Story {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  async case(name: string, run: () => Promise<void>): Promise<void> {
    const started = performance.now();
    let error: string | undefined;
    const timer = Promise.withResolvers<never>();
    const late = setTimeout(
      () => timer.reject(new Error(`not done within ${CASE_WITHIN_MS / 1000} s`)),
      CASE_WITHIN_MS,
    );
    try {
      await Promise.race([run(), timer.promise]);
    } catch (thrown) {
      error = describe(thrown);
    } finally {
      clearTimeout(late);
    }
    const seconds = (performance.now() - started) / 1000;
    const report: CaseReport = { story: this.#name, case: name, ok: error === undefined, seconds, error };
    process.stdout.write(`${JSON.stringify(report)}\n`);
  }
}

/** Every story has sessions of its own: what one needs before its first case does not stop the next. */
export async function tellStories(stories: readonly (readonly [string, () => Promise<void>])[]): Promise<void> {
  for (const [name, tell] of stories) {
    try {
      await tell();
    } catch (thrown) {
      const report: CaseReport = { story: name, case: 'preparation', ok: false, seconds: 0, error: describe(thrown) };
      process.stdout.write(`${JSON.stringify(report)}\n`);
    }
  }
}

function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return inspect(thrown);
  if (thrown instanceof Difference) return thrown.message;
  const where = thrown.stack?.split('\n').find((line) => line.includes('/e2e/clients/'));
  return `${thrown.message}${where === undefined ? '' : ` (${where.trim()})`}`;
}

class Difference extends Error {}

/** Long values are shown by their first characters. */
const SHOWN = 200;

export function expectEqual(actual: unknown, expected: unknown, what = 'value'): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Difference(`${what}: got ${show(actual)}, expected ${show(expected)}`);
}

export function expect(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Difference(what);
}

function show(value: unknown): string {
  const text = inspect(value, { breakLength: Infinity, maxStringLength: SHOWN });
  return text.length > 3 * SHOWN ? `${text.slice(0, 3 * SHOWN)} ...` : text;
}
