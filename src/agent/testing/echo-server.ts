// Stands for the server process in tests of the agent: listens on a port that the settings name, and does nothing else.
import { createServer } from 'node:net';
import { serveUnderAgent } from '../server-link.ts';

await serveUnderAgent(
  async (settings) => {
    const { port, fail } = settings as { port: number; fail?: string };
    if (fail !== undefined) throw new Error(fail);
    const server = createServer((socket) => socket.end('hello'));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return {
      address: '127.0.0.1',
      port,
      drain: async () => void server.close(),
      metrics: async () => 'echo_server_up 1\n',
      reload: async () => {},
      resetPassword: async () => {},
      postgresChanged: () => {},
    };
  },
  (error) => (error as { code?: string }).code === 'EADDRINUSE',
);
