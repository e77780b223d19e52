import { nvarchar, type SqlValue } from '../../tsql/index.ts';
import { unsupported } from '../statements/variables.ts';
import { argument, type SystemProcedure } from './procedure-call.ts';

/**
 * xp_regread, xp_instance_regread @rootkey, @key, @value_name, @value OUTPUT: there is no registry, so every value is missing. Tools read
 * default paths this way and go on without them.
 */
export const xpRegRead: SystemProcedure = (call) => {
  const { sink } = call.caller;
  const output = argument(call, 3, '@value') ?? call.arguments[3];
  if (output?.assign !== undefined) {
    output.assign(output.type, null as SqlValue);
    return Promise.resolve(0);
  }
  sink.columns([
    { name: 'Value', type: nvarchar(128), nullable: true },
    { name: 'Data', type: nvarchar(4000), nullable: true },
  ]);
  sink.statementDone({ command: 'select', rowCount: 0, inProcedure: true });
  return Promise.resolve(0);
};

/** Procedures that exist in SQL Server and have no counterpart here: an error that says so, not 2812. */
export const refused: SystemProcedure = (call) => Promise.reject(unsupported(`The procedure ${call.name}`));
