import { HoldfastError } from '../../base/index.ts';

const PLACEHOLDER = /\{(\w+)\}/g;

/** Fills `{0}`, `{1}`, ... and named places of a PostgreSQL template. */
export function fillTemplate(
  template: string,
  args: readonly string[],
  named: Readonly<Record<string, string>> = {},
): string {
  return template.replace(PLACEHOLDER, (_, key: string) => {
    const text = named[key] ?? args[Number(key)];
    if (text === undefined) throw new HoldfastError('INTERNAL', `template ${template} wants {${key}}`);
    return text;
  });
}

const known = new Map<string, boolean>();

/** True when the text that a template gives needs no parentheses around it as an operand: one function call, or one pair of them. */
export function isAtomic(template: string): boolean {
  let atomic = known.get(template);
  if (atomic === undefined) {
    atomic = findAtomic(template);
    known.set(template, atomic);
  }
  return atomic;
}

function findAtomic(template: string): boolean {
  if (/^\{\w+\}$/.test(template)) return true;
  const start = /^[\w.]*\(/.exec(template);
  if (!start || !template.endsWith(')')) return false;
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < template.length; i++) {
    const c = template[i];
    if (c === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return i === template.length - 1;
  }
  return false;
}
