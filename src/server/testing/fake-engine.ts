import type {
  BulkLoad,
  Engine,
  LoginRequest,
  ResultColumn,
  ResultSink,
  RpcRequest,
  Session,
  SqlType,
  SqlValue,
  TransactionRequest,
} from '../../engine/index.ts';

/** An engine of a few fixed statements, so that the listener can be tested without PostgreSQL. */
export const INT: SqlType = { name: 'int', length: 0, precision: 0, scale: 0 };
export const NVARCHAR: SqlType = { name: 'nvarchar', length: 4000, precision: 0, scale: 0 };

const INT_COLUMN: ResultColumn = { name: 'n', type: INT, nullable: false };
const NUMBERS: readonly ResultColumn[] = [INT_COLUMN, { name: 's', type: NVARCHAR, nullable: true }];

/** Body of a binary DataRow. */
export function dataRow(...values: readonly (Buffer | null)[]): Buffer {
  const count = Buffer.alloc(2);
  count.writeUInt16BE(values.length);
  const parts = values.flatMap((value) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(value === null ? -1 : value.length);
    return value === null ? [length] : [length, value];
  });
  return Buffer.concat([count, ...parts]);
}

export function int4(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export class FakeSession implements Session {
  readonly id = 51;
  readonly language = 'us_english';
  database: string;
  readonly packetSize: number;
  readonly log: string[] = [];
  cancelled = false;
  paused = 0;
  recoverable: ReadonlyMap<number, Uint8Array> | undefined = new Map([[0, Uint8Array.of(1)]]);
  bulkRows: SqlValue[][] = [];
  private load: BulkLoad | undefined;
  private onCancel: () => void = () => {};

  constructor(request: LoginRequest) {
    this.database = request.database || 'master';
    this.packetSize = request.packetSize;
  }

  async executeBatch(text: string, sink: ResultSink): Promise<void> {
    this.log.push(text);
    this.cancelled = false;
    const [verb, argument] = text.trim().split(/\s+/);
    switch (verb) {
      case 'rows':
        return this.rows(Number(argument), sink);
      case 'wait':
        await new Promise<void>((resolve) => (this.onCancel = resolve));
        return;
      case 'fail':
        sink.message({
          number: 208,
          severity: 16,
          state: 1,
          message: "Invalid object name 'x'.",
          procedure: '',
          line: 2,
        });
        sink.statementDone({ command: 'select', error: true });
        return;
      case 'crash':
        throw new Error('a fault of ours');
      case 'insert':
        this.load = this.bulkLoad();
        sink.statementDone({ command: 'bulk insert' });
        return;
      default:
        sink.statementDone({ command: 'set' });
    }
  }

  private async rows(count: number, sink: ResultSink): Promise<void> {
    sink.columns(NUMBERS);
    for (let i = 0; i < count && !this.cancelled; i++) {
      const row = dataRow(int4(i), i % 3 === 0 ? null : Buffer.from(`row ${i} ä`));
      sink.pgRow(row, 0, row.length);
      if (!sink.writable) {
        this.paused++;
        await sink.drained();
      } else if (i % 1000 === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    if (!this.cancelled) sink.statementDone({ command: 'select', rowCount: count });
  }

  async executeRpc(request: RpcRequest, sink: ResultSink): Promise<boolean> {
    this.log.push(`rpc ${request.procedure}`);
    const [first] = request.parameters;
    if (request.procedure === 10 && typeof first?.value === 'string') await this.executeBatch(first.value, sink);
    sink.returnStatus(0);
    request.parameters.forEach((parameter, ordinal) => {
      if (parameter.output) sink.returnValue(ordinal, parameter.name, parameter.type, parameter.value);
    });
    return true;
  }

  async transactionRequest(request: TransactionRequest, sink: ResultSink): Promise<void> {
    this.log.push(request.kind);
    if (request.kind === 'begin') sink.environmentChange({ kind: 'begin transaction', descriptor: 7n });
    else if (request.kind === 'commit') sink.environmentChange({ kind: 'commit transaction', descriptor: 7n });
    else if (request.kind === 'rollback') sink.environmentChange({ kind: 'rollback transaction', descriptor: 7n });
  }

  private bulkLoad(): BulkLoad {
    return {
      begin: async (columns) => void this.log.push(`bulk ${columns.map(({ name }) => name).join(',')}`),
      rows: async (rows) => void this.bulkRows.push(...rows.map((row) => [...row])),
      end: async () => this.bulkRows.length,
      abort: async () => void this.log.push('bulk abort'),
    };
  }

  takeBulkLoad(): BulkLoad | undefined {
    const { load } = this;
    this.load = undefined;
    return load;
  }

  cancel(): void {
    this.cancelled = true;
    this.log.push('cancel');
    this.onCancel();
  }

  async reset(keepTransaction: boolean): Promise<void> {
    this.log.push(keepTransaction ? 'reset, keep' : 'reset');
  }

  takeSessionState(): { recoverable: boolean; states: ReadonlyMap<number, Uint8Array> } | undefined {
    const states = this.recoverable;
    this.recoverable = undefined;
    return states === undefined ? undefined : { recoverable: true, states };
  }

  async close(): Promise<void> {
    this.log.push('close');
  }
}

class FakeLoginError extends Error {
  readonly code = 'SQL_ERROR';
  readonly severity: number;
  readonly state = 1;
  readonly number: number;

  constructor(number: number, severity: number, message: string) {
    super(message);
    this.number = number;
    this.severity = severity;
  }
}

export class FakeEngine implements Engine {
  readonly serverName = 'EDGE';
  readonly collation = 'SQL_Latin1_General_CP1_CI_AS';
  readonly logins: LoginRequest[] = [];
  readonly sessions: FakeSession[] = [];

  async login(request: LoginRequest): Promise<Session> {
    this.logins.push(request);
    if (request.password !== 'secret')
      throw new FakeLoginError(18456, 14, `Login failed for user '${request.userName}'.`);
    if (request.database === 'missing') throw new FakeLoginError(4060, 11, 'Cannot open database "missing".');
    const session = new FakeSession(request);
    this.sessions.push(session);
    return session;
  }

  async close(): Promise<void> {}
}
