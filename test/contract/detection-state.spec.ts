import { DetectionStates } from '@posture/activity';
import { uuidv7 } from '@posture/platform';
import { TestClock } from '../support/inventory-org';
import type { DetectionChanges, TimelineState } from '../../libs/activity/src/detection-states';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const NOW = Date.parse('2026-03-02T09:00:00.000Z');

describe.each(STORE_KINDS)('What detections remember, on the %s store', (kind) => {
  let store: TestStore;
  let states: DetectionStates;
  let connectionId: string;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());
  beforeEach(() => {
    states = new DetectionStates(store.database, new TestClock());
    connectionId = uuidv7();
  });

  const timeline = (ruleHash: string, key: string, seen: number): TimelineState => ({ ruleHash, key, state: { seen } });
  const HEALTH = { late: 0, evicted: 0, timelines: 0, unknown: {} };
  const changesOf = async (changes: Partial<DetectionChanges>): Promise<DetectionChanges> => ({
    ...{ position: 1, watermark: NOW, rules: 'rules', changed: [], gone: [], isAnew: false, health: HEALTH },
    turn: (await states.load(connectionId)).turn,
    ...changes,
  });
  const save = async (changes: Partial<DetectionChanges>) => {
    const all = await changesOf(changes);
    return store.database.transaction((tx) => states.save(connectionId, all, tx));
  };
  const remembered = async () =>
    (await states.load(connectionId)).timelines
      .map(({ ruleHash, key, state }) => `${ruleHash} ${key} ${state.seen}`)
      .sort();

  it('is nothing before the first event', async () => {
    expect(await states.load(connectionId)).toEqual({
      ...{ position: 0, watermark: null, rules: '', isStale: false, turn: 0, timelines: [] },
    });
    expect(await states.health(connectionId)).toBeNull();
    await save({ position: 0, watermark: null });
    expect(await states.progress(connectionId)).toEqual({ position: 0, watermark: null, rules: 'rules' });
    expect(await states.health(connectionId)).toEqual(HEALTH);
  });

  it('is by rule and timeline what was saved last, without what is gone', async () => {
    await save({ changed: [timeline('r1', 'ada', 1), timeline('r1', 'bo', 1), timeline('r2', 'ada', 1)] });
    await save({ position: 7, changed: [timeline('r1', 'ada', 2)], gone: [{ ruleHash: 'r2', key: 'ada' }] });
    const former = connectionId;
    connectionId = uuidv7();
    await save({ changed: [timeline('r1', 'ada', 9)] });

    expect(await remembered()).toEqual(['r1 ada 9']);
    connectionId = former;
    expect(await remembered()).toEqual(['r1 ada 2', 'r1 bo 1']);
    expect(await states.progress(connectionId)).toEqual({ position: 7, watermark: NOW, rules: 'rules' });
  });

  it('is read whole, whatever its size, and whatever somebody typed into a key', async () => {
    const typed = ['nul \u0000', 'half \ud800', '"\\{},', 'x'.repeat(9_000), ''];
    const many = Array.from({ length: 10_001 }, (_, n) => timeline(n % 2 === 0 ? 'even' : 'odd', `key ${n}`, n));
    const odd = typed.map((key, n) => timeline('typed', key, n));
    await save({ changed: [...many, ...odd] });

    const { timelines } = await states.load(connectionId);
    expect(timelines).toHaveLength(many.length + odd.length);
    expect(new Set(timelines.map(({ ruleHash, key }) => `${ruleHash} ${key}`)).size).toBe(timelines.length);
    expect(timelines).toEqual(expect.arrayContaining(odd));
    await save({ gone: timelines });
    expect(await remembered()).toEqual([]);
  });

  it('changes with what its transaction writes, or not at all', async () => {
    await save({ changed: [timeline('r1', 'ada', 1)] });
    const changes = await changesOf({ position: 9, watermark: NOW + 1, changed: [timeline('r1', 'ada', 2)] });
    const broken = store.database.transaction(async (tx) => {
      await states.save(connectionId, changes, tx);
      throw new Error('the findings were refused');
    });

    await expect(broken).rejects.toThrow('refused');
    expect(await remembered()).toEqual(['r1 ada 1']);
    expect(await states.progress(connectionId)).toEqual({ position: 1, watermark: NOW, rules: 'rules' });
  });

  it('is changed by nobody who was overtaken, and forgotten by whoever begins anew', async () => {
    await save({ changed: [timeline('r1', 'ada', 1), timeline('r1', 'bo', 1)] });
    const late = await changesOf({ changed: [timeline('r1', 'ada', 2)] });
    await save({ changed: [timeline('r1', 'ada', 3)] });

    const overtaken = store.database.transaction((tx) => states.save(connectionId, late, tx));
    await expect(overtaken).rejects.toMatchObject({ code: 'activity.overtaken', kind: 'unavailable' });
    expect(await remembered()).toEqual(['r1 ada 3', 'r1 bo 1']);
    await states.stale(connectionId, store.database);
    expect(await states.load(connectionId)).toMatchObject({ isStale: true });
    await save({ position: 3 });
    expect(await states.load(connectionId)).toMatchObject({ isStale: true });
    await save({ isAnew: true, turn: 0, changed: [timeline('r1', 'cy', 1)] });
    expect(await states.load(connectionId)).toMatchObject({ isStale: false });
    expect(await remembered()).toEqual(['r1 cy 1']);
  });
});
