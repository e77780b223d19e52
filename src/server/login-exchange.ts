import type { Engine, LoginRequest, Session, SessionRecovery } from '../engine/index.ts';
import {
  type Collation,
  collectBytes,
  decodeSessionRecovery,
  type Dialect,
  encodeCollation,
  type FeatureAck,
  FeatureId,
  limits,
  type Login7,
  type SessionState,
  type TokenWriter,
  writeDone,
  writeEnvChange,
  writeFeatureExtAck,
  writeLoginAck,
  writeMessage,
  writeStateSet,
} from '../tds/index.ts';
import type { ProductVersion } from './prelogin-exchange.ts';

/** LOGIN7 (MS-TDS 2.2.6.4) to the engine's login, and its answer (MS-TDS 2.2.7.14 and the tokens around it). */
export interface LoginRefusal {
  readonly number: number;
  readonly severity: number;
  readonly state: number;
  readonly message: string;
}

/** What is refused before the engine is asked. */
export function refusalOf(login: Login7, dialect: Dialect | undefined): LoginRefusal | undefined {
  const refuse = (number: number, state: number, message: string) => ({ number, severity: 14, state, message });
  if (login.integratedSecurity) {
    return refuse(
      18452,
      1,
      'Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication.',
    );
  }
  if (dialect === undefined) {
    return refuse(17828, 4, 'The client speaks a version of TDS before 7.1, which is not supported.');
  }
  return undefined;
}

export function toLoginRequest(
  login: Login7,
  tdsVersion: number,
  clientAddress: string,
  encrypted: boolean,
): LoginRequest {
  return {
    userName: login.userName,
    password: login.password,
    newPassword: login.newPassword,
    database: login.database,
    language: login.language,
    applicationName: login.applicationName,
    hostName: login.hostName,
    clientInterfaceName: login.interfaceName,
    clientProcessId: login.clientProcessId,
    clientAddress,
    packetSize: grantedPacketSize(login.packetSize),
    tdsVersion,
    encrypted,
    odbc: login.odbc,
    recovered: recoveredSession(login),
  };
}

/** 0 leaves it to the server. */
export function grantedPacketSize(wanted: number): number {
  if (wanted === 0) return limits.DEFAULT_PACKET_BYTES;
  return Math.min(Math.max(wanted, limits.MIN_PACKET_BYTES), limits.MAX_PACKET_BYTES);
}

/** A reconnecting client tells what the session was after its login and what differed when it was lost (MS-TDS 2.2.6.4). */
function recoveredSession(login: Login7): SessionRecovery | undefined {
  const feature = login.features.find(({ id }) => id === FeatureId.sessionRecovery);
  const request = feature === undefined ? undefined : decodeSessionRecovery(feature.data);
  if (request === undefined) return undefined;
  const { initial, toBe } = request;
  return {
    database: toBe.database || initial.database,
    language: toBe.language || initial.language,
    states: new Map([...initial.states, ...toBe.states]),
  };
}

export function wantsSessionRecovery(login: Login7): boolean {
  return login.features.some(({ id }) => id === FeatureId.sessionRecovery);
}

export interface LoginReply {
  readonly login: Login7;
  readonly session: Session;
  readonly engine: Engine;
  readonly collation: Collation;
  readonly packetSize: number;
  readonly version: ProductVersion;
  readonly programName: string;
  /** The session's state to recover by, when the client asked for the feature. */
  readonly state: SessionState | undefined;
}

export function writeLoginReply(writer: TokenWriter, reply: LoginReply): void {
  const { session, engine } = reply;
  const info = (number: number, message: string) =>
    writeMessage(writer, {
      number,
      severity: 0,
      state: 1,
      message,
      serverName: engine.serverName,
      procedure: '',
      line: 1,
    });
  writeEnvChange(writer, { kind: 'database', to: session.database, from: 'master' });
  info(5701, `Changed database context to '${session.database}'.`);
  writeEnvChange(writer, { kind: 'collation', to: encodeCollation(reply.collation), from: Buffer.alloc(0) });
  writeEnvChange(writer, { kind: 'language', to: session.language, from: '' });
  info(5703, `Changed language setting to ${session.language}.`);
  writeLoginAck(writer, {
    tdsVersion: writer.dialect.version,
    programName: reply.programName,
    ...reply.version,
  });
  const size = String(reply.packetSize);
  writeEnvChange(writer, { kind: 'packetSize', to: size, from: String(limits.DEFAULT_PACKET_BYTES) });
  const features = writer.dialect.features ? acknowledgedFeatures(reply) : [];
  if (features.length > 0) writeFeatureExtAck(writer, features);
  writeDone(writer, { token: 'done', status: 0, command: 0, rowCount: 0 });
  writer.end();
}

function acknowledgedFeatures(reply: LoginReply): FeatureAck[] {
  const features: FeatureAck[] = [];
  for (const id of new Set(reply.login.features.map((feature) => feature.id))) {
    if (id === FeatureId.sessionRecovery && reply.state !== undefined) {
      const { states } = reply.state;
      features.push({ id, data: collectBytes((writer) => writeStateSet(writer, states)) });
    } else if (id === FeatureId.utf8Support) {
      features.push({ id, data: Uint8Array.of(1) });
    }
  }
  return features;
}

/** What a failed login is told: a database that cannot be opened (4060) is followed by the failure itself. */
export function loginFailure(error: LoginRefusal, userName: string): LoginRefusal[] {
  const { number, severity, state, message } = error;
  const refusals = [{ number, severity, state, message }];
  if (number === CANNOT_OPEN_DATABASE) {
    refusals.push({ number: 18456, severity: 14, state: 1, message: `Login failed for user '${userName}'.` });
  }
  return refusals;
}

const CANNOT_OPEN_DATABASE = 4060;

export function writeRefusals(writer: TokenWriter, refusals: readonly LoginRefusal[], serverName: string): void {
  for (const refusal of refusals) writeMessage(writer, { ...refusal, serverName, procedure: '', line: 1 });
  writeDone(writer, { token: 'done', status: 2, command: 0, rowCount: 0 });
  writer.end();
}

/** The engine's refusals carry SQL Server's number, severity and state; everything else is our own fault. */
export function isSqlError(error: unknown): error is LoginRefusal & Error {
  return error instanceof Error && 'code' in error && error.code === 'SQL_ERROR' && 'number' in error;
}
