import { HoldfastError } from '../base/index.ts';

export class DataDirectoryInUse extends HoldfastError {
  constructor(directory: string, holder: string) {
    super('DATA_DIRECTORY_IN_USE', `data directory ${directory} is in use by another Holdfast${holder}`, {
      hint: 'stop it with `holdfast stop`, or point HOLDFAST_DATA_DIR at another directory',
    });
  }
}

export class LockUnavailable extends HoldfastError {
  constructor(directory: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super('LOCK_UNAVAILABLE', `cannot lock data directory ${directory}: ${reason}`, {
      hint: 'make the directory writable for this user, on a file system with working locks',
      cause,
    });
  }
}

/** The server process answered a request of the agent with an error, or not at all. */
export class ServerRequestFailed extends HoldfastError {
  constructor(message: string, hint?: string) {
    super('SERVER_REQUEST_FAILED', message, hint === undefined ? {} : { hint });
  }
}

export class WritePathFailed extends HoldfastError {
  constructor(message: string, cause?: unknown) {
    super('WRITE_PATH_FAILED', message, { cause });
  }
}
