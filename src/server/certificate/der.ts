/** The few DER encodings that an X.509 certificate needs (ITU-T X.690). */
const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...derLength(body.length)]), body]);
}

function derLength(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let left = length; left > 0; left >>>= 8) bytes.unshift(left & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

export const sequence = (...content: readonly Uint8Array[]): Buffer => der(Tag.sequence, ...content);
export const set = (...content: readonly Uint8Array[]): Buffer => der(Tag.set, ...content);
export const octetString = (content: Uint8Array): Buffer => der(Tag.octetString, content);
export const utf8String = (text: string): Buffer => der(Tag.utf8String, Buffer.from(text, 'utf8'));
export const boolean = (value: boolean): Buffer => der(Tag.boolean, Buffer.from([value ? 0xff : 0]));

/** `unused` bits at the end of the last byte. */
export const bitString = (content: Uint8Array, unused = 0): Buffer =>
  der(Tag.bitString, Buffer.from([unused]), content);

/** A positive integer, given big-endian. */
export function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const digits = bytes.subarray(start);
  return der(Tag.integer, digits[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

export function objectIdentifier(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  const bytes = [first! * 40 + second!];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift(0x80 | (left & 0x7f));
    bytes.push(...groups);
  }
  return der(Tag.objectIdentifier, Buffer.from(bytes));
}

/** UTCTime up to 2049, GeneralizedTime after (RFC 5280 4.1.2.5). */
export function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
  const late = Number(digits.slice(0, 4)) >= 2050;
  return der(late ? Tag.generalizedTime : Tag.utcTime, Buffer.from(`${late ? digits : digits.slice(2)}Z`, 'latin1'));
}
