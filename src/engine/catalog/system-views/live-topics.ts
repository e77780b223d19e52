import { SYSTEM_VIEWS } from './all.ts';

/**
 * Rows that only the running engine knows. Before a statement that reads one of these topics the engine runs
 * `SELECT set_config('holdfast.live_<topic>', <JSON array>, false)` on the same connection; the views read it from there.
 */
export type LiveTopic = 'sessions' | 'host';

/** An element of topic `sessions`. Times are ISO 8601, binary values hexadecimal. */
export interface LiveSession {
  readonly sessionId: number;
  readonly loginTime: string;
  readonly hostName: string | null;
  readonly programName: string | null;
  readonly hostProcessId: number | null;
  readonly clientInterfaceName: string | null;
  readonly clientAddress: string | null;
  readonly clientPort: number | null;
  readonly localAddress: string | null;
  readonly localPort: number | null;
  readonly packetSize: number;
  readonly tdsVersion: number;
  readonly encrypted: boolean;
  readonly sid: string;
  readonly loginName: string;
  readonly originalLoginName: string;
  readonly databaseId: number;
  /** running: a request is being worked on. */
  readonly status: 'running' | 'sleeping' | 'dormant';
  readonly command: string | null;
  readonly lastRequestStart: string | null;
  readonly lastRequestEnd: string | null;
  readonly cpuTime: number;
  readonly elapsedTime: number;
  readonly contextInfo: string | null;
  readonly textSize: number;
  readonly language: string;
  readonly dateFormat: string;
  readonly dateFirst: number;
  readonly quotedIdentifier: boolean;
  readonly arithAbort: boolean;
  readonly ansiNullDefaultOn: boolean;
  readonly ansiDefaults: boolean;
  readonly ansiWarnings: boolean;
  readonly ansiPadding: boolean;
  readonly ansiNulls: boolean;
  readonly concatNullYieldsNull: boolean;
  /** 1 read uncommitted, 2 read committed, 3 repeatable read, 4 serializable, 5 snapshot. */
  readonly isolationLevel: number;
  readonly lockTimeout: number;
  readonly rowCount: number;
  readonly lastError: number;
  readonly openTransactions: number;
  readonly transactionId: string | null;
  readonly transactionName: string | null;
  readonly transactionStart: string | null;
  /** Process id of the PostgreSQL backend that the session holds, for sys.dm_tran_locks. */
  readonly backendPid: number | null;
}

/** The one element of topic `host`. */
export interface LiveHost {
  readonly serverName: string;
  readonly distribution: string;
  readonly release: string;
  /** X64 or ARM64. */
  readonly architecture: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly freeBytes: number;
  readonly usedBytes: number;
  readonly uptimeMs: number;
  readonly cpuMs: number;
  readonly startedAt: string;
  readonly processId: number;
}

const TOPICS: readonly LiveTopic[] = ['sessions', 'host'];

/** PostgreSQL name in quotes, as the printer writes it, by the topics behind it. */
const LIVE_VIEWS: readonly { readonly quoted: string; readonly topics: readonly LiveTopic[] }[] = SYSTEM_VIEWS.filter(
  (view) => view.live,
).map((view) => ({
  quoted: `"${view.schema}.${view.name}"`,
  topics: TOPICS.filter(
    (topic) =>
      view.from?.includes(`'${topic}'`) ||
      view.columns.some((column) => column.sql.includes(`holdfast.live('${topic}')`)),
  ),
}));

/** What a lowered statement needs handed over. Ask once a plan. */
export function liveTopicsOf(sql: string): readonly LiveTopic[] {
  if (!sql.includes('"sys.')) return [];
  const found = new Set(LIVE_VIEWS.filter((view) => sql.includes(view.quoted)).flatMap((view) => view.topics));
  return TOPICS.filter((topic) => found.has(topic));
}
