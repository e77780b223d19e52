import type {
  PgConnectOptions,
  PgCopyIn,
  PgDescription,
  PgHandler,
  PgSimpleResult,
  PgStatement,
  PgStep,
  PgTransactionStatus,
} from './types.ts';

/** One PostgreSQL backend over its Unix socket. Runs are queued: one is in flight, the next is sent when it is ready. */
export declare class PgConnection {
  static connect(options: PgConnectOptions): Promise<PgConnection>;
  readonly processId: number;
  readonly transactionStatus: PgTransactionStatus;
  readonly broken: boolean;
  run(steps: readonly PgStep[], handler: PgHandler): Promise<void>;
  runSimple(sql: string): Promise<PgSimpleResult[]>;
  describe(statement: PgStatement): Promise<PgDescription>;
  copyIn(sql: string): Promise<PgCopyIn>;
  cancel(): Promise<void>;
  pause(): void;
  resume(): void;
  close(): Promise<void>;
  onClose(listener: (reason: Error | undefined) => void): void;
}
