import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '@posture/flows';
import type { ScanReport } from '@posture/flows';
import { AppConfig, Secret } from '@posture/platform';
import type { Clock } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox, SandboxOptions } from '../../apps/sandbox/src/sandbox';
import { FastClock } from './fast-clock';
import { stateOf } from './store-state';
import type { StoreState } from './store-state';

/** A small org with risks of most kinds, and an engine that scans it again and again. */
export class ChaosOrg {
  private constructor(
    readonly sandbox: Sandbox,
    readonly engine: Engine,
    readonly connectionId: string,
    private readonly dataDir: string,
  ) {}

  /** Sandbox and engine share a clock on which a minute passes in a second, or as fast as `speed` says. */
  static async open(options: SandboxOptions = {}, speed = 60): Promise<ChaosOrg> {
    const clock = new FastClock(speed);
    const sandbox = await startSandbox({
      scenario: 'trial',
      users: 420,
      groups: 30,
      apps: 16,
      size: { deprovisioned: 12, devices: 10, membersPerGroup: 20 },
      unlimited: true,
      now: () => clock.now().getTime(),
      ...options,
    });
    const dataDir = mkdtempSync(join(tmpdir(), 'posture-chaos-'));
    const engine = await openEngine({ dataDir, clock });
    const connection = await engine.connect({
      domain: sandbox.url,
      credential: { kind: 'api_token', token: new Secret(sandbox.tokenOf('SUPER_ADMIN')) },
    });
    return new ChaosOrg(sandbox, engine, connection.id, dataDir);
  }

  async scan(): Promise<ScanReport> {
    return scanWith(this.engine, this.connectionId);
  }

  state(): Promise<StoreState> {
    return stateOf(this.engine.database);
  }

  async close(): Promise<void> {
    await this.engine.close();
    await this.sandbox.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

export async function openEngine(stores: {
  readonly dataDir: string;
  readonly databaseUrl?: string;
  readonly clock: Clock;
}): Promise<Engine> {
  const config = AppConfig.parse({
    POSTURE_ALLOW_LOOPBACK: 'true',
    HOME: stores.dataDir,
    POSTURE_DATA_DIR: stores.dataDir,
    POSTURE_LOG_LEVEL: 'error',
    POSTURE_DATABASE_URL: stores.databaseUrl ?? '',
  });
  return Engine.open(config, stores.clock);
}

export async function scanWith(engine: Engine, connectionId: string): Promise<ScanReport> {
  const { report } = await engine.scan(connectionId, {
    profile: 'everything',
    factors: 'admins',
    includeClientSecrets: true,
  });
  return report;
}
