import { SqlError } from '../../tsql/index.ts';

const MIN_LENGTH = 8;
const MIN_CLASSES = 3;
const CLASSES = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];

/** SQL Server's password policy: 8 characters from three of four classes (sql-docs: relational-databases/security/password-policy). */
export function checkPasswordPolicy(password: string): void {
  if (password.length < MIN_LENGTH) {
    throw new SqlError(15116, 16, 1, 'Password validation failed. The password does not meet the operating system policy requirements because it is too short.');
  }
  if (CLASSES.filter((one) => one.test(password)).length < MIN_CLASSES) {
    throw new SqlError(15118, 16, 1, 'Password validation failed. The password does not meet the operating system policy requirements because it is not complex enough.');
  }
}
