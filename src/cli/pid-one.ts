import { existsSync } from 'node:fs';
import type { Log } from '../base/index.ts';

const SHELL = '/bin/sh';
const INSIDE = 'HOLDFAST_UNDER_INIT';

/**
 * The first process of a container inherits every orphan (the backends of a killed postmaster) and must wait for it, or it stays a
 * zombie. Node waits only for children of its own. So a shell takes the place of process 1, in the same process: it waits for
 * everybody, hands on the signals, and starts an agent again at once that was killed, so that the container goes on.
 */
const SCRIPT = `
run() { "$@" & agent=$!; }
pass() { stopping=1; kill -s "$1" "$agent" 2>/dev/null; }
trap 'pass TERM' TERM
trap 'pass INT' INT
trap 'kill -s HUP "$agent" 2>/dev/null' HUP
run "$@"
while :; do
  wait "$agent"
  code=$?
  kill -0 "$agent" 2>/dev/null && continue
  [ "$code" -eq 137 ] && [ -z "$stopping" ] || exit "$code"
  run "$@"
done
`;

/** Replaces this process by the shell, once. Returns where that is not needed or not possible. */
export function becomeInit(log: Log): void {
  if (process.pid !== 1 || process.env[INSIDE] !== undefined) return;
  if (!existsSync(SHELL) || process.execve === undefined) {
    log.warn({}, 'process 1 without /bin/sh: ended PostgreSQL processes stay as zombies');
    return;
  }
  const env = { ...process.env, [INSIDE]: '1' };
  process.execve(
    SHELL,
    ['sh', '-c', SCRIPT, 'holdfast-init', process.execPath, ...process.execArgv, ...process.argv.slice(1)],
    env,
  );
}
