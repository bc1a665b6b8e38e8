import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { oktaCredentialText, oktaWire } from '@posture/connectors';
import { FindingStore } from '@posture/findings';
import { ConnectionFlow, EventHooks, Work } from '@posture/flows';
import { AppConfig, RunStore, Secret } from '@posture/platform';
import { serve } from '../../apps/server/src/serve';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { SOONER_THAN_POLLED_MS, rarelyPolledOrg, registerHook } from '../support/event-hook';
import { eventually } from '../support/eventually';
import { postgresMissing, sharedPostgres } from '../support/postgres';
import type { TestPostgres } from '../support/postgres';
import { ServerProcess } from '../support/server-process';

const missing = postgresMissing();
if (missing !== null) process.stderr.write(`An event hook of another process is not tried: ${missing}\n`);

(missing === null ? describe : describe.skip)('An event hook that calls a process which only serves the API', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-hook-roles-'));
  let postgres: TestPostgres;
  let sandbox: Sandbox;
  let api: NestFastifyApplication;
  let worker: ServerProcess;
  let origin: string;
  let connectionId: string;

  beforeAll(async () => {
    const outcome = await sharedPostgres();
    if ('reason' in outcome) throw new Error(outcome.reason);
    postgres = outcome.server;
    sandbox = await rarelyPolledOrg();
    const env = {
      ...{ HOME: dir, POSTURE_DATA_DIR: dir, POSTURE_DATABASE_URL: await postgres.createDatabase() },
      ...{ POSTURE_ALLOW_LOOPBACK: 'true', POSTURE_LOG_LEVEL: 'error', POSTURE_ACTIVITY_DAYS: '0' },
    };
    const said: string[] = [];
    const ofApi = { ...env, POSTURE_ROLE: 'api', POSTURE_PORT: '0', POSTURE_HOOK_PORT: '0' };
    api = await serve(AppConfig.parse(ofApi), (line) => said.push(line));
    origin = new URL(/^Hooks +(\S+)\/hooks\//m.exec(said.join('\n'))![1]!).origin;
    const sources = join(dir, 'sources');
    mkdirSync(sources);
    worker = await ServerProcess.start({ ...env, POSTURE_ROLE: 'worker' }, sources);
    const token = { kind: 'api_token' as const, token: new Secret(sandbox.tokenOf('SUPER_ADMIN')) };
    const request = { address: sandbox.url, credential: new Secret(oktaCredentialText(token)) };
    connectionId = (await api.get(ConnectionFlow).connect({ provider: oktaWire.provider, ...request })).id;
  }, 300_000);
  afterAll(async () => {
    await worker?.kill('SIGTERM');
    await api?.close();
    await sandbox?.stop();
    await postgres?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it(
    'makes the process that follows the log look at it before it would be polled again',
    async () => {
      const run = await api.get(Work).follow(connectionId, 'test');
      const read = await eventually(async () => {
        const { holder, progress } = await api.get(RunStore).get(run!.id);
        return progress?.['readTo'] === undefined ? null : { holder };
      });
      expect(read.holder).toContain(`/${worker.pid}`);
      const { header, secret } = await api.get(EventHooks).make(connectionId);
      registerHook(sandbox, origin, { path: `/hooks/${connectionId}`, header, secret: secret.reveal() });
      sandbox.log.play('role-to-user');

      await eventually(async () =>
        (await api.get(FindingStore).allPresent(connectionId)).find(
          ({ rule }) => rule === 'okta-det-superadmin-granted',
        ),
      );
    },
    SOONER_THAN_POLLED_MS,
  );
});
