import { SqlError } from '../../errors.ts';
import { call } from '../../scalar/call.ts';
import { convert } from '../../scalar/convert.ts';
import { isBinary, isInteger, isString } from '../../types/families.ts';
import { INT, MAX, UNIQUEIDENTIFIER, nvarchar, varbinary } from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import { define, defineVariadic, foldMode, invalidArgument, toInt, toNvarchar, volatileCall } from './define.ts';
import type { FunctionContext, FunctionDef } from './function-def.ts';

/** Hashes, random values. */
export const HASHING_FUNCTIONS: readonly FunctionDef[] = [
  defineVariadic('hashing', 'CHECKSUM', 1, 254, (args, context) => bindChecksum('checksum', args, context)),
  defineVariadic('hashing', 'BINARY_CHECKSUM', 1, 254, (args, context) =>
    bindChecksum('binary_checksum', args, context),
  ),
  define('hashing', 'HASHBYTES', 2, (_, algorithm, input) => bindHashBytes(algorithm, input)),
  define('hashing', 'CRYPT_GEN_RANDOM', [1, 2], (_, n) =>
    volatileCall('crypt_gen_random', varbinary(8000), [toInt(n)], 'sys.crypt_gen_random({0})', true),
  ),
  define('hashing', 'NEWID', 0, () => volatileCall('newid', UNIQUEIDENTIFIER, [], 'gen_random_uuid()')),
  define('hashing', 'NEWSEQUENTIALID', 0, () =>
    volatileCall('newsequentialid', UNIQUEIDENTIFIER, [], 'sys.newsequentialid()'),
  ),
];

const UNCOMPARABLE = ['text', 'ntext', 'image', 'xml', 'cursor'];

function bindChecksum(
  op: 'checksum' | 'binary_checksum',
  args: readonly BoundExpr[],
  context: FunctionContext,
): BoundExpr {
  const of = (arg: BoundExpr, i: number): string => {
    if (UNCOMPARABLE.includes(arg.type.name)) {
      throw new SqlError(8484, 16, 1, `Error in ${op}. There are no comparable columns in the ${op} input.`);
    }
    const place = `{${i}}`;
    if (arg.type.name === 'null') return 'NULL::int4';
    if (isInteger(arg.type)) return `sys.checksum_bigint(${place}::int8)`;
    if (isBinary(arg.type)) return `sys.checksum_bytes(${place})`;
    if (!isString(arg.type)) return `sys.checksum_bytes(convert_to(${place}::text, 'UTF8'))`;
    const mode = op === 'checksum' ? foldMode(arg.collation?.name ?? context.databaseCollation) : 'cs';
    return `sys.checksum_text(${place}, '${mode}')`;
  };
  const template = args
    .map(of)
    .reduce(
      (mixed, next) => (mixed === '' ? `coalesce(${next}, 2147483647)` : `sys.mix_checksum(${mixed}, ${next})`),
      '',
    );
  return call(op, INT, args, template, { nullable: false });
}

function bindHashBytes(algorithm: BoundExpr, input: BoundExpr): BoundExpr {
  if (input.type.name === 'xml' || (!isString(input.type) && !isBinary(input.type) && input.type.name !== 'null')) {
    throw invalidArgument(input.type, 2, 'hashbytes');
  }
  const text = input.type.name === 'ntext' ? convert(input, nvarchar(MAX), { mode: 'implicit' }) : input;
  const bytes = convert(text, varbinary(MAX), { mode: 'cast' });
  return call('hashbytes', varbinary(8000), [toNvarchar(algorithm, 32), bytes], 'sys.hashbytes({0}, {1})', {
    nullable: true,
  });
}
