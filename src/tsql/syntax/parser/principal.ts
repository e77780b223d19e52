import type {
  AlterLogin,
  AlterRole,
  AlterUser,
  ApplicationRole,
  Authorization,
  CreateLogin,
  CreateRole,
  CreateUser,
  Expr,
  Name,
  Option,
  Password,
  Statement,
} from '../ast/index.ts';
import { BINARY, NSTRING, STRING } from '../token.ts';
import { literalOf } from './expression.ts';
import { parseName, parseNameOrKeyword } from './name.ts';
import { parseOpenOption, parseOpenOptions } from './option.ts';
import { parseSecurable } from './security.ts';
import type { TokenStream } from './token-stream.ts';

type Pos = Statement['pos'];

export function atPrincipal(s: TokenStream): boolean {
  const { word } = s.token;
  if (word === 'LOGIN' || word === 'USER' || word === 'ROLE') return true;
  return (word === 'SERVER' || word === 'APPLICATION') && s.peek(1).word === 'ROLE';
}

/** CREATE and ALTER of LOGIN, USER, [SERVER] ROLE and APPLICATION ROLE. The verb has been taken. */
export function parsePrincipalDdl(s: TokenStream, pos: Pos, create: boolean): Statement {
  switch (s.next().word) {
    case 'LOGIN':
      return create ? parseCreateLogin(s, pos) : parseAlterLogin(s, pos);
    case 'USER':
      return create ? parseCreateUser(s, pos) : parseAlterUser(s, pos);
    case 'APPLICATION':
      s.next();
      return parseApplicationRole(s, pos, create);
    case 'SERVER':
      s.next();
      return create ? parseCreateRole(s, pos, true) : parseAlterRole(s, pos, true);
    default:
      return create ? parseCreateRole(s, pos, false) : parseAlterRole(s, pos, false);
  }
}

/** The value of PASSWORD =, and the words behind it. */
function parsePassword(s: TokenStream): Password {
  const { type } = s.token;
  if (type !== STRING && type !== NSTRING && type !== BINARY) s.fail();
  const value: Expr = literalOf(s.next())!;
  let hashed = false;
  let mustChange = false;
  let unlock = false;
  for (;;) {
    if (s.accept('HASHED')) hashed = true;
    else if (s.accept('MUST_CHANGE')) mustChange = true;
    else if (s.accept('UNLOCK')) unlock = true;
    else return { value, hashed, mustChange, unlock };
  }
}

const acceptPassword = (s: TokenStream): boolean => s.acceptWords('PASSWORD', '=');

function parseCreateLogin(s: TokenStream, pos: Pos): CreateLogin {
  const name = parseName(s);
  let password: Password | undefined;
  const options: Option[] = [];
  let from: CreateLogin['from'] = 'password';
  if (s.accept('FROM')) {
    from = parseLoginSource(s, options);
    if (s.accept('WITH')) options.push(...parseOpenOptions(s));
  } else {
    s.expect('WITH');
    do {
      if (acceptPassword(s)) password = parsePassword(s);
      else options.push(parseOpenOption(s));
    } while (s.accept(','));
  }
  return { kind: 'create-login', pos, end: s.lastEnd, name, from, password, options };
}

function parseLoginSource(s: TokenStream, options: Option[]): CreateLogin['from'] {
  const { pos } = s.token;
  switch (s.expectOneOf('WINDOWS', 'EXTERNAL', 'CERTIFICATE', 'ASYMMETRIC')) {
    case 'WINDOWS':
      return 'windows';
    case 'EXTERNAL':
      s.expect('PROVIDER');
      return 'external provider';
    case 'CERTIFICATE':
      options.push(nameOption(pos, 'CERTIFICATE', parseName(s)));
      return 'certificate';
    case 'ASYMMETRIC':
      s.expect('KEY');
      options.push(nameOption(pos, 'ASYMMETRIC KEY', parseName(s)));
      return 'asymmetric key';
  }
}

function nameOption(pos: Pos, name: string, value: Name): Option {
  return {
    kind: 'option',
    pos,
    name,
    values: [{ kind: 'word', pos: value.pos, text: value.text, quoted: value.quoted }],
  };
}

function parseAlterLogin(s: TokenStream, pos: Pos): AlterLogin {
  const name = parseName(s);
  const action = parseLoginAction(s);
  return { kind: 'alter-login', pos, end: s.lastEnd, name, action };
}

function parseLoginAction(s: TokenStream): AlterLogin['action'] {
  if (s.accept('ENABLE')) return { kind: 'enable' };
  if (s.accept('DISABLE')) return { kind: 'disable' };
  if (s.at('ADD') || s.at('DROP')) {
    const add = s.next().word === 'ADD';
    s.expect('CREDENTIAL');
    return { kind: 'credential', add, credential: parseName(s) };
  }
  s.expect('WITH');
  let password: Password | undefined;
  let oldPassword: Expr | undefined;
  const options: Option[] = [];
  do {
    if (!acceptPassword(s)) {
      options.push(parseOpenOption(s));
      continue;
    }
    password = parsePassword(s);
    if (s.acceptWords('OLD_PASSWORD', '=')) oldPassword = literalOf(s.next()) ?? s.fail(s.previous());
  } while (s.accept(','));
  return { kind: 'set', password, oldPassword, options };
}

function parseCreateUser(s: TokenStream, pos: Pos): CreateUser {
  const name = parseName(s);
  let source: CreateUser['source'] = { kind: 'default' };
  const options: Option[] = [];
  if (s.accept('FOR') || s.accept('FROM')) source = parseUserSource(s);
  else if (s.acceptWords('WITHOUT', 'LOGIN')) source = { kind: 'without login' };
  if (s.accept('WITH')) {
    do {
      if (acceptPassword(s)) source = { kind: 'password', password: parsePassword(s) };
      else options.push(parseOpenOption(s));
    } while (s.accept(','));
  }
  return { kind: 'create-user', pos, end: s.lastEnd, name, source, options };
}

function parseUserSource(s: TokenStream): CreateUser['source'] {
  switch (s.expectOneOf('LOGIN', 'EXTERNAL', 'CERTIFICATE', 'ASYMMETRIC')) {
    case 'LOGIN':
      return { kind: 'login', name: parseName(s) };
    case 'EXTERNAL':
      s.expect('PROVIDER');
      return { kind: 'external provider' };
    case 'CERTIFICATE':
      return { kind: 'certificate', name: parseName(s) };
    case 'ASYMMETRIC':
      s.expect('KEY');
      return { kind: 'asymmetric key', name: parseName(s) };
  }
}

function parseAlterUser(s: TokenStream, pos: Pos): AlterUser {
  const name = parseName(s);
  s.expect('WITH');
  const options: Option[] = [];
  do {
    options.push(parseOpenOption(s));
    // PASSWORD = 'new' OLD_PASSWORD = 'old' has no comma.
    if (s.at('OLD_PASSWORD')) options.push(parseOpenOption(s));
  } while (s.accept(','));
  return { kind: 'alter-user', pos, end: s.lastEnd, name, options };
}

function parseCreateRole(s: TokenStream, pos: Pos, server: boolean): CreateRole {
  const name = parseName(s);
  const owner = s.accept('AUTHORIZATION') ? parseName(s) : undefined;
  return { kind: 'create-role', pos, end: s.lastEnd, server, name, owner };
}

function parseAlterRole(s: TokenStream, pos: Pos, server: boolean): AlterRole {
  const name = parseNameOrKeyword(s);
  let action: AlterRole['action'];
  switch (s.expectOneOf('ADD', 'DROP', 'WITH')) {
    case 'ADD':
      s.expect('MEMBER');
      action = 'add member';
      break;
    case 'DROP':
      s.expect('MEMBER');
      action = 'drop member';
      break;
    case 'WITH':
      s.expectWords('NAME', '=');
      action = 'rename';
      break;
  }
  const argument = parseName(s);
  return { kind: 'alter-role', pos, end: s.lastEnd, server, name, action, argument };
}

function parseApplicationRole(s: TokenStream, pos: Pos, create: boolean): ApplicationRole {
  const name = parseName(s);
  s.expect('WITH');
  const options = parseOpenOptions(s);
  return { kind: create ? 'create-application-role' : 'alter-application-role', pos, end: s.lastEnd, name, options };
}

/** ALTER AUTHORIZATION ON class::name TO principal */
export function parseAlterAuthorization(s: TokenStream, pos: Pos): Authorization {
  s.expectWords('AUTHORIZATION', 'ON');
  const on = parseSecurable(s);
  s.expect('TO');
  if (s.acceptWords('SCHEMA', 'OWNER')) return { kind: 'alter-authorization', pos, end: s.lastEnd, on };
  const to = parseName(s);
  return { kind: 'alter-authorization', pos, end: s.lastEnd, on, to };
}
