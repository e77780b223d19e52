/** 'SELECT 5' and 'INSERT 0 5' end with the row count; the body ends with a zero byte. */
export function commandRows(buffer: Buffer, start: number, end: number): number {
  let rows = 0;
  let scale = 1;
  for (let at = end - 2; at >= start; at -= 1) {
    const digit = (buffer[at] as number) - 0x30;
    if (digit < 0 || digit > 9) break;
    rows += digit * scale;
    scale *= 10;
  }
  return rows;
}

/** The tag without its counts. Frequent commands are told by first letter and length, so that no string is made for them. */
export function commandWord(buffer: Buffer, start: number, end: number): string {
  let stop = end - 1;
  while (stop > start) {
    const byte = buffer[stop - 1] as number;
    if (byte !== 0x20 && (byte < 0x30 || byte > 0x39)) break;
    stop -= 1;
  }
  const length = stop - start;
  switch (((buffer[start] as number) << 8) | length) {
    case 0x5306:
      return 'SELECT';
    case 0x4906:
      return 'INSERT';
    case 0x5506:
      return 'UPDATE';
    case 0x4406:
      return 'DELETE';
    case 0x4d05:
      return 'MERGE';
    case 0x4205:
      return 'BEGIN';
    case 0x4306:
      return 'COMMIT';
    case 0x5207:
      return 'RELEASE';
    case 0x5208:
      return 'ROLLBACK';
    case 0x5309:
      return 'SAVEPOINT';
    default:
      return buffer.toString('latin1', start, stop);
  }
}
