import { BIT, SqlError, convertValue } from '../../tsql/index.ts';
import { argument, requiredText, type SystemProcedure } from './procedure-call.ts';

/** What older clients call instead of the reset bit. */
export const spResetConnection: SystemProcedure = async (call) => {
  await call.caller.session.reset(false);
  return 0;
};

/** sql-docs: system-stored-procedures/sp-set-session-context-transact-sql */
export const spSetSessionContext: SystemProcedure = (call) => {
  const { session } = call.caller;
  const key = requiredText(call, 0, '@key').toLowerCase();
  const given = argument(call, 1, '@value');
  const readOnly = argument(call, 2, '@read_only');
  if (session.context.get(key)?.readOnly === true) {
    throw new SqlError(
      15664,
      16,
      1,
      `Cannot set key '${key}' in the session context. The key has been set as read_only for this session.`,
    );
  }
  session.context.set(key, {
    type: given?.type ?? BIT,
    value: given?.value ?? null,
    readOnly: readOnly !== undefined && convertValue(readOnly.value, readOnly.type, BIT, { mode: 'implicit' }) === 1,
  });
  return Promise.resolve(0);
};
