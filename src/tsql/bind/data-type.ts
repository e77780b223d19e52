import type { CatalogView } from '../catalog/meta.ts';
import type { DataType } from '../syntax/ast/index.ts';
import {
  BIGINT,
  BIT,
  CURSOR,
  DATE,
  DATETIME,
  FLOAT,
  IMAGE,
  INT,
  MAX,
  MONEY,
  NTEXT,
  REAL,
  ROWVERSION,
  SMALLDATETIME,
  SMALLINT,
  SMALLMONEY,
  SQL_VARIANT,
  SYSNAME,
  TEXT,
  TINYINT,
  UNIQUEIDENTIFIER,
  XML,
  binary,
  char,
  datetime2,
  datetimeoffset,
  decimal,
  nchar,
  numeric,
  nvarchar,
  time,
  varbinary,
  varchar,
} from '../types/sql-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { bindError, nameText, unsupported } from './bind-error.ts';

export interface ResolvedType {
  readonly type: SqlType;
  /** Set for CREATE TYPE ... FROM and sysname. */
  readonly aliasTypeId?: number;
  /** Nullability that an alias type brings. */
  readonly nullable?: boolean;
  /** Object id of a table type. */
  readonly tableTypeId?: number;
}

export interface TypeScope {
  readonly catalog: CatalogView;
  readonly databaseId: number;
  readonly defaultSchema: string;
}

const FIXED: Readonly<Record<string, SqlType>> = {
  bit: BIT,
  tinyint: TINYINT,
  smallint: SMALLINT,
  int: INT,
  integer: INT,
  bigint: BIGINT,
  money: MONEY,
  smallmoney: SMALLMONEY,
  real: REAL,
  text: TEXT,
  ntext: NTEXT,
  image: IMAGE,
  rowversion: ROWVERSION,
  timestamp: ROWVERSION,
  date: DATE,
  datetime: DATETIME,
  smalldatetime: SMALLDATETIME,
  uniqueidentifier: UNIQUEIDENTIFIER,
  xml: XML,
  sql_variant: SQL_VARIANT,
  cursor: CURSOR,
};

/** SQL Server's synonyms (sql-docs, data-types/data-type-synonyms-transact-sql). */
const SYNONYMS: Readonly<Record<string, string>> = {
  dec: 'decimal',
  character: 'char',
  charactervarying: 'varchar',
  binaryvarying: 'varbinary',
};

const SYSNAME_TYPE_ID = 256;

/** Length of char and varchar without one: 1 in declarations, 30 in CAST and CONVERT (sql-docs, data-types/char-and-varchar). */
export type DefaultLength = 1 | 30;

export function resolveDataType(ast: DataType, scope: TypeScope, defaultLength: DefaultLength = 1): ResolvedType {
  const parts = ast.name.parts;
  const word = parts.at(-1)?.text.toLowerCase() ?? '';
  if (parts.length === 1 || (parts.length === 2 && parts[0]?.text.toLowerCase() === 'sys')) {
    const builtIn = builtInType(SYNONYMS[word] ?? word, ast, defaultLength);
    if (builtIn) return { type: builtIn };
    if (word === 'sysname') return { type: SYSNAME, aliasTypeId: SYSNAME_TYPE_ID, nullable: false };
  }
  return userType(ast, scope, defaultLength);
}

function userType(ast: DataType, scope: TypeScope, defaultLength: DefaultLength): ResolvedType {
  const parts = ast.name.parts.map((part) => part.text);
  const name = parts.at(-1) ?? '';
  const schemas = parts.length > 1 ? [parts.at(-2) ?? ''] : [scope.defaultSchema, 'dbo'];
  for (const schemaName of schemas) {
    const schema = scope.catalog.schema(scope.databaseId, schemaName === '' ? scope.defaultSchema : schemaName);
    const found = schema && scope.catalog.type(schema.id, name);
    if (found?.kind === 'alias type')
      return { type: found.base, aliasTypeId: found.userTypeId, nullable: found.nullable };
    if (found) return { type: CURSOR, tableTypeId: found.id };
  }
  const text = nameText(ast.name);
  if (/^(hierarchyid|geometry|geography)$/i.test(text)) throw unsupported(ast.pos, `The data type ${text}`);
  if (defaultLength === 30) throw bindError(ast.pos, 243, 1, `Type ${text} is not a defined system type.`);
  throw bindError(ast.pos, 2715, 6, `Column, parameter, or variable #1: Cannot find data type ${text}.`);
}

function builtInType(word: string, ast: DataType, defaultLength: DefaultLength): SqlType | undefined {
  const fixed = FIXED[word];
  if (fixed) {
    if (ast.args.length > 0)
      throw bindError(
        ast.pos,
        2716,
        1,
        `Column, parameter, or variable #1: Cannot specify a column width on data type ${word}.`,
      );
    return fixed;
  }
  switch (word) {
    case 'char':
      return char(length(ast, 8000, false, defaultLength));
    case 'varchar':
      return varchar(length(ast, 8000, true, defaultLength));
    case 'nchar':
      return nchar(length(ast, 4000, false, defaultLength));
    case 'nvarchar':
      return nvarchar(length(ast, 4000, true, defaultLength));
    case 'binary':
      return binary(length(ast, 8000, false, defaultLength));
    case 'varbinary':
      return varbinary(length(ast, 8000, true, defaultLength));
    case 'decimal':
    case 'numeric':
      return exactNumeric(word, ast);
    case 'float':
      return float(ast);
    case 'time':
      return time(fraction(ast));
    case 'datetime2':
      return datetime2(fraction(ast));
    case 'datetimeoffset':
      return datetimeoffset(fraction(ast));
    default:
      return undefined;
  }
}

function length(ast: DataType, most: number, mayBeMax: boolean, defaultLength: DefaultLength): number {
  const [text] = ast.args;
  if (text === undefined) return defaultLength;
  if (mayBeMax && text.toLowerCase() === 'max') return MAX;
  const value = Number(text);
  const word = ast.name.parts.at(-1)?.text ?? '';
  if (value === 0) {
    throw bindError(ast.pos, 1001, 1, `Line ${ast.pos.line}: Length or precision specification 0 is invalid.`, 15);
  }
  if (!(value <= most)) throw bindError(ast.pos, 131, 2, sizeMessage(text, word, most), 15);
  return value;
}

const sizeMessage = (size: string, word: string, most: number): string =>
  `The size (${size}) given to the type '${word}' exceeds the maximum allowed for any data type (${most}).`;

function exactNumeric(word: 'decimal' | 'numeric', ast: DataType): SqlType {
  const precision = ast.args[0] === undefined ? 18 : Number(ast.args[0]);
  const scale = ast.args[1] === undefined ? 0 : Number(ast.args[1]);
  if (precision < 1)
    throw bindError(ast.pos, 1001, 1, `Line ${ast.pos.line}: Length or precision specification 0 is invalid.`, 15);
  if (precision > 38)
    throw bindError(
      ast.pos,
      2750,
      1,
      columnMessage(`Specified column precision ${precision} is greater than the maximum precision of 38.`),
    );
  if (scale > precision) {
    throw bindError(ast.pos, 192, 1, 'The scale must be less than or equal to the precision.', 15);
  }
  return word === 'decimal' ? decimal(precision, scale) : numeric(precision, scale);
}

const columnMessage = (text: string): string => `Column or parameter #1: ${text}`;

/** float(1) to float(24) are real (sql-docs, data-types/float-and-real-transact-sql). */
function float(ast: DataType): SqlType {
  const bits = ast.args[0] === undefined ? 53 : Number(ast.args[0]);
  if (bits < 1 || bits > 53)
    throw bindError(
      ast.pos,
      2750,
      1,
      columnMessage(`Specified column precision ${bits} is greater than the maximum precision of 53.`),
    );
  return bits <= 24 ? REAL : FLOAT;
}

function fraction(ast: DataType): number {
  const scale = ast.args[0] === undefined ? 7 : Number(ast.args[0]);
  if (scale > 7) throw bindError(ast.pos, 1002, 1, `Line ${ast.pos.line}: Specified scale ${scale} is invalid.`, 15);
  return scale;
}
