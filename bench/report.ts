import type { Figure, Result } from './result.ts';

/** A table for people, one block a result. */
export function asText(results: readonly Result[]): string {
  return results
    .map((result) => {
      const lines = result.figures.map(
        (figure) =>
          `  ${figure.contender.padEnd(34)} ${number(figure.median).padStart(12)} ${result.unit}${ratio(figure)}`,
      );
      const { target } = result;
      const verdict =
        target === undefined
          ? []
          : [`  target: ${target.text} -> ${number(target.measured)} ${target.met ? 'met' : 'MISSED'}`];
      return [result.work, ...lines, ...verdict, ...(result.note === undefined ? [] : [`  ${result.note}`]), ''].join(
        '\n',
      );
    })
    .join('\n');
}

/** The contents of RESULTS.md. */
export function asMarkdown(results: readonly Result[], machine: readonly string[], method: readonly string[]): string {
  const rows = results.flatMap((result) =>
    result.figures.map((figure, i) => {
      const { target } = result;
      const verdict =
        i > 0 || target === undefined
          ? ''
          : `${target.text}: ${target.met ? 'met' : '**missed**'}, ${number(target.measured)}`;
      return `| ${i === 0 ? result.work : ''} | ${figure.contender} | ${number(figure.median)} ${result.unit} | ${figure.holdfastRatio === undefined ? '' : figure.holdfastRatio.toFixed(2)} | ${spread(figure)} | ${verdict} |`;
    }),
  );
  const notes = results.filter(({ note }) => note !== undefined).map(({ work, note }) => `- ${work}: ${note}`);
  return [
    '# Measured figures',
    '',
    'Written by `npm run bench -- --write`. Do not edit.',
    '',
    '## Machine',
    '',
    ...machine.map((line) => `- ${line}`),
    '',
    '## Method',
    '',
    ...method.map((line) => `- ${line}`),
    '',
    '## Figures',
    '',
    '| Work | Contender | Median | Holdfast ÷ it | Lowest to highest run | Target |',
    '|---|---|---:|---:|---:|---|',
    ...rows,
    ...(notes.length === 0 ? [] : ['', '## Notes', '', ...notes]),
    '',
  ].join('\n');
}

function spread(figure: Figure): string {
  if (figure.runs.length < 2) return '';
  return `${number(Math.min(...figure.runs))} – ${number(Math.max(...figure.runs))}`;
}

function ratio(figure: Figure): string {
  return figure.holdfastRatio === undefined ? '' : `   Holdfast is ${figure.holdfastRatio.toFixed(2)} of it`;
}

function number(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
