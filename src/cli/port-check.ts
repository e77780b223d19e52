import { type AddressInfo, createServer } from 'node:net';
import { PortUnavailable } from './errors.ts';

/**
 * Whether the port can be had, asked before PostgreSQL is started. Returns the port: for 0 the one that the system chose, which the
 * server then keeps through its restarts.
 */
export function checkPort(address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, address, port)));
    server.listen({ host: address, port }, () => {
      const chosen = (server.address() as AddressInfo).port;
      server.close(() => resolve(chosen));
    });
  });
}

function explain(error: NodeJS.ErrnoException, address: string, port: number): Error {
  const reasons: Record<string, readonly [string, string]> = {
    EADDRINUSE: ['the port is in use', 'stop the program that uses it, or set MSSQL_TCP_PORT to a free port'],
    EACCES: ['this user may not use the port', 'set MSSQL_TCP_PORT to a port above 1023'],
    EADDRNOTAVAIL: [
      'this machine does not have the address',
      'set MSSQL_IP_ADDRESS to an address of this machine, or 0.0.0.0',
    ],
  };
  const known = reasons[error.code ?? ''];
  return known === undefined ? error : new PortUnavailable('SQL clients', address, port, known[0], known[1]);
}
