import { DriftReader, InventoryReader } from '@posture/inventory';
import type { ConnectionStore, Drift, DriftPage, EdgeDrift, NodeDrift } from '@posture/inventory';
import type { Database } from '@posture/platform';

/** Two versions of one connection, the earlier one first. */
export interface DriftSpan {
  readonly connectionId: string;
  readonly from: number;
  readonly to: number;
}

/** What became different in a tenant between two instants. */
export class DriftDirectory {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
  ) {}

  /**
   * The versions in force at two instants.
   * @throws {DomainError} `connection.not_found`; `inventory.version_not_found` when nothing was known then, or no more
   */
  async span(connectionId: string, from: Date, to: Date): Promise<DriftSpan> {
    await this.connections.get(connectionId);
    const reader = new InventoryReader(this.database, connectionId);
    return {
      connectionId,
      from: (await reader.versionAt(from)).version,
      to: (await reader.versionAt(to)).version,
    };
  }

  /** Counted by kind. @throws {DomainError} `inventory.versions_reversed` */
  between({ connectionId, from, to }: DriftSpan): Promise<Drift> {
    return new DriftReader(this.database, connectionId).between(from, to);
  }

  /** By key. @throws {DomainError} `inventory.versions_reversed` */
  nodes({ connectionId, from, to }: DriftSpan, page: DriftPage): Promise<NodeDrift[]> {
    return new DriftReader(this.database, connectionId).nodes(from, to, page);
  }

  /** By kind, source, target, resource and parent. @throws {DomainError} `inventory.versions_reversed` */
  edges({ connectionId, from, to }: DriftSpan, page: DriftPage): Promise<EdgeDrift[]> {
    return new DriftReader(this.database, connectionId).edges(from, to, page);
  }
}
