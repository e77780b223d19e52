import type { Call, Expr, OdbcLiteral } from '../ast/index.ts';
import { KEYWORD, STRING, WORD } from '../token.ts';
import { parseExpr } from './expression.ts';
import { nameOf, toName } from './name.ts';
import { parseDataType, parseString } from './name.ts';
import type { TokenStream } from './token-stream.ts';

/** Values in ODBC's escapes: {d '...'}, {t '...'}, {ts '...'}, {guid '...'}, {fn f(...)}. */
export function parseOdbcEscape(s: TokenStream): Expr {
  const { pos } = s.next();
  const { word } = s.token;
  if (s.accept('FN')) {
    const call = parseOdbcFunction(s);
    s.expect('}');
    return call;
  }
  const type = ({ D: 'd', T: 't', TS: 'ts', GUID: 'guid' } as const)[word as 'D'];
  if (type === undefined || s.peek(1).type !== STRING) s.fail();
  s.next();
  const literal: OdbcLiteral = { kind: 'odbc-literal', pos, type, value: parseString(s) };
  s.expect('}');
  return literal;
}

/** {fn CONVERT(value, SQL_TYPE)} turns its arguments round; {fn EXTRACT(YEAR FROM d)} has FROM for a comma. */
function parseOdbcFunction(s: TokenStream): Expr {
  const token = s.token;
  if (token.type !== WORD && token.type !== KEYWORD) s.fail();
  s.next();
  s.enter();
  const args: Expr[] = [];
  if (s.accept('(')) {
    if (!s.at(')')) {
      args.push(parseExpr(s));
      if (token.word === 'CONVERT') return finishConvert(s, token.pos, args[0]!);
      if (token.word === 'EXTRACT') {
        s.expect('FROM');
        args.push(parseExpr(s));
      }
      while (s.accept(',')) args.push(parseExpr(s));
    }
    s.expect(')');
  }
  s.leave();
  const call: Call = { kind: 'call', pos: token.pos, name: nameOf(toName(token)), args, odbc: true };
  return call;
}

function finishConvert(s: TokenStream, pos: Expr['pos'], expr: Expr): Expr {
  s.expect(',');
  const type = parseDataType(s);
  s.expect(')');
  s.leave();
  return { kind: 'convert', pos, try: false, type, expr };
}
