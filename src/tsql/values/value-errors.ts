import { SqlError } from '../errors.ts';

/** Errors that a value causes at run time; the PostgreSQL runtime raises the same ones (src/engine/runtime). */

export const overflow = (target: string, source = 'expression'): SqlError =>
  new SqlError(8115, 16, 2, `Arithmetic overflow error converting ${source} to data type ${target}.`);

export const smallIntegerOverflow = (target: string, value: bigint | number): SqlError =>
  new SqlError(
    220,
    16,
    target === 'tinyint' ? 2 : 1,
    `Arithmetic overflow error for data type ${target}, value = ${value}.`,
  );

export const floatOverflow = (target: string, value: string): SqlError =>
  new SqlError(232, 16, 3, `Arithmetic overflow error for type ${target}, value = ${value}.`);

export const conversionFailed = (source: string, value: string, target: string): SqlError =>
  new SqlError(245, 16, 1, `Conversion failed when converting the ${source} value '${value}' to data type ${target}.`);

export const conversionError = (source: string, target: string): SqlError =>
  new SqlError(8114, 16, 5, `Error converting data type ${source} to ${target}.`);

export const intColumnOverflow = (source: string, value: string): SqlError =>
  new SqlError(248, 16, 1, `The conversion of the ${source} value '${value}' overflowed an int column.`);

export const smallColumnOverflow = (source: string, value: string, target: string): SqlError =>
  new SqlError(
    244,
    16,
    target === 'tinyint' ? 1 : 2,
    `The conversion of the ${source} value '${value}' overflowed an ${target === 'tinyint' ? 'INT1' : 'INT2'} column. Use a larger integer column.`,
  );

export const dateSyntax = (): SqlError =>
  new SqlError(241, 16, 1, 'Conversion failed when converting date and/or time from character string.');

export const smalldatetimeSyntax = (): SqlError =>
  new SqlError(295, 16, 3, 'Conversion failed when converting character string to smalldatetime data type.');

export const dateOutOfRange = (source: string, target: string): SqlError =>
  new SqlError(
    242,
    16,
    3,
    `The conversion of a ${source} data type to a ${target} data type resulted in an out-of-range value.`,
  );

export const divideByZero = (): SqlError => new SqlError(8134, 16, 1, 'Divide by zero error encountered.');

export const truncated = (table: string, column: string, value: string): SqlError =>
  new SqlError(
    2628,
    16,
    1,
    `String or binary data would be truncated in table '${table}', column '${column}'. Truncated value: '${value}'.`,
  );

export const guidSyntax = (): SqlError =>
  new SqlError(8169, 16, 2, 'Conversion failed when converting from a character string to uniqueidentifier.');

export const guidSpace = (): SqlError =>
  new SqlError(8170, 16, 2, 'Insufficient result space to convert uniqueidentifier value to char.');

export const moneySpace = (target: string): SqlError =>
  new SqlError(234, 16, 2, `There is insufficient result space to convert a money value to ${target}.`);

export const moneySyntax = (small: boolean): SqlError =>
  small
    ? new SqlError(293, 16, 1, 'Cannot convert char value to smallmoney. The char value has incorrect syntax.')
    : new SqlError(235, 16, 0, 'Cannot convert a char value to money. The char value has incorrect syntax.');

export const invalidStyle = (style: number, source: string): SqlError =>
  new SqlError(
    281,
    16,
    1,
    `${style} is not a valid style number when converting from ${source} to a character string.`,
  );
