import { HoldfastError } from '../base/index.ts';
import type { AgentMessage, PostgresTarget, ServerMessage } from './messages.ts';
import { Permit } from './permit.ts';

/** The server as the agent's channel sees it: what the composition root puts together in the server process. */
export interface LinkedServer {
  readonly address: string;
  readonly port: number;
  /** Accepts nobody new, lets running requests end, closes the sessions. */
  drain(): Promise<void>;
  metrics(): Promise<string>;
  reload(settings: unknown): Promise<void>;
  resetPassword(password: string): Promise<void>;
  /** PostgreSQL went away or is back. */
  postgresChanged(up: boolean): void;
}

export type StartServer = (settings: unknown, postgres: PostgresTarget, permit: Permit) => Promise<LinkedServer>;

/** An error that another attempt cannot help, such as a port in use. */
export type IsFinal = (error: unknown) => boolean;

/**
 * The server process' side of the channel. Starts the server once the agent has sent its settings and PostgreSQL is up. The channel
 * closes when the agent is dead, however it died: then this process must not serve for one more moment.
 */
export async function serveUnderAgent(start: StartServer, isFinal: IsFinal): Promise<void> {
  if (process.send === undefined) {
    throw new HoldfastError('NO_AGENT', 'the server process runs only under the agent', {
      hint: 'use `holdfast serve`',
    });
  }
  // The agent decides when to stop; a signal to the whole process group must not cut its drain short.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

  const send = (message: ServerMessage): void => void process.send?.(message);
  const permit = new Permit();
  let server: LinkedServer | undefined;
  const settings = Promise.withResolvers<unknown>();
  const postgresUp = Promise.withResolvers<PostgresTarget>();

  process.on('message', (message: AgentMessage) => {
    if (message.kind === 'ping') send({ kind: 'pong' });
    else if (message.kind === 'permit') permit.extend(message.until, message.postmaster);
    else if (message.kind === 'start') settings.resolve(message.settings);
    else if (message.kind === 'postgres') {
      if (message.target !== undefined) postgresUp.resolve(message.target);
      server?.postgresChanged(message.target !== undefined);
    } else if (message.kind === 'drain') void drain(server);
    else void answer(message, server, send);
  });

  try {
    const given = await settings.promise;
    server = await start(given, await postgresUp.promise, permit);
    send({ kind: 'listening', address: server.address, port: server.port });
  } catch (error) {
    await new Promise<void>((resolve) => {
      const final = isFinal(error);
      process.send?.(
        { kind: 'failed', failure: failureOf(error), final } satisfies ServerMessage,
        undefined,
        undefined,
        () => resolve(),
      );
    });
    process.exit(1);
  }
}

async function drain(server: LinkedServer | undefined): Promise<void> {
  try {
    await server?.drain();
  } finally {
    process.exit(0);
  }
}

type Request = Extract<AgentMessage, { kind: 'request' }>;

async function answer(
  request: Request,
  server: LinkedServer | undefined,
  send: (message: ServerMessage) => void,
): Promise<void> {
  try {
    if (server === undefined)
      throw new HoldfastError('NOT_READY', 'the server is still starting', { hint: 'try again in a moment' });
    send({ kind: 'answer', id: request.id, value: await carryOut(request, server) });
  } catch (error) {
    send({ kind: 'refusal', id: request.id, failure: failureOf(error) });
  }
}

async function carryOut(request: Request, server: LinkedServer): Promise<unknown> {
  if (request.verb === 'metrics') return server.metrics();
  if (request.verb === 'reload') return server.reload(request.payload);
  return server.resetPassword(String(request.payload));
}

function failureOf(error: unknown): { code: string; message: string; hint?: string } {
  if (error instanceof HoldfastError) {
    return { code: error.code, message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
  return { code: 'SERVER_FAILED', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
