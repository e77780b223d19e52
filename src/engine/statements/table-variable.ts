import { SqlError, type DeclareItem, type TableMeta } from '../../tsql/index.ts';
import { planTableOfType, planTableVariable } from '../ddl/table-of-type.ts';
import type { DdlPlan } from '../ddl/plan.ts';
import type { Frame } from '../execution/frame.ts';
import type { ProcedureArgument } from '../procedures/procedure-call.ts';
import { ignoreRows } from '../session/backend.ts';
import { ddlContext } from './ddl.ts';
import { TableLoad } from './insert-bulk.ts';

type DeclareTable = Extract<DeclareItem, { kind: 'declare-table' }>;

/** DECLARE @t TABLE (...): a temporary table under a name of its own. A DECLARE in a loop does not empty it. */
export async function declareTableVariable(item: DeclareTable, frame: Frame): Promise<void> {
  const name = item.name.toLowerCase();
  if (frame.tableVariables.has(name)) return;
  await make(planTableVariable(item.name, item.table, ddlContext(frame)), name, frame);
}

/** DECLARE @t dbo.TableType. */
export async function declareOfTableType(name: string, tableTypeId: number, frame: Frame): Promise<void> {
  if (frame.tableVariables.has(name)) return;
  const type = frame.session.catalog.view.objectById(tableTypeId);
  if (type?.kind !== 'table')
    throw new SqlError(2715, 16, 3, `Column, parameter, or variable ${name}: Cannot find data type.`);
  await make(planTableOfType(type, ddlContext(frame), name), name, frame);
}

/** Makes the table of a table-valued parameter and puts the caller's rows into it. */
export async function fillTableParameter(
  parameter: { readonly name: string; readonly tableTypeId?: number },
  argument: ProcedureArgument | undefined,
  frame: Frame,
): Promise<void> {
  const type = frame.session.catalog.view.objectById(parameter.tableTypeId ?? 0);
  if (type?.kind !== 'table')
    throw new SqlError(2715, 16, 3, `Column, parameter, or variable ${parameter.name}: Cannot find data type.`);
  if (argument?.tableVariable !== undefined) {
    frame.tableVariables.set(parameter.name, argument.tableVariable);
    frame.borrowed.add(parameter.name);
    frame.session.temporaryTablesChanged();
    return;
  }
  const table = await make(planTableOfType(type, ddlContext(frame), parameter.name), parameter.name, frame);
  const rows = argument?.table?.rows ?? [];
  if (argument?.table === undefined || rows.length === 0) return;
  const load = new TableLoad(table, frame, new Set());
  const columns = argument.table.columns
    .map((column, i) => ({ column, i, target: table.columns[i] }))
    .filter(({ column, target }) => !column.useDefault && target !== undefined);
  await load.begin(columns.map(({ column, target }) => ({ name: target?.name ?? '', type: column.type })));
  await load.rows(rows.map((row) => columns.map(({ i }) => row[i] ?? null)));
  await load.end();
}

/** How PostgreSQL made the table of a variable. */
const creation = new WeakMap<TableMeta, readonly string[]>();

/** The table of a variable anew, after a ROLLBACK took it away. */
export async function remakeTableVariable(
  table: TableMeta,
  scope: Map<string, TableMeta>,
  { session }: Frame,
): Promise<void> {
  session.backend.pin('temporary tables');
  await session.backend.run(
    (creation.get(table) ?? []).map((sql) => ({ sql })),
    ignoreRows(),
    { atomic: true },
  );
  session.temporary.put(table, scope, session.transaction.count > 0);
  session.temporaryTablesChanged();
}

async function make(plan: DdlPlan, name: string, frame: Frame): Promise<TableMeta> {
  const { session } = frame;
  const table = plan.temporary?.put[0];
  if (table === undefined) throw new SqlError(1087, 15, 2, `Must declare the table variable "${name}".`);
  session.backend.pin('temporary tables');
  await session.backend.run(
    plan.sql.map((sql) => ({ sql })),
    ignoreRows(),
    { atomic: true },
  );
  const variable: TableMeta = { ...table, name };
  creation.set(variable, plan.sql);
  session.temporary.put(variable, frame.tableVariables, session.transaction.count > 0);
  session.temporaryTablesChanged();
  return variable;
}
