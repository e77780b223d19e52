import type { DataType } from './ast/index.ts';
import { parseDataType, parseObjectName } from './parser/name.ts';
import { TokenStream } from './parser/token-stream.ts';
import { END } from './token.ts';

/** `[a b].dbo.t` as its parts, outermost first: names that arrive inside strings. Throws SqlError 102 on anything else. */
export function parseNameParts(text: string): readonly string[] {
  const s = new TokenStream(text, true);
  const name = parseObjectName(s);
  if (s.token.type !== END) s.fail();
  return name.parts.map((part) => part.text);
}

/** A data type on its own, as formatType writes it. */
export function parseTypeText(text: string): DataType {
  const s = new TokenStream(text, true);
  const type = parseDataType(s);
  if (s.token.type !== END) s.fail();
  return type;
}
