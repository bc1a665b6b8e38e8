import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScanReport } from '@posture/flows';
import { Secret } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox, SandboxOptions } from '../../apps/sandbox/src/sandbox';
import { FastClock } from './fast-clock';
import { Product, testConfig } from './product';
import { SMALL_TRIAL } from './small-trial';
import { stateOf } from './store-state';
import type { StoreState } from './store-state';

/** A small org with risks of most kinds, and a product that scans it again and again. */
export class ChaosOrg {
  private constructor(
    readonly sandbox: Sandbox,
    readonly product: Product,
    readonly connectionId: string,
    private readonly dataDir: string,
  ) {}

  /** Sandbox and product share a clock on which a minute passes in a second, or as fast as `speed` says. */
  static async open(options: SandboxOptions = {}, speed = 60): Promise<ChaosOrg> {
    const clock = new FastClock(speed);
    const sandbox = await startSandbox({
      ...SMALL_TRIAL,
      now: () => clock.now().getTime(),
      ...options,
    });
    const dataDir = mkdtempSync(join(tmpdir(), 'posture-chaos-'));
    const product = await Product.open(testConfig(dataDir), clock);
    const token = new Secret(sandbox.tokenOf('SUPER_ADMIN'));
    const connection = await product.connect(sandbox.url, { kind: 'api_token', token });
    return new ChaosOrg(sandbox, product, connection.id, dataDir);
  }

  async scan(): Promise<ScanReport> {
    return scanWith(this.product, this.connectionId);
  }

  state(): Promise<StoreState> {
    return stateOf(this.product.database);
  }

  async close(): Promise<void> {
    await this.product.close();
    await this.sandbox.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

export async function scanWith(product: Product, connectionId: string): Promise<ScanReport> {
  const { report } = await product.scan(connectionId, { read: ['client-secrets'] });
  return report;
}
