/** What every client's program is told in its environment. */
export interface ClientEnvironment {
  readonly E2E_HOST: string;
  readonly E2E_PORT: string;
  readonly E2E_USER: string;
  readonly E2E_PASSWORD: string;
  /** A database of its own, that the program creates. */
  readonly E2E_DATABASE: string;
  /** The server's certificate (PEM), for clients that check it. */
  readonly E2E_CERTIFICATE: string;
  /** The directory of data-types.tsv and errors.tsv. */
  readonly E2E_SHARED: string;
}

export interface ClientCommand {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Why a client cannot run on this machine: its toolchain is missing. */
export interface MissingToolchain {
  readonly missing: string;
}

export interface Client {
  readonly name: string;
  /** What its program must report: a story that is left out is a failure. */
  readonly stories: readonly string[];
  /** Installs and compiles what the client needs. */
  readonly prepare: () => Promise<ClientCommand | MissingToolchain>;
}

export const STORIES = {
  dataTypes: 'data types',
  prepared: 'prepared statements',
  transactions: 'transactions',
  errors: 'errors',
  messages: 'messages',
  cancel: 'cancel',
  encryption: 'encryption and login',
  bulk: 'bulk copy',
  tableValued: 'table-valued parameters',
  procedures: 'stored procedures',
  metadata: 'metadata',
  pooling: 'pooling',
} as const;

/** One line that a client's program prints for each case. */
export interface CaseReport {
  readonly story: string;
  readonly case: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly error?: string;
}
