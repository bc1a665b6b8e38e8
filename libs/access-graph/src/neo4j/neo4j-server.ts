import { DomainError } from '@posture/domain';
import type { Driver } from 'neo4j-driver';
import { openNeo4j, reachNeo4j } from './neo4j-connection';
import type { Neo4jSettings } from './neo4j-connection';
import { Neo4jGraphStore } from './neo4j-graph-store';
import { Neo4jProjection } from './neo4j-projection';

/** The Neo4j of this installation: opened at its first use, asked whether it is there at each. */
export class Neo4jServer {
  #driver: Promise<Driver> | null = null;

  /** @param settings null where the graph is kept in process only */
  constructor(private readonly settings: Neo4jSettings | null) {}

  get isConfigured(): boolean {
    return this.settings !== null;
  }

  /** @throws {DomainError} `graph.not_configured`, `graph.url_invalid`, `graph.unreachable`, `graph.unauthenticated` */
  async projection(): Promise<Neo4jProjection> {
    return new Neo4jProjection(await this.#reached());
  }

  /** Answers questions from what is projected. @throws as `projection` */
  async store(): Promise<Neo4jGraphStore> {
    return new Neo4jGraphStore(await this.#reached());
  }

  async close(): Promise<void> {
    const driver = this.#driver;
    this.#driver = null;
    // One that could not be opened said so when it was asked for.
    await (await driver?.catch(() => null))?.close();
  }

  async #reached(): Promise<Driver> {
    if (this.settings === null) throw notConfigured();
    this.#driver ??= openNeo4j(this.settings);
    const driver = await this.#driver;
    await reachNeo4j(driver);
    return driver;
  }
}

function notConfigured(): DomainError {
  return new DomainError('graph.not_configured', 'invalid', 'No Neo4j server is configured.', {
    field: 'POSTURE_NEO4J_URL',
    remedy: 'Set it to bolt://HOST:7687. Without Neo4j the graph is kept in this process and needs no rebuild.',
  });
}
