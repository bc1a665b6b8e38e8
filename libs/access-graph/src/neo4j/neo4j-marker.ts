import { DomainError } from '@posture/domain';
import type { Driver, ManagedTransaction } from 'neo4j-driver';

/** How far a connection's projection is: `version` is whole, `target` is on its way with `batch` batches written. */
export interface ProjectionMarker {
  readonly version: number;
  readonly target: number;
  readonly batch: number;
  /** Raised by whoever takes the projection over; an older holder's next batch fails. */
  readonly fence: number;
  /** Set while a rebuild removes what was projected. */
  readonly clearing: boolean;
}

const RETURN =
  'RETURN p.version AS version, p.target AS target, p.batch AS batch, p.fence AS fence, p.clearing AS clearing';

/** Null before the first projection of the connection. */
export async function readMarker(driver: Driver, connectionId: string): Promise<ProjectionMarker | null> {
  const { records } = await driver.executeQuery(
    `MATCH (p:Projection {connection: $connection}) ${RETURN}`,
    { connection: connectionId },
    { routing: 'READ' },
  );
  return (records[0]?.toObject() as ProjectionMarker | undefined) ?? null;
}

/** Takes the projection over. */
export async function takeFence(driver: Driver, connectionId: string): Promise<ProjectionMarker> {
  const { records } = await driver.executeQuery(
    `MERGE (p:Projection {connection: $connection})
     ON CREATE SET p.version = 0, p.target = 0, p.batch = 0, p.fence = 0, p.clearing = false
     SET p.fence = p.fence + 1 ${RETURN}`,
    { connection: connectionId },
  );
  return records[0]?.toObject() as ProjectionMarker;
}

/**
 * Compares and sets the marker within a transaction. Writing first takes the node's lock, so that what is compared
 * is what is set.
 * @throws {DomainError} `graph.fenced` when another process has taken the projection over
 */
export async function moveMarker(
  tx: ManagedTransaction,
  connectionId: string,
  from: ProjectionMarker,
  to: ProjectionMarker,
): Promise<void> {
  const { records } = await tx.run(
    `MATCH (p:Projection {connection: $connection})
     SET p.fence = p.fence
     WITH p WHERE p.fence = $fence AND p.version = $from.version AND p.target = $from.target AND p.batch = $from.batch
     SET p.version = $to.version, p.target = $to.target, p.batch = $to.batch, p.clearing = $to.clearing
     RETURN p.batch`,
    {
      connection: connectionId,
      fence: BigInt(from.fence),
      from: integers(from),
      to: { ...integers(to), clearing: to.clearing },
    },
  );
  if (records.length === 0) {
    throw new DomainError(
      'graph.fenced',
      'conflict',
      'Another process has taken the projection of this connection over.',
      {
        remedy: 'Nothing: the other process goes on with it.',
      },
    );
  }
}

/** As numbers the driver would write them as floats. */
function integers({ version, target, batch }: ProjectionMarker) {
  return { version: BigInt(version), target: BigInt(target), batch: BigInt(batch) };
}
