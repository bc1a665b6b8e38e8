import { normaliseOktaDomain } from '@posture/connectors';
import type { OktaCredential } from '@posture/connectors';
import type { Wave } from '@posture/domain';
import { Secret } from '@posture/platform';
import { OktaClient } from '../../libs/connectors/src/okta/http/okta-client';
import { OktaReader } from '../../libs/connectors/src/okta/read/okta-reader';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { FastClock } from '../support/fast-clock';
import { MemorySink } from './okta-connector.memory-sink';

const CHANGED = /What the credential may see changed while this was read/;

describe('what a credential sees is asked when a sync begins and after each of its waves', () => {
  let sandbox: Sandbox;
  const clock = new FastClock(60);

  beforeAll(async () => {
    const now = () => clock.now().getTime();
    sandbox = await startSandbox({ users: 120, groups: 15, apps: 8, seed: 'view', unlimited: true, now });
  });
  beforeEach(() => sandbox.resetStats());
  afterEach(() => sandbox.faults.clear());
  afterAll(() => sandbox.stop());

  const apiToken = (): OktaCredential => ({ kind: 'api_token', token: new Secret(sandbox.tokenOf('SUPER_ADMIN')) });

  /** Each wave by a reader of its own, as by another process. */
  async function read(sink: MemorySink, waves: readonly Wave[], credential = apiToken()): Promise<number> {
    let requests = 0;
    for (const wave of waves) {
      const domain = normaliseOktaDomain(sandbox.url, { allowLoopback: true });
      const client = new OktaClient({ domain, credential, clock });
      try {
        await new OktaReader(client).readWave(wave, sink, new AbortController().signal);
      } finally {
        requests += client.requests;
        await client.close();
      }
    }
    return requests;
  }

  const stateOf = (sink: MemorySink, resource: string) => sink.coverage(resource)?.state;

  it('with five requests each time, and believed while it stays the same', async () => {
    const sink = new MemorySink();
    await read(sink, [1, 2, 3]);

    const { byPath } = sandbox.stats();
    expect(byPath['GET /api/v1/users/me']).toBe(4);
    expect(['users', 'group-members', 'app-users'].map((resource) => stateOf(sink, resource))).toEqual([
      'complete',
      'complete',
      'complete',
    ]);
    expect([...sink.reads.values()].filter(({ finished }) => CHANGED.test(finished?.reason ?? ''))).toEqual([]);
  });

  it.each(['sandbox-reader', 'sandbox-least-privilege'])(
    'of the client %s by its lists and its roles',
    async (name) => {
      const { id, privateKey } = sandbox.clients.find((client) => client.name === name)!;
      const credential = {
        kind: 'private_key',
        clientId: id,
        privateKey: new Secret(JSON.stringify(privateKey)),
      } as const;
      const sink = new MemorySink();
      await read(sink, [1], credential);
      expect([sink.coverage('users')?.reason, stateOf(sink, 'users')]).toEqual([null, 'complete']);

      sandbox.faults.add({ kind: 'role-lost', path: '/*', visible: 1 });
      await read(sink, [2], credential);
      expect(sink.coverage('group-members')).toMatchObject({
        state: 'partial',
        reason: expect.stringMatching(CHANGED),
      });
    },
  );

  it('by what the process that began the sync saw', async () => {
    const sink = new MemorySink();
    await read(sink, [1]);
    sandbox.faults.add({ kind: 'role-lost', path: '/*', visible: 1 });
    await read(sink, [2, 3]);

    expect([sink.coverage('users')?.reason, stateOf(sink, 'users')]).toEqual([null, 'complete']);
    for (const resource of ['group-members', 'app-users']) {
      const lists = [...sink.reads.values()].flatMap(({ finished }) =>
        finished?.resource === resource ? [finished] : [],
      );
      const whole = lists.filter(({ state, parent }) => state === 'complete' && parent !== '');
      expect([resource, whole]).toEqual([resource, []]);
      expect(sink.coverage(resource)?.reason).toMatch(CHANGED);
    }
  });

  it('also when the process that began it died in the middle of a wave', async () => {
    const sink = new MemorySink();
    sink.diesAt = 20;
    await expect(read(sink, [1])).rejects.toThrow('killed');
    sink.diesAt = Number.POSITIVE_INFINITY;
    sandbox.faults.add({ kind: 'role-lost', path: '/*', visible: 1 });
    await read(sink, [1]);

    const believed = [...sink.reads.values()].flatMap(({ finished }) =>
      finished?.state === 'complete' ? [`${finished.resource} ${finished.parent}`] : [],
    );
    expect(believed).toEqual([]);
  });

  it('and keeps nothing of records whose parts came from lists that lost some', async () => {
    const sink = new MemorySink();
    // When users have been read, and roles have not.
    sandbox.faults.add({ kind: 'role-lost', path: '/api/v1/*', after: 60 });
    await read(sink, [1]);

    for (const kind of ['CustomRole', 'ResourceSet', 'Authenticator', 'RoleAssignment'] as const) {
      expect([kind, sink.nodes(kind)]).toEqual([kind, []]);
    }
    expect(sink.nodes('User').length).toBeGreaterThan(0);
  });

  it('and believed no more when Okta does not tell it again', async () => {
    const sink = new MemorySink();
    sandbox.faults.add({ kind: 'status', status: 503, path: '/api/v1/users/me', after: 1, count: null });
    await read(sink, [1]);

    expect(sink.coverage('idps')).toMatchObject({
      state: 'partial',
      reason: expect.stringMatching(/did not tell again what the credential may see \(whom the credential belongs to/),
    });
  });
});
