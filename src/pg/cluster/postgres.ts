import { chmodSync, chownSync, existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Clock, type Log, silentLog, systemClock } from '../../base/index.ts';
import { type Account, chooseAccount } from './account.ts';
import { fileFailure, PgClusterError, wrongOwner } from './errors.ts';
import { clusterExists, initCluster } from './initdb.ts';
import { clearLeftovers, writeOwner } from './leftovers.ts';
import type { InstanceIdentity } from './processes.ts';
import { locateProgram, type PgProgram } from './program.ts';
import { usableProgram } from './program-copy.ts';
import { type RunningPostgres, startPostmaster } from './running-postgres.ts';
import { configuration, configurationFile, defaultSettings, hbaFile, type PgSettings } from './settings.ts';
import { chooseSocketDirectory, directoryTag, prepareSocketDirectory } from './socket-directory.ts';

/** Recovery after a crash is part of a start, and so is fetching a standby's missing WAL. */
const START_TIMEOUT_MS = 300_000;

export interface PostgresOptions {
  /** PGDATA. Its parent is made where it is missing. */
  readonly dataDirectory: string;
  /** Where the socket goes; by default, or where the path would be too long, a private directory below `runtimeDirectory`. */
  readonly socketDirectory?: string;
  /** A short path for sockets, by default that of temporary files. */
  readonly runtimeDirectory?: string;
  /** Where the program is copied when the account cannot run the installed one; by default beside the data directory. */
  readonly programDirectory?: string;
  readonly superuser?: string;
  /** What PostgreSQL runs as when this process is root and the data directory does not exist yet. */
  readonly uid?: number;
  readonly settings?: Partial<PgSettings>;
  readonly sync?: boolean;
  readonly startTimeoutMs?: number;
  readonly log?: Log;
  readonly clock?: Clock;
}

/** One PostgreSQL instance of ours: its data directory, its files and its processes. */
export class Postgres {
  readonly #options: PostgresOptions;
  readonly #settings: PgSettings;
  readonly #log: Log;
  #program: PgProgram | undefined;

  constructor(options: PostgresOptions) {
    this.#options = { ...options, dataDirectory: resolve(options.dataDirectory) };
    this.#settings = { ...defaultSettings(), ...options.settings };
    this.#log = options.log ?? silentLog;
  }

  get dataDirectory(): string {
    return this.#options.dataDirectory;
  }

  get superuser(): string {
    return this.#options.superuser ?? 'holdfast';
  }

  /** Makes the cluster where there is none yet; true where it did. */
  async init(): Promise<boolean> {
    const { dataDirectory, uid, sync = true } = this.#options;
    if (clusterExists(dataDirectory)) return false;
    const account = chooseAccount(dataDirectory, uid);
    const program = await this.#usableProgram(account);
    await initCluster(program, account, { dataDirectory, superuser: this.superuser, sync });
    this.#log.info({ dataDirectory, uid: account.uid }, 'made a PostgreSQL cluster');
    return true;
  }

  /** Clears what an earlier run left, starts the postmaster and waits until it accepts connections. */
  async start(): Promise<RunningPostgres> {
    const { dataDirectory, uid } = this.#options;
    if (!clusterExists(dataDirectory)) {
      throw new PgClusterError('PG_START_FAILED', `there is no PostgreSQL cluster in ${dataDirectory}`, {
        hint: 'call init first',
      });
    }
    const account = chooseAccount(dataDirectory, uid);
    secureDataDirectory(dataDirectory, account);
    const program = await this.#usableProgram(account);
    const identity: InstanceIdentity = {
      dataDirectory: realpathSync(dataDirectory),
      clusterName: `holdfast-${directoryTag(dataDirectory)}`,
    };
    await clearLeftovers(identity, this.#log);
    const socketDirectory = this.#writeFiles(account, identity);
    return startPostmaster({
      program,
      account,
      identity,
      socketDirectory,
      port: this.#settings.port,
      superuser: this.superuser,
      log: this.#log,
      clock: this.#options.clock ?? systemClock,
      timeoutMs: this.#options.startTimeoutMs ?? START_TIMEOUT_MS,
    });
  }

  async #usableProgram(account: Account): Promise<PgProgram> {
    const { dataDirectory, programDirectory = join(dirname(dataDirectory), '.postgresql') } = this.#options;
    this.#program ??= await usableProgram(locateProgram(), programDirectory, account);
    return this.#program;
  }

  #writeFiles(account: Account, identity: InstanceIdentity): string {
    const { dataDirectory, socketDirectory: wanted, runtimeDirectory = tmpdir() } = this.#options;
    const settings = this.#settings;
    const socketDirectory = chooseSocketDirectory(wanted, runtimeDirectory, dataDirectory, settings.port);
    const values = configuration(settings, socketDirectory, identity.clusterName);
    try {
      prepareSocketDirectory(socketDirectory, account);
      writeOwned(join(dataDirectory, 'postgresql.conf'), configurationFile(values), account);
      writeOwned(join(dataDirectory, 'pg_hba.conf'), hbaFile(settings), account);
      writeOwner(dataDirectory);
    } catch (error) {
      throw fileFailure(error, dataDirectory, account);
    }
    return socketDirectory;
  }
}

/** A file that says so already is left alone, so that a full disk is no reason not to start. */
function writeOwned(path: string, text: string, account: Account): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  writeFileSync(path, text, { mode: 0o600 });
  if (account.drop) chownSync(path, account.uid, account.gid);
}

/** PostgreSQL refuses a directory that others may write or list. Kubernetes adds the group's rights at every mount (fsGroup). */
function secureDataDirectory(dataDirectory: string, account: Account): void {
  if (process.platform === 'win32') return;
  const { uid, mode } = statSync(dataDirectory);
  if (uid !== account.uid) throw wrongOwner(dataDirectory, uid, account);
  if ((mode & 0o027) !== 0) chmodSync(dataDirectory, 0o700);
}
