import type { ClientSession } from './client-session.ts';
import type { Options } from './session-state.ts';

/** The one state id we hand out: SET options and isolation as JSON. Its bytes mean nothing to the client. */
const STATE_ID = 0;

/**
 * Connection resiliency (MS-TDS 2.2.7.21 SESSIONSTATE): what a driver keeps and brings back when it reconnects after our process
 * died. A session with a transaction, temporary tables, prepared handles or context values cannot be brought back.
 */
export class SessionRecoveryState {
  readonly #session: ClientSession;
  #set: Options['set'] | undefined;
  #run: Options['run'] | undefined;
  #recoverable: boolean | undefined;

  constructor(session: ClientSession) {
    this.#session = session;
  }

  take(): { readonly recoverable: boolean; readonly states: ReadonlyMap<number, Uint8Array> } | undefined {
    const session = this.#session;
    const { set, run } = session.options;
    const recoverable =
      session.transaction.count === 0 &&
      session.temporaryTables.size === 0 &&
      session.prepared.size === 0 &&
      session.context.size === 0;
    if (recoverable === this.#recoverable && set === this.#set && run === this.#run) return undefined;
    this.#recoverable = recoverable;
    this.#set = set;
    this.#run = run;
    return { recoverable, states: new Map([[STATE_ID, Buffer.from(JSON.stringify({ set, run }))]]) };
  }

  /** Puts back what `take` handed to the client before. Throws on bytes that are not ours. */
  restore(states: ReadonlyMap<number, Uint8Array>): void {
    const bytes = states.get(STATE_ID);
    if (bytes === undefined) return;
    const brought = JSON.parse(Buffer.from(bytes).toString('utf8')) as Partial<Options>;
    const { options } = this.#session;
    this.#session.options = { set: sameShape(options.set, brought.set), run: sameShape(options.run, brought.run) };
    this.#session.backend.lockTimeoutMs = this.#session.options.run.lockTimeoutMs;
    this.#session.optionsChanged();
  }
}

/** Takes over only fields that exist, with values of the type they have: the client is not to be trusted with our state. */
function sameShape<T extends object>(defaults: T, brought: Partial<T> | undefined): T {
  const result = { ...defaults };
  for (const key of Object.keys(defaults) as (keyof T)[]) {
    const value = brought?.[key];
    if (value !== undefined && typeof value === typeof defaults[key]) result[key] = value;
  }
  return result;
}
