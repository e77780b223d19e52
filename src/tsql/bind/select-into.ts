import type { ObjectName } from '../syntax/ast/index.ts';
import { isString } from '../types/families.ts';
import { varchar } from '../types/sql-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { bindError, nameText } from './bind-error.ts';
import type { BoundOutput, BoundQuery } from './bound-query.ts';
import type { SelectInto } from './compiled.ts';
import type { BindContext } from './context.ts';

/** The table that SELECT ... INTO makes: the columns of the query with their types (sql-docs, select-into-clause-transact-sql). */
export function selectIntoOf(name: ObjectName, query: BoundQuery, ctx: BindContext): SelectInto {
  const seen = new Set<string>();
  const plain =
    query.kind === 'select' &&
    !query.groupBy &&
    !query.distinct &&
    query.from.length === 1 &&
    query.from[0]?.kind === 'table';
  const columns = query.outputs.map((output) => {
    if (output.name === '') {
      const message =
        'An object or column name is missing or empty. For SELECT INTO statements, verify each column has a name. For other statements, look for empty alias names. Aliases defined as "" or [] are not allowed. Change the alias to a valid name.';
      throw bindError(name.pos, 1038, 5, message, 15);
    }
    const key = output.name.toLowerCase();
    if (seen.has(key)) {
      const message = `Column names in each table must be unique. Column name '${output.name}' in table '${nameText(name)}' is specified more than once.`;
      throw bindError(name.pos, 2705, 3, message);
    }
    seen.add(key);
    const identity = output.newIdentity ?? (plain ? identityOf(output, ctx) : undefined);
    return {
      name: output.name,
      type: storedType(output.type),
      nullable: output.nullable,
      ...(isString(output.type) && output.collation ? { collation: output.collation.name } : {}),
      ...(identity ? { identity } : {}),
    };
  });
  return { name: name.parts.map((part) => part.text).toReversed(), columns };
}

/** A copied rowversion is binary(8) no more: it gets values of its own; strings of no length have one character. */
function storedType(type: SqlType): SqlType {
  return type.name === 'varchar' && type.length === 0 ? varchar(1) : type;
}

function identityOf(
  output: BoundOutput,
  ctx: BindContext,
): { readonly seed: string; readonly increment: string } | undefined {
  if (!output.origin?.identity) return undefined;
  const table = ctx.state.env.catalog.objectById(output.origin.objectId);
  const column =
    table?.kind === 'table' ? table.columns.find((candidate) => candidate.id === output.origin?.columnId) : undefined;
  return column?.identity && { seed: column.identity.seed, increment: column.identity.increment };
}
