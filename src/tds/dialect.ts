import type { Collation } from './collation.ts';
import { type TdsType, tdsType } from './types/tds-type.ts';
import type { TdsValue } from './types/tds-value.ts';
import { temporalText } from './types/temporal-text.ts';
import { PLP_LENGTH, TypeId } from './types/type-id.ts';

/**
 * What the version of TDS that a login settled on changes in everything after it. Readers and writers ask for the difference they
 * meet, never for a version.
 */
export interface Dialect {
  readonly name: string;
  /** As LOGINACK tells it, big-endian (MS-TDS 2.2.7.14 and its product behavior note). */
  readonly version: number;
  /** ALL_HEADERS before batches, RPCs and transaction-manager requests (MS-TDS 2.2.5.3). */
  readonly allHeaders: boolean;
  /** DoneRowCount has 8 bytes, not 4 (MS-TDS 2.2.7.6). */
  readonly longRowCounts: boolean;
  /** UserType has 4 bytes, not 2 (MS-TDS 2.2.7.4, 2.2.7.19). */
  readonly longUserTypes: boolean;
  /** LineNumber has 4 bytes, not 2 (MS-TDS 2.2.7.10). */
  readonly longLineNumbers: boolean;
  /** The flags of a column that are no reserved bits (MS-TDS 2.2.7.4). */
  readonly columnFlags: number;
  /** COLMETADATA names a table in counted parts, not in one text (MS-TDS 2.2.7.4). */
  readonly tableNameParts: boolean;
  /** TABNAME does so too, since 7.1 revision 1 (MS-TDS 2.2.7.23). */
  readonly tabNameParts: boolean;
  /** varchar(max), nvarchar(max), varbinary(max) and xml exist, in chunks (MS-TDS 2.2.5.2.3). */
  readonly partialLengths: boolean;
  /** Transactions have descriptors: requests and ENVCHANGEs of the transaction manager (MS-TDS 2.2.6.9, 2.2.7.9). */
  readonly transactionDescriptors: boolean;
  /** Between the calls of an RPC message (BatchFlag, MS-TDS 2.2.6.6). */
  readonly rpcSeparator: number;
  /** date, time, datetime2 and datetimeoffset exist (MS-TDS 2.2.5.4.2). */
  readonly temporalTypes: boolean;
  /** LOGIN7 has a feature list (MS-TDS 2.2.6.4). */
  readonly features: boolean;
  /** Bytes of LOGIN7 up to its texts: 7.2 added the new password and the long SSPI length. */
  readonly loginHeadBytes: number;
}

/** fNullable, fCaseSen, usUpdateable and fIdentity. */
const FIRST_COLUMN_FLAGS = 0x001f;

const TDS_71: Dialect = {
  name: '7.1',
  version: 0x0701_0000,
  allHeaders: false,
  longRowCounts: false,
  longUserTypes: false,
  longLineNumbers: false,
  columnFlags: FIRST_COLUMN_FLAGS,
  tableNameParts: false,
  tabNameParts: false,
  partialLengths: false,
  transactionDescriptors: false,
  rpcSeparator: 0x80,
  temporalTypes: false,
  features: false,
  loginHeadBytes: 86,
};

const TDS_71_REVISION_1: Dialect = { ...TDS_71, name: '7.1 revision 1', version: 0x7100_0001, tabNameParts: true };

const TDS_72: Dialect = {
  ...TDS_71_REVISION_1,
  name: '7.2',
  version: 0x7209_0002,
  allHeaders: true,
  longRowCounts: true,
  longUserTypes: true,
  longLineNumbers: true,
  columnFlags: 0xffff,
  tableNameParts: true,
  partialLengths: true,
  transactionDescriptors: true,
  rpcSeparator: 0xff,
  loginHeadBytes: 94,
};

const TDS_73A: Dialect = { ...TDS_72, name: '7.3A', version: 0x730a_0003, temporalTypes: true };
const TDS_73B: Dialect = { ...TDS_73A, name: '7.3B', version: 0x730b_0003 };
const TDS_74: Dialect = { ...TDS_73B, name: '7.4', version: 0x7400_0004, features: true };
/** Inside TLS all is as in 7.4. */
const TDS_80: Dialect = { ...TDS_74, name: '8.0', version: 0x0800_0000 };

export const DIALECTS: readonly Dialect[] = [TDS_71, TDS_71_REVISION_1, TDS_72, TDS_73A, TDS_73B, TDS_74, TDS_80];

/** What is spoken until a login settled on something else. */
export const LATEST_DIALECT: Dialect = TDS_74;
export const OLDEST_DIALECT: Dialect = TDS_71;

/**
 * The dialect for a client's TDSVersion: its own, or the latest for a client that knows more than we do (MS-TDS 2.2.6.4). Undefined
 * for a version older than 7.1, which SQL Server 7.0 spoke.
 */
export function dialectOf(tdsVersion: number): Dialect | undefined {
  if (tdsVersion === TDS_80.version) return TDS_80;
  switch (tdsVersion >>> 24) {
    case 0x71:
      return (tdsVersion & 0xff_ffff) === 0 ? TDS_71 : TDS_71_REVISION_1;
    case 0x72:
      return TDS_72;
    case 0x73:
      return tdsVersion >>> 0 < TDS_73B.version ? TDS_73A : TDS_73B;
    default:
      return tdsVersion >>> 24 > 0x73 ? TDS_74 : undefined;
  }
}

const MAX_TEXT_BYTES = 0x7fff_ffff;
const MAX_NTEXT_BYTES = 0x7fff_fffe;

/**
 * A column's type as the dialect knows it. Before 7.2 a type of any length goes as text, ntext or image; before 7.3 the types of
 * date and time go as their texts.
 */
export function columnTypeIn(dialect: Dialect, type: TdsType, collation: Collation): TdsType {
  if (!dialect.partialLengths) {
    switch (type.id) {
      case TypeId.bigVarchar:
        return type.length === PLP_LENGTH ? tdsType(TypeId.text, MAX_TEXT_BYTES, 0, 0, type.collation) : type;
      case TypeId.nvarchar:
        return type.length === PLP_LENGTH ? tdsType(TypeId.ntext, MAX_NTEXT_BYTES, 0, 0, type.collation) : type;
      case TypeId.bigVarbinary:
        return type.length === PLP_LENGTH ? tdsType(TypeId.image, MAX_TEXT_BYTES) : type;
      case TypeId.xml:
        return tdsType(TypeId.ntext, MAX_NTEXT_BYTES, 0, 0, collation);
    }
  }
  if (!dialect.temporalTypes) {
    const characters = temporalTextLength(type);
    if (characters !== undefined) return tdsType(TypeId.nvarchar, 2 * characters, 0, 0, collation);
  }
  return type;
}

const MAX_SHORT_BYTES = 8_000;

/**
 * An output parameter's type. text, ntext and image cannot be one, so that before 7.2 the longest short type takes what it can hold:
 * its client declared no more.
 */
export function parameterTypeIn(dialect: Dialect, type: TdsType, collation: Collation): TdsType {
  const column = columnTypeIn(dialect, type, collation);
  if (column === type) return type;
  switch (column.id) {
    case TypeId.text:
      return tdsType(TypeId.bigVarchar, MAX_SHORT_BYTES, 0, 0, column.collation);
    case TypeId.ntext:
      return tdsType(TypeId.nvarchar, MAX_SHORT_BYTES, 0, 0, column.collation);
    case TypeId.image:
      return tdsType(TypeId.bigVarbinary, MAX_SHORT_BYTES);
    default:
      return column;
  }
}

/** Characters of the longest text of a date or time; undefined for all other types. */
function temporalTextLength(type: TdsType): number | undefined {
  const fraction = type.scale === 0 ? 0 : type.scale + 1;
  switch (type.id) {
    case TypeId.dateN:
      return 10;
    case TypeId.timeN:
      return 8 + fraction;
    case TypeId.datetime2N:
      return 19 + fraction;
    case TypeId.datetimeoffsetN:
      return 26 + fraction;
    default:
      return undefined;
  }
}

/** A value as a column of the dialect takes it; `type` is the type it has in the latest one. */
export function columnValueIn(dialect: Dialect, type: TdsType, value: TdsValue): TdsValue {
  if (dialect.temporalTypes || value === null || temporalTextLength(type) === undefined) return value;
  return temporalText(type, value);
}
