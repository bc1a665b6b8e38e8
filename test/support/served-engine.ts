import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppConfig } from '@posture/platform';
import { apiDescription } from '../../apps/server/src/create-server';
import { serve } from '../../apps/server/src/serve';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox, SandboxOptions } from '../../apps/sandbox/src/sandbox';
import { TestApi } from './api';
import { eventually } from './eventually';

/** A served engine, by itself on one machine, and an org it is connected to. */
export class ServedEngine {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly api: TestApi,
    readonly sandbox: Sandbox,
    readonly connectionId: string,
    private readonly dataDir: string,
  ) {}

  static async start(org: SandboxOptions): Promise<ServedEngine> {
    const dataDir = mkdtempSync(join(tmpdir(), 'posture-served-'));
    const sandbox = await startSandbox(org);
    const said: string[] = [];
    const env = {
      ...{ HOME: dataDir, POSTURE_DATA_DIR: dataDir, POSTURE_ALLOW_LOOPBACK: 'true', POSTURE_LOG_LEVEL: 'error' },
      ...{ POSTURE_PORT: '0', POSTURE_ACTIVITY_DAYS: '0' },
    };
    const app = await serve(AppConfig.parse(env), (line) => said.push(line));
    const api = new TestApi(app, await apiDescription(), said.join('\n').match(/^Key +(\S+)/m)![1]!);
    const credential = { kind: 'api_token', token: sandbox.tokenOf('SUPER_ADMIN') };
    const { body } = await api.post('/connections', { domain: sandbox.url, credential });
    return new ServedEngine(app, api, sandbox, body.id, dataDir);
  }

  /** Until it has ended well. @returns the id of the run */
  async scan(asked: object = {}): Promise<string> {
    const { body } = await this.api.post(`/connections/${this.connectionId}/syncs`, asked);
    const run = await eventually(async () => {
      const { state, error } = (await this.api.get(`/runs/${body.id}`)).body;
      return (state === 'completed' || error !== null) && { state, error };
    });
    expect(run).toEqual({ state: 'completed', error: null });
    return body.id;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.sandbox.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
