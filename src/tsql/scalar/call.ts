import type { BoundCall, BoundCollation, BoundExpr, BoundLiteral } from '../bind/bound.ts';
import { BOOLEAN, type SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';

export interface CallExtras {
  readonly collation?: BoundCollation;
  readonly options?: BoundCall['options'];
  readonly nullable?: boolean;
}

/** A call node; it may be NULL when an operand may be. */
export function call(
  op: string,
  type: SqlType,
  args: readonly BoundExpr[],
  template: string,
  extras: CallExtras = {},
): BoundCall {
  return {
    kind: 'call',
    op,
    type,
    args,
    template,
    nullable: extras.nullable ?? args.some((arg) => arg.nullable),
    ...(extras.collation === undefined ? {} : { collation: extras.collation }),
    ...(extras.options === undefined ? {} : { options: extras.options }),
  };
}

/** A search condition. Unknown counts as nullable. */
export const condition = (
  op: string,
  args: readonly BoundExpr[],
  template: string,
  extras: CallExtras = {},
): BoundCall => call(op, BOOLEAN, args, template, extras);

export function literal(value: SqlValue, type: SqlType, collation?: BoundCollation): BoundLiteral {
  return { kind: 'literal', value, type, nullable: value === null, ...(collation === undefined ? {} : { collation }) };
}
