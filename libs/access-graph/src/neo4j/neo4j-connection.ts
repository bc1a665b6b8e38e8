import { DomainError } from '@posture/domain';
import type { Driver, Neo4jError } from 'neo4j-driver';

export interface Neo4jSettings {
  /** `bolt://host:7687` or `neo4j+s://…`. */
  readonly url: string;
  /** Null when the server runs without authentication. */
  readonly user: string | null;
  readonly password: string | null;
  /** Wait for a connection before giving up; milliseconds. */
  readonly connectTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * A driver for the server, not yet connected. The caller closes it.
 * @throws {DomainError} `graph.url_invalid`
 */
export async function openNeo4j(settings: Neo4jSettings): Promise<Driver> {
  // Loaded here alone: it would lengthen the start of every command by a fifth, and most installations have no Neo4j.
  const { default: neo4j } = await import('neo4j-driver');
  const auth = settings.user === null ? undefined : neo4j.auth.basic(settings.user, settings.password ?? '');
  const timeout = settings.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  try {
    return neo4j.driver(settings.url, auth, {
      disableLosslessIntegers: true,
      connectionTimeout: timeout,
      connectionAcquisitionTimeout: 2 * timeout,
      maxTransactionRetryTime: timeout,
      userAgent: 'posture-engine',
    });
  } catch (cause) {
    throw new DomainError('graph.url_invalid', 'invalid', `"${settings.url}" is no Neo4j address.`, {
      field: 'POSTURE_NEO4J_URL',
      remedy: 'Give an address such as bolt://127.0.0.1:7687.',
      cause,
    });
  }
}

/**
 * Asks the server once whether it is there. What goes on afterwards is tried again for a while when it fails; for a
 * server that is away that only means to wait before saying so.
 * @throws {DomainError} `graph.unreachable`, `graph.unauthenticated`
 */
export async function reachNeo4j(driver: Driver): Promise<void> {
  await onNeo4j(() => driver.getServerInfo());
}

const UNREACHABLE = new Set(['ServiceUnavailable', 'SessionExpired']);

/** Runs an action on the server and puts its failures into words: down, not allowed, or anything else as it is. */
export async function onNeo4j<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!isNeo4jError(error)) throw error;
    if (UNREACHABLE.has(error.code)) {
      throw new DomainError('graph.unreachable', 'unavailable', 'Neo4j does not answer.', {
        field: 'POSTURE_NEO4J_URL',
        remedy:
          'Start Neo4j or correct its address; what was projected so far is kept and the projection goes on from there.',
        cause: error,
      });
    }
    if (error.code.startsWith('Neo.ClientError.Security.')) {
      throw new DomainError('graph.unauthenticated', 'unavailable', 'Neo4j refuses the user or password.', {
        field: 'POSTURE_NEO4J_USER',
        remedy: 'Correct the user and password of Neo4j.',
        cause: error,
      });
    }
    throw error;
  }
}

/** Said by the driver: of the server, or of the way to it. */
export function isNeo4jError(error: unknown): error is Neo4jError {
  return error instanceof Error && error.name === 'Neo4jError';
}
