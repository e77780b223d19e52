import { SqlError, quoteName, quoteQualified, type CompiledStatement, type TableMeta } from '../../tsql/index.ts';
import { changeSteps } from '../catalog/change-steps.ts';
import { planSelectInto } from '../ddl/select-into.ts';
import { bindParameters } from '../execution/carrier-codec.ts';
import type { Frame } from '../execution/frame.ts';
import { statementFor } from '../program/statement-pool.ts';
import { ddlContext } from './ddl.ts';
import { keepTemporary } from './temporary-table.ts';

/** SELECT ... INTO t: makes the table and fills it, in one transaction. */
export async function runSelectInto(compiled: CompiledStatement, frame: Frame): Promise<void> {
  const { session } = frame;
  const { selectInto } = compiled;
  if (selectInto === undefined) return;
  const plan = planSelectInto(selectInto, ddlContext(frame));
  const made =
    plan.temporary?.put[0] ??
    plan.changes.flatMap((change) => (change.what === 'object' && change.action === 'put' ? [change.value] : []))[0];
  if (made?.kind !== 'table')
    throw new SqlError(2714, 16, 6, 'There is already an object of that name in the database.');
  if (plan.temporary !== undefined) session.backend.pin('temporary tables');
  let rows = 0;
  const before = plan.sql.map((sql) => ({ sql }));
  const parameters = bindParameters(compiled.parameters, frame.read);
  const target =
    made.temporary === true ? `pg_temp.${quoteName(made.pg)}` : quoteQualified(pgSchemaOf(made, frame), made.pg);
  const fill = statementFor(
    `INSERT INTO ${target} (${made.columns.map(({ pg }) => quoteName(pg)).join(', ')}) ${compiled.sql}`,
  );
  const handler = {
    firstStep: 0,
    complete(step: number, tag: string, count: number): void {
      if (step === handler.firstStep + before.length && tag.startsWith('INSERT')) rows = count;
    },
  };
  const after = changeSteps(plan.changes).map((sql) => ({ sql }));
  await session.backend.run([...before, { statement: fill, parameters }, ...after], handler, { atomic: true });
  session.catalog.add(plan.changes, session.transaction.count > 0);
  if (plan.temporary !== undefined) keepTemporary(plan.temporary, frame);
  session.counters.rowCount = rows;
  session.counters.lastError = 0;
  frame.sink.statementDone({
    command: 'select into',
    inProcedure: frame.inProcedure,
    ...(session.options.run.noCount ? {} : { rowCount: rows }),
  });
}

function pgSchemaOf(table: TableMeta, { session }: Frame): string {
  return session.catalog.view.schemaById(table.schemaId)?.pg ?? '';
}
