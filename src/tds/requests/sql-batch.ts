import { ByteReader } from '../byte-reader.ts';
import { collectBytes } from '../token-writer.ts';
import { type AllHeaders, readAllHeaders, writeAllHeaders } from './all-headers.ts';

/** SQLBatch (MS-TDS 2.2.6.7): headers, then the text to the end of the message. */
export interface SqlBatch {
  readonly headers: AllHeaders;
  readonly text: string;
}

export function decodeSqlBatch(payload: Buffer): SqlBatch {
  const reader = new ByteReader(payload);
  const headers = readAllHeaders(reader);
  return { headers, text: reader.utf16(reader.remaining) };
}

export function encodeSqlBatch(batch: SqlBatch): Buffer {
  return collectBytes((writer) => {
    writeAllHeaders(writer, batch.headers);
    writer.utf16(batch.text);
  });
}
