import { Database } from '@posture/platform';
import { ScheduleFlow } from '../../libs/flows/src/schedule.flow';
import { ServedApi } from '../support/served-api';
import { SetClock } from '../support/set-clock';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('The schedule of a connection', () => {
  const clock = new SetClock('2026-11-30T12:00:00Z');
  let served: ServedApi;
  let id: string;
  let path: string;

  beforeAll(async () => {
    served = await ServedApi.open(clock);
    id = await served.connect('brightwater');
    path = `/connections/${id}/schedule`;
  });
  afterAll(() => served?.close());

  const change = (body: object) => served.api.change('patch', path, body);
  const runs = async () =>
    (await served.api.get(`/runs?connectionId=${id}`)).body.data as { id: string; trigger: string }[];

  it('is once a day where nobody chose', async () => {
    const { body } = await served.api.get(path);
    expect(body).toMatchObject({
      every: 1440,
      at: null,
      zone: null,
      profile: 'default',
      isPaused: false,
      lastAt: null,
    });
    expect(Math.abs(Date.parse(body.nextAt) - clock.now().getTime() - DAY_MS)).toBeLessThanOrEqual(0.05 * DAY_MS);
  });

  it('takes a time of day, and keeps what is not given', async () => {
    expect((await change({ profile: 'everything' })).body).toMatchObject({ every: 1440, profile: 'everything' });
    expect((await change({ at: '02:30', zone: 'Europe/Berlin' })).body).toMatchObject({
      ...{ every: null, at: '02:30', zone: 'Europe/Berlin', profile: 'everything' },
      nextAt: '2026-12-01T01:30:00.000Z',
    });
  });

  it('asks for a scan when it is due, once, and not while there is one', async () => {
    clock.pass(DAY_MS);
    const flow = served.app.get(ScheduleFlow);
    await flow.goOn();
    await flow.goOn();
    const [run, ...others] = await runs();
    expect(run).toMatchObject({ kind: 'scan', trigger: 'schedule' });
    expect(others).toEqual([]);
    expect((await served.api.get(path)).body).toMatchObject({ lastAt: clock.now().toISOString(), lastRunId: run!.id });
    clock.pass(DAY_MS);
    await flow.goOn();
    expect(await runs()).toHaveLength(1);
    expect((await served.api.get(path)).body).toMatchObject({ lastRunId: null });
  });

  it('has what is known judged between scans, and not while the org is read', async () => {
    await served.app.get(Database).query(
      `insert into inventory_version
         (connection_id, version, state, instant, sync_id, wave, mapper_schema, rebased, changes, counts)
       values ($1, 1, 'published', $2, $1, 3, 1, false, '{}', '{}')`,
      [id, clock.now()],
    );
    const [reading] = await runs();
    const chosen = (await change({ evaluateEvery: 60 })).body;
    expect(chosen).toMatchObject({ evaluateEvery: 60, nextEvaluationAt: expect.any(String) });
    const flow = served.app.get(ScheduleFlow);
    clock.pass(2 * HOUR_MS);
    await flow.goOn();
    expect(await runs()).toHaveLength(1);
    expect(Date.parse((await served.api.get(path)).body.nextEvaluationAt)).toBeGreaterThan(clock.now().getTime());

    await served.api.post(`/runs/${reading!.id}/abort`);
    clock.pass(2 * HOUR_MS);
    await Promise.all([flow.goOn(), flow.goOn()]);
    const [judging, ...others] = await runs();
    expect([judging, others.length]).toMatchObject([{ kind: 'evaluate', trigger: 'schedule' }, 1]);
    await served.api.post(`/runs/${judging!.id}/abort`);
    expect((await change({ evaluateEvery: null })).body).toMatchObject({ evaluateEvery: null, nextEvaluationAt: null });
  });

  it('is paused until a day, or until somebody says so', async () => {
    const until = new Date(clock.now().getTime() + 7 * DAY_MS).toISOString();
    expect((await change({ isPaused: true, pausedUntil: until })).body).toMatchObject({
      ...{ isPaused: true, pausedUntil: until, nextAt: null },
    });
    expect((await change({ isPaused: true })).body).toMatchObject({ isPaused: true, pausedUntil: null });
    expect((await change({ isPaused: false })).body).toMatchObject({ isPaused: false, nextAt: expect.any(String) });
  });

  it.each([
    [{ every: 5 }, 'every'],
    [{ evaluateEvery: 14 }, 'evaluateEvery'],
    [{ at: '25:00', zone: 'UTC' }, 'at'],
    [{ at: '02:30', zone: 'Nowhere/City' }, 'zone'],
    [{ pausedUntil: '2027-01-01T00:00:00Z' }, 'pausedUntil'],
  ])('is left as it is by %j', async (body, field) => {
    const before = (await served.api.get(path)).body;
    expect((await change(body)).body).toMatchObject({ code: 'schedule.invalid', field });
    expect((await served.api.get(path)).body).toEqual(before);
  });
});
