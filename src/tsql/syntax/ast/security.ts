import type { Name, ObjectName, Option, StatementNode } from './node.ts';
import type { Expr } from './expression.ts';

export type SecurityStatement =
  | Grant
  | Deny
  | Revoke
  | CreateLogin
  | AlterLogin
  | CreateUser
  | AlterUser
  | CreateRole
  | AlterRole
  | ApplicationRole
  | ExecuteAsStatement
  | Revert
  | Authorization
  | SecurityObject
  | AddSignature;

/** A permission in upper case: 'SELECT', 'ALTER ANY LOGIN', 'ALL'; with columns where it has its own. */
export interface Permission {
  readonly name: string;
  readonly columns: readonly Name[];
}

/** ON [class ::] securable [(columns)]; the class in upper case, absent means OBJECT. */
export interface Securable {
  readonly class?: string;
  readonly name: ObjectName;
  readonly columns: readonly Name[];
}

interface PermissionStatement extends StatementNode {
  readonly permissions: readonly Permission[];
  readonly on?: Securable;
  readonly principals: readonly Name[];
  readonly as?: Name;
}
export interface Grant extends PermissionStatement {
  readonly kind: 'grant';
  readonly withGrantOption: boolean;
}
export interface Deny extends PermissionStatement {
  readonly kind: 'deny';
  readonly cascade: boolean;
}
export interface Revoke extends PermissionStatement {
  readonly kind: 'revoke';
  readonly grantOptionFor: boolean;
  readonly cascade: boolean;
}

export interface CreateLogin extends StatementNode {
  readonly kind: 'create-login';
  readonly name: Name;
  readonly from: 'password' | 'windows' | 'certificate' | 'asymmetric key' | 'external provider';
  /** The text of a password, or a hash with `hashed`. */
  readonly password?: Password;
  /** SID, DEFAULT_DATABASE, DEFAULT_LANGUAGE, CHECK_EXPIRATION, CHECK_POLICY, CREDENTIAL; CERTIFICATE name. */
  readonly options: readonly Option[];
}
export interface Password {
  readonly value: Expr;
  readonly hashed: boolean;
  readonly mustChange: boolean;
  readonly unlock: boolean;
}
export interface AlterLogin extends StatementNode {
  readonly kind: 'alter-login';
  readonly name: Name;
  readonly action:
    | { readonly kind: 'enable' | 'disable' }
    | {
        readonly kind: 'set';
        readonly password?: Password;
        readonly oldPassword?: Expr;
        readonly options: readonly Option[];
      }
    | { readonly kind: 'credential'; readonly add: boolean; readonly credential: Name };
}
export interface CreateUser extends StatementNode {
  readonly kind: 'create-user';
  readonly name: Name;
  readonly source:
    | { readonly kind: 'default' | 'without login' | 'external provider' }
    | { readonly kind: 'login' | 'certificate' | 'asymmetric key'; readonly name: Name }
    | { readonly kind: 'password'; readonly password: Password };
  readonly options: readonly Option[];
}
/** WITH NAME, DEFAULT_SCHEMA, LOGIN, PASSWORD, OLD_PASSWORD, DEFAULT_LANGUAGE, ALLOW_ENCRYPTED_VALUE_MODIFICATIONS. */
export interface AlterUser extends StatementNode {
  readonly kind: 'alter-user';
  readonly name: Name;
  readonly options: readonly Option[];
}
export interface CreateRole extends StatementNode {
  readonly kind: 'create-role';
  readonly server: boolean;
  readonly name: Name;
  readonly owner?: Name;
}
export interface AlterRole extends StatementNode {
  readonly kind: 'alter-role';
  readonly server: boolean;
  readonly name: Name;
  readonly action: 'add member' | 'drop member' | 'rename';
  readonly argument: Name;
}
export interface ApplicationRole extends StatementNode {
  readonly kind: 'create-application-role' | 'alter-application-role';
  readonly name: Name;
  readonly options: readonly Option[];
}
/** EXECUTE AS CALLER | LOGIN = 'x' | USER = 'x' [WITH NO REVERT | COOKIE INTO @c]. */
export interface ExecuteAsStatement extends StatementNode {
  readonly kind: 'execute-as';
  readonly type: 'caller' | 'login' | 'user';
  readonly name?: Expr;
  readonly noRevert: boolean;
  readonly cookieInto?: string;
}
export interface Revert extends StatementNode {
  readonly kind: 'revert';
  readonly cookie?: string;
}
/** ALTER AUTHORIZATION ON [class ::] name TO principal | SCHEMA OWNER (then absent). */
export interface Authorization extends StatementNode {
  readonly kind: 'alter-authorization';
  readonly on: Securable;
  readonly to?: Name;
}
/**
 * CREATE, ALTER, OPEN, CLOSE, BACKUP or RESTORE of a CREDENTIAL, DATABASE SCOPED CREDENTIAL, MASTER KEY, SERVICE MASTER KEY,
 * DATABASE ENCRYPTION KEY, CERTIFICATE, SYMMETRIC KEY, ASYMMETRIC KEY, COLUMN MASTER KEY, SERVER AUDIT, SECURITY POLICY, ...
 * IDENTITY and SECRET of credentials and the PASSWORD of ENCRYPTION BY PASSWORD are taken apart; `text` is the whole statement.
 */
export interface SecurityObject extends StatementNode {
  readonly kind: 'security-object';
  readonly verb: 'CREATE' | 'ALTER' | 'OPEN' | 'CLOSE' | 'BACKUP' | 'RESTORE';
  readonly class: string;
  readonly name?: Name;
  readonly options: readonly Option[];
  readonly text: string;
}
/** ADD or DROP SIGNATURE. */
export interface AddSignature extends StatementNode {
  readonly kind: 'signature';
  readonly add: boolean;
  readonly object: ObjectName;
  readonly text: string;
}
