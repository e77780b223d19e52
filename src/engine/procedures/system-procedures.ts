import {
  spCursor,
  spCursorClose,
  spCursorExecute,
  spCursorFetch,
  spCursorOpen,
  spCursorOption,
  spCursorPrepExec,
  spCursorPrepare,
  spCursorUnprepare,
} from './api-cursors.ts';
import { spSetTriggerOrder } from './trigger-order.ts';
import { spGetAppLock, spReleaseAppLock } from './app-lock.ts';
import { spConfigure } from './configure.ts';
import {
  spAddExtendedProperty,
  spDropExtendedProperty,
  spRename,
  spRenameDb,
  spUpdateExtendedProperty,
} from './ddl-procedures.ts';
import { spDescribeUndeclaredParameters } from './describe-parameters.ts';
import { spDescribeFirstResultSet } from './describe-result-set.ts';
import { spExecuteSql, spPrepExec, spPrepare } from './dynamic-sql.ts';
import { spHelpText } from './help-text.ts';
import { spAddMessage, spDropMessage } from './message-procedures.ts';
import { spExecutePrepared, spPrepExecRpc, spUnpreparePrepared } from './prepared-call.ts';
import type { SystemProcedure } from './procedure-call.ts';
import { refused, xpRegRead } from './registry.ts';
import { spResetConnection, spSetSessionContext } from './session-procedures.ts';

let byName: ReadonlyMap<string, SystemProcedure> | undefined;

/** The server's own procedure of that lower-case name. */
export function systemProcedure(name: string): SystemProcedure | undefined {
  // Made at the first call: procedures that run statements, and statements that call procedures, load each other.
  byName ??= new Map(entries());
  return byName.get(name);
}

const entries = (): [string, SystemProcedure][] => [
  ['sp_executesql', spExecuteSql],
  ['sp_prepare', spPrepare],
  ['sp_execute', spExecutePrepared],
  ['sp_prepexec', spPrepExec],
  ['sp_prepexecrpc', spPrepExecRpc],
  ['sp_unprepare', spUnpreparePrepared],
  ['sp_cursor', spCursor],
  ['sp_cursoropen', spCursorOpen],
  ['sp_cursorprepare', spCursorPrepare],
  ['sp_cursorexecute', spCursorExecute],
  ['sp_cursorprepexec', spCursorPrepExec],
  ['sp_cursorunprepare', spCursorUnprepare],
  ['sp_cursorfetch', spCursorFetch],
  ['sp_cursoroption', spCursorOption],
  ['sp_cursorclose', spCursorClose],
  ['sp_settriggerorder', spSetTriggerOrder],
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
  ['sp_describe_undeclared_parameters', spDescribeUndeclaredParameters],
  ['sp_helptext', spHelpText],
  ['sp_addmessage', spAddMessage],
  ['sp_dropmessage', spDropMessage],
  ['sp_configure', spConfigure],
  ['xp_regread', xpRegRead],
  ['xp_instance_regread', xpRegRead],
  ['sp_getbindtoken', refused],
  ['sp_bindsession', refused],
  ['sp_monitor', refused],
];
