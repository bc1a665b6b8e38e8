export type LogFields = Readonly<Record<string, unknown>>;

/**
 * JSON lines, one event name a line, such as `scan.completed`. Levels by frequency in a healthy system: error never,
 * warn rarely and worth acting on, info a few a run, debug per page; never one a record.
 */
export interface Logger {
  error(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  debug(event: string, fields?: LogFields): void;
  /** The same logger with these fields on every line. */
  with(fields: LogFields): Logger;
}
