import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** What the figures were measured on, one line each. */
export function describeMachine(): string[] {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  return [
    `${cpus().length} × ${model}`,
    `${(totalmem() / 1024 ** 3).toFixed(1)} GiB of memory`,
    `Linux ${release()}, ${distribution()}`,
    `Node ${process.versions.node}`,
    `load average at the end ${loadavg()
      .map((load) => load.toFixed(2))
      .join(' ')}`,
  ];
}

function distribution(): string {
  try {
    const line = readFileSync('/etc/os-release', 'utf8').match(/^PRETTY_NAME="?([^"\n]*)/m);
    return line?.[1] ?? 'unknown distribution';
  } catch {
    return 'unknown distribution';
  }
}
