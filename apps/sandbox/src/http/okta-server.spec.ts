import { startSandbox, type Sandbox } from '../sandbox';

const START = Date.UTC(2026, 5, 1, 10, 0, 0);

describe('the served org', () => {
  let sandbox: Sandbox;
  const clock = { at: START };

  beforeAll(async () => {
    sandbox = await startSandbox({ users: 450, groups: 60, apps: 30, seed: 'server', now: () => clock.at });
  });

  beforeEach(() => {
    clock.at += 120_000;
    sandbox.resetStats();
    sandbox.faults.clear();
  });

  afterAll(() => sandbox.stop());

  const ask = (path: string): Promise<Response> =>
    fetch(path.startsWith('http') ? path : `${sandbox.url}${path}`, {
      headers: { authorization: `SSWS ${sandbox.tokenOf('SUPER_ADMIN')}` },
    });

  const rowsOf = async (response: Response): Promise<{ id: string; status?: string }[]> =>
    (await response.json()) as { id: string; status?: string }[];

  const everyPage = async (path: string): Promise<{ ids: string[]; requests: number }> => {
    const ids: string[] = [];
    let requests = 0;
    for (let next: string | null = path; next !== null; requests++) {
      const response = await ask(next);
      ids.push(...(await rowsOf(response)).map(({ id }) => id));
      next = nextOf(response);
    }
    return { ids, requests };
  };

  describe('paging', () => {
    it('leads through every user once, without the deprovisioned ones', async () => {
      const { ids, requests } = await everyPage('/api/v1/users?limit=200');
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(sandbox.org.presentUsers.size);
      expect(requests).toBe(Math.ceil(ids.length / 200));
    });

    it('shows the deprovisioned to a filter', async () => {
      const rows = await rowsOf(await ask('/api/v1/users?filter=status%20eq%20%22DEPROVISIONED%22'));
      expect(rows.length).toBe(Math.min(200, sandbox.org.deprovisionedUsers.size));
      expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['DEPROVISIONED']));
    });

    it('clamps a limit above the maximum', async () => {
      expect(await rowsOf(await ask('/api/v1/users?limit=1000'))).toHaveLength(200);
      expect(await rowsOf(await ask('/api/v1/apps?includeNonDeleted=true'))).toHaveLength(20);
    });

    it('refuses a cursor of another query', async () => {
      const cursor = new URL(nextOf(await ask('/api/v1/users?limit=2')) ?? '').searchParams.get('after') ?? '';
      expect((await ask(`/api/v1/users?limit=5&after=${cursor}`)).status).toBe(200);
      expect((await ask(`/api/v1/groups?limit=2&after=${cursor}`)).status).toBe(400);
      expect((await ask('/api/v1/users?after=garbage')).status).toBe(400);
    });

    it('repeats the Link header, one per relation, with absolute URLs', async () => {
      const { rawHeaders } = await rawGet(`${sandbox.url}/api/v1/users?limit=2`, sandbox.tokenOf('SUPER_ADMIN'));
      const links = rawHeaders.filter((_value, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'link');
      expect(links).toHaveLength(2);
      expect(links[0]).toMatch(/^<http:\/\/127\.0\.0\.1:\d+\/api\/v1\/users\?limit=2>; rel="self"$/);
      expect(links[1]).toMatch(/rel="next"$/);
    });

    it('pages IAM lists in the body, on the admin host', async () => {
      const response = await ask('/api/v1/iam/resource-sets');
      expect(response.headers.get('link')).toBeNull();
      expect(Object.keys((await response.json()) as object)).toContain('resource-sets');
    });

    it('never ends a poll of the log, and ends a bounded query', async () => {
      const now = sandbox.org.now();
      const since = new Date(now.getTime() - 60_000).toISOString();
      const first = await ask(`/api/v1/logs?since=${since}&limit=1000`);
      expect(await rowsOf(first)).toEqual([]);
      expect(nextOf(await ask(nextOf(first) ?? ''))).not.toBeNull();
      const bounded = await ask(`/api/v1/logs?since=${since}&until=${now.toISOString()}`);
      expect(nextOf(bounded)).toBeNull();
    });

    it('demands a policy type', async () => {
      expect((await ask('/api/v1/policies')).status).toBe(400);
      expect((await ask('/api/v1/policies?type=PASSWORD')).status).toBe(200);
    });
  });

  describe('limits', () => {
    it('tells the tightest layer on every answer and refuses beyond it', async () => {
      const answers: Response[] = [];
      for (let i = 0; i < 51; i++) answers.push(await ask('/api/v1/apps?limit=20'));
      expect(answers[0]?.headers.get('x-rate-limit-limit')).toBe('50');
      expect(answers[0]?.headers.get('x-rate-limit-remaining')).toBe('49');
      const last = answers[50] as Response;
      expect(last.status).toBe(429);
      expect(await last.json()).toMatchObject({ errorCode: 'E0000047' });
      const wait = Number(last.headers.get('x-rate-limit-reset')) * 1000 - Date.parse(last.headers.get('date') ?? '');
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(61_000);
      expect((await ask('/api/v1/groups')).status).toBe(200);
      expect(sandbox.stats()).toMatchObject({ throttled: 1, byBucket: { AL: 51, GL: 1 } });
    });

    it('does not count its own control calls', async () => {
      await fetch(`${sandbox.url}/__sandbox/manifest`);
      expect(sandbox.stats().requests).toBe(0);
    });
  });

  describe('the org behind it', () => {
    it('shows a change to the next request', async () => {
      const path = '/api/v1/users?limit=200';
      const [first] = await rowsOf(await ask(path));
      const id = first?.id ?? '';
      sandbox.org.mutate({ op: 'patch', collection: 'users', id, patch: { status: 'SUSPENDED' } });
      expect((await rowsOf(await ask(path)))[0]).toMatchObject({ id, status: 'SUSPENDED' });
    });

    it('answers 401 E0000015 for what its licence lacks, and knows no Identity Engine path on Classic', async () => {
      const features = { realms: false, logStreaming: false };
      const poor = await startSandbox({ users: 20, groups: 8, apps: 5, classic: true, features });
      try {
        const headers = { authorization: `SSWS ${poor.tokenOf('SUPER_ADMIN')}` };
        const answers = ['/api/v1/realms', '/api/v1/logStreams', '/api/v1/authenticators', '/api/v1/devices'].map(
          async (path) => {
            const response = await fetch(`${poor.url}${path}`, { headers });
            return [response.status, ((await response.json()) as { errorCode: string }).errorCode];
          },
        );
        expect(await Promise.all(answers)).toEqual([
          [401, 'E0000015'],
          [401, 'E0000015'],
          [404, 'E0000008'],
          [404, 'E0000008'],
        ]);
        const types = ['PASSWORD', 'ACCESS_POLICY'].map((type) =>
          fetch(`${poor.url}/api/v1/policies?type=${type}`, { headers }),
        );
        expect((await Promise.all(types)).map(({ status }) => status)).toEqual([200, 400]);
      } finally {
        await poor.stop();
      }
    });

    it('refuses more requests at once than the plan allows, with zeros', async () => {
      const slow = await startSandbox({ users: 20, groups: 8, apps: 5, plan: 'integrator', latencyMs: 200 });
      try {
        const headers = { authorization: `SSWS ${slow.tokenOf('SUPER_ADMIN')}` };
        const answers = await Promise.all(
          Array.from({ length: 20 }, () => fetch(`${slow.url}/api/v1/org`, { headers })),
        );
        const refused = answers.filter(({ status }) => status === 429);
        expect(refused).toHaveLength(3);
        expect(refused[0]?.headers.get('x-rate-limit-limit')).toBe('0');
        expect(refused[0]?.headers.get('x-rate-limit-remaining')).toBe('0');
        expect(slow.stats()).toMatchObject({ peakConcurrency: 20, throttled: 3 });
      } finally {
        await slow.stop();
      }
    });

    it('is steered from outside its process, unless that is switched off', async () => {
      const fault = { kind: 'status', status: 503, path: '/api/v1/org' };
      const headers = { 'content-type': 'application/json' };
      const post = (path: string, body: unknown): Promise<Response> =>
        fetch(`${sandbox.url}/__sandbox/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      expect((await post('faults', fault)).status).toBe(200);
      expect([(await ask('/api/v1/org')).status, (await ask('/api/v1/org')).status]).toEqual([503, 200]);
      expect((await post('faults', { kind: 'explode', path: '/' })).status).toBe(400);
      const id = sandbox.org.presentUsers.at(1).id;
      expect((await post('mutate', { op: 'remove', collection: 'users', id })).status).toBe(200);
      expect((await ask(`/api/v1/users/${id}`)).status).toBe(404);
      const closed = await startSandbox({ users: 20, groups: 8, apps: 5, control: false });
      const answer = await fetch(`${closed.url}/__sandbox/manifest`);
      await closed.stop();
      expect(answer.status).toBe(403);
    });
  });

  describe('faults', () => {
    it('breaks connections, truncates, and answers for the gateway', async () => {
      sandbox.faults.add({ kind: 'reset', path: '/api/v1/users' });
      sandbox.faults.add({ kind: 'cut', path: '/api/v1/groups' });
      sandbox.faults.add({ kind: 'truncate', path: '/api/v1/apps' });
      sandbox.faults.add({ kind: 'status', status: 502, path: '/api/v1/idps' });
      await expect(ask('/api/v1/users')).rejects.toThrow();
      await expect(ask('/api/v1/groups').then((response) => response.text())).rejects.toThrow();
      await expect(ask('/api/v1/apps').then((response) => response.json())).rejects.toThrow(/JSON/);
      const gateway = await ask('/api/v1/idps');
      expect([gateway.status, gateway.headers.get('content-type')]).toEqual([502, 'text/html']);
      expect((await ask('/api/v1/users')).status).toBe(200);
    });

    it('leads next in a loop, to another host, or past an empty page', async () => {
      sandbox.faults.add({ kind: 'loop-next', path: '/api/v1/users' });
      const looping = await ask('/api/v1/users?limit=50');
      expect(nextOf(looping)).toBe(`${sandbox.url}/api/v1/users?limit=50`);
      sandbox.faults.add({ kind: 'foreign-next', path: '/api/v1/users' });
      expect(new URL(nextOf(await ask('/api/v1/users?limit=50')) ?? '').hostname).toBe('okta.attacker.example');
      sandbox.faults.add({ kind: 'empty-page', path: '/api/v1/users', after: 1 });
      const { ids, requests } = await everyPage('/api/v1/users?limit=200');
      expect(ids).toHaveLength(sandbox.org.presentUsers.size);
      expect(requests).toBe(Math.ceil(ids.length / 200) + 1);
    });

    it('takes a permission away in the middle and keeps it away', async () => {
      sandbox.faults.add({ kind: 'forbidden', path: '/api/v1/groups/*/users', after: 1 });
      const groupId = sandbox.org.list('groups').at(0).id;
      const statuses: number[] = [];
      for (let i = 0; i < 3; i++) statuses.push((await ask(`/api/v1/groups/${groupId}/users`)).status);
      expect(statuses).toEqual([200, 403, 403]);
    });

    it('deletes a user while the list is paged, without losing another', async () => {
      const before = (await everyPage('/api/v1/users?limit=200')).ids;
      sandbox.faults.add({ kind: 'user-deleted', path: '/api/v1/users' });
      const { ids } = await everyPage('/api/v1/users?limit=200');
      expect(ids).toEqual(before);
      expect((await ask(`/api/v1/users/${before[199]}`)).status).toBe(404);
    });
  });
});

function nextOf(response: Response): string | null {
  return /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
}

async function rawGet(url: string, token: string): Promise<{ rawHeaders: string[] }> {
  const { get } = await import('node:http');
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { authorization: `SSWS ${token}` } }, (response) => {
      response.resume();
      resolve({ rawHeaders: response.rawHeaders });
    });
    request.on('error', reject);
  });
}
