/**
 * Principals and permissions as data. Database 0 is the server: its principals are logins and server roles. Ids are SQL
 * Server's (sql-docs, system-catalog-views/sys-database-principals, sys-server-principals).
 */
export interface PrincipalMeta {
  readonly databaseId: number;
  readonly id: number;
  readonly name: string;
  /** S: SQL login or SQL user; R: role; A: application role. */
  readonly type: 'S' | 'R' | 'A';
  /** Hexadecimal, without 0x; a user and its login have the same. Absent for a user without login's roles. */
  readonly sid?: string;
  readonly fixedRole?: boolean;
  readonly ownerId?: number;
  readonly defaultSchema?: string;
  readonly defaultDatabase?: string;
  readonly defaultLanguage?: string;
  readonly disabled?: boolean;
  readonly withoutLogin?: boolean;
  readonly policyChecked?: boolean;
  readonly expirationChecked?: boolean;
  /** MUST_CHANGE: the login must give itself a new password before it may do anything. */
  readonly mustChange?: boolean;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

export interface RoleMember {
  readonly databaseId: number;
  readonly roleId: number;
  readonly memberId: number;
}

/** Class numbers of sys.database_permissions: 0 database, 1 object or column, 3 schema, 4 principal, 6 type; 100 server, 101 login. */
export interface PermissionMeta {
  readonly databaseId: number;
  readonly class: number;
  readonly majorId: number;
  /** column_id, 0 for the whole securable. */
  readonly minorId: number;
  readonly granteeId: number;
  readonly grantorId: number;
  /** SELECT, EXECUTE, VIEW DEFINITION, ... */
  readonly permission: string;
  readonly state: 'G' | 'W' | 'D';
}

export const SERVER = 0;
export const SA_ID = 1;
export const PUBLIC_ID = 0;
export const DBO_ID = 1;
export const GUEST_ID = 2;
