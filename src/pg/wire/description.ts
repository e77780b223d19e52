import type { PgField } from './types.ts';

export function decodeRowDescription(buffer: Buffer, start: number): PgField[] {
  const fields: PgField[] = [];
  let at = start + 2;
  for (let left = buffer.readUInt16BE(start); left > 0; left -= 1) {
    const stop = buffer.indexOf(0, at);
    fields.push({
      name: buffer.toString('utf8', at, stop),
      tableOid: buffer.readUInt32BE(stop + 1),
      column: buffer.readInt16BE(stop + 5),
      typeOid: buffer.readUInt32BE(stop + 7),
      typeModifier: buffer.readInt32BE(stop + 13),
    });
    at = stop + 19;
  }
  return fields;
}

export function decodeParameterDescription(buffer: Buffer, start: number): number[] {
  const types: number[] = [];
  const count = buffer.readUInt16BE(start);
  for (let index = 0; index < count; index += 1) types.push(buffer.readUInt32BE(start + 2 + 4 * index));
  return types;
}
