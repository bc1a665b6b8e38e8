import { isNeo4jError } from '@posture/access-graph';
import type { Neo4jProjection, Neo4jServer, ProjectionReport } from '@posture/access-graph';
import { DomainError } from '@posture/domain';
import type { JsonObject } from '@posture/domain';
import type { ConnectionStore, Inventory } from '@posture/inventory';
import type { Run, RunContext } from '@posture/platform';
import type { Work } from './work';

/** Keeps Neo4j, where one is configured, at the published versions. The inventory never waits for it. */
export class ProjectionFlow {
  /** What this process does last to each connection's graph. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly neo4j: Neo4jServer,
    private readonly inventory: Inventory,
    private readonly connections: ConnectionStore,
    private readonly work: Work,
  ) {}

  /** Asks for the version to be projected, where there is a Neo4j. */
  async request(connectionId: string, version: number, trigger: string): Promise<void> {
    if (this.neo4j.isConfigured) await this.work.project(connectionId, version, trigger);
  }

  /** Asks for a deleted connection to be removed, where there is a Neo4j. */
  async requestRemoval(connectionId: string, trigger: string): Promise<void> {
    if (this.neo4j.isConfigured) await this.work.unproject(connectionId, trigger);
  }

  /** Lays out a server that is new while nothing is to be written yet. What is wrong with it, a run will say. */
  async prepare(): Promise<void> {
    if (!this.neo4j.isConfigured) return;
    await this.neo4j
      .projection()
      .then((projection) => projection.prepare())
      .catch(() => undefined);
  }

  /** Runs of kind `project`. @throws {DomainError} `graph.…` */
  async run(run: Run, { signal, step }: Pick<RunContext, 'signal' | 'step'>): Promise<JsonObject | null> {
    const { forget } = run.input as { readonly forget?: string };
    step(forget === undefined ? 'projecting' : 'removing from Neo4j');
    const projection = await this.neo4j.projection();
    try {
      if (forget !== undefined) {
        await this.#inTurn(forget, () => projection.remove(forget, signal));
        return null;
      }
      const report = await this.#toPublished(run.connectionId ?? '', projection, { anew: false, signal });
      return report === null ? null : { ...report };
    } catch (error) {
      // Whoever took it over goes on to what is published then, and that is no less than what was asked for here.
      if (isFenced(error) && forget === undefined) return null;
      throw !signal.aborted && (isFenced(error) || isNeo4jError(error)) ? projectionFailed(error) : error;
    }
  }

  /** Drops the connection's graph and writes it anew. @returns null while nothing is published @throws as `run` */
  async rebuild(connectionId: string): Promise<ProjectionReport | null> {
    return this.#toPublished(connectionId, await this.neo4j.projection(), { anew: true });
  }

  async #toPublished(
    connectionId: string,
    projection: Neo4jProjection,
    { anew, signal }: { readonly anew: boolean; readonly signal?: AbortSignal },
  ): Promise<ProjectionReport | null> {
    await this.connections.get(connectionId);
    const reader = this.inventory.reader(connectionId);
    const to = async (version: number): Promise<ProjectionReport> => {
      try {
        return await projection.project(reader, connectionId, version, signal);
      } catch (error) {
        if (!isForgotten(error)) throw error;
        return projection.rebuild(reader, connectionId, version, signal);
      }
    };
    return this.#inTurn(connectionId, async () => {
      let published = await reader.published();
      if (published === null) return null;
      const { version } = published;
      let report = anew ? await projection.rebuild(reader, connectionId, version, signal) : await to(version);
      // Whoever was writing a later version meanwhile was turned away.
      while ((published = await reader.published()) !== null && published.version > report.version)
        report = together(report, await to(published.version));
      return report;
    });
  }

  /** The waves of a small tenant follow so fast that their projections would take its graph from each other. */
  async #inTurn<T>(connectionId: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.#turns.get(connectionId) ?? Promise.resolve()).then(work, work);
    this.#turns.set(connectionId, mine);
    try {
      return await mine;
    } finally {
      if (this.#turns.get(connectionId) === mine) this.#turns.delete(connectionId);
    }
  }
}

/** What Neo4j was told belongs to a version the inventory keeps no more: there is no difference to it. */
function isForgotten(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'inventory.version_not_found';
}

function isFenced(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'graph.fenced';
}

function together(one: ProjectionReport, next: ProjectionReport): ProjectionReport {
  return {
    version: next.version,
    batches: one.batches + next.batches,
    nodesWritten: one.nodesWritten + next.nodesWritten,
    nodesRemoved: one.nodesRemoved + next.nodesRemoved,
    edgesWritten: one.edgesWritten + next.edgesWritten,
    edgesRemoved: one.edgesRemoved + next.edgesRemoved,
  };
}

function projectionFailed(cause: Error): DomainError {
  return new DomainError('graph.projection_failed', 'unavailable', 'Neo4j could not be brought to the new version.', {
    field: 'POSTURE_NEO4J_URL',
    remedy: 'See the log of Neo4j; what was projected so far is kept and the projection goes on from there.',
    cause,
  });
}
