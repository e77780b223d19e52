import type { Figure, Result } from './result.ts';
import { median, medianRatio } from './statistics.ts';

export interface Contender {
  readonly name: string;
  /** One run; answers work a second. */
  run(): Promise<number>;
  close(): void | Promise<void>;
}

export const HOLDFAST = 'Holdfast';
export const PGBOUNCER = 'PgBouncer';
export const DIRECT = 'PostgreSQL direct';

export interface Comparison {
  readonly work: string;
  readonly unit: string;
  readonly contenders: readonly Contender[];
  readonly rounds: number;
  /** Holdfast's ratio to this contender must be at least so much. */
  readonly target?: { readonly contender: string; readonly ratio: number };
  readonly note?: string;
}

/** Alternating runs of all contenders, each round beginning with another one; the first run of each only warms up. */
export async function compare(comparison: Comparison): Promise<Result> {
  const { work, unit, contenders, rounds, target, note } = comparison;
  const runs = contenders.map((): number[] => []);
  for (const contender of contenders) await contender.run();
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const index = (round + turn) % contenders.length;
      runs[index]!.push(await contenders[index]!.run());
    }
  }
  for (const contender of contenders) await contender.close();
  const ours = runs[contenders.findIndex(({ name }) => name === HOLDFAST)]!;
  const figures = contenders.map(({ name }, i): Figure => ({
    contender: name,
    runs: runs[i]!,
    median: median(runs[i]!),
    ...(name === HOLDFAST ? {} : { holdfastRatio: medianRatio(ours, runs[i]!) }),
  }));
  const measured = figures.find(({ contender }) => contender === target?.contender)?.holdfastRatio;
  return {
    work,
    unit,
    figures,
    ...(target === undefined || measured === undefined
      ? {}
      : {
          target: {
            text: `at least ${target.ratio} of ${target.contender}`,
            measured,
            met: measured >= target.ratio,
          },
        }),
    ...(note === undefined ? {} : { note }),
  };
}

/** A line about Holdfast alone, whose figures must not exceed a limit. */
export function limited(
  work: string,
  unit: string,
  runs: readonly number[],
  limit?: { readonly text: string; readonly most: number },
  note?: string,
): Result {
  const value = median(runs);
  return {
    work,
    unit,
    figures: [{ contender: HOLDFAST, runs, median: value }],
    ...(limit === undefined ? {} : { target: { text: limit.text, measured: value, met: value <= limit.most } }),
    ...(note === undefined ? {} : { note }),
  };
}
