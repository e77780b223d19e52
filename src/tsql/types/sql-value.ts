import type { SqlType } from './sql-type.ts';

/**
 * A T-SQL value in JavaScript, used for variables, parameters, constants and the interpreter (rows of a result never become
 * these: they go from PostgreSQL's wire to TDS as bytes). What a value looks like depends on its SqlType alone:
 *
 * | T-SQL type                                   | JavaScript                                                      |
 * |----------------------------------------------|-----------------------------------------------------------------|
 * | bit, tinyint, smallint, int                  | number                                                          |
 * | bigint                                       | bigint                                                          |
 * | decimal(p,s), numeric(p,s), money, smallmoney| bigint: the unscaled value (money: scale 4)                     |
 * | real, float                                  | number                                                          |
 * | char, varchar, nchar, nvarchar, text, ntext, xml | string (char and nchar padded to their length)              |
 * | binary, varbinary, image, rowversion         | Uint8Array                                                      |
 * | date                                         | number: days since 0001-01-01                                   |
 * | time(n)                                      | number: 100 ns ticks since midnight                             |
 * | datetime                                     | number: 1/300 s ticks since 1900-01-01 (negative before)        |
 * | smalldatetime                                | number: minutes since 1900-01-01                                |
 * | datetime2(n)                                 | bigint: 100 ns ticks since 0001-01-01                           |
 * | datetimeoffset(n)                            | DateTimeOffset                                                  |
 * | uniqueidentifier                             | string: 36 characters, lower case                               |
 * | sql_variant                                  | Variant                                                         |
 */
export type SqlValue = null | number | bigint | string | Uint8Array | DateTimeOffset | Variant;

export interface DateTimeOffset {
  /** 100 ns ticks since 0001-01-01T00:00Z. */
  readonly utc: bigint;
  /** Minutes east of UTC, -840 to 840. */
  readonly offset: number;
}

export interface Variant {
  readonly baseType: SqlType;
  readonly value: SqlValue;
}
