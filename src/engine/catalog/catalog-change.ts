import type {
  DatabaseMeta,
  ObjectMeta,
  PermissionMeta,
  PrincipalMeta,
  RoleMember,
  SchemaMeta,
} from '../../tsql/index.ts';

/** One change of the T-SQL catalog, as DDL plans it; the engine keeps it in PostgreSQL and in its snapshot. */
export type CatalogChange =
  | { readonly action: 'put'; readonly what: 'database'; readonly value: DatabaseMeta }
  /** With all its schemas, objects, principals and permissions. */
  | { readonly action: 'delete'; readonly what: 'database'; readonly id: number }
  | { readonly action: 'put'; readonly what: 'schema'; readonly value: SchemaMeta }
  | { readonly action: 'delete'; readonly what: 'schema'; readonly id: number }
  | { readonly action: 'put'; readonly what: 'object'; readonly value: ObjectMeta }
  | { readonly action: 'delete'; readonly what: 'object'; readonly id: number }
  | { readonly action: 'put'; readonly what: 'principal'; readonly value: PrincipalMeta }
  | { readonly action: 'delete'; readonly what: 'principal'; readonly databaseId: number; readonly id: number }
  | { readonly action: 'put'; readonly what: 'role member'; readonly value: RoleMember }
  | { readonly action: 'delete'; readonly what: 'role member'; readonly value: RoleMember }
  | { readonly action: 'put'; readonly what: 'permission'; readonly value: PermissionMeta }
  | { readonly action: 'delete'; readonly what: 'permission'; readonly value: PermissionMeta }
  | { readonly action: 'put'; readonly what: 'password'; readonly principalId: number; readonly hash: string }
  | { readonly action: 'delete'; readonly what: 'password'; readonly principalId: number }
  | { readonly action: 'put'; readonly what: 'setting'; readonly name: string; readonly value: unknown }
  | { readonly action: 'delete'; readonly what: 'setting'; readonly name: string };

/** Types share no names with objects. */
export function namespaceOf(meta: ObjectMeta): 'object' | 'type' {
  return meta.kind === 'alias type' || (meta.kind === 'table' && meta.tableType) ? 'type' : 'object';
}
