import type { Clock } from '../clock';
import type { LogLevel } from '../config/app-config';

export type LogFields = Readonly<Record<string, unknown>>;

/**
 * JSON lines, one event name a line, such as `sync.completed`. Levels by frequency in a healthy system: error never,
 * warn rarely and worth acting on, info a few a scan, debug per page.
 */
export interface Logger {
  error(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  debug(event: string, fields?: LogFields): void;
  /** The same logger with these fields on every line. */
  with(fields: LogFields): Logger;
}

/**
 * Logger of a process: JSON lines on stderr, each written before the call returns, so that the last words of a
 * process are not lost. The library is loaded here: commands that log nothing do not wait 30 ms for it.
 */
export async function stderrLogger(level: LogLevel, clock: Clock): Promise<Logger> {
  const { pinoLogger, stderr } = await import('./pino-logger');
  return pinoLogger({ level, clock, to: stderr() });
}
