import { encodeCodePage, isSingleByte, QUESTION_MARK, singleByteTable, UTF8_CODE_PAGE } from '../../tds/index.ts';
import type { Encoder } from './encoder.ts';
import { from as source, to as target } from './views.ts';

/** UTF-8, in which PostgreSQL sends text, to UTF-16LE or to a code page; the body without any length. */
type Transcode = Encoder;

/** Beyond this many bytes the platform's own transcoder is faster than a loop, even through a JavaScript string. */
const NATIVE_FROM_BYTES = 256;

/** High bits of four bytes: none set means four ASCII characters. */
const NOT_ASCII = 0x8080_8080;

export const utf16: Transcode = (src, at, length, out, pos) => {
  if (length >= NATIVE_FROM_BYTES) {
    const text = src.toString('utf8', at, at + length);
    return pos + out.write(text, pos, 'utf16le');
  }
  const end = at + length;
  let from = at;
  let to = pos;
  for (const stop = end - 3; from < stop; from += 4, to += 8) {
    const four = source.getUint32(from, true);
    if ((four & NOT_ASCII) !== 0) break;
    target.setUint32(to, (four & 0xff) | ((four & 0xff00) << 8), true);
    target.setUint32(to + 4, ((four >>> 16) & 0xff) | ((four >>> 8) & 0xff_0000), true);
  }
  while (from < end) {
    const byte = src[from]!;
    if (byte < 0x80) {
      out[to] = byte;
      out[to + 1] = 0;
      to += 2;
      from++;
    } else if (byte < 0xe0) {
      const unit = ((byte & 0x1f) << 6) | (src[from + 1]! & 0x3f);
      out[to] = unit;
      out[to + 1] = unit >>> 8;
      to += 2;
      from += 2;
    } else if (byte < 0xf0) {
      const unit = ((byte & 0x0f) << 12) | ((src[from + 1]! & 0x3f) << 6) | (src[from + 2]! & 0x3f);
      out[to] = unit;
      out[to + 1] = unit >>> 8;
      to += 2;
      from += 3;
    } else {
      const point = codePoint4(src, from) - 0x1_0000;
      const high = 0xd800 | (point >>> 10);
      const low = 0xdc00 | (point & 0x3ff);
      out[to] = high;
      out[to + 1] = high >>> 8;
      out[to + 2] = low;
      out[to + 3] = low >>> 8;
      to += 4;
      from += 4;
    }
  }
  return to;
};

function codePoint4(src: Buffer, at: number): number {
  return (
    ((src[at]! & 0x07) << 18) | ((src[at + 1]! & 0x3f) << 12) | ((src[at + 2]! & 0x3f) << 6) | (src[at + 3]! & 0x3f)
  );
}

const copy: Transcode = (src, at, length, out, pos) => {
  src.copy(out, pos, at, at + length);
  return pos + length;
};

/** A code page of one byte a character, by its table. */
function singleByte(codePage: number): Transcode {
  const table = singleByteTable(codePage);
  return (src, at, length, out, pos) => {
    const end = at + length;
    let to = pos;
    for (let from = at; from < end;) {
      const byte = src[from]!;
      if (byte < 0x80) {
        out[to++] = byte;
        from++;
      } else if (byte < 0xe0) {
        out[to++] = table[((byte & 0x1f) << 6) | (src[from + 1]! & 0x3f)] || QUESTION_MARK;
        from += 2;
      } else if (byte < 0xf0) {
        out[to++] =
          table[((byte & 0x0f) << 12) | ((src[from + 1]! & 0x3f) << 6) | (src[from + 2]! & 0x3f)] || QUESTION_MARK;
        from += 3;
      } else {
        out[to++] = QUESTION_MARK;
        from += 4;
      }
    }
    return to;
  };
}

/** East Asian pages: rare enough to go through a string. */
function multiByte(codePage: number): Transcode {
  return (src, at, length, out, pos) => {
    const bytes = encodeCodePage(codePage, src.toString('utf8', at, at + length));
    out.set(bytes, pos);
    return pos + bytes.length;
  };
}

export function codePageText(codePage: number): Transcode {
  if (codePage === UTF8_CODE_PAGE) return copy;
  return isSingleByte(codePage) ? singleByte(codePage) : multiByte(codePage);
}

export const bytes: Transcode = copy;

/** What a two-byte length can announce: a longer value would break the client's reading of everything after it. */
const MAX_SHORT_BYTES = 8000;

/** A two-byte length in front. */
export function short(body: Transcode): Encoder {
  return (src, at, length, out, pos) => {
    const start = pos + 2;
    const end = Math.min(body(src, at, length, out, start), start + MAX_SHORT_BYTES);
    const written = end - start;
    out[pos] = written;
    out[pos + 1] = written >>> 8;
    return end;
  };
}

/** In one chunk of a PLP (MS-TDS 2.2.5.2.3): total of eight bytes, the chunk's length, the chunk, a zero. */
export function plp(body: Transcode): Encoder {
  return (src, at, length, out, pos) => {
    target.setUint32(pos + 4, 0, true);
    const start = pos + 12;
    const end = body(src, at, length, out, start);
    const written = end - start;
    target.setUint32(pos, written, true);
    target.setUint32(pos + 8, written, true);
    if (written === 0) return start;
    target.setUint32(end, 0, true);
    return end + 4;
  };
}

/** text, ntext, image: a text pointer and a timestamp that clients only read over, then a four-byte length. */
const TEXT_POINTER = Buffer.from('\x10dummy textptr\0\0\0dummyTS\0', 'latin1');

export function withTextPointer(body: Transcode): Encoder {
  return (src, at, length, out, pos) => {
    out.set(TEXT_POINTER, pos);
    const start = pos + TEXT_POINTER.length + 4;
    const end = body(src, at, length, out, start);
    target.setUint32(start - 4, end - start, true);
    return end;
  };
}
