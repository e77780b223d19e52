import { arch, cpus, freemem, release, totalmem, uptime } from 'node:os';
import type { PgStep } from '../../pg/index.ts';
import type { LiveHost, LiveSession, LiveTopic } from '../catalog/system-views/live-topics.ts';
import { statementFor } from '../program/statement-pool.ts';
import type { Engine } from '../engine.ts';
import type { ClientSession } from './client-session.ts';

const HAND_OVER = statementFor('SELECT pg_catalog.set_config($1::text, $2::text, false)');
const ISOLATION = {
  'read uncommitted': 1,
  'read committed': 2,
  'repeatable read': 3,
  serializable: 4,
  snapshot: 5,
} as const;

/** Steps that hand PostgreSQL what only this process knows, before a statement that reads sys.dm_exec_sessions and its like. */
export function liveSteps(topics: readonly LiveTopic[], engine: Engine): PgStep[] {
  return topics.map((topic) => ({
    statement: HAND_OVER,
    parameters: [
      Buffer.from(`holdfast.live_${topic}`),
      Buffer.from(JSON.stringify(topic === 'sessions' ? sessionRows(engine) : [hostRow(engine)])),
    ],
  }));
}

function sessionRows(engine: Engine): LiveSession[] {
  return [...engine.sessions.values()].map((session) => sessionRow(session));
}

function sessionRow(session: ClientSession): LiveSession {
  const { login, options, engine } = session;
  const { set, run } = options;
  const iso = (time: number): string => new Date(time).toISOString();
  const open = session.transaction.count > 0;
  return {
    sessionId: session.id,
    loginTime: iso(session.startedAt),
    hostName: login.hostName || null,
    programName: login.applicationName || null,
    hostProcessId: login.clientProcessId,
    clientInterfaceName: login.clientInterfaceName || null,
    clientAddress: login.clientAddress || null,
    clientPort: null,
    localAddress: engine.localAddress,
    localPort: engine.localPort,
    packetSize: session.packetSize,
    tdsVersion: login.tdsVersion,
    encrypted: login.encrypted,
    sid: Buffer.from(engine.security.loginSid(session.identity.loginId)).toString('hex'),
    loginName: session.identity.loginName,
    originalLoginName: session.identity.loginName,
    databaseId: session.databaseId,
    status: session.running ? 'running' : 'sleeping',
    command: session.running ? 'SELECT' : null,
    lastRequestStart: iso(session.lastRequestAt),
    lastRequestEnd: session.running ? null : iso(session.lastRequestAt),
    cpuTime: 0,
    elapsedTime: session.running ? Math.round(engine.clock.now() - session.lastRequestAt) : 0,
    contextInfo: session.contextInfo === null ? null : Buffer.from(session.contextInfo).toString('hex'),
    textSize: run.textSize,
    language: session.language,
    dateFormat: set.dateFormat,
    dateFirst: set.dateFirst,
    quotedIdentifier: set.quotedIdentifier,
    arithAbort: set.arithAbort,
    ansiNullDefaultOn: run.ansiNullDefaultOn,
    ansiDefaults: set.ansiNulls && set.ansiPadding && set.ansiWarnings && set.quotedIdentifier,
    ansiWarnings: set.ansiWarnings,
    ansiPadding: set.ansiPadding,
    ansiNulls: set.ansiNulls,
    concatNullYieldsNull: set.concatNullYieldsNull,
    isolationLevel: ISOLATION[run.isolation],
    lockTimeout: run.lockTimeoutMs,
    rowCount: session.counters.rowCount,
    lastError: session.counters.lastError,
    openTransactions: session.transaction.count,
    transactionId: open ? String(session.transaction.descriptor) : null,
    transactionName: open ? 'user_transaction' : null,
    transactionStart: open ? iso(session.lastRequestAt) : null,
    backendPid: session.backend.processId || null,
  };
}

function hostRow(engine: Engine): LiveHost {
  const usage = process.cpuUsage();
  const memory = totalmem();
  return {
    serverName: engine.serverName,
    distribution: 'Linux',
    release: release(),
    architecture: arch() === 'arm64' ? 'ARM64' : 'X64',
    cpuCount: cpus().length,
    memoryBytes: memory,
    freeBytes: freemem(),
    usedBytes: process.memoryUsage.rss(),
    uptimeMs: Math.round(uptime() * 1000),
    cpuMs: Math.round((usage.user + usage.system) / 1000),
    startedAt: new Date(engine.clock.now() - process.uptime() * 1000).toISOString(),
    processId: process.pid,
  };
}
