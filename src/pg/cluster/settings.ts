import { statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';

const MIB = 1024 * 1024;
/** Shared memory for parallel queries lies in /dev/shm, of which containers get 64 MiB; a hash join wants more. */
const SMALLEST_USEFUL_DEV_SHM_BYTES = 512 * MIB;
const SHARED_BUFFERS_MIN_BYTES = 32 * MIB;
const SHARED_BUFFERS_MAX_BYTES = 8192 * MIB;

/** What a person or the agent decides about an instance; the rest of postgresql.conf follows from it. */
export interface PgSettings {
  readonly memoryLimitBytes: number;
  readonly maxConnections: number;
  readonly port: number;
  /** Empty, the default, means no TCP at all. */
  readonly listenAddresses: string;
  /** False only for tests. */
  readonly durable: boolean;
  /** Lines of pg_hba.conf behind the one that lets local sockets in. */
  readonly hostRules: readonly string[];
  /** Further settings, which win over all others. */
  readonly extra: Readonly<Record<string, string>>;
}

export const DEFAULT_PG_PORT = 5432;

export function defaultSettings(): PgSettings {
  return {
    memoryLimitBytes: process.constrainedMemory() > 0 ? Math.min(process.constrainedMemory(), totalmem()) : totalmem(),
    maxConnections: 100,
    port: DEFAULT_PG_PORT,
    listenAddresses: '',
    durable: true,
    hostRules: [],
    extra: {},
  };
}

/** Settings by name, as text without quotes. Sizes are rounded to units that PostgreSQL prints itself. */
export function configuration(settings: PgSettings, socketDirectory: string, clusterName: string): Map<string, string> {
  const memory = settings.memoryLimitBytes;
  const buffers = Math.min(Math.max(memory / 4, SHARED_BUFFERS_MIN_BYTES), SHARED_BUFFERS_MAX_BYTES);
  const workMemory = Math.max(4 * MIB, memory / 4 / Math.max(settings.maxConnections, 1));
  const onOff = settings.durable ? 'on' : 'off';
  return new Map<string, string>([
    ['listen_addresses', settings.listenAddresses],
    ['port', String(settings.port)],
    ['unix_socket_directories', socketDirectory],
    ['unix_socket_permissions', '0700'],
    // Names the processes, so that what an earlier run left can be told from other instances.
    ['cluster_name', clusterName],
    ['max_connections', String(settings.maxConnections)],
    ['shared_buffers', megabytes(buffers)],
    ['effective_cache_size', megabytes(Math.max(memory / 2, buffers))],
    ['work_mem', megabytes(Math.min(workMemory, 64 * MIB))],
    ['maintenance_work_mem', megabytes(Math.min(Math.max(memory / 16, 16 * MIB), 512 * MIB))],
    ['dynamic_shared_memory_type', dynamicSharedMemory()],
    ['max_worker_processes', String(Math.max(8, availableParallelism()))],
    ['max_parallel_workers', String(availableParallelism())],
    ['jit', 'off'],
    ['fsync', onOff],
    ['synchronous_commit', onOff],
    ['full_page_writes', onOff],
    ['wal_level', 'replica'],
    // Recovery after a crash replays what was written since the last checkpoint; these bound it to about a second of work.
    ['checkpoint_timeout', '60s'],
    ['max_wal_size', '512MB'],
    ['min_wal_size', '128MB'],
    ['checkpoint_completion_target', '0.8'],
    // A backend whose client is gone ends within this time, even in the middle of a long query.
    ['client_connection_check_interval', '2s'],
    ['max_locks_per_transaction', '256'],
    ['deadlock_timeout', '500ms'],
    ['timezone', 'UTC'],
    ['log_timezone', 'UTC'],
    ['datestyle', 'ISO, YMD'],
    ['lc_messages', 'C'],
    ['default_text_search_config', 'pg_catalog.simple'],
    ['logging_collector', 'off'],
    ['log_destination', 'stderr'],
    ['log_line_prefix', '%p '],
    // Errors of statements go to the client that caused them; the log is about the server.
    ['log_min_messages', 'log'],
    ['log_min_error_statement', 'panic'],
    ['log_checkpoints', 'off'],
    ...Object.entries(settings.extra),
  ]);
}

export function configurationFile(values: ReadonlyMap<string, string>): string {
  const lines = [...values].map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return ['# Written at every start. Use ALTER SYSTEM for settings of your own.', ...lines, ''].join('\n');
}

/** Whoever can open the socket, in a directory of mode 0700, may be anyone: T-SQL logins are checked in front of PostgreSQL. */
export function hbaFile(settings: PgSettings): string {
  return [
    '# Written at every start.',
    'local all all trust',
    'local replication all trust',
    ...settings.hostRules,
    '',
  ].join('\n');
}

function megabytes(bytes: number): string {
  return `${Math.max(1, Math.floor(bytes / MIB))}MB`;
}

function dynamicSharedMemory(): string {
  if (process.platform === 'win32') return 'windows';
  if (process.platform !== 'linux') return 'posix';
  try {
    const { blocks, bsize } = statfsSync('/dev/shm');
    return blocks * bsize >= SMALLEST_USEFUL_DEV_SHM_BYTES ? 'posix' : 'sysv';
  } catch {
    // No /dev/shm at all.
    return 'sysv';
  }
}
