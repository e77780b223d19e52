import { parseBatch } from '../../tsql/index.ts';
import { Program } from './program.ts';

/** Programs kept, and how much batch text they may hold together. A text larger than this is parsed each time. */
const MAX_PROGRAMS = 2000;
const MAX_TEXT_CHARACTERS = 16 * 1024 * 1024;
const MAX_ONE_TEXT = 256 * 1024;

/** Least-recently-used cache of parsed batches with their plans. */
export class ProgramCache {
  readonly #programs = new Map<string, Program>();
  #characters = 0;

  /** `context` names everything but the text that the meaning depends on: database, schema, SET options, parameter types. */
  get(text: string, context: string, quotedIdentifier: boolean): Program {
    const key = `${context}\0${text}`;
    const found = this.#programs.get(key);
    if (found !== undefined) {
      // Moving to the end costs two hash operations a request; only worth it when something might be evicted.
      if (this.#programs.size > MAX_PROGRAMS / 2) {
        this.#programs.delete(key);
        this.#programs.set(key, found);
      }
      return found;
    }
    const program = new Program(parseBatch(text, { quotedIdentifier }), text);
    if (text.length > MAX_ONE_TEXT) return program;
    this.#programs.set(key, program);
    this.#characters += key.length;
    while (this.#programs.size > MAX_PROGRAMS || this.#characters > MAX_TEXT_CHARACTERS) this.#evictOldest();
    return program;
  }

  clear(): void {
    this.#programs.clear();
    this.#characters = 0;
  }

  #evictOldest(): void {
    const oldest = this.#programs.keys().next().value;
    if (oldest === undefined) return;
    this.#programs.delete(oldest);
    this.#characters -= oldest.length;
  }
}
