import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectionStore, ScheduleStore } from '@posture/inventory';
import type { DueSchedule, ScheduleChange } from '@posture/inventory';
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
  /** Those that are due and that nobody else has seen to, seen to. */
  const taken = async (by = schedules): Promise<DueSchedule[]> => {
    const due: DueSchedule[] = [];
    for (const each of await by.due()) {
      const isMine = await by.taken(each, null).then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'schedule.stale' });
          return false;
        },
      );
      if (isMine) due.push(each);
    }
    return due;
  };
  /** At which of the hours to come something is due. */
  const dueWithin = async (hours: number): Promise<string[]> => {
    const due: string[] = [];
    for (let passed = 0; passed < hours; passed += 0.25) {
      if ((await taken()).length > 0) due.push(clock.now().toISOString());
      clock.pass(HOUR_MS / 4);
    }
    return due;
  };

  it('is once a day where nobody chose', async () => {
    expect(await taken()).toEqual([]);
    expect((await schedules.get(id)).rhythm).toEqual({ every: 1440 });
    expect(await dueWithin(73)).toEqual([
      '2026-10-21T12:00:00.000Z',
      '2026-10-22T12:00:00.000Z',
      '2026-10-23T12:00:00.000Z',
    ]);
  });

  it('SYN-01: is due the moment its tenant is connected, where that is asked for, and then as ever', async () => {
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
      expect(await taken()).toEqual([expect.objectContaining({ connectionId: first.id, isFirst: true })]);
      clock.pass(DAY_MS);
      const due = await taken();
      expect(due.filter(({ connectionId }) => connectionId === first.id)).toMatchObject([{ isFirst: false }]);
    } finally {
      await connections.delete(first.id);
    }
  });

  it('SYN-03: comes at its time of day over the day the clocks are put forward, later on the day that skips it', async () => {
    clock.pass(new Date('2027-03-26T12:00:00Z').getTime() - clock.now().getTime());
    await taken();
    await change({ rhythm: { at: '02:30', zone: 'Europe/Berlin' } });
    expect(await dueWithin(72)).toEqual([
      '2027-03-27T01:30:00.000Z',
      '2027-03-28T01:30:00.000Z',
      '2027-03-29T00:30:00.000Z',
    ]);
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
    await taken();
    clock.pass(31 * DAY_MS);
    const [due] = await taken();
    expect([due!.connectionId, (await schedules.get(id)).lastAt]).toEqual([id, clock.now()]);
    expect(await taken()).toEqual([]);
    expect((await schedules.get(id)).nextAt).toEqual(new Date(clock.now().getTime() + DAY_MS));
  });

  it('stays due when whoever saw it died, or did not come to ask for a run', async () => {
    await schedules.get(id);
    clock.pass(2 * DAY_MS);
    const dueAt = (await schedules.get(id)).nextAt;
    expect(await schedules.due()).toHaveLength(1);
    const [due] = await schedules.due();
    const failing = store.database.transaction(async (tx) => {
      await schedules.taken(due!, '00000000-0000-7000-8000-000000000001', tx);
      throw new Error('the run is not written');
    });
    await expect(failing).rejects.toThrow('not written');
    expect(await schedules.get(id)).toMatchObject({ nextAt: dueAt, lastAt: null, lastRunId: null });
    clock.pass(HOUR_MS);
    expect(await taken()).toMatchObject([{ connectionId: id, dueAt }]);
    expect(await schedules.get(id)).toMatchObject({ lastAt: clock.now(), lastDueAt: dueAt });
  });

  it('is taken once, by whoever looks first', async () => {
    await taken();
    clock.pass(2 * DAY_MS);
    const other = new ScheduleStore(await store.connect(), clock, () => 0.5);
    const outcomes = await Promise.all([taken(), taken(other), taken(), taken(other)]);
    expect(outcomes.flat()).toHaveLength(1);
  });

  it('waits no year because a clock was a year ahead for a moment', async () => {
    clock.pass(365 * DAY_MS);
    await taken();
    clock.pass(-365 * DAY_MS);
    expect(await taken()).toEqual([]);
    expect((await schedules.get(id)).nextAt).toEqual(new Date(clock.now().getTime() + DAY_MS));
  });

  it('does not come twice when a clock is put back to before it came', async () => {
    await change({ rhythm: { at: '14:00', zone: 'UTC' } });
    expect(await dueWithin(3)).toEqual(['2026-10-20T14:00:00.000Z']);
    clock.pass(-2 * HOUR_MS);
    expect(await dueWithin(28)).toEqual(['2026-10-21T14:00:00.000Z']);
  });

  it('SYN-12: asks for nothing while it is paused, and goes on by itself when the pause is over', async () => {
    await change({ isPaused: true, pausedUntil: new Date(clock.now().getTime() + 3 * DAY_MS) });
    expect(await dueWithin(80)).toEqual(['2026-10-23T12:00:00.000Z']);
    expect(await schedules.get(id)).toMatchObject({ isPaused: false, pausedUntil: null });
    await change({ isPaused: true });
    expect(await dueWithin(72)).toEqual([]);
    await change({ isPaused: false });
    expect(await dueWithin(1)).toHaveLength(1);
  });

  it('has what is known judged again between two scans, once over all processes, where somebody chose how often', async () => {
    await change({ evaluateEvery: 60 });
    clock.pass(HOUR_MS * 1.1);
    // Of a tenant nobody has read nothing is known.
    expect(await schedules.evaluationsDue()).toEqual([]);
    await store.database.query(
      `insert into inventory_version
         (connection_id, version, state, instant, sync_id, wave, mapper_schema, rebased, changes, counts)
       values ($1, 1, 'published', $2, $1, 3, 1, false, '{}', '{}')`,
      [id, clock.now()],
    );
    const [due, ...others] = await schedules.evaluationsDue();
    expect([due?.evaluateEvery, others]).toEqual([60, []]);
    const both = await Promise.allSettled([schedules.evaluationTaken(due!), schedules.evaluationTaken(due!)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await schedules.evaluationsDue()).toEqual([]);

    // A scan judges, too; whoever is paused is asked for nothing.
    clock.pass(23 * HOUR_MS);
    expect(await schedules.evaluationsDue()).toHaveLength(1);
    expect(await taken()).toHaveLength(1);
    expect(await schedules.evaluationsDue()).toEqual([]);
    await change({ isPaused: true });
    clock.pass(2 * HOUR_MS);
    expect(await schedules.evaluationsDue()).toEqual([]);
    await change({ isPaused: false, evaluateEvery: null });
    expect(await schedules.evaluationsDue()).toEqual([]);
  });
});
