import type { EpisodesOfEntity, SubjectRef } from '@posture/domain';
import { DetectionReconciler, EpisodeStore, FindingStore, fingerprintOf } from '@posture/findings';
import type { DetectedChanges } from '@posture/findings';
import { uuidv7 } from '@posture/platform';
import type { KeptEpisode } from '../../libs/findings/src/episode-store';
import { NOW } from '../support/activity-log';
import { episodeOf } from '../support/episodes';
import { TestClock } from '../support/inventory-org';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const RULE = 'okta-det-invented';
const ADA: SubjectRef = { kind: 'User', key: 'User:00u-ada', externalId: '00u-ada', name: 'ada@acme.example' };

describe.each(STORE_KINDS)('Episodes of a finding on the %s store', (kind) => {
  let store: TestStore;
  let findings: FindingStore;
  let episodes: EpisodeStore;
  let reconciler: DetectionReconciler;
  let connectionId: string;
  const clock = new TestClock();

  beforeAll(async () => {
    store = await openTestStore(kind);
    findings = new FindingStore(store.database);
    episodes = new EpisodeStore(store.database);
    reconciler = new DetectionReconciler(findings, episodes, clock);
  });
  afterAll(() => store.close());
  beforeEach(() => {
    connectionId = uuidv7();
  });

  async function say(
    told: Partial<Pick<EpisodesOfEntity, 'open' | 'settled'>>,
    tells: DetectedChanges['tells'] = 'changes',
  ) {
    const entities = [{ rule: RULE, entity: ADA, open: [], settled: [], ...told }];
    const scoreOf = () => ({ score: 60, tier: 'T3', terms: [] }) as const;
    await store.database.transaction((tx) => reconciler.reconcile({ connectionId, entities, tells, scoreOf }, tx));
  }
  const episode = (from: number, to: number, over: Partial<KeptEpisode> = {}) => episodeOf(RULE, ADA, from, to, over);
  const finding = async () => {
    const [row] = await store.database.transaction((tx) =>
      findings.ofFingerprints(connectionId, [fingerprintOf(RULE, ADA.key, [])], tx),
    );
    return row!;
  };
  const shown = async () =>
    (await episodes.list((await finding()).id, 10)).map(({ from, to, isSettled, withdrawnAt }) => [
      (from - NOW) / 60_000,
      (to - NOW) / 60_000,
      withdrawnAt !== null ? 'withdrawn' : isSettled ? 'settled' : 'open',
    ]);

  it('are shown latest first and page by page, and in short', async () => {
    await say({ settled: [episode(0, 5, { isSettled: true })], open: [episode(100, 110), episode(200, 210)] });
    const { id } = await finding();

    expect(await shown()).toEqual([
      [200, 210, 'open'],
      [100, 110, 'open'],
      [0, 5, 'settled'],
    ]);
    const [latest] = await episodes.list(id, 1);
    expect((await episodes.list(id, 10, latest!.from)).map(({ from }) => (from - NOW) / 60_000)).toEqual([100, 0]);
    expect(await episodes.inShort(id)).toEqual({ count: 3, latest });
    expect(await episodes.inShort(uuidv7())).toEqual({ count: 0, latest: null });
  });

  it('grow, and take others in, without a trace of what they were', async () => {
    await say({ open: [episode(0, 5), episode(100, 110)] });
    await say({ open: [episode(-10, 120)] });
    expect(await shown()).toEqual([[-10, 120, 'open']]);
    await say({ open: [], settled: [episode(-10, 130, { isSettled: true })] });

    expect(await shown()).toEqual([[-10, 130, 'settled']]);
  });

  it('stay where people see them when they are proven no more, and say so until they are again', async () => {
    await say({ open: [episode(0, 5), episode(100, 110)] });
    clock.pass(60_000);
    await say({ open: [episode(0, 5)] });
    expect(await shown()).toEqual([
      [100, 110, 'withdrawn'],
      [0, 5, 'open'],
    ]);
    const { id } = await finding();
    const [gone] = await episodes.list(id, 1);
    expect(gone!.withdrawnAt).toEqual(clock.now());
    expect(await episodes.inShort(id)).toMatchObject({ count: 1, latest: { from: NOW } });

    await say({ open: [] });
    expect(await shown()).toEqual([
      [100, 110, 'withdrawn'],
      [0, 5, 'withdrawn'],
    ]);
    expect((await episodes.list(id, 1))[0]).toEqual(gone);
    expect(await finding()).toMatchObject({ present: false, resolution: 'withdrawn' });

    await say({ open: [episode(100, 115)] });
    expect(await shown()).toEqual([
      [100, 115, 'open'],
      [0, 5, 'withdrawn'],
    ]);
    expect((await finding()).present).toBe(true);
  });

  it('bring a finding back that all of them were withdrawn of, whenever they were', async () => {
    await say({ open: [episode(-10, -5)] });
    await say({ open: [] });
    expect((await finding()).present).toBe(false);
    await say({ open: [episode(-8, -8)] });

    expect(await finding()).toMatchObject({ present: true, status: 'open', resolution: null });
    expect(await shown()).toEqual([
      [-8, -8, 'open'],
      [-10, -5, 'withdrawn'],
    ]);
  });

  it('are withdrawn also when they were settled, where all from an instant on is judged anew', async () => {
    const settled = [0, 100, 200].map((from) => episode(from, from + 5, { isSettled: true }));
    await say({ settled });
    await say({ settled: [episode(200, 205, { isSettled: true })] }, NOW + 50 * 60_000);

    expect(await shown()).toEqual([
      [200, 205, 'settled'],
      [100, 105, 'withdrawn'],
      [0, 5, 'settled'],
    ]);
  });

  it('go on to be told of a finding that people resolved', async () => {
    await say({ open: [episode(-20, -15), episode(-10, -5)] });
    await store.database.query(
      `update finding set present = false, status = 'resolved', resolution = 'operator', resolved_at = $2 where id = $1`,
      [(await finding()).id, clock.now()],
    );
    await say({ open: [episode(-10, -5)], settled: [] });

    expect((await finding()).present).toBe(false);
    expect(await shown()).toEqual([
      [-10, -5, 'open'],
      [-20, -15, 'withdrawn'],
    ]);
  });
});
