/**
 * Windows code page 1252 in the range where it differs from Latin-1. The five bytes it leaves undefined stand for the control
 * characters of the same number, as Windows and the WHATWG encoding do it.
 */
const CP1252_80_9F = [
  0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d,
  0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,
  0x017e, 0x0178,
] as const;

/** What SQL Server stores for a character that the code page does not have. */
export const QUESTION_MARK = 0x3f;

/** Unicode to a single-byte code page: the byte, or 0 where the page has none (0 itself is tested apart). */
export type SingleByteTable = Uint8Array;

const decoders = new Map<string, TextDecoder>();
const tables = new Map<string, SingleByteTable>();

/** WHATWG label of a code page; undefined for those whose bytes are not one a character. */
const SINGLE_BYTE_LABELS: Readonly<Record<number, string>> = {
  874: 'windows-874',
  1250: 'windows-1250',
  1251: 'windows-1251',
  1252: 'windows-1252',
  1253: 'windows-1253',
  1254: 'windows-1254',
  1255: 'windows-1255',
  1256: 'windows-1256',
  1257: 'windows-1257',
  1258: 'windows-1258',
};

const OTHER_LABELS: Readonly<Record<number, string>> = {
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  65001: 'utf-8',
};

function decoderOf(codePage: number): TextDecoder {
  const label = SINGLE_BYTE_LABELS[codePage] ?? OTHER_LABELS[codePage] ?? 'windows-1252';
  let decoder = decoders.get(label);
  if (decoder === undefined) {
    // ignoreBOM: bytes EF BB BF in a varchar column are three bytes of data.
    decoder = new TextDecoder(label, { ignoreBOM: true });
    decoders.set(label, decoder);
  }
  return decoder;
}

export function decodeCodePage(codePage: number, bytes: Buffer): string {
  if (codePage === 65001) return bytes.toString('utf8');
  if (codePage !== 1252) return decoderOf(codePage).decode(bytes);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte >= 0x80 && byte <= 0x9f) return decode1252(bytes);
  }
  return bytes.toString('latin1');
}

function decode1252(bytes: Buffer): string {
  const units = Buffer.allocUnsafe(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    const unit = byte >= 0x80 && byte <= 0x9f ? CP1252_80_9F[byte - 0x80]! : byte;
    units[2 * i] = unit;
    units[2 * i + 1] = unit >>> 8;
  }
  return units.toString('utf16le');
}

/** Table from UTF-16 code unit to byte of a single-byte page. */
export function singleByteTable(codePage: number): SingleByteTable {
  const label = SINGLE_BYTE_LABELS[codePage] ?? 'windows-1252';
  let table = tables.get(label);
  if (table !== undefined) return table;
  table = new Uint8Array(65_536);
  const one = new Uint8Array(1);
  for (let byte = 255; byte > 0; byte--) {
    one[0] = byte;
    const unit = label === 'windows-1252' ? unit1252(byte) : decoderOf(codePage).decode(one).charCodeAt(0);
    if (unit !== 0xfffd) table[unit] = byte;
  }
  tables.set(label, table);
  return table;
}

function unit1252(byte: number): number {
  return byte >= 0x80 && byte <= 0x9f ? CP1252_80_9F[byte - 0x80]! : byte;
}

/** True for pages of one byte a character, for which `singleByteTable` is exact. */
export function isSingleByte(codePage: number): boolean {
  return SINGLE_BYTE_LABELS[codePage] !== undefined;
}

/** Text to bytes of a code page; a character it does not have becomes '?'. */
export function encodeCodePage(codePage: number, text: string): Buffer {
  if (codePage === 65001) return Buffer.from(text, 'utf8');
  if (!isSingleByte(codePage)) return encodeMultiByte(codePage, text);
  const table = singleByteTable(codePage);
  const bytes = Buffer.allocUnsafe(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // A surrogate pair is one character and becomes one '?'.
    if (unit >= 0xdc00 && unit <= 0xdfff && i > 0 && isHighSurrogate(text.charCodeAt(i - 1))) continue;
    bytes[length++] = unit < 0x80 ? unit : table[unit] || QUESTION_MARK;
  }
  return bytes.subarray(0, length);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** Double-byte pages have no encoder in the platform, so the table is made once by decoding every pair. */
const multiByteTables = new Map<number, Uint16Array>();

function multiByteTable(codePage: number): Uint16Array {
  let table = multiByteTables.get(codePage);
  if (table !== undefined) return table;
  table = new Uint16Array(65_536);
  const decoder = decoderOf(codePage);
  const pair = new Uint8Array(2);
  for (let lead = 0xff; lead >= 0x80; lead--) {
    for (let trail = 0xff; trail >= 0x40; trail--) {
      pair[0] = lead;
      pair[1] = trail;
      const text = decoder.decode(pair);
      if (text.length === 1 && text !== '\ufffd') table[text.charCodeAt(0)] = (lead << 8) | trail;
    }
  }
  const one = new Uint8Array(1);
  for (let byte = 0xff; byte >= 0x80; byte--) {
    one[0] = byte;
    const text = decoder.decode(one);
    if (text.length === 1 && text !== '\ufffd') table[text.charCodeAt(0)] = byte;
  }
  multiByteTables.set(codePage, table);
  return table;
}

function encodeMultiByte(codePage: number, text: string): Buffer {
  const table = multiByteTable(codePage);
  const bytes = Buffer.allocUnsafe(text.length * 2);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xdc00 && unit <= 0xdfff && i > 0 && isHighSurrogate(text.charCodeAt(i - 1))) continue;
    const code = unit < 0x80 ? unit : table[unit] || QUESTION_MARK;
    if (code > 0xff) bytes[length++] = code >>> 8;
    bytes[length++] = code & 0xff;
  }
  return bytes.subarray(0, length);
}
