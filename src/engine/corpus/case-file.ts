/**
 * The golden corpus' file format. A file is a list of cases that run in order in one database of their own:
 *
 *     ==== title
 *     source: where the expectation comes from
 *     ---- batch
 *     SELECT 7 / 2 AS a, @@ROWCOUNT AS b
 *     ---- lowered
 *     SELECT ...
 *     ---- answer
 *     a int not null | b int
 *     3 | 0
 *     Msg 8134, Level 16, State 1, Line 1: Divide by zero error encountered.
 *     The statement has been terminated.
 *     (3 rows)
 *
 * Below the source a line `not yet: reason` marks what Holdfast is known to do otherwise. A case may hold several batches, each followed by its answer; `lowered` is optional. `…` in an answer stands for any text. A header that leaves out
 * a column's nullability, or its type too, does not check it. What the lines of an answer look like is said in recording-sink.ts.
 */
export interface CorpusCase {
  readonly title: string;
  readonly source: string;
  /** Why Holdfast does not answer so yet: the case is run, and may fail. */
  readonly notYet: string | undefined;
  readonly line: number;
  readonly parts: readonly CorpusBatch[];
}

export interface CorpusBatch {
  readonly text: string;
  /** Undefined: not compared. */
  readonly lowered: string | undefined;
  readonly answer: readonly string[];
}

const TITLE = '==== ';
const SOURCE = 'source: ';
const NOT_YET = 'not yet: ';
const SECTION = '---- ';

/** Lines above the first case are the file's introduction. */
export function parseCaseFile(text: string): readonly CorpusCase[] {
  const lines = text.split('\n');
  const cases: CorpusCase[] = [];
  let at = lines.findIndex((line) => line.startsWith(TITLE));
  while (at >= 0 && at < lines.length) {
    const found = lines.findIndex((line, i) => i > at && line.startsWith(TITLE));
    const end = found < 0 ? lines.length : found;
    cases.push(parseCase(lines.slice(at, end), at + 1));
    at = end;
  }
  return cases;
}

function parseCase(lines: readonly string[], line: number): CorpusCase {
  const title = (lines[0] as string).slice(TITLE.length).trim();
  const [source = '', ...below] = lines.slice(1);
  const notYet = below[0]?.startsWith(NOT_YET) ? below[0].slice(NOT_YET.length) : undefined;
  const rest = notYet === undefined ? below : below.slice(1);
  if (!source.startsWith(SOURCE)) throw new Error(`line ${line}: "${title}" has no source`);
  const parts: { text: string; lowered: string | undefined; answer: string[] }[] = [];
  for (const { name, body } of sectionsOf(rest)) {
    const part = parts.at(-1);
    if (name === 'batch') parts.push({ text: body.join('\n'), lowered: undefined, answer: [] });
    else if (name === 'lowered' && part !== undefined) part.lowered = body.join('\n');
    else if (name === 'answer' && part !== undefined) part.answer = body;
    else throw new Error(`line ${line}: "${title}" has a section "${name}" out of place`);
  }
  if (parts.length === 0) throw new Error(`line ${line}: "${title}" has no batch`);
  return { title, source: source.slice(SOURCE.length), notYet, line, parts };
}

function sectionsOf(lines: readonly string[]): { readonly name: string; readonly body: string[] }[] {
  const sections: { name: string; body: string[] }[] = [];
  for (const line of lines) {
    if (line.startsWith(SECTION)) sections.push({ name: line.slice(SECTION.length).trim(), body: [] });
    else if (sections.length > 0) sections.at(-1)?.body.push(line);
    else if (line.trim() !== '') throw new Error(`"${line}" stands before the first section`);
  }
  for (const { body } of sections) while (body.at(-1)?.trim() === '') body.pop();
  return sections;
}

/** The same file with other lowered SQL: `lowered` answers the text for a batch that has such a section. */
export function withLowered(text: string, lowered: (title: string, batch: string) => string | undefined): string {
  const lines = text.split('\n');
  const out: string[] = [];
  let title = '';
  let batch: string[] = [];
  let section = '';
  for (const line of lines) {
    if (line.startsWith(TITLE)) {
      title = line.slice(TITLE.length).trim();
      section = '';
    } else if (line.startsWith(SECTION)) {
      section = line.slice(SECTION.length).trim();
      if (section === 'batch') batch = [];
      else while (batch.at(-1)?.trim() === '') batch.pop();
      const replacement = section === 'lowered' ? lowered(title, batch.join('\n')) : undefined;
      if (replacement !== undefined) {
        out.push(line, replacement);
        section = 'replaced';
        continue;
      }
    } else if (section === 'batch') batch.push(line);
    if (section !== 'replaced') out.push(line);
  }
  return out.join('\n');
}

/** Whether a line of the answer is the expected one. */
export function lineMatches(expected: string, actual: string): boolean {
  if (expected === actual) return true;
  if (expected.includes('…')) return wildcard(expected).test(actual);
  return headerMatches(expected, actual);
}

function wildcard(expected: string): RegExp {
  return new RegExp(
    `^${expected
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
}

/** The recorder always writes nullability; the file may leave it out, or the type as well. */
function headerMatches(expected: string, actual: string): boolean {
  const wanted = expected.split(' | ');
  const columns = actual.split(' | ');
  if (wanted.length !== columns.length) return false;
  return wanted.every((column, i) => {
    const got = columns[i] as string;
    if (!/ (?:not )?null$/.test(got)) return column === got;
    const typed = got.replace(/ (?:not )?null$/, '');
    return column === got || column === typed || column === typed.replace(/ \S+$/, '');
  });
}
