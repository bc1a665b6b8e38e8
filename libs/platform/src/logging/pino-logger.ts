import pino from 'pino';
import type { DestinationStream } from 'pino';
import type { Clock } from '../clock';
import type { LogLevel } from '../config/app-config';
import type { LogFields, Logger } from './logger';
import { scrub } from './scrub';

/** Names whose values are never written, wherever they stand; `Secret` values redact themselves. */
const SENSITIVE =
  /^(authorization|cookie|set-cookie|password|passphrase|secret|token|api[-_]?key|client[-_]?secret|private[-_]?key|client[-_]?assertion|access[-_]?token|refresh[-_]?token|credential|dpop)$/i;
export interface LogOptions {
  readonly level: LogLevel;
  readonly clock: Clock;
  /** Takes one line with its line end. */
  readonly to: DestinationStream;
}

export function pinoLogger({ level, clock, to }: LogOptions): Logger {
  const lines = pino(
    {
      level,
      base: null,
      timestamp: () => `,"at":"${clock.now().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: redacted },
    },
    to,
  );
  const carrying = (fields: LogFields): Logger => {
    const log =
      (at: LogLevel) =>
      (event: string, more: LogFields = {}) =>
        lines[at]({ event, ...fields, ...more });
    return {
      error: log('error'),
      warn: log('warn'),
      info: log('info'),
      debug: log('debug'),
      with: (more) => carrying({ ...fields, ...more }),
    };
  };
  return carrying({});
}

/** Node's own stream drops what a pipe does not take at once when the process leaves; this one waits for the pipe. */
export function stderr(): DestinationStream {
  return pino.destination({ fd: 2, sync: true });
}

/** Plain data at any depth; the library redacts at paths that are known beforehand only. */
function redacted(line: LogFields): Record<string, unknown> {
  return JSON.parse(JSON.stringify(line, redact)) as Record<string, unknown>;
}

function redact(name: string, value: unknown): unknown {
  if (SENSITIVE.test(name) && (typeof value === 'string' || typeof value === 'number')) return '[redacted]';
  if (value instanceof Error) return describe(value);
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'string' ? scrub(value) : value;
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
