import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
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

/**
 * A small HTTP server over a TCP port or a Unix socket. Node's HTTP code is loaded at the first connection: it is a fifth of the
 * agent's memory, and on a single machine often nobody asks.
 */
export async function openEndpoint(
  routes: Routes,
  where: { host: string; port: number } | { path: string },
  log: Log,
): Promise<Endpoint> {
  const endpoint = new Endpoint(routes, log);
  await endpoint.listen(where);
  return endpoint;
}

export class Endpoint {
  readonly #routes: Routes;
  readonly #log: Log;
  readonly #listener: Server;
  #http: Promise<HttpServer> | undefined;

  constructor(routes: Routes, log: Log) {
    this.#routes = routes;
    this.#log = log;
    this.#listener = createServer((socket) => {
      this.#http ??= this.#createHttp();
      this.#http.then(
        (http) => http.emit('connection', socket),
        (error: unknown) => {
          log.error({ error }, 'the HTTP endpoint cannot be loaded');
          socket.destroy();
        },
      );
    });
    this.#listener.maxConnections = MAX_CONNECTIONS;
  }

  async listen(where: { host: string; port: number } | { path: string }): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#listener.once('error', reject);
      this.#listener.listen(where, () => resolve());
    });
    this.#listener.on('error', (error) => this.#log.warn({ error }, 'the HTTP endpoint failed'));
  }

  /** Undefined for a Unix socket. */
  get port(): number | undefined {
    return (this.#listener.address() as AddressInfo | null)?.port;
  }

  close(): void {
    this.#listener.close();
    void this.#http?.then((http) => http.closeAllConnections());
  }

  async #createHttp(): Promise<HttpServer> {
    const { createServer: createHttpServer } = await import('node:http');
    const http = createHttpServer((request, response) => {
      reply(this.#routes, request, response).catch((error: unknown) => {
        this.#log.warn({ error, url: request.url }, 'an HTTP request failed');
        response.destroy();
      });
    });
    http.requestTimeout = REQUEST_TIMEOUT_MS;
    return http;
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
    if (size > MAX_BODY_BYTES)
      throw new HoldfastError('BODY_TOO_LARGE', `a request body may have ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
