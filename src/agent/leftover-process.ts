import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 10;
const GONE_WITHIN_MS = 5_000;

/** When the process began, in kernel ticks: with it a process id cannot be taken for that of another process. */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie holds nothing any more.
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

export function rememberProcess(file: string, pid: number): void {
  writeFileSync(file, `${pid} ${startTimeOf(pid) ?? ''}\n`);
}

/** Kills the process that an earlier run noted in the file, if it is still that one, and waits until it is gone. */
export async function clearLeftover(file: string): Promise<boolean> {
  const [pidText = '', started = ''] = readNote(file).trim().split(' ');
  const pid = Number(pidText);
  if (!(pid > 1) || started === '' || startTimeOf(pid) !== started) return false;
  process.kill(pid, 'SIGKILL');
  for (let waited = 0; waited < GONE_WITHIN_MS && startTimeOf(pid) === started; waited += POLL_MS) await pause(POLL_MS);
  rmSync(file, { force: true });
  return true;
}

function readNote(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
