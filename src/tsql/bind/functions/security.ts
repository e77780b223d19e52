import { call } from '../../scalar/call.ts';
import { convert } from '../../scalar/convert.ts';
import { INT, SYSNAME, varbinary } from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import { systemVariable } from '../system-variables.ts';
import { define, textCall, toInt, toName, toNvarchar } from './define.ts';
import type { FunctionDef } from './function-def.ts';

const DB = (): BoundExpr => systemVariable('@@db_id');

const bare = (name: string, variable: string): FunctionDef => ({
  ...define('security', name, 0, () => systemVariable(variable)),
  bare: true,
});

/** sql-docs, t-sql/functions/security-functions-transact-sql. */
export const SECURITY_FUNCTIONS: readonly FunctionDef[] = [
  bare('CURRENT_USER', '@@user_name'),
  bare('SESSION_USER', '@@user_name'),
  bare('USER', '@@user_name'),
  bare('SYSTEM_USER', '@@login_name'),
  define('security', 'ORIGINAL_LOGIN', 0, () => systemVariable('@@original_login')),
  define('security', 'SUSER_SNAME', [0, 1], (context, sid) =>
    sid === undefined
      ? systemVariable('@@login_name')
      : textCall(
          'suser_sname',
          SYSNAME,
          [convert(sid, varbinary(85), { mode: 'implicit' })],
          'sys.login_name_of_sid({0})',
          context,
          true,
        ),
  ),
  define('security', 'SUSER_NAME', [0, 1], (context, id) =>
    id === undefined
      ? systemVariable('@@login_name')
      : textCall('suser_name', SYSNAME, [toInt(id)], 'sys.principal_name({0}, 0)', context, true),
  ),
  define('security', 'SUSER_ID', [0, 1], (_, name) =>
    name === undefined
      ? systemVariable('@@login_id')
      : call('suser_id', INT, [toName(name)], 'sys.principal_id({0}, 0)', { nullable: true }),
  ),
  define('security', 'SUSER_SID', [0, 2], (_, name) =>
    name === undefined
      ? systemVariable('@@login_sid')
      : call('suser_sid', varbinary(85), [toName(name)], 'sys.login_sid({0})', { nullable: true }),
  ),
  define('security', 'USER_NAME', [0, 1], (context, id) =>
    id === undefined
      ? systemVariable('@@user_name')
      : textCall('user_name', SYSNAME, [toInt(id), DB()], 'sys.principal_name({0}, {1})', context, true),
  ),
  define('security', 'USER_ID', [0, 1], (_, name) =>
    name === undefined
      ? systemVariable('@@user_id')
      : call('user_id', INT, [toName(name), DB()], 'sys.principal_id({0}, {1})', { nullable: true }),
  ),
  define('security', 'IS_MEMBER', 1, (_, role) =>
    call('is_member', INT, [toName(role), DB(), systemVariable('@@database_roles')], 'sys.has_role({0}, {1}, {2})', {
      nullable: true,
    }),
  ),
  define('security', 'IS_ROLEMEMBER', [1, 2], (_, role, principal) =>
    principal === undefined
      ? call(
          'is_rolemember',
          INT,
          [toName(role), DB(), systemVariable('@@database_roles')],
          'sys.has_role({0}, {1}, {2})',
          { nullable: true },
        )
      : call('is_rolemember', INT, [toName(role), toName(principal), DB()], 'sys.role_holds({0}, {1}, {2})', {
          nullable: true,
        }),
  ),
  define('security', 'IS_SRVROLEMEMBER', [1, 2], (_, role, login) =>
    login === undefined
      ? call('is_srvrolemember', INT, [toName(role), systemVariable('@@server_roles')], 'sys.has_role({0}, 0, {1})', {
          nullable: true,
        })
      : call('is_srvrolemember', INT, [toName(role), toName(login)], 'sys.role_holds({0}, {1}, 0)', { nullable: true }),
  ),
  define('security', 'HAS_DBACCESS', 1, (_, name) =>
    call(
      'has_dbaccess',
      INT,
      [toName(name), systemVariable('@@login_sid'), systemVariable('@@is_sysadmin')],
      'sys.has_dbaccess({0}, {1}, {2})',
      { nullable: true },
    ),
  ),
  define('security', 'HAS_PERMS_BY_NAME', [3, 5], (_, securable, kind, permission) =>
    call(
      'has_perms_by_name',
      INT,
      [
        toNvarchar(securable, 1035),
        toName(kind),
        toName(permission),
        DB(),
        ...['@@default_schema', '@@user_id', '@@database_roles', '@@is_sysadmin'].map(systemVariable),
      ],
      'sys.has_perms({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7})',
      { nullable: true },
    ),
  ),
];
