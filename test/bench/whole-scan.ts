import { neo4jMissing, startNeo4j } from '../support/neo4j';
import { startPostgres } from '../support/postgres';
import { startChild } from './child-process';
import type { ScanCost } from './engine-process';
import { serveOrg } from './sandbox-process';
import type { OrgSize } from './sandbox-process';

export interface ScanStores {
  readonly postgres?: boolean;
  readonly neo4j?: boolean;
}

/**
 * Scans a sandbox org by an engine in a process of its own, on stores started for it.
 * @returns the reason when a store cannot be had here
 */
export async function wholeScan(size: OrgSize, stores: ScanStores): Promise<ScanCost | string> {
  if (stores.neo4j === true && neo4jMissing() !== null) return `Neo4j: ${neo4jMissing() ?? ''}`;
  const postgres = stores.postgres === true ? await startPostgres() : null;
  if (postgres !== null && 'reason' in postgres) return `PostgreSQL: ${postgres.reason}`;
  const neo4j = stores.neo4j === true ? await startNeo4j('') : null;
  const org = await serveOrg(size);
  try {
    const databaseUrl = postgres === null ? '' : await postgres.server.createDatabase();
    const engine = await startChild('test/bench/engine-process.ts', [
      org.url,
      org.token,
      databaseUrl,
      neo4j?.url ?? '',
    ]);
    await engine.stop();
    return engine.said as ScanCost;
  } finally {
    await org.stop();
    await neo4j?.stop();
    await postgres?.server.stop();
  }
}

/** How a scan went, in one phrase. */
export function words({ seconds, cpuSeconds, requests, waves }: ScanCost): string {
  const at = waves.map((wave) => wave.toFixed(1)).join(', ');
  return `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of processor; waves at ${at} s), ${requests.toLocaleString('en')} requests`;
}
