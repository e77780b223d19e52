import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, HoldfastError, type Log, systemClock } from '../base/index.ts';
import type { PgSettings } from '../pg/index.ts';
import type { Coordinator } from './coordinator.ts';
import {
  type AgentAction,
  type AgentEvent,
  type AgentState,
  childrenStatus,
  type ChildName,
  decide,
  type Failure,
  INITIAL_STATE,
} from './decide.ts';
import { type Endpoint, openEndpoint, type Reply } from './endpoint.ts';
import { ServerRequestFailed } from './errors.ts';
import { Guardian } from './guardian.ts';
import { CONTROL_SOCKET, type Instance, SERVER_PID_FILE } from './instance.ts';
import { rememberProcess } from './leftover-process.ts';
import { agentMetrics, METRICS_CONTENT_TYPE } from './metrics.ts';
import { isProcessAlive, killPostgres } from './postgres-kill.ts';
import { PostgresProcess } from './postgres-process.ts';
import { type ServerCommand, ServerProcess } from './server-process.ts';
import type { AgentStatus, ChildReport } from './status.ts';
import { probeWritePath } from './write-path.ts';
import { WritePathWatch } from './write-path-watch.ts';

/** Between two looks whether what was killed is gone. */
const LOOK_FOR_KILLED_MS = 20;

export interface AgentOptions {
  readonly instance: Instance;
  readonly coordinator: Coordinator;
  readonly postgres: { readonly database: string; readonly settings: Partial<PgSettings> };
  readonly serverCommand: ServerCommand;
  /** Asked for at every start of the server and at every reload. */
  readonly serverSettings: () => unknown;
  /** `required`: the address was asked for, so that it is an error when it cannot be had. */
  readonly http: { readonly host: string; readonly port: number; readonly required: boolean } | undefined;
  readonly log: Log;
  readonly clock?: Clock;
  /** The server accepts clients. Called after every start of it. */
  readonly onServing: (address: string, port: number) => void;
}

/** The first process: keeps PostgreSQL and the server running, and answers who asks how they are. */
export class Agent {
  readonly #options: AgentOptions;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #guardian: Guardian;
  readonly #postgres: PostgresProcess;
  readonly #ended = Promise.withResolvers<Failure | undefined>();
  readonly #startedAt: number;
  #state: AgentState = INITIAL_STATE;
  #server: ServerProcess | undefined;
  #listening: { address: string; port: number } | undefined;
  #endpoints: Endpoint[] = [];
  #killed: number[] = [];
  #permitUntil: number | undefined;
  #http: { address: string; port: number } | undefined;

  constructor(options: AgentOptions) {
    this.#options = options;
    this.#log = options.log;
    this.#clock = options.clock ?? systemClock;
    this.#startedAt = this.#clock.monotonic();
    this.#guardian = new Guardian(this.#log);
    this.#postgres = new PostgresProcess(
      { ...options.postgres, dataDirectory: options.instance.postgresDirectory, log: this.#log },
      { up: (pid) => this.#postgresUp(pid), down: (failure, final) => this.#down('postgres', failure, final) },
    );
  }

  /** Runs until it is stopped. Resolves with what made it give up, if it did. */
  async run(): Promise<Failure | undefined> {
    this.#guardian.start();
    const writePath = new WritePathWatch(
      () => (childrenStatus(this.#state) === 'up' ? this.#postgres.target : undefined),
      (result, reason) => {
        if (result === 'failed') this.#log.warn({ reason }, 'PostgreSQL lets no write through');
        this.#options.coordinator.writePathProbed(result);
      },
    );
    try {
      await this.#openEndpoints();
      await this.#options.coordinator.start({
        mayServe: () => this.#dispatch({ kind: 'may serve' }),
        mayNotServe: (reason) => {
          this.#log.warn({ reason }, 'this instance may not serve any more');
          this.#dispatch({ kind: 'may not serve' });
          this.#killPostgres();
        },
        permit: (until) => this.#permit(until),
        stopCleanly: () => this.stop(),
        restartPostgres: () => {
          this.#log.error({}, 'PostgreSQL lets no write through: starting it anew');
          this.#killPostgres();
        },
      });
      return await this.#ended.promise;
    } finally {
      writePath.close();
      await this.#options.coordinator.stop();
      for (const endpoint of this.#endpoints) endpoint.close();
      this.#guardian.close();
    }
  }

  /** A second call does not wait for anything. */
  stop(): void {
    this.#dispatch({ kind: 'stop', how: this.#state.phase === 'stopping' ? 'immediate' : 'clean' });
  }

  async reload(): Promise<void> {
    await this.#askServer().request('reload', this.#options.serverSettings());
    this.#log.info({}, 'reloaded the configuration');
  }

  #dispatch(event: AgentEvent): void {
    // A machine that was frozen may have lost its right meanwhile: nothing is started before that is known.
    this.#options.coordinator.check();
    const { state, actions } = decide(this.#state, event, this.#clock.monotonic());
    this.#state = state;
    for (const action of actions) this.#act(action);
    this.#reportChildren();
  }

  /** `down` only when no process is left that could still write: a killed one may be waiting for its disk. */
  #reportChildren(): void {
    const status = childrenStatus(this.#state);
    this.#killed = this.#killed.filter(isProcessAlive);
    if (status !== 'down' || this.#killed.length === 0) return this.#options.coordinator.childrenChanged(status);
    setTimeout(() => this.#reportChildren(), LOOK_FOR_KILLED_MS);
  }

  #killPostgres(): void {
    if (this.#postgres.pid !== undefined) this.#killed.push(...killPostgres(this.#postgres.pid));
  }

  /** The server stops by itself when its permit ends, should this process hang. */
  #permit(until: number): void {
    this.#permitUntil = until;
    this.#server?.permit(until, this.#postgres.pid);
  }

  #act(action: AgentAction): void {
    if (action.kind === 'start') {
      if (action.child === 'postgres') this.#postgres.start();
      else this.#startServer();
    } else if (action.kind === 'pause') {
      this.#log.error({ child: action.child, ms: action.ms }, 'it fails again and again: slowing down its restarts');
      setTimeout(() => this.#dispatch({ kind: 'pause over', child: action.child }), action.ms);
    } else if (action.kind === 'drain server') this.#server?.drain();
    else if (action.kind === 'kill server') this.#server?.kill();
    else if (action.kind === 'stop postgres') this.#postgres.stop(action.how);
    else if (action.kind === 'limit stop')
      setTimeout(() => this.#dispatch({ kind: 'stop overdue' }), action.ms).unref();
    else this.#ended.resolve(this.#state.failure);
  }

  #postgresUp(pid: number): void {
    this.#guardian.watch(pid, 'QUIT');
    this.#log.info({ pid, socket: this.#postgres.target?.socketDirectory }, 'PostgreSQL is up');
    this.#dispatch({ kind: 'up', child: 'postgres' });
    if (this.#permitUntil !== undefined) this.#server?.permit(this.#permitUntil, pid);
    this.#server?.postgres(this.#postgres.target);
  }

  #startServer(): void {
    const server = new ServerProcess(this.#options.serverCommand, this.#options.serverSettings(), {
      listening: (address, port) => {
        this.#listening = { address, port };
        this.#dispatch({ kind: 'up', child: 'server' });
        this.#options.onServing(address, port);
      },
      silent: () => {
        this.#log.error({ pid: server.pid }, 'the server does not answer any more');
        this.#dispatch({ kind: 'silent', child: 'server' });
      },
      exited: (failure, final) => {
        if (server.pid !== undefined) this.#guardian.forget(server.pid, 'KILL');
        this.#server = undefined;
        this.#listening = undefined;
        this.#down('server', failure, final);
      },
    });
    this.#server = server;
    if (server.pid !== undefined) {
      this.#guardian.watch(server.pid, 'KILL');
      rememberProcess(join(this.#options.instance.runDirectory, SERVER_PID_FILE), server.pid);
    }
    if (this.#permitUntil !== undefined) server.permit(this.#permitUntil, this.#postgres.pid);
    if (this.#state.postgres.status === 'up') server.postgres(this.#postgres.target);
  }

  #down(child: ChildName, failure: Failure, final: boolean): void {
    if (child === 'postgres') this.#server?.postgres(undefined);
    const expected = this.#state.phase !== 'running';
    if (expected) this.#log.info({ child }, failure.message);
    else this.#log.error({ child, code: failure.code }, failure.message);
    this.#dispatch({ kind: 'down', child, failure, final });
  }

  #askServer(): ServerProcess {
    if (this.#server === undefined || this.#state.server.status !== 'up')
      throw new ServerRequestFailed('the server is not up', 'try again in a moment');
    return this.#server;
  }

  status(): AgentStatus {
    const report = (child: ChildName, pid: number | undefined): ChildReport => ({
      status: this.#state[child].status,
      ...(pid === undefined ? {} : { pid }),
      restarts: this.#state[child].restarts,
    });
    const coordination = this.#options.coordinator.status();
    return {
      phase: this.#state.phase,
      coordinator: this.#options.coordinator.name,
      ...(coordination === undefined ? {} : { coordination }),
      dataDirectory: this.#options.instance.directory,
      agent: { pid: process.pid, uptimeSeconds: Math.round((this.#clock.monotonic() - this.#startedAt) / 1000) },
      server: { ...report('server', this.#server?.pid), ...this.#listening },
      postgres: report('postgres', this.#postgres.pid),
      ...(this.#http === undefined ? {} : { http: this.#http }),
    };
  }

  async #openEndpoints(): Promise<void> {
    const { instance, http } = this.#options;
    // The lock on the directory is ours, so a socket that is still there is of a dead agent.
    const path = join(instance.runDirectory, CONTROL_SOCKET);
    rmSync(path, { force: true });
    const probes = this.#probeRoutes();
    this.#endpoints.push(await openEndpoint({ ...probes, ...this.#controlRoutes() }, { path }, this.#log));
    chmodSync(path, 0o600);
    if (http === undefined) return;
    try {
      const endpoint = await openEndpoint(probes, http, this.#log);
      this.#endpoints.push(endpoint);
      this.#http = { address: http.host, port: endpoint.port ?? http.port };
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? String(error);
      if (http.required) {
        throw new HoldfastError(
          'PORT_UNAVAILABLE',
          `cannot listen for probes on ${http.host} port ${http.port}: ${reason}`,
          {
            hint: 'set HOLDFAST_HTTP_PORT to a free port, or to off',
          },
        );
      }
      this.#log.warn({ reason, port: http.port }, 'no probes and metrics: set HOLDFAST_HTTP_PORT to a free port');
    }
  }

  #probeRoutes(): Record<string, () => Promise<Reply>> {
    const answer = (ok: boolean, detail: object): Reply => ({ status: ok ? 200 : 503, body: { ok, ...detail } });
    return {
      'GET /startup': async () =>
        answer(this.#state.server.everUp && this.#state.postgres.everUp, { phase: this.#state.phase }),
      // That this answers is the point: an agent that runs brings back whatever is down, faster than a new Pod would.
      'GET /live': async () => answer(this.#state.phase !== 'ended', { phase: this.#state.phase }),
      'GET /ready': async () => this.#ready(),
      'GET /metrics': async () => ({ status: 200, body: await this.#metrics(), contentType: METRICS_CONTENT_TYPE }),
    };
  }

  async #ready(): Promise<Reply> {
    const { phase, server, postgres } = this.#state;
    const target = this.#postgres.target;
    const detail = { phase, server: server.status, postgres: postgres.status };
    if (phase !== 'running' || server.status !== 'up' || target === undefined) {
      return { status: 503, body: { ok: false, ...detail } };
    }
    const storage = await probeWritePath(target);
    return { status: 200, body: { ok: true, ...detail, storage } };
  }

  async #metrics(): Promise<string> {
    const own = await agentMetrics(this.status());
    if (this.#state.server.status !== 'up') return own;
    return `${own}${String(await this.#askServer().request('metrics', undefined))}`;
  }

  #controlRoutes(): Record<string, (request: { body: string; query: URLSearchParams }) => Promise<Reply>> {
    return {
      'GET /status': async () => ({ status: 200, body: this.status() }),
      'POST /stop': async ({ query }) => {
        this.#dispatch({ kind: 'stop', how: query.get('how') === 'immediate' ? 'immediate' : 'clean' });
        return { status: 202, body: { ok: true } };
      },
      'POST /reload': async () => {
        await this.reload();
        return { status: 200, body: { ok: true } };
      },
      'POST /reset-password': async ({ body }) => {
        await this.#askServer().request('reset password', body);
        return { status: 200, body: { ok: true } };
      },
    };
  }
}
