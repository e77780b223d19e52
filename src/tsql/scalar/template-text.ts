import { quoteText } from '../lower/quote.ts';

/** A text literal inside a template, where `{` would begin a place for an operand. */
export function templateText(text: string): string {
  const quoted = quoteText(text);
  if (!text.includes('{')) return quoted;
  return `U&${quoted.replaceAll('\\', '\\\\').replaceAll('{', '\\007B')}`;
}
