import type { Name, Option, SecurityObject, Statement } from '../ast/index.ts';
import { STRING, NSTRING } from '../token.ts';
import { parseName } from './name.ts';
import { parseOpenOptions, parseOptionValue } from './option.ts';
import { skipStatement } from './unsupported.ts';
import type { TokenStream } from './token-stream.ts';

/** Keys, credentials, audits and policies, longest name first. */
export const SECURITY_CLASSES: readonly (readonly string[])[] = [
  ['DATABASE', 'SCOPED', 'CREDENTIAL'],
  ['DATABASE', 'ENCRYPTION', 'KEY'],
  ['DATABASE', 'AUDIT', 'SPECIFICATION'],
  ['SERVER', 'AUDIT', 'SPECIFICATION'],
  ['SERVICE', 'MASTER', 'KEY'],
  ['COLUMN', 'MASTER', 'KEY'],
  ['COLUMN', 'ENCRYPTION', 'KEY'],
  ['CRYPTOGRAPHIC', 'PROVIDER'],
  ['SYMMETRIC', 'KEY'],
  ['ASYMMETRIC', 'KEY'],
  ['MASTER', 'KEY'],
  ['SECURITY', 'POLICY'],
  ['SERVER', 'AUDIT'],
  ['CERTIFICATE'],
  ['CREDENTIAL'],
];

const NAMELESS: ReadonlySet<string> = new Set(['MASTER KEY', 'SERVICE MASTER KEY', 'DATABASE ENCRYPTION KEY']);

export function securityClass(s: TokenStream): readonly string[] | undefined {
  return SECURITY_CLASSES.find((candidate) => candidate.every((word, i) => s.peek(i).word === word));
}

/** The verb has been taken. Credentials and master keys are read, the rest is kept as text. */
export function parseSecurityObject(
  s: TokenStream,
  pos: Statement['pos'],
  verb: SecurityObject['verb'],
): SecurityObject {
  const words = securityClass(s) ?? (s.atWords('ALL', 'SYMMETRIC') ? ['ALL', 'SYMMETRIC', 'KEYS'] : s.fail());
  s.acceptWords(...words);
  const name = words.join(' ');
  let object: Name | undefined;
  if (!NAMELESS.has(name) && words[0] !== 'ALL') object = parseName(s);
  const options = parseOptions(s, name);
  if (options === undefined) skipRest(s);
  return {
    kind: 'security-object',
    pos,
    end: s.lastEnd,
    verb,
    class: name,
    name: object,
    options: options ?? [],
    text: s.text.slice(pos.offset, s.lastEnd),
  };
}

function parseOptions(s: TokenStream, name: string): Option[] | undefined {
  if (name.endsWith('CREDENTIAL')) {
    s.expect('WITH');
    const options = parseOpenOptions(s);
    if (s.atWords('FOR', 'CRYPTOGRAPHIC')) skipStatement(s);
    return options;
  }
  if (name !== 'MASTER KEY') return undefined;
  if (!s.acceptWords('ENCRYPTION', 'BY', 'PASSWORD', '='))
    return s.at('DECRYPTION') ? parsePassword(s) : isOver(s) ? [] : undefined;
  return [{ kind: 'option', pos: s.pos, name: 'ENCRYPTION BY PASSWORD', values: [parseOptionValue(s)] }];
}

function parsePassword(s: TokenStream): Option[] {
  const { pos } = s.token;
  s.expectWords('DECRYPTION', 'BY', 'PASSWORD', '=');
  if (s.token.type !== STRING && s.token.type !== NSTRING) s.fail();
  return [{ kind: 'option', pos, name: 'DECRYPTION BY PASSWORD', values: [parseOptionValue(s)] }];
}

const isOver = (s: TokenStream): boolean => s.at(';') || s.peek(1) === s.token;

function skipRest(s: TokenStream): void {
  if (!isOver(s)) skipStatement(s);
}
