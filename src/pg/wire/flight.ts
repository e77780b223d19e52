import type { PgReport } from './types.ts';

/** What is on its way to the server and back: everything between two ReadyForQuery messages. */
export interface Flight {
  /** Builds its messages. A throw means that nothing is sent; `lost` is called with what was thrown. */
  send(): void;
  /** Every message of the server but notices, parameter changes and ReadyForQuery. */
  message(type: number, buffer: Buffer, start: number, end: number): void;
  notice?(report: PgReport): void;
  /** The first failure counts; the flight still goes on to ReadyForQuery. */
  failed(error: Error): void;
  /** ReadyForQuery. True: send this flight once more. */
  ready(): boolean;
  /** The connection is gone, or the flight could not be sent. */
  lost(error: Error): void;
}

/** Message types of the backend, by their ASCII letters. https://www.postgresql.org/docs/18/protocol-message-formats.html */
export const BackendMessage = {
  parseComplete: 0x31,
  bindComplete: 0x32,
  closeComplete: 0x33,
  notification: 0x41,
  commandComplete: 0x43,
  dataRow: 0x44,
  error: 0x45,
  copyInResponse: 0x47,
  copyOutResponse: 0x48,
  emptyQuery: 0x49,
  backendKeyData: 0x4b,
  notice: 0x4e,
  authentication: 0x52,
  parameterStatus: 0x53,
  rowDescription: 0x54,
  copyBothResponse: 0x57,
  readyForQuery: 0x5a,
  copyData: 0x64,
  copyDone: 0x63,
  noData: 0x6e,
  portalSuspended: 0x73,
  parameterDescription: 0x74,
} as const;
