import type {
  AddSignature,
  Deny,
  ExecuteAsStatement,
  Expr,
  Grant,
  Name,
  Permission,
  Revert,
  Revoke,
  Securable,
  Statement,
} from '../ast/index.ts';
import { KEYWORD, VARIABLE, WORD } from '../token.ts';
import { parseExpr } from './expression.ts';
import { parseNameList, parseNameOrKeyword, parseObjectName, parseVariableName } from './name.ts';
import { parseUnsupported } from './unsupported.ts';
import type { TokenStream } from './token-stream.ts';

/** GRANT, DENY and REVOKE. docs/t-sql/statements/grant-transact-sql.md */
export function parsePermissionStatement(s: TokenStream): Grant | Deny | Revoke {
  const { pos, word } = s.next();
  const grantOptionFor = word === 'REVOKE' && s.acceptWords('GRANT', 'OPTION', 'FOR');
  const permissions = [parsePermission(s)];
  while (s.accept(',')) permissions.push(parsePermission(s));
  const on = s.accept('ON') ? parseSecurable(s) : undefined;
  if (word === 'REVOKE') s.expectOneOf('TO', 'FROM');
  else s.expect('TO');
  const principals: Name[] = [parseNameOrKeyword(s)];
  while (s.accept(',')) principals.push(parseNameOrKeyword(s));
  const withGrantOption = word === 'GRANT' && s.acceptWords('WITH', 'GRANT', 'OPTION');
  const cascade = word !== 'GRANT' && s.accept('CASCADE');
  const as = s.accept('AS') ? parseNameOrKeyword(s) : undefined;
  const node = { pos, permissions, on, principals, as, end: s.lastEnd };
  if (word === 'GRANT') return { kind: 'grant', ...node, withGrantOption };
  if (word === 'DENY') return { kind: 'deny', ...node, cascade };
  return { kind: 'revoke', ...node, grantOptionFor, cascade };
}

/** Words up to ON, TO, FROM, a comma or the columns: SELECT, VIEW DEFINITION, ALTER ANY LOGIN, ALL PRIVILEGES. */
function parsePermission(s: TokenStream): Permission {
  const words: string[] = [];
  while ((s.token.type === WORD || s.token.type === KEYWORD) && !s.at('ON') && !s.at('TO') && !s.at('FROM')) {
    words.push(s.next().word);
  }
  if (words.length === 0) s.fail();
  const name = words.join(' ');
  const columns = s.at('(') ? parseNameList(s) : [];
  return { name: PERMISSION_SYNONYMS.get(name) ?? name, columns };
}

const PERMISSION_SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['ALL PRIVILEGES', 'ALL'],
  ['EXEC', 'EXECUTE'],
]);

/** [class ::] name [(columns)] */
export function parseSecurable(s: TokenStream): Securable {
  const words: string[] = [];
  if (startsClass(s)) {
    while (!s.at('::')) words.push(s.next().word);
    s.next();
  }
  const name = parseObjectName(s);
  const columns = s.at('(') ? parseNameList(s) : [];
  return words.length === 0 ? { name, columns } : { class: words.join(' '), name, columns };
}

function startsClass(s: TokenStream): boolean {
  let ahead = 0;
  while (s.peek(ahead).type === WORD || s.peek(ahead).type === KEYWORD) ahead++;
  return ahead > 0 && s.peek(ahead).word === '::';
}

/** EXEC[UTE] AS ... is the current statement. */
export function parseExecuteAs(s: TokenStream): ExecuteAsStatement {
  const { pos } = s.next();
  s.expect('AS');
  const type = s.expectOneOf('CALLER', 'LOGIN', 'USER').toLowerCase() as ExecuteAsStatement['type'];
  let name: Expr | undefined;
  if (type !== 'caller') {
    s.expect('=');
    name = parseExpr(s);
  }
  let noRevert = false;
  let cookieInto: string | undefined;
  if (s.acceptWords('WITH', 'NO', 'REVERT')) noRevert = true;
  else if (s.acceptWords('WITH', 'COOKIE', 'INTO')) cookieInto = parseVariableName(s);
  return { kind: 'execute-as', pos, end: s.lastEnd, type, name, noRevert, cookieInto };
}

export function parseRevert(s: TokenStream): Revert {
  const { pos } = s.next();
  let cookie: string | undefined;
  if (s.acceptWords('WITH', 'COOKIE', '=')) cookie = s.token.type === VARIABLE ? s.next().text : s.fail();
  return { kind: 'revert', pos, end: s.lastEnd, cookie };
}

/** ADD [COUNTER] SIGNATURE TO object BY ..., and DROP. */
export function parseSignature(s: TokenStream): Statement {
  const { pos, word } = s.next();
  s.accept('COUNTER');
  if (!s.accept('SIGNATURE')) return s.fail();
  s.expectOneOf('TO', 'FROM');
  const object = parseObjectName(s);
  const rest = parseUnsupported(s, 'ADD SIGNATURE');
  const text = s.text.slice(pos.offset, rest.end);
  const statement: AddSignature = { kind: 'signature', pos, end: s.lastEnd, add: word === 'ADD', object, text };
  return statement;
}
