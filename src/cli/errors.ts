import { HoldfastError } from '../base/index.ts';

/** A setting has a value that cannot be used. */
export class InvalidSetting extends HoldfastError {
  constructor(name: string, problem: string, hint: string) {
    super('INVALID_SETTING', `${name}: ${problem}`, { hint });
  }
}

export class WeakPassword extends HoldfastError {
  constructor(problem: string) {
    super('WEAK_PASSWORD', `the password for the login sa is too weak: ${problem}`, {
      hint: 'use at least 8 characters from three of: upper case, lower case, digits, symbols',
    });
  }
}

export class DataDirectoryUnusable extends HoldfastError {
  constructor(directory: string, problem: string, hint: string, cause?: unknown) {
    super('DATA_DIRECTORY_UNUSABLE', `data directory ${directory}: ${problem}`, { hint, cause });
  }
}

export class DataDirectoryVersion extends HoldfastError {
  constructor(directory: string, found: string, wanted: string) {
    super(
      'DATA_DIRECTORY_VERSION',
      `data directory ${directory} was written by ${found}, this program needs ${wanted}`,
      {
        hint: 'use the program version that wrote it, or point HOLDFAST_DATA_DIR at another directory',
      },
    );
  }
}

export class PortUnavailable extends HoldfastError {
  constructor(what: string, address: string, port: number, problem: string, hint: string) {
    super('PORT_UNAVAILABLE', `cannot listen for ${what} on ${address} port ${port}: ${problem}`, { hint });
  }
}

export class NotRunning extends HoldfastError {
  constructor(directory: string) {
    super('NOT_RUNNING', `no Holdfast runs on ${directory}`, {
      hint: 'start it with `holdfast serve`, or set HOLDFAST_DATA_DIR',
    });
  }
}

/** How every verb reports a failure: one line, the hint on a second one. */
export function describeError(error: unknown): { code: string; message: string; hint?: string } {
  if (error instanceof HoldfastError) {
    return {
      code: error.code,
      message: oneLine(error.message),
      ...(error.hint === undefined ? {} : { hint: oneLine(error.hint) }),
    };
  }
  return { code: 'UNEXPECTED', message: oneLine(error instanceof Error ? error.message : String(error)) };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}
