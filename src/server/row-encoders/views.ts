/**
 * The row at hand as DataViews: a DataView reads and writes several bytes in one machine instruction, either byte order, where a
 * Buffer goes byte by byte. One row is encoded at a time, so there is one pair, set by `look` before a row; a view is made only
 * when the buffer changed. Encoders called without `look` would read another row.
 */
export let from: DataView = new DataView(new ArrayBuffer(0));
export let to: DataView = new DataView(new ArrayBuffer(0));
let fromBuffer: Buffer | undefined;
let toBuffer: Buffer | undefined;

export function look(src: Buffer, out: Buffer): void {
  if (src !== fromBuffer) {
    fromBuffer = src;
    from = new DataView(src.buffer, src.byteOffset, src.length);
  }
  if (out !== toBuffer) {
    toBuffer = out;
    to = new DataView(out.buffer, out.byteOffset, out.length);
  }
}
