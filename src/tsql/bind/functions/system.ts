import { call } from '../../scalar/call.ts';
import { BIGINT, SMALLINT, SQL_VARIANT } from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import { systemVariable } from '../system-variables.ts';
import { define, toName } from './define.ts';
import type { FunctionArea, FunctionDef } from './function-def.ts';

/** The value of one session variable. */
const value = (area: FunctionArea, name: string, variable: string): FunctionDef =>
  define(area, name, 0, () => systemVariable(variable));

const OPTION_BITS: Readonly<Record<string, number>> = {
  ansi_warnings: 8,
  ansi_padding: 16,
  ansi_nulls: 32,
  arithabort: 64,
  quoted_identifier: 256,
  concat_null_yields_null: 4096,
  numeric_roundabort: 8192,
};

/** sql-docs, t-sql/functions/system-functions-category-transact-sql. */
export const SYSTEM_FUNCTIONS: readonly FunctionDef[] = [
  value('system', 'APP_NAME', '@@app_name'),
  value('system', 'HOST_NAME', '@@host_name'),
  value('system', 'HOST_ID', '@@host_id'),
  value('system', 'SCOPE_IDENTITY', '@@scope_identity'),
  value('system', 'XACT_STATE', '@@xact_state'),
  value('system', 'CURRENT_TRANSACTION_ID', '@@current_transaction_id'),
  value('system', 'CONTEXT_INFO', '@@context_info'),
  value('system', 'MIN_ACTIVE_ROWVERSION', '@@next_rowversion'),
  value('system', 'COLUMNS_UPDATED', '@@columns_updated'),
  value('system', 'EVENTDATA', '@@eventdata'),
  define('system', 'TRIGGER_NESTLEVEL', [0, 3], () => systemVariable('@@trigger_nestlevel')),
  define('system', 'ROWCOUNT_BIG', 0, () => call('rowcount_big', BIGINT, [systemVariable('@@rowcount')], '{0}::int8')),
  define('system', 'CURRENT_REQUEST_ID', 0, () =>
    call('current_request_id', SMALLINT, [], '0::int2', { nullable: false }),
  ),
  define('system', 'SESSION_CONTEXT', 1, (_, key) =>
    call(
      'session_context',
      SQL_VARIANT,
      [systemVariable('@@session_context'), toName(key)],
      'sys.session_context({0}, {1})',
      { nullable: true },
    ),
  ),
  define('system', 'SESSIONPROPERTY', 1, (_, option) => sessionProperty(option)),
  define('system', 'CONNECTIONPROPERTY', 1, (_, property) =>
    call(
      'connectionproperty',
      SQL_VARIANT,
      [toName(property), ...['@@client_address', '@@local_address', '@@local_port'].map(systemVariable)],
      'sys.connectionproperty({0}, {1}, {2}, {3})',
      { nullable: true },
    ),
  ),
  define('system', 'CURSOR_STATUS', 2, (_, scope, name) =>
    call(
      'cursor_status',
      SMALLINT,
      [systemVariable('@@cursor_states'), toName(scope), toName(name)],
      'sys.cursor_status({0}, {1}, {2})',
      { nullable: false },
    ),
  ),
  value('error', 'ERROR_NUMBER', '@@error_number'),
  value('error', 'ERROR_MESSAGE', '@@error_message'),
  value('error', 'ERROR_LINE', '@@error_line'),
  value('error', 'ERROR_PROCEDURE', '@@error_procedure'),
  value('error', 'ERROR_SEVERITY', '@@error_severity'),
  value('error', 'ERROR_STATE', '@@error_state'),
];

function sessionProperty(option: BoundExpr): BoundExpr {
  const branches = Object.entries(OPTION_BITS)
    .map(([name, bit]) => `WHEN '${name}' THEN ${bit}`)
    .join(' ');
  const mask = `CASE lower({0}::text COLLATE "C") ${branches} END`;
  return call(
    'sessionproperty',
    SQL_VARIANT,
    [toName(option), systemVariable('@@options')],
    `sys.variant('int', ((${mask} & {1}) <> 0)::int4::text)`,
    { nullable: true },
  );
}
