import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectionStore, ScheduleStore } from '@posture/inventory';
import type { ScheduleChange } from '@posture/inventory';
import { Secret, SecretBox } from '@posture/platform';
import { SetClock } from '../support/set-clock';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe.each(STORE_KINDS)('Schedules, on the %s store', (kind) => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-schedules-'));
  let store: TestStore;
  let clock: SetClock;
  let connections: ConnectionStore;
  let schedules: ScheduleStore;
  let id: string;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  beforeEach(async () => {
    clock = new SetClock('2026-10-20T12:00:00Z');
    connections = new ConnectionStore(store.database, SecretBox.open(join(dir, 'master.key')), clock);
    schedules = new ScheduleStore(store.database, clock, () => 0.5);
    const credential = new Secret('{"kind":"api_token","token":"invented"}');
    const orgUrl = 'https://brightwater.example';
    ({ id } = await connections.create({
      provider: 'okta',
      orgUrl,
      name: 'B',
      credentialKind: 'api_token',
      credential,
    }));
  });
  afterEach(() => connections.delete(id));
  afterAll(async () => {
    await store?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const change = async (wanted: ScheduleChange) => schedules.change(id, wanted, (await schedules.get(id)).version);
  /** At which of the hours to come something is due. */
  const dueWithin = async (hours: number): Promise<string[]> => {
    const due: string[] = [];
    for (let passed = 0; passed < hours; passed += 0.25) {
      if ((await schedules.takeDue()).length > 0) due.push(clock.now().toISOString());
      clock.pass(HOUR_MS / 4);
    }
    return due;
  };

  it('is once a day where nobody chose', async () => {
    expect(await schedules.takeDue()).toEqual([]);
    expect((await schedules.get(id)).rhythm).toEqual({ every: 1440 });
    expect(await dueWithin(73)).toEqual([
      '2026-10-21T12:00:00.000Z',
      '2026-10-22T12:00:00.000Z',
      '2026-10-23T12:00:00.000Z',
    ]);
  });

  it('is due the moment its tenant is connected, where that is asked for, and then as ever', async () => {
    const credential = new Secret('{"kind":"api_token","token":"invented"}');
    const wanted = {
      provider: 'okta',
      orgUrl: 'https://harbor.example',
      name: 'H',
      credentialKind: 'api_token',
      credential,
    };
    const first = await connections.create({ ...wanted, isDueAtOnce: true });
    try {
      // Whoever was to ask for it died; another process looks much later.
      clock.pass(5 * HOUR_MS);
      expect(await schedules.takeDue()).toEqual([expect.objectContaining({ connectionId: first.id, isFirst: true })]);
      clock.pass(DAY_MS);
      const due = await schedules.takeDue();
      expect(due.filter(({ connectionId }) => connectionId === first.id)).toMatchObject([{ isFirst: false }]);
    } finally {
      await connections.delete(first.id);
    }
  });

  it('comes at its time of day over the day the clocks are put back', async () => {
    await change({ rhythm: { at: '02:30', zone: 'Europe/Berlin' } });
    clock.pass(3 * DAY_MS);
    expect(await dueWithin(72)).toEqual([
      '2026-10-23T12:00:00.000Z',
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it('is due once after a month in which nobody looked, and then as ever', async () => {
    await schedules.takeDue();
    clock.pass(31 * DAY_MS);
    const [due] = await schedules.takeDue();
    expect(due).toMatchObject({ connectionId: id, lastAt: clock.now() });
    expect(await schedules.takeDue()).toEqual([]);
    expect((await schedules.get(id)).nextAt).toEqual(new Date(clock.now().getTime() + DAY_MS));
  });

  it('is taken once, by whoever looks first', async () => {
    await schedules.takeDue();
    clock.pass(2 * DAY_MS);
    const other = new ScheduleStore(await store.connect(), clock, () => 0.5);
    const taken = await Promise.all([schedules.takeDue(), other.takeDue(), schedules.takeDue(), other.takeDue()]);
    expect(taken.flat()).toHaveLength(1);
  });

  it('waits no year because a clock was a year ahead for a moment', async () => {
    clock.pass(365 * DAY_MS);
    await schedules.takeDue();
    clock.pass(-365 * DAY_MS);
    expect(await schedules.takeDue()).toEqual([]);
    expect((await schedules.get(id)).nextAt).toEqual(new Date(clock.now().getTime() + DAY_MS));
  });

  it('asks for nothing while it is paused, and goes on by itself when the pause is over', async () => {
    await change({ isPaused: true, pausedUntil: new Date(clock.now().getTime() + 3 * DAY_MS) });
    expect(await dueWithin(80)).toEqual(['2026-10-23T12:00:00.000Z']);
    expect(await schedules.get(id)).toMatchObject({ isPaused: false, pausedUntil: null });
    await change({ isPaused: true });
    expect(await dueWithin(72)).toEqual([]);
    await change({ isPaused: false });
    expect(await dueWithin(1)).toHaveLength(1);
  });
});
