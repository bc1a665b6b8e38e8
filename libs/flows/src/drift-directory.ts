import type { ConnectionStore, Drift, DriftPage, EdgeDrift, Inventory, NodeDrift } from '@posture/inventory';

/** Two versions of one connection, the earlier one first. */
export interface DriftSpan {
  readonly connectionId: string;
  readonly from: number;
  readonly to: number;
}

/** What became different in a tenant between two instants. */
export class DriftDirectory {
  constructor(
    private readonly inventory: Inventory,
    private readonly connections: ConnectionStore,
  ) {}

  /**
   * The versions in force at two instants.
   * @throws {DomainError} `connection.not_found`; `inventory.version_not_found` when nothing was known then, or no more
   */
  async span(connectionId: string, from: Date, to: Date): Promise<DriftSpan> {
    await this.connections.get(connectionId);
    const reader = this.inventory.reader(connectionId);
    return {
      connectionId,
      from: (await reader.versionAt(from)).version,
      to: (await reader.versionAt(to)).version,
    };
  }

  /** Counted by kind. @throws {DomainError} `inventory.versions_reversed` */
  between({ connectionId, from, to }: DriftSpan): Promise<Drift> {
    return this.inventory.drift(connectionId).between(from, to);
  }

  /** By key. @throws {DomainError} `inventory.versions_reversed` */
  nodes({ connectionId, from, to }: DriftSpan, page: DriftPage): Promise<NodeDrift[]> {
    return this.inventory.drift(connectionId).nodes(from, to, page);
  }

  /** By kind, source, target, resource and parent. @throws {DomainError} `inventory.versions_reversed` */
  edges({ connectionId, from, to }: DriftSpan, page: DriftPage): Promise<EdgeDrift[]> {
    return this.inventory.drift(connectionId).edges(from, to, page);
  }
}
