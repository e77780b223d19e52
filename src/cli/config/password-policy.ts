const MIN_CHARACTERS = 8;
const MAX_CHARACTERS = 128;
const MIN_CLASSES = 3;
const CLASSES = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];

/**
 * SQL Server's password policy (docs/relational-databases/security/password-policy.md): at least eight characters from three of four
 * classes. Returns what is wrong, or undefined.
 */
export function weaknessOf(password: string): string | undefined {
  const characters = [...password].length;
  if (characters < MIN_CHARACTERS) return `it has ${characters} characters, ${MIN_CHARACTERS} are needed`;
  if (characters > MAX_CHARACTERS) return `it has ${characters} characters, ${MAX_CHARACTERS} are allowed`;
  const classes = CLASSES.filter((pattern) => pattern.test(password)).length;
  if (classes < MIN_CLASSES) return `it uses ${classes} of the four kinds of characters, ${MIN_CLASSES} are needed`;
  return undefined;
}

/** No characters that a shell, a connection string or a reader could take for others. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
const GENERATED_CHARACTERS = 20;

/** A password for an instance that was given none: about 116 bits, with the symbol that the policy wants. */
export function generatePassword(randomByte: () => number): string {
  for (;;) {
    let password = '';
    while (password.length < GENERATED_CHARACTERS) {
      const byte = randomByte();
      // Bytes past the last whole multiple would make the first letters likelier.
      if (byte < 256 - (256 % ALPHABET.length)) password += ALPHABET[byte % ALPHABET.length]!;
    }
    const grouped = password.replaceAll(/(.{5})(?=.)/g, '$1-');
    if (weaknessOf(grouped) === undefined) return grouped;
  }
}
