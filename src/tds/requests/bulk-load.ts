import { ByteReader, needMoreBytes } from '../byte-reader.ts';
import { type Dialect, LATEST_DIALECT } from '../dialect.ts';
import { TdsProtocolError } from '../errors.ts';
import { MAX_BULK_ROW_BYTES } from '../limits.ts';
import { type Column, readColMetadata } from '../tokens/col-metadata.ts';
import { readDone } from '../tokens/done.ts';
import { readRow } from '../tokens/row.ts';
import { TokenType } from '../tokens/token-type.ts';
import type { TdsValue } from '../types/tds-value.ts';

const SECTION = '2.2.6.1';
/** After an unfinished token this much more must arrive (a fraction of what is there) before it is tried again: keeps large rows linear. */
const RETRY_GROWTH = 1.25;

/** Token, status, command and a count of four bytes. */
const SHORT_DONE_BYTES = 9;

/**
 * BulkLoadBCP (MS-TDS 2.2.6.1): COLMETADATA, rows, DONE, read packet by packet. Holds one unfinished token at most. The rows' binary
 * values share the packets' memory.
 */
export class BulkLoadReader {
  columns: readonly Column[] | undefined;
  /** True once DONE was read. */
  finished = false;
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private retryAt = 0;
  private readonly dialect: Dialect;

  constructor(dialect: Dialect = LATEST_DIALECT) {
    // Clients name the table of a text column in one text in every version (tedious, SqlClient, FreeTDS).
    this.dialect = { ...dialect, tableNameParts: false };
  }

  /** The rows that `chunk` completes. `last` on the message's last packet. */
  push(chunk: Buffer, last: boolean): TdsValue[][] {
    this.pending.push(chunk);
    this.pendingBytes += chunk.length;
    if (this.pendingBytes < this.retryAt && !last) return [];
    const data = this.pending.length === 1 ? chunk : Buffer.concat(this.pending, this.pendingBytes);
    const rows: TdsValue[][] = [];
    const consumed = this.parse(data, rows);
    const rest = data.length - consumed;
    if (rest > MAX_BULK_ROW_BYTES)
      throw new TdsProtocolError(SECTION, `A row of more than ${MAX_BULK_ROW_BYTES} bytes.`);
    if (last && (rest > 0 || !this.finished) && !this.endsWithoutDone(data.subarray(consumed))) {
      throw new TdsProtocolError(SECTION, 'The bulk load ended in the middle of a token.');
    }
    // A copy of its own, so that a few bytes do not keep a whole socket chunk alive.
    this.pending = rest === 0 ? [] : [Buffer.from(data.subarray(consumed))];
    this.pendingBytes = rest;
    this.retryAt = rest * RETRY_GROWTH;
    return rows;
  }

  /** Some clients leave the DONE out, and mssql-python's has a count of four bytes as before TDS 7.2: nothing in it matters. */
  private endsWithoutDone(rest: Buffer): boolean {
    return (
      this.columns !== undefined &&
      (rest.length === 0 || (rest[0] === TokenType.done && rest.length === SHORT_DONE_BYTES))
    );
  }

  /** Reads whole tokens into `rows` and returns where the unfinished one begins. */
  private parse(data: Buffer, rows: TdsValue[][]): number {
    const reader = new ByteReader(data, 0, data.length, true);
    let consumed = 0;
    try {
      while (reader.remaining > 0) {
        this.readToken(reader, rows);
        consumed = reader.pos;
      }
    } catch (thrown) {
      if (thrown !== needMoreBytes) throw thrown;
    }
    return consumed;
  }

  private readToken(reader: ByteReader, rows: TdsValue[][]): void {
    if (this.finished) throw new TdsProtocolError(SECTION, 'Data after the end of a bulk load.');
    const token = reader.u8();
    if (token === TokenType.colMetadata && this.columns === undefined) {
      const columns = readColMetadata(reader, this.dialect);
      if (columns.length === 0) throw new TdsProtocolError(SECTION, 'A bulk load without columns.');
      this.columns = columns;
    } else if (token === TokenType.row && this.columns !== undefined) {
      rows.push(readRow(reader, this.columns));
    } else if (token === TokenType.done) {
      readDone(reader, 'done', this.dialect);
      this.finished = true;
    } else {
      throw new TdsProtocolError(SECTION, `Token 0x${token.toString(16)} in a bulk load.`);
    }
  }
}
