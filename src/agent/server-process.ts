import { type ChildProcess, spawn } from 'node:child_process';
import { ServerRequestFailed } from './errors.ts';
import type { Failure } from './decide.ts';
import type { AgentMessage, PostgresTarget, ServerMessage, ServerVerb } from './messages.ts';

/** Between two questions whether the server's event loop still turns. */
const PING_EVERY_MS = 1_000;
/** A server that has not answered for so long will not: its event loop is stuck. */
const SILENT_AFTER_MS = 15_000;
const REQUEST_TIMEOUT_MS = 10_000;

export interface ServerCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export interface ServerProcessEvents {
  listening(address: string, port: number): void;
  silent(): void;
  exited(failure: Failure, final: boolean): void;
}

/** One run of the server process, from its start to its exit. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #events: ServerProcessEvents;
  readonly #pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  readonly #pulse: NodeJS.Timeout;
  #nextId = 1;
  #reported: { failure: Failure; final: boolean } | undefined;
  #lastSign = performance.now();
  #lastTick = performance.now();
  #ended = false;

  constructor(command: ServerCommand, settings: unknown, events: ServerProcessEvents) {
    this.#events = events;
    // detached: a terminal's Ctrl-C is for the agent, which then drains the server.
    this.#child = spawn(command.file, command.args, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
      env: command.env,
    });
    this.#child.on('message', (message) => this.#receive(message as ServerMessage));
    this.#child.on('error', (error) => this.#end(`the server process cannot run: ${error.message}`));
    this.#child.on('exit', (code, signal) => {
      this.#end(
        signal === null ? `the server process ended with code ${code}` : `the server process was killed by ${signal}`,
      );
    });
    this.#send({ kind: 'start', settings });
    this.#pulse = setInterval(() => this.#tick(), PING_EVERY_MS);
  }

  /** Undefined where the process could not be made. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  postgres(target: PostgresTarget | undefined): void {
    this.#send({ kind: 'postgres', target });
  }

  permit(until: number, postmaster: number | undefined): void {
    this.#send({ kind: 'permit', until, postmaster });
  }

  drain(): void {
    this.#send({ kind: 'drain' });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  request(verb: ServerVerb, payload: unknown): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#settle(id)?.reject(new ServerRequestFailed(`${verb}: no answer from the server`)),
        REQUEST_TIMEOUT_MS,
      );
      const finish = (): void => clearTimeout(timer);
      this.#pending.set(id, {
        resolve: (value) => (finish(), resolve(value)),
        reject: (error) => (finish(), reject(error)),
      });
      this.#send({ kind: 'request', id, verb, payload });
    });
  }

  #settle(id: number): { resolve(value: unknown): void; reject(error: Error): void } | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #receive(message: ServerMessage): void {
    this.#lastSign = performance.now();
    if (message.kind === 'listening') this.#events.listening(message.address, message.port);
    else if (message.kind === 'failed') this.#reported = message;
    else if (message.kind === 'answer') this.#settle(message.id)?.resolve(message.value);
    else if (message.kind === 'refusal')
      this.#settle(message.id)?.reject(new ServerRequestFailed(message.failure.message, message.failure.hint));
  }

  #send(message: AgentMessage): void {
    // A message to a child that is gone is lost; its exit is what counts.
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #tick(): void {
    const now = performance.now();
    // Where this process was itself frozen, the silence says nothing about the server.
    if (now - this.#lastTick > 3 * PING_EVERY_MS) this.#lastSign = now;
    this.#lastTick = now;
    if (now - this.#lastSign > SILENT_AFTER_MS) this.#events.silent();
    else this.#send({ kind: 'ping' });
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#pulse);
    for (const pending of this.#pending.values()) pending.reject(new ServerRequestFailed(reason));
    this.#pending.clear();
    const { failure, final } = this.#reported ?? { failure: { code: 'SERVER_EXITED', message: reason }, final: false };
    this.#events.exited(failure, final);
  }
}
