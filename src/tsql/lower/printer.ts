import type { CompiledParameter } from '../bind/compiled.ts';
import type { SqlType } from '../types/sql-type.ts';
import { carrierOf } from './carrier.ts';

type Placeholder = (name: string, type: SqlType) => string | undefined;

/** What the printing functions share while they print one statement: the parameters met so far. */
export class Printer {
  readonly #numbers = new Map<string, number>();
  readonly #parameters: CompiledParameter[] = [];
  readonly #placeholder: Placeholder | undefined;

  constructor(placeholder?: Placeholder) {
    this.#placeholder = placeholder;
  }

  get parameters(): readonly CompiledParameter[] {
    return this.#parameters;
  }

  /** `$n` with the cast that fixes its type; the same variable is the same `$n` everywhere, as GROUP BY matching needs. */
  parameter(name: string, type: SqlType): string {
    const own = this.#placeholder?.(name, type);
    if (own !== undefined) return own;
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#parameters.push({ name, type });
      this.#numbers.set(name, number);
    }
    return `$${number}::${carrierOf(type)}`;
  }
}
