import { normaliseOktaDomain } from '@posture/connectors';
import type { Wave } from '@posture/domain';
import { Secret } from '@posture/platform';
import { OktaClient } from '../../libs/connectors/src/okta/http/okta-client';
import { OktaReader } from '../../libs/connectors/src/okta/read/okta-reader';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { FastClock } from '../support/fast-clock';
import { MemorySink } from './okta-connector.memory-sink';

const LIMIT_MS = 60_000;

describe('lists of later waves are read while their limit lies idle', () => {
  const clock = new FastClock(60);
  let sandbox: Sandbox;
  let open: OktaClient[] = [];

  beforeAll(async () => {
    sandbox = await startSandbox({
      ...{ users: 200, groups: 60, apps: 40, seed: 'ahead', plan: 'workforce' },
      now: () => clock.now().getTime(),
    });
  });
  beforeEach(() => sandbox.resetStats());
  afterEach(async () => {
    sandbox.faults.clear();
    for (const client of open) await client.close();
    open = [];
  });
  afterAll(() => sandbox.stop());

  function reader(): OktaReader {
    const domain = normaliseOktaDomain(sandbox.url, { allowLoopback: true });
    const client = new OktaClient({
      domain,
      credential: { kind: 'api_token', token: new Secret(sandbox.tokenOf('SUPER_ADMIN')) },
      clock,
    });
    open.push(client);
    return new OktaReader(client);
  }

  async function read(sink: MemorySink, waves: readonly Wave[], by = reader()): Promise<void> {
    for (const wave of waves) await by.readWave(wave, sink, new AbortController().signal);
  }

  const stagedAhead = (sink: MemorySink): string[] =>
    [...sink.reads].flatMap(([list, { finished, cursor }]) => (finished === null && cursor !== null ? [list] : []));
  const ofApps = (sink: MemorySink): string[] => stagedAhead(sink).filter((list) => list.startsWith('app-'));
  const until = async (reached: () => boolean): Promise<void> => {
    while (!reached()) await clock.sleep(200);
  };

  it(
    'also between two waves, staged and left open for their own; nothing is asked twice',
    async () => {
      const sink = new MemorySink();
      const by = reader();
      await read(sink, [1], by);
      const then = ofApps(sink).length;
      await until(() => ofApps(sink).length >= then + 5);
      expect([...sink.reads.values()].some(({ finished }) => finished?.resource.startsWith('app-'))).toBe(false);
      await read(sink, [2, 3], by);

      const { byPath, throttled } = sandbox.stats();
      expect(throttled).toBe(0);
      expect(stagedAhead(sink)).toEqual(['credential-view ']);
      expect(byPath['GET /api/v1/apps/{appId}/users']).toBe(40);
      expect(sink.coverage('app-users')).toMatchObject({ state: 'complete' });
    },
    LIMIT_MS,
  );

  it(
    'and gone on with by another process when theirs dies',
    async () => {
      const whole = new MemorySink();
      await read(whole, [1, 2, 3]);
      sandbox.resetStats();
      const sink = new MemorySink();
      await read(sink, [1]);
      await until(() => ofApps(sink).length >= 5);
      await open.at(-1)!.close();
      const staged = ofApps(sink).length;
      await read(sink, [2, 3]);

      expect(staged).toBeGreaterThanOrEqual(5);
      expect(sink.contents()).toEqual(whole.contents());
      // At most those under way when the first one ended.
      expect(sandbox.stats().byPath['GET /api/v1/apps/{appId}/users']).toBeLessThanOrEqual(44);
    },
    LIMIT_MS,
  );

  it(
    'and read again when the credential saw less meanwhile',
    async () => {
      const whole = new MemorySink();
      await read(whole, [1, 2, 3]);
      const sink = new MemorySink();
      // From the first list of an application on, until the wave has ended.
      sandbox.faults.add({ kind: 'role-lost', path: '/api/v1/apps/*' });
      sandbox.faults.add({ kind: 'role-lost', path: '/api/v1/users', after: 3 });
      const by = reader();
      await read(sink, [1], by);
      expect(sink.coverage('users')?.reason).toMatch(/What the credential may see changed/);
      expect(ofApps(sink)).toEqual([]);

      sandbox.faults.clear();
      await read(sink, [2, 3], by);
      const assigned = (from: MemorySink) => from.edges('ASSIGNED_TO').length;
      expect(assigned(sink)).toBe(assigned(whole));
    },
    LIMIT_MS,
  );

  it(
    'but not where no limit would keep their wave waiting',
    async () => {
      const free = await startSandbox({ users: 200, groups: 60, apps: 40, seed: 'ahead', unlimited: true });
      const limited = sandbox;
      try {
        sandbox = free;
        const sink = new MemorySink();
        await read(sink, [1]);
        expect(stagedAhead(sink)).toEqual(['credential-view ']);
        expect(free.stats().byBucket['AL']).toBe(3);
      } finally {
        sandbox = limited;
        await free.stop();
      }
    },
    LIMIT_MS,
  );
});
