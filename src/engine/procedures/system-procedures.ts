import { spGetAppLock, spReleaseAppLock } from './app-lock.ts';
import { spAddExtendedProperty, spDropExtendedProperty, spRename, spRenameDb, spUpdateExtendedProperty } from './ddl-procedures.ts';
import { spDescribeFirstResultSet } from './describe-result-set.ts';
import { spExecute, spExecuteSql, spPrepExec, spPrepare, spUnprepare } from './dynamic-sql.ts';
import type { SystemProcedure } from './procedure-call.ts';
import { spResetConnection, spSetSessionContext } from './session-procedures.ts';

/** The server's own procedures by lower-case name. */
export const SYSTEM_PROCEDURES: ReadonlyMap<string, SystemProcedure> = new Map<string, SystemProcedure>([
  ['sp_executesql', spExecuteSql],
  ['sp_prepare', spPrepare],
  ['sp_execute', spExecute],
  ['sp_prepexec', spPrepExec],
  ['sp_unprepare', spUnprepare],
  ['sp_reset_connection', spResetConnection],
  ['sp_describe_first_result_set', spDescribeFirstResultSet],
  ['sp_getapplock', spGetAppLock],
  ['sp_releaseapplock', spReleaseAppLock],
  ['sp_set_session_context', spSetSessionContext],
  ['sp_rename', spRename],
  ['sp_renamedb', spRenameDb],
  ['sp_addextendedproperty', spAddExtendedProperty],
  ['sp_updateextendedproperty', spUpdateExtendedProperty],
  ['sp_dropextendedproperty', spDropExtendedProperty],
]);
