import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConnectionStore } from '@posture/inventory';
import { ApiKeyStore } from '@posture/operators';
import { AppConfig, Secret } from '@posture/platform';
import type { Clock } from '@posture/platform';
import { apiDescription, createServer } from '../../apps/server/src/create-server';
import { TestApi } from './api';

/** An API served by a process that does nothing else: no log is read beside the one a test writes. */
export class ServedApi {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly api: TestApi,
    private readonly dataDir: string,
  ) {}

  static async open(
    clock: Clock,
    { databaseUrl }: { readonly databaseUrl?: string } = {},
    more: Readonly<Record<string, string>> = {},
  ): Promise<ServedApi> {
    const dataDir = mkdtempSync(join(tmpdir(), 'posture-api-'));
    const env = {
      HOME: dataDir,
      POSTURE_DATA_DIR: dataDir,
      POSTURE_LOG_LEVEL: 'error',
      POSTURE_DATABASE_URL: databaseUrl,
      ...more,
    };
    const app = await createServer(AppConfig.parse(env, { role: 'api' }), clock);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const key = (await app.get(ApiKeyStore).createFirst()) ?? '';
    return new ServedApi(app, new TestApi(app, await apiDescription(), key), dataDir);
  }

  /** @returns the id of a connection to a tenant nobody answers for */
  async connect(name: string): Promise<string> {
    const credential = new Secret('{"kind":"api_token","token":"invented"}');
    const orgUrl = `https://${name}.example`;
    const wanted = { provider: 'okta', orgUrl, name, credentialKind: 'api_token', credential };
    return (await this.app.get(ConnectionStore).create(wanted)).id;
  }

  async close(): Promise<void> {
    await this.app.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
