import { DBO_ID, GUEST_ID, PUBLIC_ID, SA_ID, SERVER, foldName } from '../../tsql/index.ts';
import type { PermissionMeta, PrincipalMeta, RequiredPermission, RoleMember } from '../../tsql/index.ts';
import type { CatalogChange } from '../catalog/catalog-change.ts';
import type { SecurityData } from '../catalog/load-catalog.ts';

/** Who asks: a login, by its principal_id of the server. */
export interface Asker {
  readonly loginId: number;
  readonly isSysadmin: boolean;
  /** EXECUTE AS USER. */
  readonly user?: { readonly databaseId: number; readonly id: number };
}

const SYSADMIN_ID = 3;
const OBJECT_CLASS = 1;
const DATABASE_CLASS = 0;
const SCHEMA_CLASS = 3;

/** Which fixed role of a database allows which action on every object in it. */
const ROLE_ALLOWS: Readonly<Record<string, readonly string[]>> = {
  db_datareader: ['SELECT'],
  db_datawriter: ['INSERT', 'UPDATE', 'DELETE'],
};
const ROLE_DENIES: Readonly<Record<string, readonly string[]>> = {
  db_denydatareader: ['SELECT'],
  db_denydatawriter: ['INSERT', 'UPDATE', 'DELETE'],
};

/** Principals, role memberships and permissions in memory: the answer to "may this login do that". */
export class SecurityStore {
  readonly #principals = new Map<string, PrincipalMeta>();
  readonly #byName = new Map<string, PrincipalMeta>();
  readonly #members: RoleMember[] = [];
  readonly #permissions = new Map<string, PermissionMeta>();
  readonly #hashes = new Map<number, string>();

  constructor(data: SecurityData) {
    for (const principal of data.principals) this.#putPrincipal(principal);
    this.#members.push(...data.roleMembers);
    for (const permission of data.permissions) this.#permissions.set(permissionKey(permission), permission);
    for (const [id, hash] of data.passwordHashes) this.#hashes.set(id, hash);
  }

  apply(changes: readonly CatalogChange[]): void {
    for (const change of changes) this.#applyOne(change);
  }

  principal(databaseId: number, name: string): PrincipalMeta | undefined {
    return this.#byName.get(nameKey(databaseId, name));
  }

  principalById(databaseId: number, id: number): PrincipalMeta | undefined {
    return this.#principals.get(idKey(databaseId, id));
  }

  login(name: string): PrincipalMeta | undefined {
    const found = this.principal(SERVER, name);
    return found?.type === 'S' ? found : undefined;
  }

  passwordHash(loginId: number): string | undefined {
    return this.#hashes.get(loginId);
  }

  isSysadmin(loginId: number): boolean {
    return loginId === SA_ID || this.#rolesOf(SERVER, loginId).has(SYSADMIN_ID);
  }

  /** The next free principal_id; those of dropped principals above it do not return while the server runs. */
  nextPrincipalId(databaseId: number, first: number): number {
    let id = first;
    for (const principal of this.#principals.values()) {
      if (principal.databaseId === databaseId && principal.id < 16384) id = Math.max(id, principal.id + 1);
    }
    return id;
  }

  userWithSid(databaseId: number, sid: string | undefined): PrincipalMeta | undefined {
    for (const principal of this.#principals.values()) {
      if (sid !== undefined && principal.databaseId === databaseId && principal.type === 'S' && principal.sid === sid)
        return principal;
    }
    return undefined;
  }

  hasMembers(databaseId: number, roleId: number): boolean {
    return this.#members.some((member) => member.databaseId === databaseId && member.roleId === roleId);
  }

  loginSid(loginId: number): Uint8Array {
    return Buffer.from(this.principalById(SERVER, loginId)?.sid ?? '', 'hex');
  }

  serverRoles(asker: Asker): string[] {
    return ['public', ...this.#roleNames(SERVER, asker.loginId)];
  }

  databaseRoles(asker: Asker, databaseId: number): string[] {
    const user = this.user(asker, databaseId);
    if (user === undefined) return ['public'];
    if (user.id === DBO_ID) return ['public', 'db_owner'];
    return ['public', ...this.#roleNames(databaseId, user.id)];
  }

  userName(asker: Asker, databaseId: number): string {
    return this.user(asker, databaseId)?.name ?? 'guest';
  }

  userId(asker: Asker, databaseId: number): number {
    return this.user(asker, databaseId)?.id ?? GUEST_ID;
  }

  /** The user that a login is in a database: dbo for sysadmins, the user with its sid, guest where guest may connect. */
  user(asker: Asker, databaseId: number): PrincipalMeta | undefined {
    if (asker.user !== undefined)
      return this.principalById(databaseId, asker.user.databaseId === databaseId ? asker.user.id : GUEST_ID);
    if (asker.isSysadmin) return this.principalById(databaseId, DBO_ID);
    const sid = this.principalById(SERVER, asker.loginId)?.sid;
    const user = this.userWithSid(databaseId, sid);
    if (user !== undefined) return user;
    return this.#mayConnect(databaseId, GUEST_ID) ? this.principalById(databaseId, GUEST_ID) : undefined;
  }

  /** DENY beats GRANT; a grant on the column, object, schema or database is enough (sql-docs: permissions-hierarchy). */
  isAllowed(asker: Asker, databaseId: number, schemaId: number, required: RequiredPermission): boolean {
    if (asker.isSysadmin) return true;
    const user = this.user(asker, databaseId);
    if (user === undefined) return false;
    if (user.id === DBO_ID) return true;
    const grantees = new Set([user.id, PUBLIC_ID, ...this.#rolesOf(databaseId, user.id)]);
    const roles = this.#roleNames(databaseId, user.id);
    if (roles.includes('db_owner')) return true;
    if (roles.some((role) => ROLE_DENIES[role]?.includes(required.action))) return false;
    let granted = roles.some((role) => ROLE_ALLOWS[role]?.includes(required.action) ?? false);
    for (const permission of this.#permissions.values()) {
      if (permission.databaseId !== databaseId || !grantees.has(permission.granteeId)) continue;
      if (!covers(permission, schemaId, required)) continue;
      if (permission.state === 'D') return false;
      granted = true;
    }
    return granted;
  }

  /** CREATE TABLE and other permissions on the database as a whole. */
  hasDatabasePermission(asker: Asker, databaseId: number, name: string): boolean {
    const user = this.user(asker, databaseId);
    if (user === undefined) return false;
    const grantees = new Set([user.id, PUBLIC_ID, ...this.#rolesOf(databaseId, user.id)]);
    let granted = false;
    for (const permission of this.#permissions.values()) {
      if (
        permission.databaseId !== databaseId ||
        permission.class !== DATABASE_CLASS ||
        !grantees.has(permission.granteeId)
      )
        continue;
      if (permission.permission !== name && permission.permission !== 'CONTROL') continue;
      if (permission.state === 'D') return false;
      granted = true;
    }
    return granted;
  }

  #mayConnect(databaseId: number, principalId: number): boolean {
    for (const permission of this.#permissions.values()) {
      if (
        permission.databaseId === databaseId &&
        permission.granteeId === principalId &&
        permission.permission === 'CONNECT'
      ) {
        return permission.state !== 'D';
      }
    }
    return false;
  }

  #rolesOf(databaseId: number, memberId: number): Set<number> {
    const roles = new Set<number>();
    const queue = [memberId];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      for (const member of this.#members) {
        if (member.databaseId !== databaseId || member.memberId !== id || roles.has(member.roleId)) continue;
        roles.add(member.roleId);
        queue.push(member.roleId);
      }
    }
    return roles;
  }

  #roleNames(databaseId: number, memberId: number): string[] {
    return [...this.#rolesOf(databaseId, memberId)].map((id) => this.principalById(databaseId, id)?.name ?? '');
  }

  #putPrincipal(principal: PrincipalMeta): void {
    this.#dropPrincipal(principal.databaseId, principal.id);
    this.#principals.set(idKey(principal.databaseId, principal.id), principal);
    this.#byName.set(nameKey(principal.databaseId, principal.name), principal);
  }

  #dropPrincipal(databaseId: number, id: number): void {
    const old = this.principalById(databaseId, id);
    if (old === undefined) return;
    this.#principals.delete(idKey(databaseId, id));
    this.#byName.delete(nameKey(databaseId, old.name));
  }

  #applyOne(change: CatalogChange): void {
    switch (change.what) {
      case 'principal':
        if (change.action === 'put') this.#putPrincipal(change.value);
        else this.#dropPrincipal(change.databaseId, change.id);
        return;
      case 'role member': {
        const { databaseId, roleId, memberId } = change.value;
        const index = this.#members.findIndex(
          (m) => m.databaseId === databaseId && m.roleId === roleId && m.memberId === memberId,
        );
        if (index >= 0) this.#members.splice(index, 1);
        if (change.action === 'put') this.#members.push(change.value);
        return;
      }
      case 'permission':
        if (change.action === 'put') this.#permissions.set(permissionKey(change.value), change.value);
        else this.#permissions.delete(permissionKey(change.value));
        return;
      case 'password':
        if (change.action === 'put') this.#hashes.set(change.principalId, change.hash);
        else this.#hashes.delete(change.principalId);
        return;
      default:
    }
  }
}

function covers(permission: PermissionMeta, schemaId: number, required: RequiredPermission): boolean {
  if (permission.permission !== required.action && permission.permission !== 'CONTROL') return false;
  switch (permission.class) {
    case DATABASE_CLASS:
      return true;
    case SCHEMA_CLASS:
      return permission.majorId === schemaId;
    case OBJECT_CLASS:
      return permission.majorId === required.objectId && permission.minorId === 0;
    default:
      return false;
  }
}

const idKey = (databaseId: number, id: number): string => `${databaseId}.${id}`;
const nameKey = (databaseId: number, name: string): string => `${databaseId}.${foldName(name)}`;
const permissionKey = (p: PermissionMeta): string =>
  [p.databaseId, p.class, p.majorId, p.minorId, p.granteeId, p.grantorId, p.permission].join('.');
