import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Started by an older Node (a global installation): runs this program again with the Node that came with the package. */
export async function relaunch(major: number): Promise<void> {
  const binary = bundledNode();
  if (binary === undefined) {
    console.error(
      `holdfast: error NODE_TOO_OLD: this is Node ${process.versions.node}, ${major} or later is needed; install it, or run npm install with install scripts allowed`,
    );
    process.exitCode = 1;
    return;
  }
  const child = spawn(binary, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (...result) => resolve(result));
  });
  process.exitCode = code ?? (signal === null ? 1 : 128);
}

function bundledNode(): string | undefined {
  try {
    const require = createRequire(import.meta.url);
    const binary = join(
      dirname(require.resolve('node/package.json')),
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    );
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}
