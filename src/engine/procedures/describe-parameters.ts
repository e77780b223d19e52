import {
  BIT,
  INT,
  SMALLINT,
  SYSNAME,
  TINYINT,
  formatType,
  nvarchar,
  type SqlType,
  type SqlValue,
} from '../../tsql/index.ts';
import type { ResultColumn } from '../result-sink.ts';
import { typeFacts } from './describe-result-set.ts';
import { textArgument, unicodeArgument, type SystemProcedure } from './procedure-call.ts';
import { undeclaredParameters, type UndeclaredParameter } from './undeclared-parameters.ts';

const column = (name: string, type: SqlType, nullable = true): ResultColumn => ({ name, type, nullable });

/** sql-docs: system-stored-procedures/sp-describe-undeclared-parameters-transact-sql, "Result Sets". */
const COLUMNS: readonly ResultColumn[] = [
  column('parameter_ordinal', INT, false),
  column('name', SYSNAME, false),
  column('suggested_system_type_id', INT, false),
  column('suggested_system_type_name', nvarchar(256)),
  column('suggested_max_length', SMALLINT, false),
  column('suggested_precision', TINYINT, false),
  column('suggested_scale', TINYINT, false),
  column('suggested_user_type_id', INT),
  column('suggested_user_type_database', SYSNAME),
  column('suggested_user_type_schema', SYSNAME),
  column('suggested_user_type_name', SYSNAME),
  column('suggested_assembly_qualified_type_name', nvarchar(4000)),
  column('suggested_xml_collection_id', INT),
  column('suggested_xml_collection_database', SYSNAME),
  column('suggested_xml_collection_schema', SYSNAME),
  column('suggested_xml_collection_name', SYSNAME),
  column('suggested_is_xml_document', BIT, false),
  column('suggested_is_case_sensitive', BIT, false),
  column('suggested_is_fixed_length_clr_type', BIT, false),
  column('suggested_is_input', BIT, false),
  column('suggested_is_output', BIT, false),
  column('formal_parameter_name', SYSNAME),
  column('suggested_tds_type_id', INT, false),
  column('suggested_tds_length', INT, false),
];

const MAX_TDS_LENGTH = 65535;

/** sp_describe_undeclared_parameters @tsql, @params */
export const spDescribeUndeclaredParameters: SystemProcedure = (call) => {
  const { caller } = call;
  const { session } = caller;
  const text = unicodeArgument(call, 0, '@tsql');
  const declared = session.engine.parameterLists.get(textArgument(call, 1, '@params') ?? '', session);
  const found = undeclaredParameters(text, new Map(declared.map(({ name, type }) => [name, type])), caller);
  caller.sink.columns(COLUMNS);
  found.forEach((parameter, i) => caller.sink.row(rowOf(parameter, i + 1)));
  caller.sink.statementDone({ command: 'select', rowCount: found.length, inProcedure: true });
  return Promise.resolve(0);
};

function rowOf({ name, type }: UndeclaredParameter, ordinal: number): SqlValue[] {
  const { systemTypeId, tdsTypeId, bytes, precision } = typeFacts(type);
  return [
    ordinal,
    name,
    systemTypeId,
    formatType(type),
    bytes,
    precision,
    type.scale,
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
    0,
    0,
    1,
    0,
    null,
    tdsTypeId,
    bytes === -1 ? MAX_TDS_LENGTH : bytes,
  ];
}
