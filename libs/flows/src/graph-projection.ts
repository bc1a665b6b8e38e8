import { Neo4jGraphStore, Neo4jProjection, openNeo4j, reachNeo4j } from '@posture/access-graph';
import type { GraphStore, ProjectionReport } from '@posture/access-graph';
import { DomainError } from '@posture/domain';
import { InventoryReader } from '@posture/inventory';
import type { AppConfig, Database } from '@posture/platform';

/** Keeps Neo4j, where one is configured, at the published version. The inventory never waits for it. */
export class GraphProjection {
  #driver: ReturnType<typeof openNeo4j> | null = null;

  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
  ) {}

  /** Lays out a server that is new while nothing is to be written yet. What is wrong with it, `bringForward` will say. */
  async prepare(): Promise<void> {
    if (this.config.neo4jUrl === null) return;
    await this.#open()
      .then((driver) => new Neo4jProjection(driver).prepare())
      .catch(() => undefined);
  }

  /**
   * Writes the net drift since the last projection.
   * @returns why it could not, null when the graph shows the published version or none is configured
   */
  async bringForward(connectionId: string, signal: AbortSignal): Promise<DomainError | null> {
    if (this.config.neo4jUrl === null) return null;
    try {
      await this.#run(connectionId, (projection, reader, version) =>
        projection.project(reader, connectionId, version, signal),
      );
      return null;
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }

  /** Drops the connection's graph and writes it anew. @throws {DomainError} `graph.…` */
  async rebuild(connectionId: string): Promise<ProjectionReport | null> {
    return this.#run(connectionId, (projection, reader, version) => projection.rebuild(reader, connectionId, version));
  }

  /** @throws {DomainError} `graph.unreachable`, `graph.unauthenticated` when the server cannot be used */
  async verify(): Promise<void> {
    await this.#open();
  }

  /** Answers from Neo4j. @throws {DomainError} `graph.not_configured`, `graph.unreachable`, `graph.unauthenticated` */
  async store(): Promise<GraphStore> {
    if (this.config.neo4jUrl === null) {
      throw new DomainError(
        'graph.not_configured',
        'invalid',
        'There is no Neo4j to ask: POSTURE_NEO4J_URL is not set.',
        {
          field: 'POSTURE_NEO4J_URL',
          remedy: 'Ask the graph in this process; it gives the same answers.',
        },
      );
    }
    return new Neo4jGraphStore(await this.#open());
  }

  async close(): Promise<void> {
    const driver = this.#driver;
    this.#driver = null;
    // One that could not be opened said so when it was asked for.
    await (await driver?.catch(() => null))?.close();
  }

  /** null while nothing is published. */
  async #run(
    connectionId: string,
    work: (projection: Neo4jProjection, reader: InventoryReader, version: number) => Promise<ProjectionReport>,
  ): Promise<ProjectionReport | null> {
    const reader = new InventoryReader(this.database, connectionId);
    const published = await reader.published();
    if (published === null) return null;
    return work(new Neo4jProjection(await this.#open()), reader, published.version);
  }

  async #open(): ReturnType<typeof openNeo4j> {
    const { neo4jUrl, neo4jUser, neo4jPassword } = this.config;
    this.#driver ??= openNeo4j({ url: neo4jUrl ?? '', user: neo4jUser, password: neo4jPassword?.reveal() ?? '' });
    const driver = await this.#driver;
    await reachNeo4j(driver);
    return driver;
  }
}
