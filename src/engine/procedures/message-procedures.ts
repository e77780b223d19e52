import { SqlError } from '../../tsql/index.ts';
import { plan } from '../ddl/plan.ts';
import { requireServerRole } from '../principals/login-statements.ts';
import { applyPlan } from '../statements/ddl.ts';
import { intArgument, textArgument, type SystemProcedure } from './procedure-call.ts';

const FIRST_USER_MESSAGE = 50001;
const MAX_SEVERITY = 25;

/** sp_addmessage @msgnum, @severity, @msgtext, @lang, @with_log, @replace (sql-docs: system-stored-procedures/sp-addmessage-transact-sql) */
export const spAddMessage: SystemProcedure = async (call) => {
  const { caller } = call;
  const { engine } = caller.session;
  const number = intArgument(call, 0, '@msgnum');
  const severity = intArgument(call, 1, '@severity');
  const text = textArgument(call, 2, '@msgtext');
  if (number === null || severity === null || text === null) {
    throw new SqlError(
      15071,
      16,
      1,
      'Usage: sp_addmessage <msgnum>,<severity>,<msgtext> [,<language> [,FALSE | TRUE [,REPLACE]]]',
    );
  }
  requireServerRole(caller, 'serveradmin');
  if (number < FIRST_USER_MESSAGE)
    throw new SqlError(15040, 16, 1, 'User-defined error messages must have an ID greater than 50000.');
  if (severity < 1 || severity > MAX_SEVERITY)
    throw new SqlError(15041, 16, 1, 'User-defined error messages must have a severity level between 1 and 25.');
  const replace = textArgument(call, 5, '@replace')?.trim().toUpperCase() === 'REPLACE';
  if (engine.userMessages.has(number) && !replace) {
    throw new SqlError(15043, 16, 1, "You must specify 'REPLACE' to overwrite an existing message.");
  }
  const message = { severity, text };
  await applyPlan(plan([], [{ action: 'put', what: 'setting', name: `message ${number}`, value: message }]), caller);
  engine.userMessages.set(number, message);
  return 0;
};

/** sp_dropmessage @msgnum, @lang */
export const spDropMessage: SystemProcedure = async (call) => {
  const { caller } = call;
  const number = intArgument(call, 0, '@msgnum') ?? 0;
  requireServerRole(caller, 'serveradmin');
  if (number < FIRST_USER_MESSAGE || !caller.session.engine.userMessages.has(number)) {
    throw new SqlError(15179, 16, 1, `The message number ${number} or specified language version does not exist.`);
  }
  await applyPlan(plan([], [{ action: 'delete', what: 'setting', name: `message ${number}` }]), caller);
  caller.session.engine.userMessages.delete(number);
  return 0;
};
