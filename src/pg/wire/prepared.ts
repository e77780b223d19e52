import type { PgOutput } from './output.ts';
import type { PgStatement } from './types.ts';

/** Statements that one backend keeps. A cached plan costs tens of kilobytes of the backend's memory. */
export const PREPARED_STATEMENTS_LIMIT = 256;

interface Prepared {
  readonly name: string;
  readonly statement: PgStatement;
  lastFlight: number;
}

/** Which statements a backend knows. Their names are made of the statements' ids. */
export class PreparedStatements {
  readonly #limit: number;
  readonly #known = new Map<number, Prepared>();
  /** Parses of the flight that is out, in order; undefined is the unnamed statement. */
  readonly #parsing: (Prepared | undefined)[] = [];
  #parsed = 0;
  #toClose: Prepared[] = [];
  #closing = 0;
  #flight = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Closes go first in a flight, right behind the last Sync, where no failed step can make the server skip them. So a name is free
   * again before it is parsed again.
   */
  beginFlight(output: PgOutput): void {
    this.#flight += 1;
    this.#closing = this.#toClose.length;
    for (const { name } of this.#toClose) output.closeStatement(name);
  }

  /** The name under which the statement can be bound, preceded by a Parse where the backend does not know it. */
  use(statement: PgStatement, output: PgOutput): string {
    const known = this.#known.get(statement.id);
    if (known !== undefined) {
      known.lastFlight = this.#flight;
      return known.name;
    }
    const prepared = { name: `hf${statement.id}`, statement, lastFlight: this.#flight };
    output.parse(prepared.name, statement.sql, statement.parameterTypes);
    this.#known.set(statement.id, prepared);
    this.#parsing.push(prepared);
    return prepared.name;
  }

  useUnnamed(sql: string, output: PgOutput): void {
    output.parse('', sql, []);
    this.#parsing.push(undefined);
  }

  /** After the last step of a flight: over the limit, what was not used for the longest time goes. */
  endFlight(): void {
    if (this.#closing > 0) this.#toClose.splice(0, this.#closing);
    if (this.#known.size <= this.#limit) return;
    const old = [...this.#known.values()]
      .filter((prepared) => prepared.lastFlight !== this.#flight)
      .sort((a, b) => a.lastFlight - b.lastFlight)
      .slice(0, this.#known.size - this.#limit);
    for (const prepared of old) this.forget(prepared.statement);
  }

  /** The flight could not be built and is not sent. */
  abandonFlight(): void {
    this.flightDone();
  }

  /** ParseComplete. */
  parseComplete(): void {
    this.#parsed += 1;
  }

  /** ReadyForQuery: what was not parsed because an earlier step failed is not known. */
  flightDone(): void {
    if (this.#parsing.length === 0) return;
    for (const prepared of this.#parsing.slice(this.#parsed)) {
      if (prepared !== undefined) this.#known.delete(prepared.statement.id);
    }
    this.#parsing.length = 0;
    this.#parsed = 0;
  }

  forget(statement: PgStatement): void {
    const prepared = this.#known.get(statement.id);
    if (prepared === undefined) return;
    this.#known.delete(statement.id);
    this.#toClose.push(prepared);
  }

  /** Something such as DISCARD ALL has run. Closing what does not exist is no error. */
  forgetAll(): void {
    this.#toClose.push(...this.#known.values());
    this.#known.clear();
  }
}
