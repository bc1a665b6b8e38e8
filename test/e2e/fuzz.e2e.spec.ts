import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { NodeKey } from '@posture/domain';
import { FindingReconciler } from '@posture/findings';
import { ConnectionStore } from '@posture/inventory';
import { ApiKeyStore } from '@posture/operators';
import { AppConfig, Secret } from '@posture/platform';
import { apiDescription, createServer } from '../../apps/server/src/create-server';
import { TestApi } from '../support/api';
import { Fuzz } from '../support/api-fuzz';
import type { FuzzCall, FuzzRoute } from '../support/api-fuzz';
import { OTHER, describedRoutes } from '../support/described-routes';
import { candidate, judgement } from '../support/judgements';
import { Receiver } from '../support/receiver';

const SEED = 20_261_130;
const CALLS_OF_A_ROUTE = 8;
/** A provider or a worker that is away, as a route that asks one says; no fault of the request, nor of ours. */
const OF_OTHERS = new Set([502, 503]);
/** These ask the tenant, and nobody answers for it here: only what is refused before is asked. */
const ASKS_THE_TENANT = new Set(['createConnection', 'testConnection', 'replaceCredential']);
/** What it answers goes on as long as its sync does. */
const ENDLESS = new Set(['watchSync']);

/** Text that a database or a graph would do something by, were it ever taken for more than text. */
const INJECTED = [
  `' or '1'='1`,
  `'; drop table finding; --`,
  `1; delete from finding where true`,
  `"}) detach delete n //`,
  `' union match (n) detach delete n return 1 //`,
  '`) MATCH (n) DETACH DELETE n //',
];

/** The description is believed: each route is called as it says and against it, and must answer as it says. */
describe('Every route of the API, called with whatever fits and does not', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'posture-fuzz-'));
  let receiver: Receiver;
  let app: NestFastifyApplication;
  let api: TestApi;
  let ids: string[];

  beforeAll(async () => {
    receiver = await Receiver.start();
    const env = {
      ...{ HOME: dataDir, POSTURE_DATA_DIR: dataDir, POSTURE_ALLOW_LOOPBACK: 'true', POSTURE_LOG_LEVEL: 'error' },
      ...{ POSTURE_ACTIVITY_DAYS: '0', POSTURE_RATE_LIMIT: '0' },
    };
    app = await createServer(AppConfig.parse(env, { role: 'api' }));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    api = new TestApi(app, await apiDescription(), (await app.get(ApiKeyStore).createFirst())!);
    const credential = new Secret('{"kind":"api_token","token":"invented"}');
    const wanted = { provider: 'okta', orgUrl: 'https://brightwater.example', name: 'B', credentialKind: 'api_token' };
    const { id: connectionId } = await app.get(ConnectionStore).create({ ...wanted, credential });
    const found = ['User:u1', 'User:u2', 'User:u3'].map((key) => candidate('rule-a', key as NodeKey));
    await app.get(FindingReconciler).reconcile(judgement(1, found, { connectionId }));
    const { body: made } = await api.post('/channels', { name: 'SIEM', url: receiver.url });
    const { body: run } = await api.post(`/connections/${connectionId}/syncs`);
    const findings = (await api.get('/findings')).body.data as { id: string }[];
    ids = [connectionId, made.channel.id, run.id, ...findings.map(({ id }) => id), 'okta-superadmin-service-account'];
  }, 120_000);
  afterAll(async () => {
    await app?.close();
    await receiver?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function faultOf({ name, method }: FuzzRoute, call: FuzzCall): Promise<string | null> {
    const what = JSON.stringify([name, method, call.path, call.headers, call.body]).slice(0, 600);
    const isEmpty = call.body === undefined;
    const headers = isEmpty ? call.headers : { ...call.headers, 'content-type': 'application/json' };
    try {
      const body = isEmpty ? undefined : JSON.stringify(call.body);
      const { status } = await api.call(method, call.path, { body, headers });
      if (status >= 500 && !OF_OTHERS.has(status)) return `${status} ${what}`;
      return call.isWrong && status < 400 ? `${status}, though it is wrong: ${what}` : null;
    } catch (error) {
      return `${(error as Error).message.split('\n')[0]} ${what}`;
    }
  }

  it('A6: gives no more at once than it says, and takes no more than it needs', async () => {
    const asked = async (query: string, value: string): Promise<Map<number, string[]>> => {
      const routes = describedRoutes(api.document).filter(
        ({ changes, queries }) => !changes && queries.includes(query),
      );
      const byStatus = new Map<number, string[]>();
      for (const route of routes) {
        const { status } = await api.get(route.path(OTHER, { [query]: value }));
        byStatus.set(status, [...(byStatus.get(status) ?? []), route.template]);
      }
      return byStatus;
    };
    expect([...(await asked('limit', '100000')).keys()]).toEqual([400]);
    // Of what is not there no page is looked for.
    const made = await asked('cursor', 'bWFkZSB1cA.bWFkZSB1cA');
    expect([...made.keys()].sort()).toEqual([400, 404]);
    expect(made.get(400)).toEqual(expect.arrayContaining(['/findings', '/runs']));

    const terms = Array.from({ length: 500 }, (_, n) => `r${n}`).join(' ');
    const long = await api.get(`/findings?q=${encodeURIComponent(terms)}`);
    expect([long.status, long.body.code]).toEqual([400, 'filter.too_long']);
    const large = await api.post('/channels', { name: 'x'.repeat(5_000_000), url: 'https://siem.acme.example/in' });
    expect(large.status).toBe(413);
  });

  it('A10: takes text for nothing but text, whatever it would mean to a database or a graph', async () => {
    const before = (await api.get('/findings')).body.data as { id: string }[];
    const faults: string[] = [];
    const routes = describedRoutes(api.document).filter(({ changes, streams }) => !changes && !streams);
    for (const route of routes) {
      for (const query of route.queries) {
        const text = INJECTED[(query.length + route.template.length) % INJECTED.length]!;
        const { status } = await api.get(route.path(ids[0]!, { [query]: text }));
        if (status >= 500) faults.push(`${route.template} ${query} ${status}`);
      }
      if (route.noun === null) continue;
      const { status } = await api.get(route.path(encodeURIComponent(INJECTED[0]!)));
      if (status < 400 || status >= 500) faults.push(`${route.template} ${status}`);
    }
    for (const text of INJECTED) {
      const found = await api.get(`/findings?q=${encodeURIComponent(`"${text.replaceAll('"', '')}"`)}`);
      expect([text, found.status, found.body.data]).toEqual([text, 200, []]);
    }

    expect(faults).toEqual([]);
    const after = (await api.get('/findings')).body.data as { id: string }[];
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(before).toHaveLength(3);
  });

  it('answers no call with a fault of its own, and each as described', async () => {
    const faults: string[] = [];
    let asked = 0;
    for (const route of new Fuzz(api.document, ids).routes().filter(({ name }) => !ENDLESS.has(name))) {
      const calls = fc.sample(route.calls, { seed: SEED, numRuns: CALLS_OF_A_ROUTE });
      for (const call of calls.filter(({ isWrong }) => isWrong || !ASKS_THE_TENANT.has(route.name))) {
        asked += 1;
        const fault = await faultOf(route, call);
        if (fault !== null) faults.push(fault);
      }
    }

    expect(asked).toBeGreaterThan(300);
    expect(faults).toEqual([]);
  }, 240_000);
});
