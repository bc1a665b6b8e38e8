import { DomainError } from '@posture/domain';
import neo4j, { Neo4jError } from 'neo4j-driver';
import type { Driver } from 'neo4j-driver';

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
export function openNeo4j(settings: Neo4jSettings): Driver {
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

const UNREACHABLE = new Set(['ServiceUnavailable', 'SessionExpired']);

/** Runs an action on the server and puts its failures into words: down, not allowed, or anything else as it is. */
export async function onNeo4j<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Neo4jError)) throw error;
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
