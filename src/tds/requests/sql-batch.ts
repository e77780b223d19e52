import { ByteReader } from '../byte-reader.ts';
import type { Dialect } from '../dialect.ts';
import { collectBytes } from '../token-writer.ts';
import { type AllHeaders, readAllHeaders, writeAllHeaders } from './all-headers.ts';

/** SQLBatch (MS-TDS 2.2.6.7): headers where the dialect has them, then the text to the end of the message. */
export interface SqlBatch {
  readonly headers: AllHeaders | undefined;
  readonly text: string;
}

export function decodeSqlBatch(payload: Buffer, dialect: Dialect): SqlBatch {
  const reader = new ByteReader(payload);
  const headers = dialect.allHeaders ? readAllHeaders(reader) : undefined;
  return { headers, text: reader.utf16(reader.remaining) };
}

export function encodeSqlBatch(batch: SqlBatch): Buffer {
  return collectBytes((writer) => {
    if (batch.headers !== undefined) writeAllHeaders(writer, batch.headers);
    writer.utf16(batch.text);
  });
}
