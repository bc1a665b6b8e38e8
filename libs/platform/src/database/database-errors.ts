import { DomainError } from '@posture/domain';
import { QueryRunnerAlreadyReleasedError } from 'typeorm';

const SERIALIZATION = new Set(['40001', '40P01']);
const SOCKET = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
/** Authorization, unknown database, no privilege to connect. */
const REFUSED = /^(28|3D)/;
/** Connection exceptions; shutdown or starting up; too many connections. */
const GONE = /^(08|57P|53300)/;
const LOST =
  /connection terminated|timeout exceeded when trying to connect|connection timeout|server closed the connection|client has encountered a connection error/i;

export function isRetryable(error: unknown): boolean {
  return SERIALIZATION.has(sqlState(error) ?? '');
}

/** Errors of the connection in our words; every other error as it is. */
export function databaseError(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const code = sqlState(error) ?? '';
  const message = error instanceof Error ? error.message : String(error);
  if (REFUSED.test(code)) {
    return new DomainError('database.refused', 'unavailable', `PostgreSQL refused the connection: ${message}.`, {
      field: 'POSTURE_DATABASE_URL',
      remedy: 'Check user, password and database name in POSTURE_DATABASE_URL.',
      cause: error,
    });
  }
  if (GONE.test(code) || SOCKET.has(code) || LOST.test(message)) return unreachable(code || 'connection lost', error);
  return error;
}

/** The library takes a connection that broke out of its transaction, whose next query is refused by the library itself. */
export function duringWork(error: unknown): unknown {
  return error instanceof QueryRunnerAlreadyReleasedError ? unreachable('connection lost', error) : error;
}

function unreachable(reason: string, cause: unknown): DomainError {
  return new DomainError('database.unreachable', 'unavailable', 'PostgreSQL does not answer.', {
    field: 'POSTURE_DATABASE_URL',
    remedy: 'Start the server, or correct host and port in POSTURE_DATABASE_URL.',
    details: { reason },
    cause,
  });
}

/** SQLSTATE or the socket's error code of a failed query, wherever the driver put it; undefined for other errors. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('driverError' in error) return sqlState(error.driverError);
  if (error instanceof AggregateError) return sqlState(error.errors[0]);
  return undefined;
}
