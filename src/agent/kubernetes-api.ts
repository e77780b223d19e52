import { readFile } from 'node:fs/promises';
import type { Agent as HttpAgent, IncomingMessage, RequestOptions } from 'node:http';
import { join } from 'node:path';
import { HoldfastError } from '../base/index.ts';

const ACCOUNT_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Shorter than the deadline of the lease by far: a second try must fit in. */
const REQUEST_TIMEOUT_MS = 1_500;
const MAX_ANSWER_BYTES = 1024 * 1024;
const MAX_MESSAGE_CHARACTERS = 300;

export interface KubernetesAccess {
  /** `https://HOST:PORT` */
  readonly server: string;
  /** PEM; undefined for plain HTTP. */
  readonly authority: string | undefined;
  /** Read for every request: Kubernetes renews it. */
  readonly tokenFile: string | undefined;
}

export interface KubernetesAnswer {
  readonly status: number;
  readonly body: unknown;
}

export class KubernetesUnavailable extends HoldfastError {
  constructor(message: string, hint?: string) {
    super('KUBERNETES_UNAVAILABLE', message, hint === undefined ? {} : { hint });
  }
}

/** What every Pod is given. */
export async function accessFromPod(env: NodeJS.ProcessEnv): Promise<KubernetesAccess> {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT'] ?? '443';
  if (host === undefined) {
    throw new KubernetesUnavailable('this is no Pod: KUBERNETES_SERVICE_HOST is not set', 'unset HOLDFAST_COORDINATOR');
  }
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    authority: await readFile(join(ACCOUNT_DIRECTORY, 'ca.crt'), 'utf8'),
    tokenFile: join(ACCOUNT_DIRECTORY, 'token'),
  };
}

/**
 * The few requests that the agent makes. The official client would double the time to the first heartbeat and add 87 MB to a process
 * whose whole point is to be small; it stays with the operator.
 */
export class KubernetesApi {
  readonly #access: KubernetesAccess;
  #connections: HttpAgent | undefined;

  constructor(access: KubernetesAccess) {
    this.#access = access;
  }

  /** Answers of any status but those that say nothing about the object: these, and no answer in time, throw. */
  async request(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<KubernetesAnswer> {
    const { status, text } = await this.#send(method, path, body === undefined ? undefined : JSON.stringify(body));
    if (status === 401 || status === 403 || status === 429 || status >= 500 || status === 422) {
      const hint =
        status === 403 ? 'give its ServiceAccount get, create and update on leases and endpointslices' : undefined;
      throw new KubernetesUnavailable(`${method} ${path}: ${status} ${text.slice(0, MAX_MESSAGE_CHARACTERS)}`, hint);
    }
    return { status, body: JSON.parse(text) as unknown };
  }

  close(): void {
    this.#connections?.destroy();
  }

  async #send(method: string, path: string, body: string | undefined): Promise<{ status: number; text: string }> {
    const { server, authority, tokenFile } = this.#access;
    const http = server.startsWith('https:') ? await import('node:https') : await import('node:http');
    this.#connections ??= new http.Agent({ keepAlive: true, maxSockets: 4 });
    const token = tokenFile === undefined ? undefined : (await readFile(tokenFile, 'utf8')).trim();
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const options: RequestOptions & { ca?: string } = {
      method,
      agent: this.#connections,
      signal,
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
      ...(authority === undefined ? {} : { ca: authority }),
    };
    return new Promise((resolve, reject) => {
      const request = http.request(new URL(path, server), options, (answer) => {
        readText(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject);
      });
      request.on('error', reject);
      request.end(body);
    });
  }
}

async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new KubernetesUnavailable(`an answer of more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
