import type { Clock } from '../clock';
import type { LogLevel } from '../config/app-config';
import type { Logger } from './logger';

/**
 * Logger of a process: JSON lines on stderr, each written before the call returns, so that the last words of a
 * process are not lost. The library is loaded here: commands that log nothing do not wait 30 ms for it.
 */
export async function stderrLogger(level: LogLevel, clock: Clock): Promise<Logger> {
  const { pinoLogger, stderr } = await import('./pino-logger');
  return pinoLogger({ level, clock, to: stderr() });
}
