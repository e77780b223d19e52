import type { StoryResult } from './run-client.ts';

const SHOWN_ERROR = 1_500;

/** A line a story, and below it what failed. */
export function storyTable(results: readonly StoryResult[]): string {
  let text = '';
  for (const { client, story, result, cases, seconds, failures } of results) {
    const shown = result === 'passed' ? 'passed' : result.toUpperCase();
    const count = `${cases - Math.min(failures.length, cases)}/${cases}`;
    text += `${client.padEnd(14)} ${story.padEnd(26)} ${shown.padEnd(8)} ${count.padStart(7)} ${seconds.toFixed(1).padStart(6)} s\n`;
    for (const failure of failures) {
      const error = failure.error.length > SHOWN_ERROR ? `${failure.error.slice(0, SHOWN_ERROR)} ...` : failure.error;
      text += `    ${failure.case}: ${error.replaceAll('\n', '\n      ')}\n`;
    }
  }
  return text;
}
