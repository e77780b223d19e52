/**
 * Names that SQL Server makes for constraints without one: 30 characters at most, as `DF__Customers__Creat__37A5467C` and
 * `PK__Customer__A4AE64D85FB337D6`. The last eight digits are the constraint's object id.
 */
const TABLE_AND_COLUMN = 14;
const TABLE_WITH_COLUMN = 9;
const TABLE_OF_KEY = 8;

const hex = (value: number): string => (value >>> 0).toString(16).toUpperCase().padStart(8, '0');

/** DF, CK and FK. A CHECK of the whole table has no column. */
export function systemName(
  kind: 'DF' | 'CK' | 'FK',
  table: string,
  column: string | undefined,
  objectId: number,
): string {
  const head = table.slice(0, TABLE_WITH_COLUMN);
  const middle = column === undefined ? '' : `${column.slice(0, TABLE_AND_COLUMN - head.length)}__`;
  return `${kind}__${head}__${middle}${hex(objectId)}`;
}

export function systemKeyName(kind: 'PK' | 'UQ', table: string, columns: readonly string[], objectId: number): string {
  return `${kind}__${table.slice(0, TABLE_OF_KEY)}__${hex(fnv(columns.join(',')))}${hex(objectId)}`;
}

/** FNV-1a: any steady function of the columns will do. */
function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
