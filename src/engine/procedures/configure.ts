import { INT, SYSNAME, SqlError, quoteText } from '../../tsql/index.ts';
import { plan } from '../ddl/plan.ts';
import { RowCollector } from '../execution/row-collector.ts';
import { requireServerRole } from '../principals/login-statements.ts';
import { applyPlan } from '../statements/ddl.ts';
import { argument, intArgument, textArgument, type ProcedureCall, type SystemProcedure } from './procedure-call.ts';
import { systemModule } from './system-modules.ts';
import { runUserProcedure } from './user-procedure.ts';

/** sp_configure [@configname [, @configvalue]] (sql-docs: system-stored-procedures/sp-configure-transact-sql). Without a value it shows. */
export const spConfigure: SystemProcedure = async (call) => {
  const value = intArgument(call, 1, '@configvalue');
  if (value !== null && argument(call, 0, '@configname') !== undefined) return setOption(call, value);
  const module = systemModule('sp_configure', call.caller);
  if (module === undefined) throw new SqlError(2812, 16, 62, `Could not find stored procedure '${call.name}'.`);
  return runUserProcedure(module, call);
};

async function setOption(call: ProcedureCall, value: number): Promise<number> {
  const { caller } = call;
  const { session } = caller;
  const wanted = textArgument(call, 0, '@configname') ?? '';
  requireServerRole(caller, 'serveradmin');
  const found = new RowCollector([SYSNAME, INT, INT, INT]);
  const pattern = quoteText(wanted.toLowerCase());
  const sql =
    `SELECT c.name::sys.string, c.value::int4, c.minimum::int4, c.maximum::int4 FROM holdfast.configuration_rows c WHERE strpos(lower(c.name), ${pattern}) > 0 ` +
    `ORDER BY lower(c.name) = ${pattern} DESC`;
  await session.backend.run([{ sql }], found, { readsOnly: true });
  const [first] = found.rows as [string, number, number, number][];
  if (first === undefined) {
    throw new SqlError(
      15123,
      16,
      1,
      `The configuration option '${wanted}' does not exist, or it may be an advanced option.`,
    );
  }
  const [name, old, minimum, maximum] = first;
  if (found.rows.length > 1 && name.toLowerCase() !== wanted.toLowerCase()) {
    throw new SqlError(15124, 16, 1, `The configuration option '${wanted}' is not unique.`);
  }
  if (value < minimum || value > maximum)
    throw new SqlError(15129, 16, 1, `'${value}' is not a valid value for configuration option '${name}'.`);
  await applyPlan(plan([], [{ action: 'put', what: 'setting', name: `configuration ${name}`, value }]), caller);
  caller.sink.message({
    number: 15457,
    severity: 0,
    state: 1,
    procedure: 'sp_configure',
    line: 1,
    message: `Configuration option '${name}' changed from ${old} to ${value}. Run the RECONFIGURE statement to install.`,
  });
  return 0;
}
