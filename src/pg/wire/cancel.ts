import { connect } from 'node:net';
import { PgConnectFailed } from '../errors.ts';
import { PgOutput } from './output.ts';
import type { BackendKey } from './startup-flight.ts';

/** A postmaster that does not answer is not waited for any longer. */
const CANCEL_TIMEOUT_MS = 5_000;

/** A request on a socket of its own; the server closes it without an answer once it has signalled the backend. */
export function sendCancelRequest(path: string, key: BackendKey): Promise<void> {
  return new Promise((resolve, reject) => {
    const output = new PgOutput();
    output.cancelRequest(key.processId, key.secret);
    const socket = connect({ path });
    socket.setTimeout(CANCEL_TIMEOUT_MS, () =>
      socket.destroy(new Error(`no answer to a cancel request in ${CANCEL_TIMEOUT_MS} ms`)),
    );
    socket.on('error', (cause) => reject(new PgConnectFailed(`cannot cancel: ${cause.message}`, { cause })));
    socket.on('close', () => resolve());
    // Without a reader the end of the stream, which is the answer, would never be seen.
    socket.resume();
    socket.write(output.bytes());
  });
}
