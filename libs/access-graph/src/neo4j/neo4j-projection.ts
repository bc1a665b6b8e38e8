import type { GraphSource } from '@posture/domain';
import type { Driver, ManagedTransaction } from 'neo4j-driver';
import { onNeo4j } from './neo4j-connection';
import { moveMarker, readMarker, takeFence } from './neo4j-marker';
import type { ProjectionMarker } from './neo4j-marker';
import { ensureConstraints } from './neo4j-schema';
import { projectionBatches } from './projection-batches';
import { writeBatch } from './write-batch';

/** What a projection wrote; all zero when Neo4j was up to date. */
export interface ProjectionReport {
  readonly version: number;
  readonly batches: number;
  readonly nodesWritten: number;
  readonly nodesRemoved: number;
  readonly edgesWritten: number;
  readonly edgesRemoved: number;
}

const CLEAR_EDGES = 10_000;
const CLEAR_NODES = 5_000;

/**
 * Keeps a copy of each connection's published version in Neo4j: only net drift travels, in ordered batches, each
 * with the marker in one transaction. A projection that was killed goes on where it stopped; one that another process
 * took over ends with `graph.fenced`. Fails with `graph.unreachable` when Neo4j is down.
 */
export class Neo4jProjection {
  constructor(private readonly driver: Driver) {}

  /** Null before the first projection of the connection. */
  state(connectionId: string): Promise<ProjectionMarker | null> {
    return onNeo4j(() => readMarker(this.driver, connectionId));
  }

  /** Creates the constraints that are missing; on a new server that takes longer than a small tenant's first wave. */
  prepare(): Promise<void> {
    return onNeo4j(() => ensureConstraints(this.driver));
  }

  /**
   * Brings Neo4j to the version; first ends what an earlier run left half done. Never goes back: where a later version is
   * projected already, that one stays and is what the report names.
   * @throws {DomainError} that of the source when it does not know the version Neo4j is at, or was on its way to
   */
  project(
    source: GraphSource,
    connectionId: string,
    targetVersion: number,
    signal?: AbortSignal,
  ): Promise<ProjectionReport> {
    return onNeo4j(async () => {
      const before = await readMarker(this.driver, connectionId);
      if (before !== null && isWhole(before) && before.version >= targetVersion) {
        await requireKnown(source, before.version, targetVersion);
        return { ...NOTHING, version: before.version };
      }
      await ensureConstraints(this.driver);
      const run = new ProjectionRun(this.driver, source, connectionId, signal);
      await run.take();
      return run.to(targetVersion);
    });
  }

  /** Removes the connection's projection and writes the version anew. */
  rebuild(
    source: GraphSource,
    connectionId: string,
    targetVersion: number,
    signal?: AbortSignal,
  ): Promise<ProjectionReport> {
    return onNeo4j(async () => {
      await ensureConstraints(this.driver);
      const run = new ProjectionRun(this.driver, source, connectionId, signal);
      await run.take();
      await run.startClearing();
      return run.to(targetVersion);
    });
  }

  /** Removes all of a connection, as when it is deleted. */
  remove(connectionId: string, signal?: AbortSignal): Promise<void> {
    return onNeo4j(async () => {
      if ((await readMarker(this.driver, connectionId)) === null) return;
      const run = new ProjectionRun(this.driver, null, connectionId, signal);
      await run.take();
      await run.startClearing();
      await run.clear();
      await this.driver.executeQuery('MATCH (p:Projection {connection: $connection}) DELETE p', {
        connection: connectionId,
      });
    });
  }
}

const NOTHING: Omit<ProjectionReport, 'version'> = {
  batches: 0,
  nodesWritten: 0,
  nodesRemoved: 0,
  edgesWritten: 0,
  edgesRemoved: 0,
};

function isWhole({ version, target, clearing }: ProjectionMarker): boolean {
  return version === target && !clearing;
}

/** A later version was projected by another process, or before the record was put back from a backup. */
async function requireKnown(source: GraphSource, projected: number, asked: number): Promise<void> {
  if (projected > asked) await source.instant(projected);
}

/** One holder's work on one connection, from taking the fence to the marker at its target. */
class ProjectionRun {
  private marker!: ProjectionMarker;
  private readonly counts = { ...NOTHING } as { -readonly [K in keyof typeof NOTHING]: number };

  constructor(
    private readonly driver: Driver,
    private readonly source: GraphSource | null,
    private readonly connectionId: string,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async take(): Promise<void> {
    this.marker = await takeFence(this.driver, this.connectionId);
  }

  async startClearing(): Promise<void> {
    await this.commit({ version: 0, target: 0, batch: 0, clearing: true });
  }

  async to(version: number): Promise<ProjectionReport> {
    if (this.marker.clearing) await this.clear();
    if (this.marker.target !== this.marker.version) await this.advance();
    if (this.marker.version < version) {
      await this.commit({ target: version, batch: 0 });
      await this.advance();
    }
    if (this.source !== null) await requireKnown(this.source, this.marker.version, version);
    return { version: this.marker.version, ...this.counts };
  }

  /** Takes away edges, then nodes, a few at a time, so that no transaction holds a tenant. */
  async clear(): Promise<void> {
    await this.clearBy(
      `MATCH (n:Node) WHERE n.connection = $connection AND n.key > ''
       MATCH (n)-[r]->() WITH r LIMIT ${CLEAR_EDGES} DELETE r RETURN count(*) AS removed`,
    );
    await this.clearBy(
      `MATCH (n:Node) WHERE n.connection = $connection AND n.key > ''
       WITH n LIMIT ${CLEAR_NODES} DETACH DELETE n RETURN count(*) AS removed`,
    );
    await this.commit({ clearing: false, batch: 0 });
  }

  private async clearBy(statement: string): Promise<void> {
    for (let removed = 1; removed > 0;) {
      await this.commit({ batch: this.marker.batch + 1 }, async (tx) => {
        const { records } = await tx.run(statement, { connection: this.connectionId });
        removed = records[0]?.get('removed') as number;
      });
    }
  }

  private async advance(): Promise<void> {
    const { version: from, target } = this.marker;
    const done = this.marker.batch;
    let at = 0;
    if (this.source === null) throw new RangeError('a removal projects nothing');
    for await (const batch of projectionBatches(this.source, from, target)) {
      if (at++ < done) continue;
      await this.commit({ batch: at }, (tx) => writeBatch(tx, this.connectionId, batch, from === 0));
      this.counts.batches++;
      const counter = 'write' in batch ? (`${batch.write}Written` as const) : (`${batch.remove}Removed` as const);
      this.counts[counter] += batch.rows.length;
    }
    await this.commit({ version: target, batch: 0 });
  }

  /** Moves the marker and writes what belongs to the move, in one transaction. */
  private async commit(
    change: Partial<ProjectionMarker>,
    write?: (tx: ManagedTransaction) => Promise<void>,
  ): Promise<void> {
    this.signal?.throwIfAborted();
    const next = { ...this.marker, ...change };
    const session = this.driver.session();
    let attempts = 0;
    try {
      await session.executeWrite(async (tx) => {
        attempts++;
        // The answer to a commit may be lost: the driver then tries again what is already there.
        if (attempts > 1 && (await this.alreadyAt(tx, next))) return;
        await moveMarker(tx, this.connectionId, this.marker, next);
        await write?.(tx);
      });
    } finally {
      await session.close();
    }
    this.marker = next;
  }

  private async alreadyAt(tx: ManagedTransaction, next: ProjectionMarker): Promise<boolean> {
    const { records } = await tx.run(
      'MATCH (p:Projection {connection: $connection}) RETURN p.version = $version AND p.target = $target AND p.batch = $batch AND p.fence = $fence AND p.clearing = $clearing AS there',
      { connection: this.connectionId, ...next },
    );
    return records[0]?.get('there') === true;
  }
}
