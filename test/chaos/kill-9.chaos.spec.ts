import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { inOrder, killPoints, publishedAndNotTidied, seededRandom } from '../support/kill-points';
import { sharedPostgres } from '../support/postgres';
import type { TestPostgres } from '../support/postgres';
import { runScanProcess } from '../support/scan-order';
import type { KillPoint, ScanAccount } from '../support/scan-order';
import { STORE_KINDS } from '../support/stores';
import type { StoreKind } from '../support/stores';

/** TEST_CHAOS_SEED repeats a run. */
const seed = Number(process.env['TEST_CHAOS_SEED'] ?? Math.floor(Math.random() * 1_000_000));
/** Kills in each of three scans: of an org never seen, of one that changed, and of one that changed back. */
const KILLS = [7, 7, 6];
/** In which of them a user is deleted, and in which wave it is missed: one kill comes when that was just published. */
const DELETION = { scan: 1, wave: 1 };
/** A machine that does other things besides starts fifty processes slowly. */
const LIMIT_MS = 900_000;

describe.each(STORE_KINDS)('A scan that is killed twenty times (%s)', (kind: StoreKind) => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-kill-'));
  let postgres: TestPostgres | null = null;
  let sandbox: Sandbox;

  beforeAll(async () => {
    process.stderr.write(`kill -9 on the ${kind} store: TEST_CHAOS_SEED=${seed}\n`);
    mkdirSync(join(dir, 'sources'));
    sandbox = await startSandbox({
      scenario: 'trial',
      users: 150,
      groups: 28,
      apps: 16,
      size: { deprovisioned: 20, devices: 10, membersPerGroup: 15 },
      unlimited: true,
      latencyMs: 2,
    });
    if (kind === 'server') {
      const outcome = await sharedPostgres();
      if ('reason' in outcome) throw new Error(outcome.reason);
      postgres = outcome.server;
    }
  });
  afterAll(async () => {
    await sandbox?.stop();
    await postgres?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it(
    'ends as if it had been left alone',
    async () => {
      const random = seededRandom(seed);
      const undisturbed = await newStore('undisturbed');
      const killed = await newStore('killed');
      const struck: string[] = [];
      let repeated = 0;
      for (const [n, kills] of KILLS.entries()) {
        CHANGES[n]!(sandbox);
        const expected = (await undisturbed(null))!;
        const fixed = n === DELETION.scan ? [publishedAndNotTidied(expected.trace, DELETION.wave)] : [];
        const points = inOrder([...killPoints(expected.trace, kills - fixed.length, 3 * n, random), ...fixed]);
        const account = await scanWithKills(killed, points, struck);

        const { syncs, scans, versions } = account.state;
        expect({ scan: n + 1, struck, ...factsOf(account) }).toEqual({ scan: n + 1, struck, ...factsOf(expected) });
        expect(account.state.leftovers).toEqual([]);
        // Whoever dies when the sync is completed leaves nothing to resume: the org is read again, and nothing changes.
        repeated += points.filter(({ phase }) => phase === 'reporting' || phase === 'completing').length;
        expect(syncs.length).toBeLessThanOrEqual(n + 1 + repeated);
        expect(new Set(syncs)).toEqual(new Set(['full completed']));
        // A scan that was being judged when its process died has failed; the next goes on with what it had read.
        expect(scans.at(-1)).toBe('completed');
        expect(scans).not.toContain('running');
        expect(scans.filter((state) => state === 'failed').length).toBeLessThanOrEqual(struck.length);
        expect(versions.filter((version) => !version.endsWith('published'))).toEqual([]);
        expect(versions).toHaveLength(3 * syncs.length);
      }
      expect(struck).toHaveLength(20);
    },
    LIMIT_MS,
  );

  it(
    'tells of every request that brought something, whichever process asked it',
    async () => {
      const counted = async (scan: Scan, kill: KillPoint | null) => {
        const before = sandbox.stats().requests;
        const account = await scan(kill);
        return { asked: sandbox.stats().requests - before, told: account?.requests ?? null };
      };
      const undisturbed = await counted(await newStore('counted-undisturbed'), null);
      const connecting = undisturbed.asked - undisturbed.told!;
      const scan = await newStore('counted');
      const parts = [
        await counted(scan, { wave: 2, phase: 'reading', statement: 20, how: 'after', delayMs: 0 }),
        await counted(scan, { wave: 3, phase: 'merging', statement: 1, how: 'before', delayMs: 0 }),
        await counted(scan, null),
      ];

      const { told } = parts.at(-1)!;
      expect(told).toBeGreaterThanOrEqual(undisturbed.told!);
      expect(told).toBeLessThanOrEqual(parts.reduce((sum, { asked }) => sum + asked - connecting, 0));
    },
    LIMIT_MS,
  );

  type Scan = (kill: KillPoint | null) => Promise<ScanAccount | null>;

  async function newStore(name: string): Promise<Scan> {
    const dataDir = join(dir, name);
    const databaseUrl = postgres === null ? null : await postgres.createDatabase();
    const order = { dataDir, databaseUrl, orgUrl: sandbox.url, token: sandbox.tokenOf('SUPER_ADMIN') };
    return (kill) => runScanProcess({ ...order, kill }, join(dir, 'sources'));
  }

  /** Every process that follows a killed one goes on at once: it would end with `run.already_active` otherwise. */
  async function scanWithKills(scan: Scan, points: readonly KillPoint[], struck: string[]): Promise<ScanAccount> {
    for (const point of points) {
      const account = await scan(point);
      if (account !== null) throw new Error(`the scan was not killed at ${JSON.stringify(point)}`);
      struck.push(`${point.how} ${point.phase} of wave ${point.wave}, statement ${point.statement}`);
    }
    return (await scan(null))!;
  }
});

/** What must not depend on how often a scan was killed; that shows in the runs only. */
function factsOf({ state: { nodes, edges, coverage, findings, events } }: ScanAccount) {
  return { nodes, edges, coverage, findings, events };
}

/** What happens in the org before each scan: findings open, resolve because of a remedy or a deletion, and come back. */
const CHANGES: readonly ((sandbox: Sandbox) => void)[] = [
  () => undefined,
  ({ org }) => {
    const id = (name: string) => org.idOf(name) ?? name;
    org.mutate({ op: 'remove', collection: 'roles', id: id('backup-super') });
    org.mutate({ op: 'remove', collection: 'users', id: id('otto-brandt') });
    org.mutate({ op: 'patch', collection: 'settings', id: 'threat-insight', patch: { action: 'block' } });
    org.mutate({
      op: 'add',
      collection: 'users',
      object: { id: '00uNewcomer00000000a', login: 'svc-new@brightwater.example' },
    });
    org.mutate({ op: 'add', collection: 'roles', object: { user: '00uNewcomer00000000a', type: 'SUPER_ADMIN' } });
    org.mutate({ op: 'remove', collection: 'apps', id: id('press-wire') });
  },
  ({ org }) => {
    org.mutate({ op: 'patch', collection: 'settings', id: 'threat-insight', patch: { action: 'audit' } });
    org.mutate({ op: 'remove', collection: 'users', id: '00uNewcomer00000000a' });
  },
];
