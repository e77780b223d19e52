import type { Truncate } from '../../tsql/index.ts';
import { cannotFind, ddlError, notSupported } from './ddl-error.ts';
import { referencingTables } from './drop-table.ts';
import { tableText } from './pg-text.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { findObject, findTable, nameText } from './resolve-name.ts';
import { refuseTemporal } from './temporal.ts';

/** The identity starts again at its seed: its sequence belongs to the column. */
export function planTruncate(ast: Truncate, ctx: DdlContext): DdlPlan {
  const text = nameText(ast.table);
  if (ast.partitions) throw notSupported(ast.pos, 'TRUNCATE TABLE ... WITH (PARTITIONS)');
  const found = findTable(ast.table, ctx);
  if (!found) {
    if (findObject(ast.table, ctx))
      throw ddlError(ast.pos, 4708, 16, 2, `Could not truncate object '${text}' because it is not a table.`);
    throw cannotFind(ast.pos, 4701, text);
  }
  if (!found.meta.temporary && referencingTables(found.meta, ctx).length > 0) {
    throw ddlError(
      ast.pos,
      4712,
      16,
      1,
      `Cannot truncate table '${text}' because it is being referenced by a FOREIGN KEY constraint.`,
    );
  }
  const temporal = refuseTemporal(ast.pos, found.meta, ctx, 'truncate');
  if (temporal) throw temporal;
  return plan([`TRUNCATE TABLE ${tableText(found.schema, found.meta)} RESTART IDENTITY`], []);
}
