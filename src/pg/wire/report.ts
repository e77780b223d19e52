import type { PgReport } from './types.ts';

/** Field codes: https://www.postgresql.org/docs/18/protocol-error-fields.html */
export function decodeReport(buffer: Buffer, start: number, end: number): PgReport {
  const fields = new Map<string, string>();
  let at = start;
  while (at < end && buffer[at] !== 0) {
    const code = String.fromCharCode(buffer[at] as number);
    const stop = buffer.indexOf(0, at + 1);
    fields.set(code, buffer.toString('utf8', at + 1, stop));
    at = stop + 1;
  }
  const position = fields.get('P');
  return {
    // V is the severity that is never translated.
    severity: fields.get('V') ?? fields.get('S') ?? 'ERROR',
    sqlstate: fields.get('C') ?? 'XX000',
    message: fields.get('M') ?? '',
    detail: fields.get('D'),
    hint: fields.get('H'),
    where: fields.get('W'),
    position: position === undefined ? undefined : Number(position),
    schema: fields.get('s'),
    table: fields.get('t'),
    column: fields.get('c'),
    dataType: fields.get('d'),
    constraint: fields.get('n'),
  };
}
