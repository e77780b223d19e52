import type { ColumnMeta } from '../catalog/meta.ts';
import { carrierOf } from '../lower/carrier.ts';
import { quoteQualified, quoteText } from '../lower/quote.ts';
import { call, literal } from '../scalar/call.ts';
import { convert } from '../scalar/index.ts';
import type { Pos } from '../syntax/ast/index.ts';
import { ROWVERSION, datetime2 } from '../types/sql-type.ts';
import { bindError } from './bind-error.ts';
import { moduleScope } from './bind-view.ts';
import type { BoundExpr } from './bound.ts';
import type { BindContext } from './context.ts';
import type { TargetTable } from './dml-target.ts';
import { bindEmbeddedExpression } from './embedded-text.ts';
import { systemVariable } from './system-variables.ts';

/** A value as the column takes it: converted, too long text refused by the column's name (2628). */
export function assign(value: BoundExpr, column: ColumnMeta, target: TargetTable, ctx: BindContext): BoundExpr {
  return convert(value, column.type, {
    mode: 'assign',
    column: { table: target.fullName, column: column.name },
    dateFormat: ctx.state.env.options.dateFormat,
    collation: column.collation ?? target.collation,
  });
}

/** The column's DEFAULT, bound where the table lives; undefined where it has none. */
export function defaultOf(column: ColumnMeta, target: TargetTable, ctx: BindContext): BoundExpr | undefined {
  if (!column.default) return undefined;
  return assign(bindEmbeddedExpression(column.default.text, moduleScope(ctx, target)), column, target, ctx);
}

/** True where nobody may name the column in an INSERT or SET. */
export function isGenerated(column: ColumnMeta): boolean {
  return column.computed !== undefined || column.type.name === 'rowversion' || column.generatedAlways !== undefined;
}

/** What a column that the statement does not name gets in a new row; undefined: PostgreSQL's NULL. */
export function newRowValue(column: ColumnMeta, target: TargetTable, ctx: BindContext): BoundExpr | undefined {
  if (column.computed) return undefined;
  if (column.identity) return nextIdentity(column, target);
  if (column.type.name === 'rowversion') return nextRowversion();
  if (column.generatedAlways) return periodValue(column);
  return defaultOf(column, target, ctx);
}

export function sequenceOf(column: ColumnMeta, target: TargetTable): string {
  return quoteText(quoteQualified(target.pgSchema, column.identity?.pgSequence ?? ''));
}

function nextIdentity(column: ColumnMeta, target: TargetTable): BoundExpr {
  const carrier = carrierOf(column.type);
  const cast = carrier === 'int8' ? '' : `::${carrier}`;
  return {
    ...call('identity', column.type, [], `nextval(${sequenceOf(column, target)})${cast}`, { nullable: false }),
    volatile: true,
  };
}

/** IDENTITY_INSERT ON: the user's own value, which also moves the identity on when it is beyond it. */
export function explicitIdentity(value: BoundExpr, column: ColumnMeta, target: TargetTable): BoundExpr {
  const up = !(column.identity?.increment ?? '1').startsWith('-');
  const template = `sys.identity_insert(${sequenceOf(column, target)}, {0}, ${up})::${carrierOf(column.type)}`;
  return { ...call('identity insert', column.type, [value], template), volatile: true };
}

export function nextRowversion(): BoundExpr {
  return {
    ...call('rowversion', ROWVERSION, [], `int8send(nextval('holdfast.rowversion'))`, { nullable: false }),
    volatile: true,
  };
}

/** 9999-12-31 23:59:59.9999999 in ticks since year 1. */
const END_OF_TIME = 3155378975999999999n;
const TICK_SCALE = 7;

/** GENERATED ALWAYS AS ROW START and END: from now on, until for ever. */
export function periodValue(column: ColumnMeta): BoundExpr {
  if (column.generatedAlways === 'row start')
    return convert(systemVariable('@@now'), column.type, { mode: 'implicit' });
  const unit = 10n ** BigInt(TICK_SCALE - column.type.scale);
  return literal(
    END_OF_TIME - (END_OF_TIME % unit),
    column.type.name === 'datetime2' ? column.type : datetime2(TICK_SCALE),
  );
}

/** Refuses columns that nobody may name: 271 computed, 273 rowversion, 13536 period. */
export function checkInsertable(column: ColumnMeta, target: TargetTable, pos: Pos): void {
  if (column.computed) throw notModifiable(column, pos);
  if (column.type.name === 'rowversion') {
    const message =
      'Cannot insert an explicit value into a timestamp column. Use INSERT with a column list to exclude the timestamp column, or insert a DEFAULT into the timestamp column.';
    throw bindError(pos, 273, 1, message);
  }
  if (column.generatedAlways) {
    throw bindError(
      pos,
      13536,
      1,
      `Cannot insert an explicit value into a GENERATED ALWAYS column in table '${target.fullName}'. Use INSERT with a column list to exclude the GENERATED ALWAYS column, or insert a DEFAULT into GENERATED ALWAYS column.`,
    );
  }
}

export const notModifiable = (column: ColumnMeta, pos: Pos): Error =>
  bindError(
    pos,
    271,
    1,
    `The column "${column.name}" cannot be modified because it is either a computed column or is the result of a UNION operator.`,
  );
