import { SqlError, parseNameParts, type TriggerMeta } from '../../tsql/index.ts';
import { plan } from '../ddl/plan.ts';
import { applyPlan } from '../statements/ddl.ts';
import { requiredText, type SystemProcedure } from './procedure-call.ts';

/** sp_settriggerorder @triggername, @order, @stmttype (sql-docs, system-stored-procedures/sp-settriggerorder-transact-sql). */
export const spSetTriggerOrder: SystemProcedure = async (call) => {
  const { session } = call.caller;
  const name = requiredText(call, 0, '@triggername');
  const order = requiredText(call, 1, '@order').toLowerCase();
  const action = requiredText(call, 2, '@stmttype').toUpperCase();
  const found = session.engine.findObjectByParts(parseNameParts(name), session);
  if (found?.kind !== 'trigger')
    throw new SqlError(15165, 16, 1, `Could not find object '${name}' or you do not have permission.`);
  if (order !== 'first' && order !== 'last' && order !== 'none') {
    throw new SqlError(
      15600,
      15,
      1,
      "An invalid parameter or option was specified for procedure 'sp_settriggerorder'.",
    );
  }
  if (!isAction(action) || !found.events.includes(action)) {
    throw new SqlError(15125, 16, 1, `Trigger '${name}' is not a trigger for '${action}'.`);
  }
  if (found.insteadOf)
    throw new SqlError(15133, 16, 1, `INSTEAD OF trigger '${name}' cannot be associated with an order.`);
  const others = session.catalog.view.triggersOf(found.parentId).filter((other) => other.id !== found.id);
  if (order !== 'none' && others.some((other) => other.orders?.[action] === order)) {
    throw new SqlError(15130, 16, 1, `There already exists a '${order}' trigger for '${action}'.`);
  }
  const { [action]: _, ...orders } = found.orders ?? {};
  const value: TriggerMeta = { ...found, orders: order === 'none' ? orders : { ...orders, [action]: order } };
  await applyPlan(plan([], [{ action: 'put', what: 'object', value }]), call.caller);
  return 0;
};

function isAction(text: string): text is TriggerMeta['events'][number] {
  return text === 'INSERT' || text === 'UPDATE' || text === 'DELETE';
}
