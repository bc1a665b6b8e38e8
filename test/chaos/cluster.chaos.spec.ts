import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { itTellsWhatBecameOfSyncs } from '../e2e/connections.answers';
import { itAnswers } from '../e2e/server.answers';
import { itKnowsItsOperators } from '../e2e/server.operators';
import { itLetsPeopleWork } from '../e2e/server.triage';
import { Cluster } from '../support/cluster';
import { eventually } from '../support/eventually';
import { Gate } from '../support/gate';
import { seededRandom } from '../support/kill-points';
import { Killer } from '../support/killer';
import { query } from '../support/postgres';
import { Receiver, verified } from '../support/receiver';
import type { Received } from '../support/receiver';
import { SMALL_TRIAL } from '../support/small-trial';
import { SERVERS_START_MS, describeOnServers } from '../support/stores';
import type { TestServers } from '../support/stores';
import { watchedSync } from '../support/watched-sync';
import { itGoesOnAfterOutages } from './cluster.outages';

/** TEST_CHAOS_SEED repeats the choice of who is killed when. */
const seed = Number(process.env['TEST_CHAOS_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const RULE = 'okta-superadmin-service-account';
/** Of a machine that does much else beside. */
jest.setTimeout(300_000);
const ENDED = ['completed', 'failed', 'cancelled'];

describeOnServers('Two processes that serve the API and two that work', (startServers) => {
  let stores: TestServers;
  let neo4j: Gate;
  let postgres: Gate;
  let org: Sandbox;
  let cluster: Cluster;
  let killer: Killer | null = null;
  let id = '';

  beforeAll(async () => {
    process.stderr.write(`cluster: TEST_CHAOS_SEED=${seed}\n`);
    stores = await startServers();
    neo4j = await Gate.before(stores.neo4jUrl);
    postgres = await Gate.before(stores.databaseUrl);
    org = await startSandbox(SMALL_TRIAL);
    cluster = await Cluster.start({ databaseUrl: postgres.url, neo4jUrl: neo4j.url });
  }, SERVERS_START_MS);
  afterAll(async () => {
    await killer?.stop();
    await cluster?.stop();
    await org?.stop();
    await neo4j?.close();
    await postgres?.close();
    await stores?.stop();
  });

  const scanned = {
    get api() {
      return cluster.api;
    },
    get id() {
      if (id === '') throw new Error('no org was connected');
      return id;
    },
    hasNeo4j: true,
  };

  async function ended(runId: string): Promise<void> {
    const run = await eventually(async () => {
      const { state, error } = (await cluster.api.get(`/runs/${runId}`)).body;
      return ENDED.includes(state as string) && { state, error };
    });
    expect(run).toEqual({ state: 'completed', error: null });
  }

  async function scan(): Promise<void> {
    await ended((await cluster.api.post(`/connections/${scanned.id}/syncs`)).body.id);
  }

  describe('any of them killed again and again', () => {
    beforeAll(() => {
      killer = new Killer(cluster, seededRandom(seed));
    });
    afterAll(async () => {
      await killer!.stop();
      process.stderr.write(`killed: ${killer!.killed.join(', ')}\n`);
      expect(killer!.killed.length).toBeGreaterThan(3);
    });

    it('connect an org once, whoever is asked, and test what it lets them read', async () => {
      const credential = { kind: 'api_token', token: org.tokenOf('SUPER_ADMIN') };
      const asked = { name: 'Trial', domain: org.url, credential, firstSync: false };
      const once = { headers: { 'idempotency-key': 'connect-the-trial' } };
      const made = await Promise.all([1, 2, 3].map(() => cluster.api.post('/connections', asked, once)));
      id = made[0]!.body.id;
      expect(made.map(({ status, body }) => [status, body.id])).toEqual(made.map(() => [201, id]));
      expect((await cluster.api.get('/connections')).body.data).toHaveLength(1);
      const tested = await cluster.api.post(`/connections/${id}/test`);
      expect([tested.status, tested.body.credential?.roles]).toEqual([200, ['SUPER_ADMIN']]);
    });

    it('read it to the end, and tell whoever watches how it goes, in order', async () => {
      const wanted = { profile: 'default', includeClientSecrets: true };
      const { body } = await cluster.api.post(`/connections/${scanned.id}/syncs`, wanted);
      const told = await watchedSync(cluster, body.id);
      expect(told.at(-1)).toMatchObject({ event: 'ended', data: { id: body.id, state: 'completed' } });
      told.slice(1).forEach((each, at) => expect(each.id).not.toBe(told[at]!.id));
      await ended(body.id);
      await scan();
    });

    itAnswers(scanned);
    itTellsWhatBecameOfSyncs(scanned);
    itKnowsItsOperators(scanned);
    itLetsPeopleWork(scanned);

    it('note what people say once, however often it is sent', async () => {
      const [{ id: finding }] = (await cluster.api.get('/findings?limit=1')).body.data as [{ id: string }];
      const path = `/findings/${finding}/comments`;
      const before = (await cluster.api.all(path, 50)).length;
      const said = Array.from({ length: 15 }, (_, n) => `Word ${n}`);
      await Promise.all(
        said.flatMap((text) =>
          [1, 2].map(() =>
            cluster.api.post(path, { text }, { headers: { 'idempotency-key': text.replace(' ', '-') } }),
          ),
        ),
      );
      const kept = (await cluster.api.all(path, 50)).slice(before) as { text: string }[];
      expect(kept.map(({ text }) => text).sort()).toEqual(said.sort());
    });

    it('tell a receiver what opens and what is resolved, and scan by a schedule, each once', async () => {
      const receiver = await Receiver.start();
      try {
        const made = await cluster.api.post('/channels', { name: 'SIEM', url: receiver.url, minSeverity: 'high' });
        const user = org.org.idOf('staff-7')!;
        const profile = { login: 'svc-alerts@brightwater.example' };
        org.org.mutate({ op: 'patch', collection: 'users', id: user, patch: { profile } });
        org.org.mutate({ op: 'add', collection: 'roles', object: { id: 'ra1alert', type: 'SUPER_ADMIN', user } });
        await scan();
        const about = ({ body }: Received) =>
          (body.data.finding as unknown as { subject: { externalId: string } }).subject.externalId === user;
        const opened = await eventually(async () => receiver.of('finding.opened', RULE).find(about));
        const finding = opened.body.data.finding.id;

        org.org.mutate({ op: 'remove', collection: 'roles', id: 'ra1alert' });
        await becomeDue();
        const run = await eventually(async () => {
          const { data } = (await cluster.api.get(`/runs?connectionId=${id}&kind=scan`)).body;
          return (data as { id: string; trigger: string }[]).find(({ trigger }) => trigger === 'schedule');
        });
        await ended(run.id);
        await eventually(async () => receiver.of('finding.resolved', RULE).find(about));
        const runs = (await cluster.api.get(`/runs?connectionId=${id}&kind=scan`)).body.data as { trigger: string }[];
        expect(runs.filter(({ trigger }) => trigger === 'schedule')).toHaveLength(1);
        expect((await cluster.api.get(`/connections/${id}/schedule`)).body.lastRunId).toBe(run.id);

        const history = (await cluster.api.all(`/findings/${finding}/history`, 50)) as { type: string }[];
        expect(history.map(({ type }) => type)).toEqual(['opened', 'resolved']);
        for (const each of receiver.received) expect(verified(made.body.secret, each)).toEqual(each.body);
        const texts = new Map(receiver.received.map(({ headers, text }) => [headers['webhook-id'], text]));
        for (const { headers, text } of receiver.received) expect(texts.get(headers['webhook-id'])).toBe(text);
        const deliveries = (await cluster.api.all(`/channels/${made.body.channel.id}/deliveries`, 50)) as {
          messageId: string;
        }[];
        expect(deliveries.map(({ messageId }) => messageId).sort()).toEqual([...texts.keys()].sort());
      } finally {
        await receiver.stop();
      }
    });

    it('leave no run behind that failed, and the audit log whole', async () => {
      await eventually(async () => {
        const { data } = (await cluster.api.get('/runs?state=queued,running,waiting&limit=200')).body;
        return (data as { kind: string }[]).every(({ kind }) => kind === 'follow');
      });
      expect((await cluster.api.get('/runs?state=failed')).body.data).toEqual([]);
      expect((await cluster.api.get('/audit-events/verify')).body).toMatchObject({ isIntact: true, faults: 0 });
      const errors = cluster.processes.flatMap(({ said }) => said.filter((text) => text.includes('"level":"error"')));
      expect(errors).toEqual([]);
      expect(cluster.api.waited.map(({ text }) => text)).toEqual([]);
    });
  });

  itGoesOnAfterOutages({
    get cluster() {
      return cluster;
    },
    get id() {
      return scanned.id;
    },
    get org() {
      return org;
    },
    get neo4j() {
      return neo4j;
    },
    get postgres() {
      return postgres;
    },
    ended,
  });

  /** As it is when the time of the schedule has come. */
  async function becomeDue(): Promise<void> {
    await query(stores.databaseUrl, `update schedule set next_at = now() - interval '1 second'`);
  }
});
