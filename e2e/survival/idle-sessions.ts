import { Session, type Target } from './session.ts';

const LOCK_TIMEOUT_MS = 4_711;

/** Sessions that do nothing: a crash of PostgreSQL must not end them, nor lose what they have set. */
export class IdleSessions {
  readonly #target: Target;
  readonly #count: number;
  #sessions: Session[] = [];

  constructor(target: Target, count: number) {
    this.#target = target;
    this.#count = count;
  }

  /** Opens those that are not there: at the beginning, and after their server was killed. */
  async open(): Promise<void> {
    this.#sessions = this.#sessions.filter((session) => !session.ended);
    while (this.#sessions.length < this.#count) {
      const session = await Session.open(this.#target);
      await session.query(`SET LOCK_TIMEOUT ${LOCK_TIMEOUT_MS}`);
      this.#sessions.push(session);
    }
  }

  /** What is wrong with them; nothing when all have survived. */
  async check(): Promise<string[]> {
    const wrong: string[] = [];
    for (const [index, session] of this.#sessions.entries()) {
      try {
        if (session.ended) throw new Error('its connection ended');
        const [row] = await session.query('SELECT @@LOCK_TIMEOUT, COUNT(*) FROM dbo.survivors WHERE id IS NULL');
        if (row?.[0] !== LOCK_TIMEOUT_MS) throw new Error(`it lost its lock time-out: ${String(row?.[0])}`);
      } catch (error) {
        wrong.push(`idle session ${index}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return wrong;
  }

  close(): void {
    for (const session of this.#sessions) session.close();
  }
}
