import type { SqlType } from '../types/sql-type.ts';
import {
  BIT,
  INT,
  SMALLINT,
  TINYINT,
  SYSNAME,
  MAX,
  binary,
  datetime2,
  nvarchar,
  numeric,
  varbinary,
  varchar,
} from '../types/sql-type.ts';
import type { BoundVariable } from './bound.ts';

/**
 * Values that depend on the session or on the moment: the binder makes BoundVariables of these reserved names (a user can
 * declare no variable that begins with @@), the engine fills them when a statement starts.
 */
export interface SystemVariable {
  /** Lower case, with @@. */
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly meaning: string;
  /** True: no T-SQL name, only our own functions read it; `SELECT @@now` is error 137. */
  readonly internal: boolean;
}

type Row = readonly [name: string, type: SqlType, nullable: boolean, meaning: string];

/** @@FUNCTIONS of T-SQL (sql-docs, t-sql/functions/configuration-functions, system-statistical-functions, cursor-functions). */
const PUBLIC: readonly Row[] = [
  ['@@connections', INT, false, 'attempted connections since the server started'],
  ['@@cpu_busy', INT, false, 'CPU time since the start, in @@timeticks units'],
  ['@@cursor_rows', INT, false, 'rows of the last opened cursor; -m while it is being filled; 0 without one'],
  ['@@datefirst', TINYINT, false, 'SET DATEFIRST: 1 Monday to 7 Sunday (us_english)'],
  ['@@dbts', varbinary(8), false, 'last used rowversion of the current database'],
  ['@@def_sortorder_id', TINYINT, true, 'sort order id of the server collation'],
  ['@@default_langid', SMALLINT, true, 'default language id of the server'],
  ['@@error', INT, false, 'number of the error of the last statement, 0 without one'],
  ['@@fetch_status', INT, false, '0 row fetched, -1 past the end, -2 row missing'],
  ['@@identity', numeric(38, 0), true, 'last identity value made in the session, in any scope'],
  ['@@idle', INT, false, 'idle time since the start, in @@timeticks units'],
  ['@@io_busy', INT, false, 'I/O time since the start, in @@timeticks units'],
  ['@@langid', SMALLINT, false, 'id of the session language: 0 for us_english'],
  ['@@language', SYSNAME, false, 'name of the session language'],
  ['@@lock_timeout', INT, false, 'SET LOCK_TIMEOUT in ms, -1 for none'],
  ['@@max_connections', INT, false, 'greatest number of user connections: 32767'],
  ['@@max_precision', TINYINT, false, 'greatest precision of decimal: 38'],
  ['@@microsoftversion', INT, false, 'version as one integer: 0x0F0007D0'],
  ['@@nestlevel', INT, false, 'depth of procedures and triggers, 0 in a batch'],
  ['@@options', INT, false, 'bit mask of the SET options'],
  ['@@pack_received', INT, false, 'packets read from the network since the start'],
  ['@@pack_sent', INT, false, 'packets written to the network since the start'],
  ['@@packet_errors', INT, false, 'network packet errors since the start'],
  ['@@procid', INT, true, 'object id of the running module, 0 in a batch'],
  ['@@remserver', SYSNAME, true, 'always NULL: no remote servers'],
  ['@@rowcount', INT, false, 'rows of the last statement'],
  ['@@servername', SYSNAME, true, 'name of the server'],
  ['@@servicename', SYSNAME, false, 'name of the instance: MSSQLSERVER'],
  ['@@spid', SMALLINT, false, 'session id'],
  ['@@textsize', INT, false, 'SET TEXTSIZE'],
  ['@@timeticks', INT, false, 'microseconds a tick: 31250'],
  ['@@total_errors', INT, false, 'disk errors since the start'],
  ['@@total_read', INT, false, 'disk reads since the start'],
  ['@@total_write', INT, false, 'disk writes since the start'],
  ['@@trancount', INT, false, 'open transactions of the session'],
  ['@@version', nvarchar(300), false, 'product, version, platform'],
];

const INTERNAL: readonly Row[] = [
  ['@@now', datetime2(7), false, 'UTC at the start of the statement'],
  ['@@utc_offset_minutes', INT, false, 'minutes that local time of the server is east of UTC, at @@now'],
  ['@@db_id', INT, false, 'id of the current database'],
  ['@@db_name', SYSNAME, false, 'name of the current database'],
  ['@@default_schema_id', INT, false, 'id of the default schema of the current user'],
  ['@@default_schema', SYSNAME, false, 'name of the default schema of the current user'],
  ['@@login_name', SYSNAME, false, 'current login (SUSER_SNAME, SYSTEM_USER), as EXECUTE AS changes it'],
  ['@@login_id', INT, false, 'principal_id of the current login (SUSER_ID)'],
  ['@@login_sid', varbinary(85), false, 'sid of the current login'],
  ['@@original_login', SYSNAME, false, 'login of the connection, whatever EXECUTE AS says'],
  ['@@user_name', SYSNAME, false, 'current database user (USER_NAME, CURRENT_USER)'],
  ['@@user_id', INT, false, 'principal_id of the current database user'],
  [
    '@@server_roles',
    nvarchar(MAX),
    false,
    'server roles of the login, names joined by a line feed (sysadmin, public, ...)',
  ],
  [
    '@@database_roles',
    nvarchar(MAX),
    false,
    'database roles of the user, names joined by a line feed; db_owner for dbo',
  ],
  ['@@app_name', SYSNAME, true, 'application name of the login packet'],
  ['@@host_name', SYSNAME, true, 'workstation name of the login packet'],
  ['@@host_id', varchar(10), true, 'process id of the client, from the login packet'],
  ['@@client_address', varchar(48), true, 'IP address of the client'],
  ['@@local_address', varchar(48), true, 'IP address the client is connected to'],
  ['@@local_port', INT, true, 'TCP port the client is connected to'],
  ['@@context_info', varbinary(128), true, 'SET CONTEXT_INFO; NULL when never set'],
  [
    '@@session_context',
    nvarchar(MAX),
    true,
    'sp_set_session_context as JSON: {"<key in lower case>": {"type": "<formatType>", "value": "<text of the carrier>"}}',
  ],
  ['@@scope_identity', numeric(38, 0), true, 'last identity value made in this scope'],
  ['@@xact_state', SMALLINT, false, '1 open, 0 none, -1 doomed'],
  ['@@current_transaction_id', numeric(19, 0), false, 'id of the transaction, or of the statement outside one'],
  ['@@error_number', INT, true, 'ERROR_NUMBER() of the innermost CATCH, NULL outside'],
  ['@@error_message', nvarchar(4000), true, 'ERROR_MESSAGE()'],
  ['@@error_line', INT, true, 'ERROR_LINE()'],
  ['@@error_procedure', SYSNAME, true, 'ERROR_PROCEDURE()'],
  ['@@error_severity', INT, true, 'ERROR_SEVERITY()'],
  ['@@error_state', INT, true, 'ERROR_STATE()'],
  ['@@trigger_nestlevel', INT, false, 'depth of triggers: TRIGGER_NESTLEVEL()'],
  ['@@columns_updated', varbinary(128), true, 'COLUMNS_UPDATED() of the running trigger, NULL outside'],
  ['@@eventdata', nvarchar(MAX), true, 'EVENTDATA() of the running DDL trigger, NULL outside'],
  ['@@machine_name', SYSNAME, false, 'name of the host (of the container)'],
  ['@@process_id', INT, false, 'process id of the server'],
  ['@@server_collation', SYSNAME, false, 'collation of the server'],
  ['@@edition', SYSNAME, false, "SERVERPROPERTY('Edition'): Azure SQL Edge Developer (64-bit)"],
  ['@@next_rowversion', binary(8), false, 'lowest rowversion of an open transaction: MIN_ACTIVE_ROWVERSION()'],
  [
    '@@temporary_tables',
    nvarchar(MAX),
    false,
    'temporary tables in scope, one a line: name in lower case, tab, object id; empty without one',
  ],
  [
    '@@cursor_states',
    nvarchar(MAX),
    false,
    'cursors in scope, one a line: local | global | variable, tab, name in lower case, tab, what CURSOR_STATUS answers (1, 0, -1, -2)',
  ],
  ['@@is_sysadmin', BIT, false, '1 when the login is a member of sysadmin'],
];

export const SYSTEM_VARIABLES: ReadonlyMap<string, SystemVariable> = new Map(
  [...PUBLIC.map((row) => describe(row, false)), ...INTERNAL.map((row) => describe(row, true))].map((v) => [v.name, v]),
);

function describe([name, type, nullable, meaning]: Row, internal: boolean): SystemVariable {
  return Object.freeze({ name, type, nullable, meaning, internal });
}

/** What a user writes as @@NAME, in any case; undefined for names T-SQL does not have (error 137). */
export function findSystemVariable(name: string): BoundVariable | undefined {
  const found = SYSTEM_VARIABLES.get(name.toLowerCase());
  return found && !found.internal ? systemVariable(found.name) : undefined;
}

/** For the binder's own use: any of the table, by its exact name. */
export function systemVariable(name: string): BoundVariable {
  const found = SYSTEM_VARIABLES.get(name);
  if (!found) throw new RangeError(`no system variable ${name}`);
  return { kind: 'variable', name, type: found.type, nullable: found.nullable };
}
