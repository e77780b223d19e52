/**
 * The one base class of errors that Holdfast raises on purpose. `code` is a literal that tests and callers may switch on;
 * `hint` says to the person who operates it what to do next.
 */
export class HoldfastError extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
  }
}

/** For the `default` of an exhaustive switch: the compiler refuses a forgotten case, and so does the running program. */
export function unreachable(value: never, what: string): never {
  throw new HoldfastError('INTERNAL', `${what}: no case for ${JSON.stringify(value)}`);
}
