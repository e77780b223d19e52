import { request } from 'node:http';
import { basename, dirname } from 'node:path';
import { controlSocketOf } from '../agent/index.ts';
import { HoldfastError } from '../base/index.ts';
import { NotRunning } from './errors.ts';

const TIMEOUT_MS = 15_000;

/** Asks the agent that runs on the data directory. Throws NotRunning where there is none. */
export async function askAgent(
  dataDirectory: string,
  method: 'GET' | 'POST',
  path: string,
  body = '',
): Promise<unknown> {
  const socket = controlSocketOf(dataDirectory);
  const { status, text } = await exchange(dataDirectory, socket, method, path, body);
  const answer = JSON.parse(text) as { error?: string; code?: string; hint?: string };
  if (status >= 400) {
    throw new HoldfastError(
      answer.code ?? 'AGENT_REFUSED',
      answer.error ?? `status ${status}`,
      answer.hint === undefined ? {} : { hint: answer.hint },
    );
  }
  return answer;
}

function exchange(
  dataDirectory: string,
  socket: string,
  method: string,
  path: string,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    try {
      // The path of a Unix socket holds 107 bytes; from inside its directory any path is short.
      process.chdir(dirname(socket));
    } catch {
      reject(new NotRunning(dataDirectory));
      return;
    }
    const outgoing = request(
      { socketPath: basename(socket), method, path, timeout: TIMEOUT_MS, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    outgoing.on('timeout', () =>
      outgoing.destroy(new HoldfastError('AGENT_SILENT', `no answer within ${TIMEOUT_MS} ms`)),
    );
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const gone = ['ENOENT', 'ECONNREFUSED', 'ENOTDIR'].includes(error.code ?? '');
      if (gone) reject(new NotRunning(dataDirectory));
      else if (error.code === 'EACCES') {
        reject(
          new HoldfastError('AGENT_FORBIDDEN', `this user may not control ${dataDirectory}`, {
            hint: 'run it as the user that started Holdfast',
          }),
        );
      } else reject(error);
    });
    outgoing.end(body);
  });
}
