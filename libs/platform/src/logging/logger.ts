import type { Clock } from '../clock';
import type { LogLevel } from '../config/app-config';
import { LOG_LEVELS } from '../config/app-config';

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

/** Names whose values are never written, wherever they stand; `Secret` values redact themselves. */
const SENSITIVE =
  /^(authorization|cookie|set-cookie|password|passphrase|secret|token|api[-_]?key|client[-_]?secret|private[-_]?key|client[-_]?assertion|access[-_]?token|refresh[-_]?token|credential|dpop)$/i;
/** SSWS and bearer tokens and PEM keys, when they stand inside other text. */
const INSIDE =
  /(SSWS\s+|Bearer\s+|DPoP\s+)[A-Za-z0-9._~+/=-]{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----|(?<=:\/\/[^/\s:@]*:)[^@/\s]+(?=@)/g;

export interface LogOptions {
  readonly level: LogLevel;
  readonly clock: Clock;
  /** Takes one line with its line end. */
  readonly write: (line: string) => void;
}

export function createLogger(options: LogOptions, fields: LogFields = {}): Logger {
  const bar = LOG_LEVELS.indexOf(options.level);
  const log =
    (level: LogLevel) =>
    (event: string, more: LogFields = {}) => {
      if (LOG_LEVELS.indexOf(level) > bar) return;
      const line = { at: options.clock.now().toISOString(), level, event, ...fields, ...more };
      options.write(`${JSON.stringify(line, redact)}\n`);
    };
  return {
    error: log('error'),
    warn: log('warn'),
    info: log('info'),
    debug: log('debug'),
    with: (more) => createLogger(options, { ...fields, ...more }),
  };
}

/** Logger of a process: JSON lines on stderr. */
export function stderrLogger(level: LogLevel, clock: Clock): Logger {
  return createLogger({ level, clock, write: (line) => process.stderr.write(line) });
}

function redact(name: string, value: unknown): unknown {
  if (SENSITIVE.test(name) && (typeof value === 'string' || typeof value === 'number')) return '[redacted]';
  if (value instanceof Error) return describe(value);
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'string'
    ? value.replace(INSIDE, (_match, scheme?: string) => `${scheme ?? ''}[redacted]`)
    : value;
}

function describe(error: Error): Record<string, unknown> {
  return {
    name: error.name,
    message: error.message,
    ...('code' in error ? { code: error.code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  };
}
