import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { HoldfastError, type Log } from '../base/index.ts';
import type { Engine } from '../engine/index.ts';
import { type ChunkPool, collationOf, createChunkPool } from '../tds/index.ts';
import { Connection } from './connection.ts';
import {
  CLOSE_GRACE_MS,
  KEEPALIVE_IDLE_MS,
  LOGIN_TIMEOUT_MS,
  MAX_CONNECTIONS,
  REFUSED_CONNECTIONS_HEARD,
} from './limits.ts';
import type { EncryptionMode, ProductVersion } from './prelogin-exchange.ts';
import type { DecodeVariant } from './row-encoders/column-encoder.ts';
import { DialectLayouts } from './row-layout.ts';
import type { ServerContext } from './server-context.ts';
import { type CertificateFiles, createTlsContexts, type TlsContexts } from './tls.ts';

export interface TdsServerOptions {
  readonly engine: Engine;
  /** Makes the carrier of a sql_variant a value: the engine's conversions know its text forms. */
  readonly decodeVariant: DecodeVariant;
  readonly version: ProductVersion;
  readonly log: Log;
  /** All addresses when absent. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly encryption: EncryptionMode;
  /** PEM; needed unless encryption is not supported. */
  readonly certificate?: CertificateFiles;
  readonly maxConnections?: number;
  readonly loginTimeoutMs?: number;
  readonly closeGraceMs?: number;
  /** Runs before any byte is sent to a client; ends the process where it may not answer any more. */
  readonly beforeAnswer?: () => void;
}

/** The TDS listener. */
export class TdsServer {
  private readonly options: TdsServerOptions;
  private readonly server: Server;
  private readonly pool: ChunkPool = createChunkPool();
  private readonly connections = new Set<Connection>();
  private context: ServerContext;
  private closing = false;

  constructor(options: TdsServerOptions) {
    this.options = options;
    this.context = createContext(options);
    this.server = createServer({
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEPALIVE_IDLE_MS,
    });
    this.server.on('connection', (socket) => this.accept(socket));
  }

  async listen(): Promise<void> {
    const { host, port } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(host === undefined ? { port } : { port, host }, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get connectionCount(): number {
    return this.connections.size;
  }

  /** A renewed certificate: connections made from now on use it. */
  replaceCertificate(certificate: CertificateFiles): void {
    this.context = { ...this.context, tls: createTlsContexts(certificate) };
  }

  /** Stops listening at once, lets running requests end within the grace, then cuts everything off. */
  async close(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const connection of this.connections) if (!connection.busy) connection.destroy();
    const grace = setTimeout(() => this.destroyAll(), this.options.closeGraceMs ?? CLOSE_GRACE_MS);
    await this.untilIdle();
    this.destroyAll();
    clearTimeout(grace);
    await Promise.all([...this.connections].map((connection) => connection.closed));
    await closed;
  }

  /** Idle connections go at once; a busy one when its request is answered, or when the grace is over. */
  private async untilIdle(): Promise<void> {
    const POLL_MS = 20;
    while ([...this.connections].some((connection) => connection.busy)) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      for (const connection of this.connections) if (!connection.busy) connection.destroy();
    }
  }

  private destroyAll(): void {
    for (const connection of this.connections) connection.destroy();
  }

  private accept(socket: Socket): void {
    const limit = this.options.maxConnections ?? MAX_CONNECTIONS;
    if (this.closing || this.connections.size >= limit + REFUSED_CONNECTIONS_HEARD) {
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, this.context, this.pool, this.connections.size >= limit);
    this.connections.add(connection);
    void connection.closed.then(() => this.connections.delete(connection));
  }
}

function createContext(options: TdsServerOptions): ServerContext {
  const { engine, log, version, encryption } = options;
  const collation = collationOf(engine.collation);
  return {
    engine,
    collation,
    layouts: new DialectLayouts(collation, options.decodeVariant),
    version,
    programName: 'Microsoft SQL Server',
    encryption,
    tls: tlsOf(options),
    loginTimeoutMs: options.loginTimeoutMs ?? LOGIN_TIMEOUT_MS,
    log,
    beforeAnswer: options.beforeAnswer ?? (() => {}),
  };
}

function tlsOf({ encryption, certificate }: TdsServerOptions): TlsContexts | undefined {
  if (encryption === 'not supported') return undefined;
  if (certificate === undefined) {
    throw new HoldfastError('TLS_CERTIFICATE', `Encryption is ${encryption}, and there is no certificate.`, {
      hint: 'Give a certificate and its key, or turn encryption off.',
    });
  }
  return createTlsContexts(certificate);
}

export async function startTdsServer(options: TdsServerOptions): Promise<TdsServer> {
  const server = new TdsServer(options);
  await server.listen();
  return server;
}
