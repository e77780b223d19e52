import { SqlError } from '../errors.ts';

/** Text and numbers as SQL Server lays them out in binary values. varchar is code page 1252, nvarchar UTF-16LE. */

/** Code page 1252 from 0x80 to 0x9F. */
const PAGE = [
  0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
  0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
];
const QUESTION_MARK = 0x3f;
const NUL_REFUSED = 'A character string with the character U+0000 is not supported by Holdfast.';

function latinCode(unit: number): number {
  const place = PAGE.indexOf(unit);
  if (place >= 0) return 0x80 + place;
  return unit > 0xff || (unit >= 0x80 && unit <= 0x9f) ? QUESTION_MARK : unit;
}

/** Characters outside code page 1252 become '?', two for one outside the BMP. */
export function narrow(text: string): string {
  let changed = false;
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const kept = unit <= 0xff || PAGE.includes(unit);
    changed ||= !kept;
    result += kept ? text[i] : '?';
  }
  return changed ? result : text;
}

export function latinOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = latinCode(text.charCodeAt(i));
  return bytes;
}

export function utf16Of(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[i * 2] = unit & 0xff;
    bytes[i * 2 + 1] = unit >> 8;
  }
  return bytes;
}

export function textOfLatin(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0) throw new SqlError(49999, 16, 1, NUL_REFUSED);
    text += String.fromCharCode(byte >= 0x80 && byte <= 0x9f ? PAGE[byte - 0x80]! : byte);
  }
  return text;
}

export function textOfUtf16(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const unit = bytes[i]! | (bytes[i + 1]! << 8);
    if (unit === 0) throw new SqlError(49999, 16, 1, NUL_REFUSED);
    text += String.fromCharCode(unit);
  }
  return text.toWellFormed();
}

/** The last `width` bytes as an integer; full width carries a sign, except for one byte (tinyint). */
export function integerOfBytes(bytes: Uint8Array, width: number): bigint {
  const tail = bytes.length > width ? bytes.subarray(bytes.length - width) : bytes;
  let value = 0n;
  for (const byte of tail) value = (value << 8n) | BigInt(byte);
  return width > 1 && tail.length === width ? BigInt.asIntN(width * 8, value) : value;
}

export function bytesOfInteger(value: bigint, width: number): Uint8Array {
  const bytes = new Uint8Array(width);
  let rest = BigInt.asUintN(64, value);
  for (let i = width - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();

export function bytesOfHex(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16);
  return bytes;
}

/** The first three groups of a uniqueidentifier are little-endian as bytes. */
const GUID_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

export function bytesOfGuid(guid: string): Uint8Array {
  const plain = bytesOfHex(guid.replaceAll('-', ''));
  return Uint8Array.from(GUID_ORDER, (place) => plain[place]!);
}

export function guidOfBytes(bytes: Uint8Array): string {
  const hex = hexOf(Uint8Array.from(GUID_ORDER, (place) => bytes[place] ?? 0)).toLowerCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** decimal: precision, scale, zero, sign (1 for plus), then the unscaled value, little-endian in whole groups of four bytes. */
export function bytesOfDecimal(value: bigint, precision: number, scale: number): Uint8Array {
  const bytes = [precision, scale, 0, value < 0n ? 0 : 1];
  let rest = value < 0n ? -value : value;
  do {
    for (let i = 0; i < 4; i++) {
      bytes.push(Number(rest & 0xffn));
      rest >>= 8n;
    }
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

export function decimalOfBytes(bytes: Uint8Array): { readonly value: bigint; readonly scale: number } {
  if (bytes.length < 5) return { value: integerOfBytes(bytes, 8), scale: 0 };
  let value = 0n;
  for (let i = bytes.length - 1; i >= 4; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return { value: bytes[3] === 0 ? -value : value, scale: bytes[1]! };
}
