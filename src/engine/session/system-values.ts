import type { SqlError, SqlValue } from '../../tsql/index.ts';
import type { Frame } from '../execution/frame.ts';
import { CURRENT_OF, currentOfValue } from '../cursors/current-of.ts';
import { cursorStates } from '../cursors/cursor-scope.ts';
import type { ClientSession } from './client-session.ts';
import { optionsMask } from './session-state.ts';

type Reader = (session: ClientSession, frame: Frame) => SqlValue;

/** 100 ns ticks from 0001-01-01 to 1970-01-01. */
const UNIX_EPOCH_TICKS = 621_355_968_000_000_000n;

const fromError =
  (read: (error: SqlError) => SqlValue): Reader =>
  (_, frame) => {
    const error = frame.handledError;
    return error === undefined ? null : read(error);
  };

const READERS: Readonly<Record<string, Reader>> = {
  '@@connections': (s) => s.engine.statistics.connections,
  '@@cpu_busy': (s) => s.engine.statistics.cpuTicks(),
  '@@cursor_rows': (s) => s.counters.cursorRows,
  '@@datefirst': (s) => s.options.set.dateFirst,
  '@@dbts': () => new Uint8Array(8),
  '@@def_sortorder_id': () => 52,
  '@@default_langid': () => 0,
  '@@error': (s) => s.counters.lastError,
  '@@fetch_status': (s) => s.counters.fetchStatus,
  '@@identity': (s) => s.counters.identity,
  '@@idle': (s) => s.engine.statistics.idleTicks(),
  '@@io_busy': () => 0,
  '@@langid': () => 0,
  '@@language': (s) => s.language,
  '@@lock_timeout': (s) => s.options.run.lockTimeoutMs,
  '@@max_connections': () => 32767,
  '@@max_precision': () => 38,
  '@@microsoftversion': () => 0x0f0007d0,
  '@@nestlevel': (s) => s.counters.nestLevel,
  '@@options': (s) => optionsMask(s.options),
  '@@pack_received': () => 0,
  '@@pack_sent': () => 0,
  '@@packet_errors': () => 0,
  '@@procid': (_, frame) => frame.procedureId,
  '@@remserver': () => null,
  '@@rowcount': (s) => s.counters.rowCount,
  '@@servername': (s) => s.engine.serverName,
  '@@servicename': () => 'MSSQLSERVER',
  '@@spid': (s) => s.id,
  '@@textsize': (s) => s.options.run.textSize,
  '@@timeticks': () => 31250,
  '@@total_errors': () => 0,
  '@@total_read': () => 0,
  '@@total_write': () => 0,
  '@@trancount': (s) => s.transaction.count,
  '@@version': (s) => s.engine.versionText,

  '@@now': (s) => UNIX_EPOCH_TICKS + BigInt(Math.round(s.engine.clock.now() * 1000)) * 10n,
  '@@utc_offset_minutes': (s) => s.engine.utcOffsetMinutes(),
  '@@db_id': (s) => s.databaseId,
  '@@db_name': (s) => s.database,
  '@@default_schema_id': () => 1,
  '@@default_schema': (s) => s.defaultSchema,
  '@@login_name': (s) => s.identity.loginName,
  '@@login_id': (s) => s.identity.loginId,
  '@@login_sid': (s) => s.engine.security.loginSid(s.identity.loginId),
  '@@original_login': (s) => s.ownIdentity.loginName,
  '@@user_name': (s) => s.engine.security.userName(s.identity, s.databaseId),
  '@@user_id': (s) => s.engine.security.userId(s.identity, s.databaseId),
  '@@server_roles': (s) => s.engine.security.serverRoles(s.identity).join('\n'),
  '@@database_roles': (s) => s.engine.security.databaseRoles(s.identity, s.databaseId).join('\n'),
  '@@app_name': (s) => s.login.applicationName,
  '@@host_name': (s) => s.login.hostName,
  '@@host_id': (s) => String(s.login.clientProcessId),
  '@@client_address': (s) => s.login.clientAddress,
  '@@local_address': (s) => s.engine.localAddress,
  '@@local_port': (s) => s.engine.localPort,
  '@@context_info': (s) => s.contextInfo,
  '@@session_context': (s) => s.sessionContextJson(),
  '@@scope_identity': (_, frame) => frame.identity,
  '@@cursor_states': (_, frame) => cursorStates(frame),
  '@@xact_state': (s) => s.transaction.state,
  '@@current_transaction_id': (s) => s.transaction.descriptor,
  '@@error_number': fromError((error) => error.number),
  '@@error_message': fromError((error) => error.message),
  '@@error_line': fromError((error) => error.line),
  '@@error_procedure': fromError((error) => (error.procedure === '' ? null : error.procedure)),
  '@@error_severity': fromError((error) => error.severity),
  '@@error_state': fromError((error) => error.state),
  '@@trigger_nestlevel': (_, frame) => frame.triggerDepth,
  '@@columns_updated': (_, frame) => frame.columnsUpdated,
  '@@eventdata': () => null,
  '@@temporary_tables': (_, frame) => frame.temporaryTableLines(),
  '@@machine_name': (s) => s.engine.machineName,
  '@@process_id': (s) => s.engine.processId,
  '@@server_collation': (s) => s.engine.collation,
  '@@edition': (s) => s.engine.edition,
  '@@next_rowversion': () => new Uint8Array(8),
  '@@is_sysadmin': (s) => (s.isSysadmin ? 1 : 0),
};

/** The value of an @@ name of the binder's list (tsql/bind/system-variables.ts), at this moment. */
export function readSystemValue(name: string, session: ClientSession, frame: Frame): SqlValue {
  const reader = READERS[name];
  if (reader === undefined && name.startsWith(CURRENT_OF)) return currentOfValue(name, frame);
  if (reader === undefined) throw new RangeError(`no reader for ${name}`);
  return reader(session, frame);
}

export const KNOWN_SYSTEM_VALUES: readonly string[] = Object.keys(READERS);
