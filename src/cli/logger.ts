import { pino, type Logger } from 'pino';
import type { Log } from '../base/index.ts';
import type { LogFormat, LogLevel } from './config/resolve-config.ts';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Undefined: by whether standard error is a terminal. */
  readonly format: LogFormat | undefined;
  readonly process: 'agent' | 'server';
}

const LEVEL_NAMES: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'WARN', 50: 'ERROR' };

/**
 * Logs go to standard error, one line each. Written without waiting: a reader that stalls must never stall the agent.
 */
export function createLogger(options: LoggerOptions): { log: Log; flush(): void } {
  const format = options.format ?? (process.stderr.isTTY ? 'pretty' : 'json');
  const destination = pino.destination({ dest: 2, sync: false });
  const stream = format === 'json' ? destination : { write: (line: string) => destination.write(prettyLine(line)) };
  const logger = pino(
    {
      level: options.level,
      base: { process: options.process },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: pino.stdSerializers.err },
      // Nothing is meant to log these; if it ever happens, they still do not show.
      redact: { paths: ['password', 'saPassword', '*.password', '*.saPassword'], censor: '(hidden)' },
    },
    stream as typeof destination,
  );
  return { log: adapt(logger), flush: () => destination.flushSync() };
}

function adapt(logger: Logger): Log {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => adapt(logger.child(fields)),
  };
}

export function prettyLine(line: string): string {
  const { level, time, msg, process: source, error, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const fields = Object.entries(rest).map(
    ([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const stack = typeof error === 'object' && error !== null && 'stack' in error ? `\n${String(error.stack)}` : '';
  const clock = String(time).slice(11, 23);
  return `${clock} ${(LEVEL_NAMES[Number(level)] ?? String(level)).padEnd(5)} ${String(source)}: ${String(msg ?? '')}${fields.join('')}${stack}\n`;
}
