import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { CUT, query } from '../support/postgres';
import type { Cluster } from '../support/cluster';
import { eventually } from '../support/eventually';
import type { Gate } from '../support/gate';

/** A cluster that has scanned an org, and the ways to its stores. */
export interface ReachedCluster {
  readonly cluster: Cluster;
  readonly org: Sandbox;
  /** Of the connection. */
  readonly id: string;
  readonly neo4j: Gate;
  readonly postgres: Gate;
  /** Until a run has completed. */
  ended(runId: string): Promise<void>;
}

/** What becomes of it when a store is away, or has forgotten whom it spoke with. */
export function itGoesOnAfterOutages(to: ReachedCluster): void {
  const ready = async (at: number) => {
    const { status, body } = await to.cluster.api.at(to.cluster.apis[at]!).get('/readyz', { key: null });
    return [status, body.checks as Record<string, string>] as const;
  };
  /** Says what an answer of 503 has to say. */
  const unavailable = { status: 503, type: 'application/problem+json', headers: { 'retry-after': '5' } };

  it('go by what was changed at another a moment ago: tuning, keys, cursors', async () => {
    const [one, other] = to.cluster.apis.map((each) => to.cluster.api.at(each)) as [Api, Api];
    const { body } = await one.get('/findings?limit=1&severity=high');
    const next = `/findings?limit=1&severity=high&cursor=${body.page.nextCursor}`;
    expect((await other.get(next)).body.data).toHaveLength(1);

    const made = (await one.post('/api-keys', { name: 'short-lived', role: 'viewer' })).body;
    const me = (api: Api) => api.get('/operators/me', { key: made.value as string });
    expect([(await me(one)).status, (await me(other)).status]).toEqual([200, 200]);
    await other.call('delete', `/api-keys/${made.apiKey.id}`);
    expect([(await me(one)).status, (await me(other)).status]).toEqual([401, 401]);

    const settings = `/connections/${to.id}/rules/settings`;
    const rule = body.data[0].rule as string;
    await one.change('patch', settings, { rules: { [rule]: { severity: 'low' } } });
    expect((await other.get(settings)).body.rules).toMatchObject({ [rule]: { severity: 'low' } });
    const judged = async (severity: string) =>
      (await other.get(`/findings?rule=${rule}&severity=${severity}`)).body.data.length > 0;
    await eventually(() => judged('low'));
    await other.change('patch', settings, { rules: { [rule]: null } });
    await eventually(() => judged('high'));
  });

  it('answer or ask to come back when PostgreSQL has cut every connection, and go on', async () => {
    const asked = Array.from({ length: 60 }, (_, n) =>
      to.cluster.api.at(to.cluster.apis[n % 2]!).get('/findings?limit=50'),
    );
    await query(to.postgres.url, CUT);
    for (const answer of await Promise.all(asked)) if (answer.status !== 200) expect(answer).toMatchObject(unavailable);
    const { body } = await to.cluster.api.post(`/connections/${to.id}/evaluations`);
    await query(to.postgres.url, CUT);
    await to.ended(body.id);
  });

  it('say that PostgreSQL is away, and go on once it is back', async () => {
    await without(to.postgres, async () => {
      expect(await ready(0)).toEqual([503, expect.objectContaining({ database: 'failed', graph: 'ok' })]);
      expect(await to.cluster.api.at(to.cluster.apis[1]!).get('/findings')).toMatchObject({
        ...unavailable,
        body: { code: 'database.unreachable' },
      });
    });
    for (const at of [0, 1]) expect(await ready(at)).toEqual([200, expect.objectContaining({ database: 'ok' })]);
    await to.ended((await to.cluster.api.post(`/connections/${to.id}/evaluations`)).body.id);
  });

  it('say that Neo4j is away, need it for nothing else, and bring it up to date once it is back', async () => {
    const { api } = to.cluster;
    const [user] = (await api.get(`/connections/${to.id}/users?limit=1`)).body.data as { key: string }[];
    const graph = (source: string) =>
      api
        .at(to.cluster.apis[0]!)
        .get(`/connections/${to.id}/graph/queries/effectiveAccess?key=${user!.key}&source=${source}`);
    const projecting = async (state: string) =>
      (await api.get(`/runs?kind=project&state=${state}`)).body.data as readonly unknown[];
    await without(to.neo4j, async () => {
      expect(await ready(0)).toEqual([503, expect.objectContaining({ database: 'ok', graph: 'failed' })]);
      expect(await graph('neo4j')).toMatchObject({ ...unavailable, body: { code: 'graph.unreachable' } });
      expect((await graph('in-process')).status).toBe(200);
      const staff = to.org.org.idOf('staff-7')!;
      to.org.org.mutate({ op: 'patch', collection: 'users', id: staff, patch: { profile: { title: 'Auditor' } } });
      await to.ended((await api.post(`/connections/${to.id}/syncs`, { resources: ['users'] })).body.id);
      await eventually(async () => (await projecting('waiting')).length > 0);
    });
    expect(await ready(0)).toEqual([200, expect.objectContaining({ graph: 'ok' })]);
    await eventually(async () => (await projecting('queued,running,waiting')).length === 0);
    expect(await projecting('failed')).toEqual([]);
    expect((await graph('neo4j')).body.data).toEqual((await graph('in-process')).body.data);
  });
}

async function without(way: Gate, work: () => Promise<void>): Promise<void> {
  await way.close();
  try {
    await work();
  } finally {
    await way.open();
  }
}

type Api = ReturnType<Cluster['api']['at']>;
