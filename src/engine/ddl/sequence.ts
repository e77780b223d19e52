import {
  BIGINT,
  type CreateSequence,
  type Expr,
  type SequenceMeta,
  type SqlType,
  quoteQualified,
} from '../../tsql/index.ts';
import { pgName } from '../catalog/pg-name.ts';
import { columnType } from './column-type.ts';
import { alreadyExists, ddlError } from './ddl-error.ts';
import { integerText } from './integer-text.ts';
import { INT8_MAX, INT8_MIN } from './pg-text.ts';
import { type DdlContext, type DdlPlan, plan } from './plan.ts';
import { findObject, isNameTaken, nameText, newName } from './resolve-name.ts';

const RANGES: Readonly<Record<string, readonly [string, string]>> = {
  tinyint: ['0', '255'],
  smallint: ['-32768', '32767'],
  int: ['-2147483648', '2147483647'],
  bigint: [INT8_MIN, INT8_MAX],
};

/** decimal(38) has a larger range than PostgreSQL's sequences: theirs is taken. */
function rangeOf(type: SqlType): readonly [string, string] {
  const fixed = RANGES[type.name];
  if (fixed) return fixed;
  if (type.precision >= 19) return [INT8_MIN, INT8_MAX];
  const most = (10n ** BigInt(type.precision) - 1n).toString();
  return [`-${most}`, most];
}

export function planCreateSequence(ast: CreateSequence, ctx: DdlContext): DdlPlan {
  return ast.kind === 'create-sequence' ? create(ast, ctx) : alter(ast, ctx);
}

function create(ast: CreateSequence, ctx: DdlContext): DdlPlan {
  const { schema, name, databaseId } = newName(ast.name, ctx);
  if (isNameTaken(ctx, schema.id, name)) throw alreadyExists(ast.pos, name);
  const type = ast.type ? columnType(ast.type, 1, ctx, databaseId).type : BIGINT;
  const text = nameText(ast.name);
  if (!(type.name in RANGES) && (!/^(decimal|numeric)$/.test(type.name) || type.scale !== 0)) {
    throw ddlError(
      ast.pos,
      11702,
      16,
      2,
      `The sequence object '${text}' must be of data type int, bigint, smallint, tinyint, or decimal or numeric with a scale of 0, or any user-defined data type that is based on one of the above integer data types.`,
    );
  }
  const [lowest, highest] = rangeOf(type);
  const increment = number(ast.increment, ast, text) ?? '1';
  const minimum = number(ast.minimum, ast, text) ?? lowest;
  const maximum = number(ast.maximum, ast, text) ?? highest;
  const start = number(ast.start, ast, text) ?? (BigInt(increment) < 0n ? maximum : minimum);
  const sequence: SequenceMeta = {
    kind: 'sequence',
    id: ctx.ids.object(),
    schemaId: schema.id,
    name,
    pg: pgName(name),
    createdAt: ctx.now,
    modifiedAt: ctx.now,
    type,
    start,
    increment,
    minimum,
    maximum,
    cycle: ast.cycle === true,
    cache: cacheSize(ast, ast.cache, text),
  };
  check(sequence, ast, text, [lowest, highest]);
  return plan(
    [`CREATE SEQUENCE ${quoteQualified(schema.pg, sequence.pg)} AS int8 ${pgOptions(sequence)} START WITH ${start}`],
    [{ action: 'put', what: 'object', value: sequence }],
  );
}

/** No cache in PostgreSQL: there it is one a session, and numbers would come out of order. */
function pgOptions(sequence: SequenceMeta): string {
  return `INCREMENT BY ${sequence.increment} MINVALUE ${sequence.minimum} MAXVALUE ${sequence.maximum} ${sequence.cycle ? 'CYCLE' : 'NO CYCLE'}`;
}

function number(expr: Expr | null | undefined, ast: CreateSequence, name: string): string | undefined {
  if (!expr) return undefined;
  const text = integerText(expr);
  if (text === undefined)
    throw ddlError(
      ast.pos,
      11708,
      16,
      1,
      `An invalid value was specified for argument of the sequence object '${name}' for the given data type.`,
    );
  return text;
}

function cacheSize(ast: CreateSequence, cache: CreateSequence['cache'], name: string): number | null {
  if (cache === undefined || cache === null || cache === 'default') return null;
  const size = Number(number(cache, ast, name) ?? '0');
  if (size < 1)
    throw ddlError(ast.pos, 11706, 16, 1, `The cache size for sequence object '${name}' must be greater than 0.`);
  return size;
}

function check(
  sequence: SequenceMeta,
  ast: CreateSequence,
  name: string,
  [lowest, highest]: readonly [string, string],
): void {
  const [start, increment, minimum, maximum] = [
    sequence.start,
    sequence.increment,
    sequence.minimum,
    sequence.maximum,
  ].map(BigInt) as [bigint, bigint, bigint, bigint];
  if (increment === 0n)
    throw ddlError(ast.pos, 11700, 16, 1, `The increment for sequence object '${name}' cannot be zero.`);
  for (const [value, word] of [
    [minimum, 'MINVALUE'],
    [maximum, 'MAXVALUE'],
    [start, 'START WITH'],
  ] as const) {
    if (value < BigInt(lowest) || value > BigInt(highest)) {
      throw ddlError(
        ast.pos,
        11708,
        16,
        1,
        `An invalid value was specified for argument '${word}' for the given data type.`,
      );
    }
  }
  if (minimum >= maximum)
    throw ddlError(
      ast.pos,
      11705,
      16,
      1,
      `The minimum value for sequence object '${name}' must be less than its maximum value.`,
    );
  if (start < minimum || start > maximum) {
    throw ddlError(
      ast.pos,
      11703,
      16,
      1,
      `The start value for sequence object '${name}' must be between the minimum and maximum value of the sequence object.`,
    );
  }
}

function alter(ast: CreateSequence, ctx: DdlContext): DdlPlan {
  const found = findObject(ast.name, ctx);
  const text = nameText(ast.name);
  if (found?.meta.kind !== 'sequence')
    throw ddlError(
      ast.pos,
      15151,
      16,
      1,
      `Cannot alter the sequence '${text}', because it does not exist or you do not have permission.`,
    );
  const old = found.meta;
  const [lowest, highest] = rangeOf(old.type);
  const restart = number(ast.start, ast, text);
  const pick = (given: Expr | null | undefined, none: string, kept: string): string =>
    given === null ? none : (number(given, ast, text) ?? kept);
  const sequence: SequenceMeta = {
    ...old,
    modifiedAt: ctx.now,
    increment: number(ast.increment, ast, text) ?? old.increment,
    minimum: pick(ast.minimum, lowest, old.minimum),
    maximum: pick(ast.maximum, highest, old.maximum),
    start: restart ?? old.start,
    cycle: ast.cycle ?? old.cycle,
    cache: ast.cache === undefined ? old.cache : cacheSize(ast, ast.cache, text),
  };
  check(sequence, ast, text, [lowest, highest]);
  const again =
    restart !== undefined
      ? ` START WITH ${restart} RESTART WITH ${restart}`
      : ast.restart
        ? ` RESTART WITH ${old.start}`
        : '';
  return plan(
    [`ALTER SEQUENCE ${quoteQualified(found.schema.pg, sequence.pg)} ${pgOptions(sequence)}${again}`],
    [{ action: 'put', what: 'object', value: sequence }],
  );
}
