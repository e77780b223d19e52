import { unreachable } from '../../../base/index.ts';
import type {
  AlterLogin,
  CreateLogin,
  CreateUser,
  Deny,
  Grant,
  Option,
  Password,
  Permission,
  Revoke,
  Securable,
  SecurityStatement,
} from '../ast/index.ts';
import { printExpr } from './expression.ts';
import { clause, printName, printNames, printObjectName, words } from './name.ts';
import { printOpenOption, printOpenOptions, printOptionValue } from './option.ts';

export function printSecurity(node: SecurityStatement): string {
  switch (node.kind) {
    case 'grant':
    case 'deny':
    case 'revoke':
      return printPermissions(node);
    case 'create-login':
      return printCreateLogin(node);
    case 'alter-login':
      return `ALTER LOGIN ${printName(node.name)} ${printLoginAction(node.action)}`;
    case 'create-user':
      return printCreateUser(node);
    case 'alter-user':
      return `ALTER USER ${printName(node.name)} WITH ${printOpenOptions(node.options).replace(', OLD_PASSWORD', ' OLD_PASSWORD')}`;
    case 'create-role':
      return words(
        `CREATE ${node.server ? 'SERVER ' : ''}ROLE ${printName(node.name)}`,
        node.owner && `AUTHORIZATION ${printName(node.owner)}`,
      );
    case 'alter-role': {
      const action = node.action === 'rename' ? 'WITH NAME =' : node.action.toUpperCase();
      return `ALTER ${node.server ? 'SERVER ' : ''}ROLE ${printName(node.name)} ${action} ${printName(node.argument)}`;
    }
    case 'create-application-role':
    case 'alter-application-role': {
      const verb = node.kind === 'create-application-role' ? 'CREATE' : 'ALTER';
      return `${verb} APPLICATION ROLE ${printName(node.name)} WITH ${printOpenOptions(node.options)}`;
    }
    case 'execute-as':
      return words(
        `EXECUTE AS ${node.type.toUpperCase()}`,
        node.name && `= ${printExpr(node.name)}`,
        node.noRevert && 'WITH NO REVERT',
        node.cookieInto && `WITH COOKIE INTO ${node.cookieInto}`,
      );
    case 'revert':
      return words('REVERT', node.cookie && `WITH COOKIE = ${node.cookie}`);
    case 'alter-authorization':
      return `ALTER AUTHORIZATION ON ${printSecurable(node.on)} TO ${node.to ? printName(node.to) : 'SCHEMA OWNER'}`;
    case 'security-object':
    case 'signature':
      return node.text;
    default:
      return unreachable(node, 'printSecurity');
  }
}

function printPermissions(node: Grant | Deny | Revoke): string {
  const isRevoke = node.kind === 'revoke';
  return words(
    node.kind.toUpperCase(),
    isRevoke && node.grantOptionFor && 'GRANT OPTION FOR',
    node.permissions.map(printPermission).join(', '),
    node.on && `ON ${printSecurable(node.on)}`,
    `${isRevoke ? 'FROM' : 'TO'} ${printNames(node.principals)}`,
    node.kind === 'grant' ? node.withGrantOption && 'WITH GRANT OPTION' : node.cascade && 'CASCADE',
    node.as && `AS ${printName(node.as)}`,
  );
}

const printPermission = (permission: Permission): string =>
  words(permission.name, clause('', permission.columns.map(printName)).trim());

function printSecurable(on: Securable): string {
  const prefix = on.class === undefined ? '' : `${on.class}::`;
  return words(`${prefix}${printObjectName(on.name)}`, clause('', on.columns.map(printName)).trim());
}

function printPassword(password: Password): string {
  return words(
    `PASSWORD = ${printExpr(password.value)}`,
    password.hashed && 'HASHED',
    password.mustChange && 'MUST_CHANGE',
    password.unlock && 'UNLOCK',
  );
}

const withList = (items: readonly string[]): string => (items.length === 0 ? '' : `WITH ${items.join(', ')}`);

function printCreateLogin(node: CreateLogin): string {
  const head = `CREATE LOGIN ${printName(node.name)}`;
  if (node.from === 'password') {
    const password = node.password === undefined ? [] : [printPassword(node.password)];
    return words(head, withList([...password, ...node.options.map(printOpenOption)]));
  }
  const isNamed = node.from === 'certificate' || node.from === 'asymmetric key';
  const source = isNamed ? node.options[0]?.values.map(printOptionValue).join('') : undefined;
  const options: readonly Option[] = isNamed ? node.options.slice(1) : node.options;
  return words(head, `FROM ${node.from.toUpperCase()}`, source, withList(options.map(printOpenOption)));
}

function printLoginAction(action: AlterLogin['action']): string {
  switch (action.kind) {
    case 'enable':
    case 'disable':
      return action.kind.toUpperCase();
    case 'credential':
      return `${action.add ? 'ADD' : 'DROP'} CREDENTIAL ${printName(action.credential)}`;
    case 'set': {
      const old = action.oldPassword === undefined ? undefined : `OLD_PASSWORD = ${printExpr(action.oldPassword)}`;
      const password = action.password === undefined ? [] : [words(printPassword(action.password), old)];
      return withList([...password, ...action.options.map(printOpenOption)]);
    }
  }
}

function printCreateUser(node: CreateUser): string {
  const { source } = node;
  const options = node.options.map(printOpenOption);
  if (source.kind === 'password') options.unshift(printPassword(source.password));
  return words(`CREATE USER ${printName(node.name)}`, printSource(source), withList(options));
}

function printSource(source: CreateUser['source']): string | undefined {
  switch (source.kind) {
    case 'default':
    case 'password':
      return undefined;
    case 'without login':
      return 'WITHOUT LOGIN';
    case 'external provider':
      return 'FROM EXTERNAL PROVIDER';
    default:
      return `FOR ${source.kind.toUpperCase()} ${printName(source.name)}`;
  }
}
