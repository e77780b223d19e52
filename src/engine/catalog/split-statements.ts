const DOLLAR_TAG = /\$(?:[A-Za-z_]\w*)?\$/y;

/** Splits a PostgreSQL script at its semicolons, outside of quotes, comments, dollar quotes and BEGIN ATOMIC ... END. */
export function splitStatements(script: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let at = 0;
  let atomic = 0;
  const push = (end: number): void => {
    const statement = withoutLeadingComments(script.slice(start, end));
    if (statement !== '') statements.push(statement);
  };
  while (at < script.length) {
    const skipped = skipToken(script, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const word = /[A-Za-z_]\w*/y;
    word.lastIndex = at;
    const found = word.exec(script)?.[0].toUpperCase();
    if (found) {
      if (found === 'ATOMIC') atomic = 1;
      else if (atomic > 0 && found === 'CASE') atomic++;
      else if (atomic > 0 && found === 'END') atomic--;
      at += found.length;
    } else {
      if (script[at] === ';' && atomic === 0) {
        push(at);
        start = at + 1;
      }
      at++;
    }
  }
  push(script.length);
  return statements;
}

/** The end of a comment or a quoted text that starts at `at`; `at` itself when none does. */
function skipToken(script: string, at: number): number {
  const two = script.slice(at, at + 2);
  if (two === '--') return endOf(script, '\n', at);
  if (two === '/*') return endOf(script, '*/', at + 2);
  const character = script[at];
  if (character === "'") return endOfString(script, at, /[eE]$/.test(script.slice(Math.max(0, at - 1), at)));
  if (character === '"') return endOf(script, '"', at + 1);
  if (character !== '$') return at;
  DOLLAR_TAG.lastIndex = at;
  const tag = DOLLAR_TAG.exec(script)?.[0];
  return tag === undefined ? at : endOf(script, tag, at + tag.length);
}

/** A doubled quote needs no care: it ends one text and starts the next. In E'' a backslash hides the quote behind it. */
function endOfString(script: string, at: number, escapes: boolean): number {
  for (let i = at + 1; i < script.length; i++) {
    if (escapes && script[i] === '\\') i++;
    else if (script[i] === "'") return i + 1;
  }
  return script.length;
}

function endOf(script: string, end: string, from: number): number {
  const found = script.indexOf(end, from);
  return found < 0 ? script.length : found + end.length;
}

function withoutLeadingComments(text: string): string {
  return text
    .replace(/^(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '')
    .replace(/^--[^\n]*$/, '')
    .trim();
}
