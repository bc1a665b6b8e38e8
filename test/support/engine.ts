import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '@posture/flows';
import type { ScanReport } from '@posture/flows';
import { AppConfig, Secret } from '@posture/platform';

/** Which stores an engine under test runs on; empty means embedded. */
export interface TestStores {
  readonly databaseUrl?: string;
  readonly neo4jUrl?: string;
  /** Default true: the orgs of the tests answer on this machine. */
  readonly allowLoopback?: boolean;
}

export interface TestEngine {
  readonly engine: Engine;
  readonly dataDir: string;
  close(): Promise<void>;
}

/** An engine with a data directory of its own, removed when it is closed. */
export async function openTestEngine(stores: TestStores = {}, dataDir?: string): Promise<TestEngine> {
  const dir = dataDir ?? mkdtempSync(join(tmpdir(), 'posture-e2e-'));
  const engine = await Engine.open(
    AppConfig.parse({
      HOME: dir,
      POSTURE_DATA_DIR: dir,
      POSTURE_LOG_LEVEL: 'error',
      POSTURE_PORT: '0',
      POSTURE_ALLOW_LOOPBACK: String(stores.allowLoopback ?? true),
      ...(stores.databaseUrl === undefined ? {} : { POSTURE_DATABASE_URL: stores.databaseUrl }),
      ...(stores.neo4jUrl === undefined ? {} : { POSTURE_NEO4J_URL: stores.neo4jUrl, POSTURE_NEO4J_PASSWORD: 'none' }),
    }),
  );
  return {
    engine,
    dataDir: dir,
    close: async () => {
      await engine.close();
      if (dataDir === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
}

export interface ScanOfOrg {
  readonly url: string;
  readonly token: string;
  readonly profile?: 'default' | 'strict-gov' | 'everything';
  readonly factors?: 'admins' | 'all';
  readonly includeClientSecrets?: boolean;
  readonly acceptDisappearance?: boolean;
}

/**
 * Connects an org on loopback by an API token and scans it once.
 * @throws {DomainError} also when the scan stands but Neo4j could not be brought to its version
 */
export async function scanOrg(engine: Engine, org: ScanOfOrg): Promise<ScanReport> {
  const connection = await engine.connect({
    domain: org.url,
    credential: { kind: 'api_token', token: new Secret(org.token) },
  });
  const { report, projection } = await engine.scan(connection.id, {
    profile: org.profile ?? 'everything',
    factors: org.factors ?? 'all',
    includeClientSecrets: org.includeClientSecrets ?? true,
    allMembers: true,
    acceptDisappearance: org.acceptDisappearance ?? false,
  });
  if (projection !== null) throw projection;
  return report;
}
