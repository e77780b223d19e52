import { SqlError, type SqlType, type SqlValue, formatType, formatValue } from '../../tsql/index.ts';
import { type PropertyRequest, planExtendedProperty } from '../ddl/extended-property.ts';
import { planRename } from '../ddl/rename.ts';
import { applyPlan, ddlContext } from '../statements/ddl.ts';
import { argument, requiredText, textArgument, type ProcedureCall, type SystemProcedure } from './procedure-call.ts';

/** sql-docs: system-stored-procedures/sp-rename-transact-sql */
export const spRename: SystemProcedure = async (call) => {
  const type = textArgument(call, 2, '@objtype')?.trim().toUpperCase();
  const frame = call.caller;
  const planned = planRename(
    requiredText(call, 0, '@objname'),
    requiredText(call, 1, '@newname'),
    type,
    ddlContext(frame),
  );
  await applyPlan(planned, frame);
  return 0;
};

/** sql-docs: system-stored-procedures/sp-renamedb-transact-sql */
export const spRenameDb: SystemProcedure = async (call) => {
  const frame = call.caller;
  await applyPlan(
    planRename(requiredText(call, 0, '@dbname'), requiredText(call, 1, '@newname'), 'DATABASE', ddlContext(frame)),
    frame,
  );
  return 0;
};

/** sql-docs: system-stored-procedures/sp-addextendedproperty-transact-sql */
export const spAddExtendedProperty: SystemProcedure = (call) => changeProperty(call, 'add');
export const spUpdateExtendedProperty: SystemProcedure = (call) => changeProperty(call, 'update');
export const spDropExtendedProperty: SystemProcedure = (call) => changeProperty(call, 'drop');

async function changeProperty(call: ProcedureCall, action: PropertyRequest['action']): Promise<number> {
  const frame = call.caller;
  const name = textArgument(call, 0, '@name');
  if (name === null || name === '') {
    throw new SqlError(15600, 15, 1, `An invalid parameter or option was specified for procedure '${call.name}'.`);
  }
  // sp_dropextendedproperty has no @value.
  const first = action === 'drop' ? 1 : 2;
  const value = action === 'drop' ? undefined : argument(call, 1, '@value');
  const levels = [0, 1, 2].flatMap((level) => {
    const type = textArgument(call, first + level * 2, `@level${level}type`);
    const levelName = textArgument(call, first + level * 2 + 1, `@level${level}name`);
    return type === null || levelName === null ? [] : [{ type: type.trim().toUpperCase(), name: levelName }];
  });
  const request: PropertyRequest = { action, name, levels, value: variantOf(value?.type, value?.value) };
  await applyPlan(planExtendedProperty(request, ddlContext(frame)), frame);
  return 0;
}

function variantOf(type: SqlType | undefined, value: SqlValue | undefined): PropertyRequest['value'] {
  if (type === undefined || value === undefined || value === null) return null;
  if (typeof value === 'object' && 'baseType' in value) return variantOf(value.baseType, value.value);
  return { type: formatType(type), text: formatValue(value, type) };
}
