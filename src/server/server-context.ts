import type { Log } from '../base/index.ts';
import type { Engine } from '../engine/index.ts';
import type { Collation } from '../tds/index.ts';
import type { EncryptionMode, ProductVersion } from './prelogin-exchange.ts';
import type { DialectLayouts } from './row-layout.ts';
import type { TlsContexts } from './tls.ts';

/** What all connections of a listener share. */
export interface ServerContext {
  readonly engine: Engine;
  readonly collation: Collation;
  readonly layouts: DialectLayouts;
  readonly version: ProductVersion;
  /** LOGINACK's ProgName: drivers look for "Microsoft SQL Server". */
  readonly programName: string;
  readonly encryption: EncryptionMode;
  /** Absent exactly when encryption is not supported. */
  readonly tls: TlsContexts | undefined;
  readonly loginTimeoutMs: number;
  readonly log: Log;
  readonly beforeAnswer: () => void;
}
