import { convert } from '../scalar/index.ts';
import { literal } from '../scalar/call.ts';
import type { TableFunction } from '../syntax/ast/index.ts';
import { INT, NULL_TYPE, SQL_VARIANT, SYSNAME } from '../types/sql-type.ts';
import { bindError, nameText } from './bind-error.ts';
import { bindExpression } from './bind-expression.ts';
import type { BoundOutput } from './bound-query.ts';
import type { BoundFrom } from './bind-source.ts';
import { functionSource } from './bind-table-function.ts';
import type { BindContext } from './context.ts';

const ARGUMENTS = 7;

/** sys.fn_listextendedproperty (sql-docs: system-functions/sys-fn-listextendedproperty-transact-sql). */
export function bindListExtendedProperty(ast: TableFunction, ctx: BindContext): BoundFrom {
  if (ast.args.length !== ARGUMENTS) {
    const few = ast.args.length < ARGUMENTS;
    throw bindError(
      ast.pos,
      few ? 313 : 8144,
      3,
      few
        ? `An insufficient number of arguments were supplied for the procedure or function ${nameText(ast.name)}.`
        : `Procedure or function ${nameText(ast.name)} has too many arguments specified.`,
    );
  }
  const args = ast.args.map((arg) =>
    convert(arg.kind === 'default' ? literal(null, NULL_TYPE) : bindExpression(arg, ctx), SYSNAME, {
      mode: 'implicit',
    }),
  );
  const collation = { name: ctx.databaseCollation, label: 'implicit' } as const;
  const outputs: BoundOutput[] = [
    { name: 'objtype', pg: 'objtype', type: SYSNAME, nullable: true, collation },
    { name: 'objname', pg: 'objname', type: SYSNAME, nullable: true, collation },
    { name: 'name', pg: 'name', type: SYSNAME, nullable: false, collation },
    { name: 'value', pg: 'value', type: SQL_VARIANT, nullable: true },
  ];
  const places = args.map((_, i) => `({${i + 1}})::text`).join(', ');
  const database = literal(ctx.databaseId, INT);
  return functionSource(ast, `holdfast.list_extended_properties({0}, ${places})`, [database, ...args], outputs, ctx);
}
