import { SqlError } from '../errors.ts';
import { messageName } from './families.ts';
import type { SqlType } from './sql-type.ts';

/** Errors about types, found while binding (sql-docs, relational-databases/errors-events/database-engine-events-and-errors). */

export const operandClash = (from: SqlType, to: SqlType): SqlError =>
  new SqlError(206, 16, 2, `Operand type clash: ${messageName(from)} is incompatible with ${messageName(to)}`);

export const implicitNotAllowed = (from: SqlType, to: SqlType): SqlError =>
  new SqlError(
    257,
    16,
    3,
    `Implicit conversion from data type ${messageName(from)} to ${messageName(to)} is not allowed. Use the CONVERT function to run this query.`,
  );

export const explicitNotAllowed = (from: SqlType, to: SqlType): SqlError =>
  new SqlError(
    529,
    16,
    2,
    `Explicit conversion from data type ${messageName(from)} to ${messageName(to)} is not allowed.`,
  );

export const incompatibleTypes = (left: SqlType, right: SqlType, operator: string): SqlError =>
  new SqlError(
    402,
    16,
    1,
    `The data types ${messageName(left)} and ${messageName(right)} are incompatible in the ${operator} operator.`,
  );

export const invalidOperand = (type: SqlType, operator: string): SqlError =>
  new SqlError(8117, 16, 1, `Operand data type ${messageName(type)} is invalid for ${operator} operator.`);

export const collationConflict = (left: string, right: string, operation: string): SqlError =>
  new SqlError(
    468,
    16,
    9,
    `Cannot resolve the collation conflict between "${left}" and "${right}" in the ${operation} operation.`,
  );

export const xmlComparison = (): SqlError =>
  new SqlError(305, 16, 1, 'The XML data type cannot be compared or sorted, except when using the IS NULL operator.');
