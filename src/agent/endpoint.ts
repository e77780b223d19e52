import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HoldfastError, type Log } from '../base/index.ts';

/** A request body of the control socket holds at most a password. */
const MAX_BODY_BYTES = 64 * 1024;
/** A probe that takes longer has failed; the write path has its own, shorter deadline. */
const REQUEST_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 64;

export interface Reply {
  readonly status: number;
  readonly body: object | string;
  readonly contentType?: string;
}

/** Keyed by method and path: `GET /ready`. */
export type Routes = Readonly<Record<string, (request: RouteRequest) => Promise<Reply>>>;

export interface RouteRequest {
  readonly query: URLSearchParams;
  readonly body: string;
}

/** A small HTTP server over a TCP port or a Unix socket. */
export async function openEndpoint(routes: Routes, where: { host: string; port: number } | { path: string }, log: Log): Promise<Endpoint> {
  const server = createServer((request, response) => {
    reply(routes, request, response).catch((error: unknown) => {
      log.warn({ error, url: request.url }, 'an HTTP request failed');
      response.destroy();
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => resolve());
  });
  server.on('error', (error) => log.warn({ error }, 'the HTTP endpoint failed'));
  return new Endpoint(server);
}

export class Endpoint {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  /** Undefined for a Unix socket. */
  get port(): number | undefined {
    return (this.#server.address() as AddressInfo | null)?.port;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function reply(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
  const route = routes[`${method} ${url.pathname}`];
  let answer: Reply;
  if (route === undefined) {
    answer = { status: 404, body: { error: `no ${method} ${url.pathname}`, routes: Object.keys(routes) } };
  } else {
    try {
      answer = await route({ query: url.searchParams, body: await readBody(request) });
    } catch (error) {
      answer = { status: 503, body: describe(error) };
    }
  }
  const isText = typeof answer.body === 'string';
  const text = typeof answer.body === 'string' ? answer.body : `${JSON.stringify(answer.body)}\n`;
  response.writeHead(answer.status, {
    'content-type': answer.contentType ?? (isText ? 'text/plain; charset=utf-8' : 'application/json'),
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

function describe(error: unknown): object {
  if (!(error instanceof HoldfastError)) return { error: error instanceof Error ? error.message : String(error) };
  return { error: error.message, code: error.code, ...(error.hint === undefined ? {} : { hint: error.hint }) };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new HoldfastError('BODY_TOO_LARGE', `a request body may have ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
