import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type LinkedServer, type Permit, type PostgresTarget, serveUnderAgent } from '../../agent/index.ts';
import { HoldfastError, type Log, systemClock } from '../../base/index.ts';
import { decodeVariantText, PRODUCT_VERSION, resetLoginPassword, startEngine } from '../../engine/index.ts';
import { decodeSqlVariant } from '../../pg/index.ts';
import {
  type CertificateFiles,
  type EncryptionMode,
  keepCertificate,
  type ProductVersion,
  startTdsServer,
} from '../../server/index.ts';
import type { Encryption } from '../config/resolve-config.ts';
import { InvalidSetting } from '../errors.ts';
import { createLogger } from '../logger.ts';
import { PROGRAM_VERSION } from '../program-version.ts';
import { serverMetrics } from '../server-metrics.ts';
import type { ServerSettings } from '../server-settings.ts';

/** The principal id of sa. */
const SA_LOGIN = 1;
/** Statements and open transactions at one time; the rest of PostgreSQL's 100 is for the agent's probes and for people. */
const POOL_SIZE = 80;
const CERTIFICATE_DIRECTORY = 'certificates';

const ENCRYPTION_MODES: Readonly<Record<Encryption, EncryptionMode>> = {
  off: 'not supported',
  on: 'optional',
  required: 'required',
  strict: 'strict',
};

/** Errors that starting again cannot help. */
const FINAL_CODES = new Set(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'INVALID_SETTING', 'TLS_CERTIFICATE']);

/** The hidden verb `server`: puts pool, engine and listener together, in the process that the agent made. */
export function runServerVerb(): Promise<void> {
  return serveUnderAgent(
    (settings, postgres, permit) => startServer(settings as ServerSettings, postgres, permit),
    (error) => FINAL_CODES.has((error as { code?: string }).code ?? ''),
  );
}

async function startServer(settings: ServerSettings, postgres: PostgresTarget, permit: Permit): Promise<LinkedServer> {
  const { log } = createLogger({ level: settings.logLevel, format: settings.logFormat, process: 'server' });
  const loadedMs = Math.round(performance.now());
  reportFaults(log);
  const [certificate, engine] = await Promise.all([
    loadCertificate(settings),
    startEngine({
      connect: { ...postgres, applicationName: 'holdfast' },
      poolSize: POOL_SIZE,
      collation: settings.collation,
      // Without one there is a login sa already, and this is not used.
      initialPassword: settings.saPassword ?? randomUUID(),
      localAddress: settings.ipAddress,
      localPort: settings.tcpPort,
      productName: `Holdfast ${PROGRAM_VERSION}`,
      log,
    }),
  ]);
  const listener = await startTdsServer({
    engine,
    decodeVariant: (source, at) => {
      const { type, value } = decodeSqlVariant(source, at);
      return decodeVariantText(type, value);
    },
    version: productVersion(),
    log,
    host: settings.ipAddress,
    port: settings.tcpPort,
    beforeAnswer: () => {
      if (!permit.holds()) permit.end();
    },
    encryption: ENCRYPTION_MODES[settings.encryption],
    ...(certificate === undefined ? {} : { certificate }),
  });
  setImmediate(flushCompileCache);
  // Milliseconds since the process began: what a client waits for after a crash.
  log.debug({ loadedMs, servingMs: Math.round(performance.now()) }, 'started');
  return {
    address: settings.ipAddress,
    port: listener.port,
    drain: async () => {
      await listener.close();
      await engine.close();
    },
    metrics: () => serverMetrics(listener.connectionCount, engine.pool.statistics()),
    reload: async (changed) => {
      const renewed = await loadCertificate(changed as ServerSettings);
      if (renewed !== undefined) listener.replaceCertificate(renewed);
    },
    resetPassword: (password) => resetLoginPassword(engine, SA_LOGIN, password),
    postgresChanged: (up) => log.info({}, up ? 'PostgreSQL is back' : 'PostgreSQL is away: sessions wait for it'),
  };
}

async function loadCertificate(settings: ServerSettings): Promise<CertificateFiles | undefined> {
  const { encryption, tlsCertificate, tlsKey, dataDirectory } = settings;
  if (encryption === 'off') return undefined;
  if (tlsCertificate === undefined || tlsKey === undefined) {
    return keepCertificate(join(dataDirectory, CERTIFICATE_DIRECTORY), hostname(), systemClock);
  }
  return {
    certificate: await readPem('HOLDFAST_TLS_CERT', tlsCertificate),
    key: await readPem('HOLDFAST_TLS_KEY', tlsKey),
  };
}

async function readPem(name: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InvalidSetting(
      name,
      `cannot read ${path} (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
      'correct the path or its permissions',
    );
  }
}

function productVersion(): ProductVersion {
  const [major, minor, build] = PRODUCT_VERSION.split('.').map(Number);
  if (major === undefined || minor === undefined || build === undefined)
    throw new HoldfastError('INTERNAL', `version ${PRODUCT_VERSION}`);
  return { major, minor, build };
}

/** A fault nobody expected ends the process: its state cannot be trusted, and the agent starts a fresh one at once. */
function reportFaults(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error({ error }, 'a fault in the server: it starts again');
    process.exitCode = 70;
    setImmediate(() => process.exit());
  });
}
