import { SqlError } from '../../errors.ts';

/** Built-in functions of SQL Server that Holdfast does not have, by the reason. */
const UNSUPPORTED: readonly (readonly [reason: string, names: readonly string[]])[] = [
  [
    'needs keys and certificates',
    [
      'ASYMKEY_ID',
      'ASYMKEYPROPERTY',
      'CERT_ID',
      'CERTENCODED',
      'CERTPRIVATEKEY',
      'CERTPROPERTY',
      'DECRYPTBYASYMKEY',
      'DECRYPTBYCERT',
      'DECRYPTBYKEY',
      'DECRYPTBYKEYAUTOASYMKEY',
      'DECRYPTBYKEYAUTOCERT',
      'DECRYPTBYPASSPHRASE',
      'ENCRYPTBYASYMKEY',
      'ENCRYPTBYCERT',
      'ENCRYPTBYKEY',
      'ENCRYPTBYPASSPHRASE',
      'IS_OBJECTSIGNED',
      'KEY_GUID',
      'KEY_ID',
      'KEY_NAME',
      'SIGNBYASYMKEY',
      'SIGNBYCERT',
      'SYMKEYPROPERTY',
      'VERIFYSIGNEDBYASYMKEY',
      'VERIFYSIGNEDBYCERT',
    ],
  ],
  ['passwords are kept as scrypt hashes, which are not shown', ['PWDENCRYPT', 'PWDCOMPARE', 'LOGINPROPERTY']],
  ['PostgreSQL has no gzip', ['COMPRESS', 'DECOMPRESS']],
  ['no full-text search', ['CONTAINS', 'FREETEXT', 'FULLTEXTCATALOGPROPERTY']],
  ['pointers into text and image are gone', ['TEXTPTR', 'TEXTVALID']],
  [
    'no change tracking',
    ['CHANGE_TRACKING_CURRENT_VERSION', 'CHANGE_TRACKING_IS_COLUMN_IN_MASK', 'CHANGE_TRACKING_MIN_VALID_VERSION'],
  ],
  [
    'there is nothing behind it',
    [
      'PUBLISHINGSERVERNAME',
      'GET_TRANSMISSION_STATUS',
      'GET_FILESTREAM_TRANSACTION_CONTEXT',
      'FILEPROPERTY',
      'FILEPROPERTYEX',
      'FILEGROUPPROPERTY',
      'DATABASEPROPERTY',
      'PERMISSIONS',
      'TERTIARY_WEIGHTS',
      'APPLOCK_MODE',
      'APPLOCK_TEST',
    ],
  ],
];

const REASONS: ReadonlyMap<string, string> = new Map(
  UNSUPPORTED.flatMap(([reason, names]) => names.map((name) => [name, reason] as const)),
);

export const unsupportedFunctions = (): readonly { readonly name: string; readonly reason: string }[] =>
  [...REASONS].map(([name, reason]) => ({ name, reason })).toSorted((a, b) => a.name.localeCompare(b.name));

/** SQL Server's 195 for a name it does not know either; for one that it does, an error that says whose fault it is. */
export function unknownFunction(name: string): SqlError {
  const reason = REASONS.get(name.toUpperCase());
  if (reason === undefined) return new SqlError(195, 15, 10, `'${name}' is not a recognized built-in function name.`);
  return new SqlError(49999, 16, 1, `The function ${name.toUpperCase()} is not supported by Holdfast: ${reason}.`);
}
