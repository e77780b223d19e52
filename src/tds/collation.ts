/**
 * COLLATION of TYPE_INFO and ENVCHANGE (MS-TDS 2.2.5.1.2): 20 bits of LCID, comparison flags, 4 bits of version, then the sort id,
 * which is 0 for Windows collations.
 */
export interface Collation {
  /** The first four bytes as a little-endian number. */
  readonly info: number;
  readonly sortId: number;
  readonly codePage: number;
}

const IGNORE_CASE = 1 << 20;
const IGNORE_ACCENT = 1 << 21;
const IGNORE_KANA = 1 << 22;
const IGNORE_WIDTH = 1 << 23;
const BINARY = 1 << 24;
const BINARY2 = 1 << 25;
const UTF8 = 1 << 26;
const VERSION_SHIFT = 28;

export const COLLATION_BYTES = 5;
export const UTF8_CODE_PAGE = 65_001;
const DEFAULT_CODE_PAGE = 1252;

/** Windows collation families: first words of the name, LCID, ANSI code page of that locale. */
const FAMILIES: readonly (readonly [string, number, number])[] = [
  ['Albanian', 0x041c, 1250],
  ['Arabic', 0x0401, 1256],
  ['Chinese_PRC', 0x0804, 936],
  ['Chinese_Simplified_Pinyin', 0x0804, 936],
  ['Chinese_Taiwan_Stroke', 0x0404, 950],
  ['Chinese_Traditional_Stroke_Count', 0x0404, 950],
  ['Croatian', 0x041a, 1250],
  ['Cyrillic_General', 0x0419, 1251],
  ['Czech', 0x0405, 1250],
  ['Danish_Norwegian', 0x0406, 1252],
  ['Danish_Greenlandic', 0x0406, 1252],
  ['Estonian', 0x0425, 1257],
  ['Finnish_Swedish', 0x040b, 1252],
  ['French', 0x040c, 1252],
  ['German_PhoneBook', 0x1_0407, 1252],
  ['Greek', 0x0408, 1253],
  ['Hebrew', 0x040d, 1255],
  ['Hungarian', 0x040e, 1250],
  ['Icelandic', 0x040f, 1252],
  ['Japanese', 0x0411, 932],
  ['Korean_Wansung', 0x0412, 949],
  ['Korean', 0x0412, 949],
  ['Latin1_General', 0x0409, 1252],
  ['Latvian', 0x0426, 1257],
  ['Lithuanian', 0x0427, 1257],
  ['Modern_Spanish', 0x0c0a, 1252],
  ['Norwegian', 0x0414, 1252],
  ['Persian', 0x0429, 1256],
  ['Polish', 0x0415, 1250],
  ['Romanian', 0x0418, 1250],
  ['Slovak', 0x041b, 1250],
  ['Slovenian', 0x0424, 1250],
  ['Thai', 0x041e, 874],
  ['Traditional_Spanish', 0x040a, 1252],
  ['Turkish', 0x041f, 1254],
  ['Ukrainian', 0x0422, 1251],
  ['Vietnamese', 0x042a, 1258],
];

/** SQL collations by sort id, the ones in use; CI_AS of code page 1252 is the server's default. */
const SQL_SORT_IDS: Readonly<Record<string, readonly [number, number]>> = {
  sql_latin1_general_cp1_cs_as: [51, 1252],
  sql_latin1_general_cp1_ci_as: [52, 1252],
  sql_latin1_general_pref_cp1_ci_as: [53, 1252],
  sql_latin1_general_cp1_ci_ai: [54, 1252],
  sql_latin1_general_cp1250_cs_as: [81, 1250],
  sql_latin1_general_cp1250_ci_as: [82, 1250],
  sql_latin1_general_cp1251_cs_as: [105, 1251],
  sql_latin1_general_cp1251_ci_as: [106, 1251],
  sql_latin1_general_cp1253_ci_as: [114, 1253],
  sql_latin1_general_cp1254_ci_as: [130, 1254],
};

const byName = new Map<string, Collation>();

/** The five bytes' meaning for a SQL Server collation name; an unknown family counts as Latin1_General. */
export function collationOf(name: string): Collation {
  let collation = byName.get(name);
  if (collation === undefined) {
    collation = parseName(name.toLowerCase());
    byName.set(name, collation);
  }
  return collation;
}

function parseName(name: string): Collation {
  const sortId = SQL_SORT_IDS[name];
  const family = FAMILIES.find(([prefix]) => name.startsWith(prefix.toLowerCase()));
  const words = name.split('_');
  let info = sortId === undefined && family !== undefined ? family[1] : 0x0409;
  if (words.includes('bin2')) info |= BINARY2;
  else if (words.includes('bin')) info |= BINARY;
  else {
    if (words.includes('ci')) info |= IGNORE_CASE;
    if (words.includes('ai')) info |= IGNORE_ACCENT;
    if (!words.includes('ks')) info |= IGNORE_KANA;
    if (!words.includes('ws')) info |= IGNORE_WIDTH;
  }
  const version = words.includes('140') ? 3 : words.includes('100') ? 2 : words.includes('90') ? 1 : 0;
  info |= version << VERSION_SHIFT;
  const utf8 = words.includes('utf8');
  if (utf8) info |= UTF8;
  const codePage = utf8 ? UTF8_CODE_PAGE : (sortId?.[1] ?? family?.[2] ?? DEFAULT_CODE_PAGE);
  return Object.freeze({ info: info >>> 0, sortId: sortId?.[0] ?? 0, codePage });
}

/** SQL_Latin1_General_CP1_CI_AS: 09 04 D0 00 34. */
export const DEFAULT_COLLATION: Collation = collationOf('SQL_Latin1_General_CP1_CI_AS');

const codePageBySortId = new Map(Object.values(SQL_SORT_IDS));
const codePageByLcid = new Map(FAMILIES.map(([, lcid, codePage]) => [lcid, codePage]));
const byBytes = new Map<number, Collation>();

/** Distinct collations of clients that are remembered; a hostile client cannot make the map grow beyond it. */
const MAX_REMEMBERED = 256;

export function decodeCollation(info: number, sortId: number): Collation {
  const key = info * 256 + sortId;
  const known = byBytes.get(key);
  if (known !== undefined) return known;
  const codePage =
    (info & UTF8) !== 0
      ? UTF8_CODE_PAGE
      : (codePageBySortId.get(sortId) ?? codePageByLcid.get(info & 0xf_ffff) ?? codePageByLcid.get(info & 0xffff));
  const collation = Object.freeze({ info, sortId, codePage: codePage ?? DEFAULT_CODE_PAGE });
  if (byBytes.size < MAX_REMEMBERED) byBytes.set(key, collation);
  return collation;
}

export function encodeCollation(collation: Collation): Buffer {
  const bytes = Buffer.allocUnsafe(COLLATION_BYTES);
  bytes.writeUInt32LE(collation.info, 0);
  bytes[4] = collation.sortId;
  return bytes;
}

/** fCaseSen of COLMETADATA. */
export function isCaseSensitive(collation: Collation): boolean {
  return (collation.info & IGNORE_CASE) === 0;
}
