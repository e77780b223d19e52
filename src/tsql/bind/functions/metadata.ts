import { call } from '../../scalar/call.ts';
import { convert } from '../../scalar/convert.ts';
import {
  DATETIME,
  INT,
  MAX,
  SMALLINT,
  SQL_VARIANT,
  SYSNAME,
  type SqlType,
  numeric,
  nvarchar,
} from '../../types/sql-type.ts';
import type { BoundExpr } from '../bound.ts';
import { systemVariable } from '../system-variables.ts';
import { define, textCall, toInt, toName, toNvarchar, volatileCall } from './define.ts';
import type { FunctionContext, FunctionDef } from './function-def.ts';

const DB = (): BoundExpr => systemVariable('@@db_id');
/** Names with their schema and database, or table names. */
const toPath = (expr: BoundExpr): BoundExpr => toNvarchar(expr, 1035);

type Args = readonly BoundExpr[];

function number(op: string, args: Args, template: string, type: SqlType = INT): BoundExpr {
  return call(op, type, args, template, { nullable: true });
}

function name(op: string, args: Args, template: string, context: FunctionContext, type: SqlType = SYSNAME): BoundExpr {
  return textCall(op, type, args, template, context, true);
}

function objectId(path: BoundExpr, type: BoundExpr | undefined): { readonly args: Args; readonly template: string } {
  const kind = type === undefined ? 'NULL' : '{4}';
  return {
    args: [
      toPath(path),
      DB(),
      systemVariable('@@default_schema'),
      systemVariable('@@temporary_tables'),
      ...(type === undefined ? [] : [toNvarchar(type, 2)]),
    ],
    template: `sys.object_id({0}, ${kind}, {1}, {2}, {3})`,
  };
}

/** A function of the table that the first argument names; the others follow from `{4}` on. */
function ofTable(op: string, type: SqlType, path: BoundExpr, rest: Args, pg: string, extra = ''): BoundExpr {
  const { args, template } = objectId(path, undefined);
  const places = rest.map((_, i) => `, {${args.length + i}}`).join('');
  return volatileCall(op, type, [...args, ...rest], `sys.${pg}(${template}${places}${extra})`, true);
}

/** sql-docs, t-sql/functions/metadata-functions-transact-sql. */
export const METADATA_FUNCTIONS: readonly FunctionDef[] = [
  define('metadata', 'DB_ID', [0, 1], (_, n) =>
    n === undefined
      ? convert(DB(), SMALLINT, { mode: 'cast' })
      : number('db_id', [toName(n)], 'sys.db_id({0})::int2', SMALLINT),
  ),
  define('metadata', 'DB_NAME', [0, 1], (context, id) =>
    id === undefined
      ? systemVariable('@@db_name')
      : name(
          'db_name',
          [toInt(id), systemVariable('@@db_name'), DB()],
          'CASE WHEN {0} IN (0, {2}) THEN {1} ELSE sys.db_name({0}) END',
          context,
        ),
  ),
  define('metadata', 'SCHEMA_ID', [0, 1], (_, n) =>
    n === undefined
      ? systemVariable('@@default_schema_id')
      : number('schema_id', [toName(n), DB()], 'sys.schema_id({0}, {1})'),
  ),
  define('metadata', 'SCHEMA_NAME', [0, 1], (context, id) =>
    id === undefined
      ? systemVariable('@@default_schema')
      : name('schema_name', [toInt(id), DB()], 'sys.schema_name({0}, {1})', context),
  ),
  define('metadata', 'OBJECT_ID', [1, 2], (_, path, type) => {
    const { args, template } = objectId(path, type);
    return volatileCall('object_id', INT, args, template, true);
  }),
  define('metadata', 'OBJECT_NAME', [1, 2], (context, id, db) =>
    name('object_name', [toInt(id), db === undefined ? DB() : toInt(db)], 'sys.object_name({0}, {1})', context),
  ),
  define('metadata', 'OBJECT_SCHEMA_NAME', [1, 2], (context, id, db) =>
    name(
      'object_schema_name',
      [toInt(id), db === undefined ? DB() : toInt(db)],
      'sys.object_schema_name({0}, {1})',
      context,
    ),
  ),
  define('metadata', 'OBJECT_DEFINITION', 1, (context, id) =>
    name('object_definition', [toInt(id)], 'sys.object_definition({0})', context, nvarchar(MAX)),
  ),
  define('metadata', 'COL_NAME', 2, (context, id, column) =>
    name('col_name', [toInt(id), toInt(column)], 'sys.col_name({0}, {1})', context),
  ),
  define('metadata', 'COL_LENGTH', 2, (_, table, column) =>
    ofTable('col_length', SMALLINT, table, [toName(column)], 'col_length'),
  ),
  define('metadata', 'COLUMNPROPERTY', 3, (_, id, column, property) =>
    number('columnproperty', [toInt(id), toName(column), toName(property)], 'sys.columnproperty({0}, {1}, {2})'),
  ),
  define('metadata', 'OBJECTPROPERTY', 2, (_, id, property) =>
    number('objectproperty', [toInt(id), toName(property), DB()], 'sys.objectproperty({0}, {1}, {2})'),
  ),
  define('metadata', 'OBJECTPROPERTYEX', 2, (_, id, property) =>
    number('objectpropertyex', [toInt(id), toName(property), DB()], 'sys.objectpropertyex({0}, {1}, {2})', SQL_VARIANT),
  ),
  define('metadata', 'INDEXPROPERTY', 3, (_, id, index, property) =>
    number('indexproperty', [toInt(id), toName(index), toName(property)], 'sys.indexproperty({0}, {1}, {2})'),
  ),
  define('metadata', 'INDEX_COL', 3, (context, table, index, key) => ({
    ...ofTable('index_col', SYSNAME, table, [toInt(index), toInt(key)], 'index_col'),
    collation: { name: context.databaseCollation, label: 'default' },
  })),
  define('metadata', 'INDEXKEY_PROPERTY', 4, (_, id, index, key, property) =>
    number(
      'indexkey_property',
      [toInt(id), toInt(index), toInt(key), toName(property)],
      'sys.indexkey_property({0}, {1}, {2}, {3})',
    ),
  ),
  define('metadata', 'TYPE_ID', 1, (_, n) => number('type_id', [toPath(n), DB()], 'sys.type_id({0}, {1})')),
  define('metadata', 'TYPE_NAME', 1, (context, id) =>
    name('type_name', [toInt(id), DB()], 'sys.type_name({0}, {1})', context),
  ),
  define('metadata', 'TYPEPROPERTY', 2, (_, type, property) =>
    number('typeproperty', [toPath(type), toName(property)], 'sys.typeproperty({0}, {1})'),
  ),
  define('metadata', 'IDENT_CURRENT', 1, (_, table) =>
    ofTable('ident_current', numeric(38, 0), table, [], 'identity_of', `, 'current'`),
  ),
  define('metadata', 'IDENT_SEED', 1, (_, table) =>
    ofTable('ident_seed', numeric(38, 0), table, [], 'identity_of', `, 'seed'`),
  ),
  define('metadata', 'IDENT_INCR', 1, (_, table) =>
    ofTable('ident_incr', numeric(38, 0), table, [], 'identity_of', `, 'increment'`),
  ),
  define('metadata', 'DATABASEPROPERTYEX', 2, (_, db, property) =>
    number('databasepropertyex', [toName(db), toName(property)], 'sys.databasepropertyex({0}, {1})', SQL_VARIANT),
  ),
  define('metadata', 'SERVERPROPERTY', 1, (_, property) =>
    number(
      'serverproperty',
      [
        toName(property),
        ...['@@servername', '@@machine_name', '@@server_collation', '@@edition', '@@process_id'].map(systemVariable),
      ],
      'sys.serverproperty({0}, {1}, {2}, {3}, {4}, {5})',
      SQL_VARIANT,
    ),
  ),
  define('metadata', 'COLLATIONPROPERTY', 2, (_, collation, property) =>
    number('collationproperty', [toName(collation), toName(property)], 'sys.collationproperty({0}, {1})', SQL_VARIANT),
  ),
  define('metadata', 'SQL_VARIANT_PROPERTY', 2, (context, value, property) =>
    number(
      'sql_variant_property',
      [convert(value, SQL_VARIANT, { mode: 'implicit' }), toName(property)],
      `sys.variant_property({0}, {1}, '${context.databaseCollation.replaceAll(/\W/g, '')}')`,
      SQL_VARIANT,
    ),
  ),
  define('metadata', 'PARSENAME', 2, (context, n, part) =>
    name('parsename', [toPath(n), toInt(part)], 'sys.parsename({0}, {1})', context),
  ),
  define('metadata', 'STATS_DATE', 2, (_, id, stats) =>
    number('stats_date', [toInt(id), toInt(stats)], 'NULL::int8', DATETIME),
  ),
  define('metadata', 'FILE_ID', 1, (_, n) =>
    number('file_id', [toName(n), systemVariable('@@db_name')], 'sys.file_id({0}, {1})', SMALLINT),
  ),
  define('metadata', 'FILE_IDEX', 1, (_, n) =>
    number('file_idex', [toName(n), systemVariable('@@db_name')], 'sys.file_id({0}, {1})::int4'),
  ),
  define('metadata', 'FILE_NAME', 1, (context, id) =>
    name(
      'file_name',
      [toInt(id), systemVariable('@@db_name')],
      `CASE {0} WHEN 1 THEN {1} WHEN 2 THEN ({1}::text || '_log')::sys.string END`,
      context,
    ),
  ),
  define('metadata', 'FILEGROUP_ID', 1, (_, n) =>
    number('filegroup_id', [toName(n)], `CASE WHEN lower({0}::text COLLATE "C") = 'primary' THEN 1 END`),
  ),
  define('metadata', 'FILEGROUP_NAME', 1, (context, id) =>
    name('filegroup_name', [toInt(id)], `CASE {0} WHEN 1 THEN 'PRIMARY'::sys.string END`, context),
  ),
  define('metadata', 'FULLTEXTSERVICEPROPERTY', 1, (_, property) =>
    number('fulltextserviceproperty', [toName(property)], 'CASE WHEN {0} IS NOT NULL THEN 0 END'),
  ),
  define('metadata', 'DATABASE_PRINCIPAL_ID', [0, 1], (_, n) =>
    n === undefined
      ? systemVariable('@@user_id')
      : number('database_principal_id', [toName(n), DB()], 'sys.principal_id({0}, {1})'),
  ),
  define('metadata', 'GETANSINULL', [0, 1], (_, n) =>
    n === undefined
      ? call('getansinull', INT, [], '1', { nullable: false })
      : number('getansinull', [toName(n)], 'CASE WHEN sys.db_id({0}) IS NOT NULL THEN 1 END'),
  ),
  define('metadata', 'ASSEMBLYPROPERTY', 2, (_, a, b) =>
    number('assemblyproperty', [toName(a), toName(b)], 'NULL::sys.sql_variant', SQL_VARIANT),
  ),
];
