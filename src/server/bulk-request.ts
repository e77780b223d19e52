import type { BulkLoad, SqlValue } from '../engine/index.ts';
import { BulkLoadReader, type Dialect, TypeId } from '../tds/index.ts';
import { isSqlError } from './login-exchange.ts';
import type { ReplySink } from './reply-sink.ts';
import { toSqlType, toSqlValue } from './sql-types.ts';

/**
 * One bulk load message (MS-TDS 2.2.6.1) as its packets arrive. The engine takes rows one call at a time; `backlogBytes` tells how
 * much waits for it, so that the connection can pause the client.
 */
export class BulkRequest {
  backlogBytes = 0;
  private readonly reader: BulkLoadReader;
  private readonly load: BulkLoad | undefined;
  private begun = false;
  /** Only these values look different in the two rooms. */
  private hasVariants = false;
  private failure: Error | undefined;
  private work: Promise<void> = Promise.resolve();

  constructor(load: BulkLoad | undefined, dialect: Dialect) {
    this.reader = new BulkLoadReader(dialect);
    this.load = load;
  }

  /** Queues a packet's rows; never rejects. */
  add(payload: Buffer, last: boolean): Promise<void> {
    this.backlogBytes += payload.length;
    this.work = this.work.then(async () => {
      try {
        if (this.failure === undefined && this.load !== undefined) await this.feed(this.load, payload, last);
      } catch (error) {
        this.failure = error instanceof Error ? error : new Error(String(error));
      } finally {
        this.backlogBytes -= payload.length;
      }
    });
    return this.work;
  }

  private async feed(load: BulkLoad, payload: Buffer, last: boolean): Promise<void> {
    const rows = this.reader.push(payload, last);
    const { columns } = this.reader;
    if (columns !== undefined && !this.begun) {
      this.begun = true;
      this.hasVariants = columns.some(({ type }) => type.id === TypeId.variant);
      await load.begin(columns.map(({ name, type }) => ({ name, type: toSqlType(type) })));
    }
    if (rows.length > 0)
      await load.rows(this.hasVariants ? rows.map((row) => row.map(toSqlValue)) : (rows as SqlValue[][]));
  }

  /** After the last packet: the rows are in, or an error is in the sink. Rejects for a broken stream and for faults of ours. */
  async finish(sink: ReplySink): Promise<void> {
    sink.begin('batch');
    await this.work;
    if (this.load === undefined) {
      const message = 'A bulk load arrived that no INSERT BULK statement announced.';
      sink.message({ number: 4002, severity: 16, state: 1, message, procedure: '', line: 0 });
      sink.statementDone({ command: 'bulk insert', error: true });
      return;
    }
    try {
      if (this.failure !== undefined) throw this.failure;
      sink.statementDone({ command: 'bulk insert', rowCount: await this.load.end() });
    } catch (error) {
      await this.load.abort();
      if (!isSqlError(error)) throw error;
      const { number, severity, state, message } = error;
      sink.message({ number, severity, state, message, procedure: '', line: 1 });
      sink.statementDone({ command: 'bulk insert', error: true });
    }
  }

  async abort(): Promise<void> {
    this.failure ??= new Error('The client gave the bulk load up.');
    await this.work;
    await this.load?.abort();
  }
}
