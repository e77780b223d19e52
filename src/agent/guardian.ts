import { type ChildProcess, spawn } from 'node:child_process';
import type { Log } from '../base/index.ts';

/**
 * Ends the children when the agent is gone. A process killed with SIGKILL cannot clean up, so a shell of a megabyte waits for the end
 * of the agent's pipe and then signals what it was told to watch. In a session of its own: a terminal's Ctrl-C is not for it.
 */
const SCRIPT = `
trap '' INT TERM HUP QUIT
watched=
while read -r verb entry; do
  case $verb in
    watch) watched="$watched $entry" ;;
    forget)
      rest=
      for one in $watched; do [ "$one" = "$entry" ] || rest="$rest $one"; done
      watched=$rest ;;
  esac
done
for one in $watched; do kill -s "\${one%%:*}" "\${one#*:}" 2>/dev/null; done
exit 0
`;

export type DeathSignal = 'KILL' | 'QUIT';

export class Guardian {
  readonly #log: Log;
  readonly #entries = new Set<string>();
  #shell: ChildProcess | undefined;
  #closed = false;

  constructor(log: Log) {
    this.#log = log;
  }

  start(): void {
    const shell = spawn('/bin/sh', ['-c', SCRIPT], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      cwd: '/',
      env: {},
    });
    this.#shell = shell;
    shell.on('error', (error) => {
      this.#log.warn(
        { reason: error.message },
        'no /bin/sh to end the children if this process is killed; the next start will',
      );
    });
    // Writing to a shell that is gone fails here; its exit is what counts.
    shell.stdin.on('error', (error) => this.#log.debug({ reason: error.message }, 'the guardian cannot be reached'));
    shell.on('exit', () => {
      if (!this.#closed) this.start();
    });
    for (const entry of this.#entries) this.#tell(`watch ${entry}`);
  }

  watch(pid: number, signal: DeathSignal): void {
    this.#entries.add(`${signal}:${pid}`);
    this.#tell(`watch ${signal}:${pid}`);
  }

  forget(pid: number, signal: DeathSignal): void {
    this.#entries.delete(`${signal}:${pid}`);
    this.#tell(`forget ${signal}:${pid}`);
  }

  /** The children it still watches are ended: call after they are gone. */
  close(): void {
    this.#closed = true;
    this.#shell?.stdin?.end();
  }

  #tell(line: string): void {
    this.#shell?.stdin?.write(`${line}\n`);
  }
}
