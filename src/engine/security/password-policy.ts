import { SqlError } from '../../tsql/index.ts';

const MIN_LENGTH = 8;
const MIN_CLASSES = 3;
const CLASSES = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];

/** SQL Server's password policy: 8 characters from three of four classes (sql-docs: relational-databases/security/password-policy). */
export function passwordWeakness(password: string): 'too short' | 'not complex enough' | undefined {
  if (password.length < MIN_LENGTH) return 'too short';
  return CLASSES.filter((one) => one.test(password)).length < MIN_CLASSES ? 'not complex enough' : undefined;
}

export function checkPasswordPolicy(password: string): void {
  const weakness = passwordWeakness(password);
  if (weakness === undefined) return;
  throw new SqlError(
    weakness === 'too short' ? 15116 : 15118,
    16,
    1,
    `Password validation failed. The password does not meet the operating system policy requirements because it is ${weakness}.`,
  );
}
