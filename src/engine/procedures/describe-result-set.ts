import {
  BIT,
  INT,
  MAX,
  SMALLINT,
  SYSNAME,
  TINYINT,
  formatType,
  nvarchar,
  type CompiledColumn,
  type SqlType,
  type SqlValue,
} from '../../tsql/index.ts';
import { Frame } from '../execution/frame.ts';
import type { ResultColumn } from '../result-sink.ts';
import { convertForVariable } from '../statements/variables.ts';
import { describe } from './dynamic-sql.ts';
import { textArgument, unicodeArgument, type SystemProcedure } from './procedure-call.ts';

const column = (name: string, type: SqlType, nullable = true): ResultColumn => ({ name, type, nullable });

/** sql-docs: system-stored-procedures/sp-describe-first-result-set-transact-sql, "Result Sets". */
const COLUMNS: readonly ResultColumn[] = [
  column('is_hidden', BIT, false),
  column('column_ordinal', INT, false),
  column('name', SYSNAME),
  column('is_nullable', BIT, false),
  column('system_type_id', INT, false),
  column('system_type_name', nvarchar(256)),
  column('max_length', SMALLINT, false),
  column('precision', TINYINT, false),
  column('scale', TINYINT, false),
  column('collation_name', SYSNAME),
  column('user_type_id', INT),
  column('user_type_database', SYSNAME),
  column('user_type_schema', SYSNAME),
  column('user_type_name', SYSNAME),
  column('assembly_qualified_type_name', nvarchar(4000)),
  column('xml_collection_id', INT),
  column('xml_collection_database', SYSNAME),
  column('xml_collection_schema', SYSNAME),
  column('xml_collection_name', SYSNAME),
  column('is_xml_document', BIT, false),
  column('is_case_sensitive', BIT, false),
  column('is_fixed_length_clr_type', BIT, false),
  column('source_server', SYSNAME),
  column('source_database', SYSNAME),
  column('source_schema', SYSNAME),
  column('source_table', SYSNAME),
  column('source_column', SYSNAME),
  column('is_identity_column', BIT),
  column('is_part_of_unique_key', BIT),
  column('is_updateable', BIT),
  column('is_computed_column', BIT),
  column('is_sparse_column_set', BIT),
  column('ordinal_in_order_by_list', SMALLINT),
  column('order_by_list_length', SMALLINT),
  column('order_by_is_descending', SMALLINT),
  column('tds_type_id', INT, false),
  column('tds_length', INT, false),
  column('tds_collation_id', INT),
  column('tds_collation_sort_id', TINYINT),
];

/** sp_describe_first_result_set @tsql, @params, @browse_information_mode: the header of the first result set, without running anything. */
export const spDescribeFirstResultSet: SystemProcedure = (call) => {
  const { caller } = call;
  const { session } = caller;
  const text = unicodeArgument(call, 0, '@tsql');
  const parameters = session.engine.parameterLists.get(textArgument(call, 1, '@params') ?? '', session);
  const program = session.program(text, parameters.length === 0 ? '' : describe(parameters));
  const frame = new Frame(session, program, caller.sink, { kind: 'dynamic', parent: caller });
  for (const { name, type } of parameters) frame.declare(name, type, convertForVariable(null, type, type, frame));
  caller.sink.columns(COLUMNS);
  const columns = firstResultColumns(frame);
  columns.forEach((described, i) => caller.sink.row(rowOf(described, i + 1, frame)));
  caller.sink.statementDone({ command: 'select', rowCount: columns.length, inProcedure: true });
  return Promise.resolve(0);
};

function firstResultColumns(frame: Frame): readonly CompiledColumn[] {
  for (const instruction of frame.program.code) {
    if (instruction.op !== 'run') continue;
    const { statement } = instruction;
    const isQuery =
      statement.kind === 'select-statement' ||
      statement.kind === 'update' ||
      statement.kind === 'delete' ||
      statement.kind === 'merge' ||
      (statement.kind === 'insert' && statement.source.kind !== 'insert-execute');
    if (!isQuery) continue;
    const { columns } = frame.program.query(statement, frame).compiled;
    if (columns.length > 0) return columns;
  }
  return [];
}

interface TypeFacts {
  readonly systemTypeId: number;
  readonly tdsTypeId: number;
  readonly bytes: number;
  readonly precision: number;
}

/** What both describing procedures tell of a type. */
export function typeFacts(type: SqlType): TypeFacts {
  const [systemTypeId, tdsTypeId, fixedBytes] = TYPE_IDS[type.name] ?? [231, 231, 0];
  return {
    systemTypeId,
    tdsTypeId,
    bytes: byteLength(type, fixedBytes),
    precision: type.precision || precisionOf(type),
  };
}

/** system_type_id and the TDS token of the nullable form (sql-docs: sys-types; MS-TDS 2.2.5.4). */
const TYPE_IDS: Readonly<Record<string, readonly [systemTypeId: number, tdsTypeId: number, bytes: number]>> = {
  image: [34, 34, 16],
  text: [35, 35, 16],
  uniqueidentifier: [36, 36, 16],
  date: [40, 40, 3],
  time: [41, 41, 5],
  datetime2: [42, 42, 8],
  datetimeoffset: [43, 43, 10],
  tinyint: [48, 38, 1],
  smallint: [52, 38, 2],
  int: [56, 38, 4],
  smalldatetime: [58, 111, 4],
  real: [59, 109, 4],
  money: [60, 110, 8],
  datetime: [61, 111, 8],
  float: [62, 109, 8],
  sql_variant: [98, 98, 8016],
  ntext: [99, 99, 16],
  bit: [104, 104, 1],
  decimal: [106, 106, 17],
  numeric: [108, 108, 17],
  smallmoney: [122, 110, 4],
  bigint: [127, 38, 8],
  varbinary: [165, 165, 0],
  varchar: [167, 167, 0],
  binary: [173, 173, 0],
  char: [175, 175, 0],
  rowversion: [189, 173, 8],
  nvarchar: [231, 231, 0],
  nchar: [239, 239, 0],
  xml: [241, 241, 8100],
};

function rowOf(described: CompiledColumn, ordinal: number, frame: Frame): SqlValue[] {
  const { type, origin } = described;
  const [systemTypeId, tdsTypeId, fixedBytes] = TYPE_IDS[type.name] ?? [231, 231, 0];
  const bytes = byteLength(type, fixedBytes);
  const database = origin === undefined ? undefined : frame.session.catalog.view.databaseById(origin.databaseId)?.name;
  const isText = described.collation !== undefined;
  const flag = (value: boolean): number => (value ? 1 : 0);
  return [
    0,
    ordinal,
    described.name === '' ? null : described.name,
    flag(described.nullable),
    systemTypeId,
    formatType(type),
    bytes,
    type.precision || precisionOf(type),
    type.scale,
    described.collation ?? null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    0,
    flag(isText && /_CS_|_BIN/.test(described.collation ?? '')),
    0,
    null,
    database ?? null,
    origin?.schema ?? null,
    origin?.table ?? null,
    origin?.column ?? null,
    flag(described.identity),
    null,
    flag(described.updatable),
    flag(described.computed),
    0,
    null,
    null,
    null,
    tdsTypeId,
    bytes === -1 ? 65535 : bytes,
    isText ? 13632521 : null,
    isText ? 52 : null,
  ];
}

function byteLength(type: SqlType, fixedBytes: number): number {
  if (type.length === MAX)
    return type.name === 'xml' || type.name.endsWith('text') || type.name === 'image' ? fixedBytes : -1;
  if (type.name === 'nchar' || type.name === 'nvarchar') return type.length * 2;
  if (type.length > 0) return type.length;
  if (type.name === 'decimal' || type.name === 'numeric')
    return type.precision <= 9 ? 5 : type.precision <= 19 ? 9 : type.precision <= 28 ? 13 : 17;
  return fixedBytes;
}

/** What sys.types shows as the precision of types that have none of their own. */
function precisionOf(type: SqlType): number {
  const known: Readonly<Record<string, number>> = {
    bit: 1,
    tinyint: 3,
    smallint: 5,
    int: 10,
    bigint: 19,
    date: 10,
    datetime: 23,
    smalldatetime: 16,
    time: type.scale === 0 ? 8 : 9 + type.scale,
    datetime2: type.scale === 0 ? 19 : 20 + type.scale,
    datetimeoffset: type.scale === 0 ? 26 : 27 + type.scale,
  };
  return known[type.name] ?? 0;
}
