import { EvaluationStore } from '@posture/evaluations';
import type { RuleOutcome, ScanRecord } from '@posture/evaluations';
import { uuidv7 } from '@posture/platform';
import { purgeEvaluations } from '../../libs/evaluations/src/purge';
import type { ScanStart } from '../../libs/evaluations/src/evaluation';
import { TestClock } from '../support/inventory-org';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const DAY_MS = 24 * 3_600_000;
const NO_ROWS = { added: 0, changed: 0, closed: 0 };

function outcome(rule: string, over: Partial<RuleOutcome> = {}): RuleOutcome {
  const counts = { match: 1, clear: 2, not_assessed: 0, not_applicable: 3 };
  return { rule, title: `Title of ${rule}`, severity: 'high', measure: false, counts, reasons: [], ...over };
}

function record(critical: number): ScanRecord {
  return {
    read: {
      requests: 7,
      requestsByBucket: { '/api/v1/users': 4, '/api/v1/apps': 3 },
      throttledMs: 12,
      changes: { nodes: NO_ROWS, edges: NO_ROWS },
    },
    coverage: [{ resource: 'users', state: 'complete', reason: null, missing: null, records: 5 }],
    activity: null,
    fixes: [],
    findings: [uuidv7(), uuidv7()],
    summary: {
      match: 1,
      clear: 2,
      notAssessed: 0,
      notApplicable: 3,
      rules: { match: 1, clear: 0, not_assessed: 0, not_applicable: 0 },
      bySeverity: { informational: 0, low: 0, medium: 0, high: 0, critical },
    },
  };
}

describe.each(STORE_KINDS)('Evaluations on the %s store', (kind) => {
  let store: TestStore;
  let clock: TestClock;
  let evaluations: EvaluationStore;
  let connectionId: string;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.database.query('truncate scan cascade');
    clock = new TestClock();
    evaluations = new EvaluationStore(store.database, clock);
    connectionId = uuidv7();
  });

  const start = (over: Partial<ScanStart> = {}): ScanStart => ({
    id: uuidv7(),
    connectionId,
    syncId: uuidv7(),
    trigger: 'operator',
    profile: 'default',
    version: 1,
    asOf: clock.now(),
    startedAt: clock.now(),
    ...over,
  });

  async function begun(over: Partial<ScanStart> = {}): Promise<string> {
    const scan = start(over);
    await evaluations.begin(scan);
    return scan.id;
  }

  async function completed(critical: number, over: Partial<ScanStart> = {}): Promise<string> {
    const id = await begun(over);
    await evaluations.recordWave(id, [outcome('rule-a')]);
    await evaluations.finish(id, record(critical));
    return id;
  }

  it('are one scan a run, moved on with its waves; one that was given up is under way no more', async () => {
    const first = start();
    await evaluations.begin(first);
    await evaluations.begin({ ...first, version: 2 });
    expect(await evaluations.get(first.id)).toMatchObject({
      version: 2,
      state: 'running',
      trigger: 'operator',
      summary: null,
    });

    await begun({ syncId: null });
    expect(await evaluations.get(first.id)).toMatchObject({
      state: 'failed',
      reason: 'Another scan was begun before this one ended.',
    });
  });

  it('can be asked afterwards, by any other process, for all they said', async () => {
    const id = await begun();
    const reasons = [{ resource: 'users', reason: 'It may not be read.', missing: 'okta.users.read', subjects: 2 }];
    await evaluations.recordWave(id, [outcome('rule-b'), outcome('rule-a', { measure: true })]);
    await evaluations.recordWave(id, [
      outcome('rule-b', { counts: { match: 0, clear: 0, not_assessed: 2, not_applicable: 0 }, reasons }),
    ]);
    const said = record(1);
    await evaluations.finish(id, said);

    const others = new EvaluationStore(await store.connect(), clock);
    const scan = await others.get(id);
    expect(scan).toMatchObject({ state: 'completed', finishedAt: clock.now(), summary: said.summary });
    const kept = await others.record(scan);
    expect(kept).toEqual(said);
    expect(Object.keys(kept.read.requestsByBucket)).toEqual(['/api/v1/users', '/api/v1/apps']);
    expect(await others.results(id)).toEqual([
      { ...outcome('rule-a', { measure: true }), verdict: 'match' },
      {
        ...outcome('rule-b', { counts: { match: 0, clear: 0, not_assessed: 2, not_applicable: 0 }, reasons }),
        verdict: 'not_assessed',
      },
    ]);
  });

  it('that failed or still run keep no document, and say so', async () => {
    const id = await begun();
    const refusal = { code: 'scan.unrecorded', kind: 'not_found' };
    await expect(evaluations.record(await evaluations.get(id))).rejects.toMatchObject(refusal);
    await evaluations.fail(id, 'Okta refused the token.');

    const failed = await evaluations.get(id);
    expect(failed).toMatchObject({ state: 'failed', reason: 'Okta refused the token.' });
    await expect(evaluations.record(failed)).rejects.toThrow('Okta refused the token.');
    await expect(evaluations.latest(connectionId)).rejects.toMatchObject({ code: 'scan.none' });
    await expect(evaluations.get('nonsense')).rejects.toMatchObject({ code: 'scan.not_found' });
  });

  it('are listed newest first, page by page, those of one connection', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.unshift(await completed(n));
    await completed(9, { connectionId: uuidv7() });

    expect((await evaluations.list(connectionId, 2)).map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect((await evaluations.list(connectionId, 2, ids[1])).map(({ id }) => id)).toEqual(ids.slice(2));
    expect((await evaluations.latest(connectionId)).id).toBe(ids[0]);
  });

  it('tell what a rule said over time, of all connections or of one', async () => {
    const elsewhere = uuidv7();
    const first = await completed(0);
    const second = await completed(0, { connectionId: elsewhere });
    const third = await completed(0);
    const scans = async (of: string[] | null, before?: string) =>
      (await evaluations.history('rule-a', of, 2, before)).map(({ scan }) => scan.id);

    expect(await scans(null)).toEqual([third, second]);
    expect(await scans(null, second)).toEqual([first]);
    expect(await scans([connectionId])).toEqual([third, first]);
    expect(await evaluations.history('rule-b', null, 2)).toEqual([]);
  });

  it("draw a trend of each day's last scan of one profile", async () => {
    await completed(3);
    clock.pass(3_600_000);
    const monday = await completed(2);
    clock.pass(DAY_MS);
    const tuesday = await completed(1);
    await completed(50, { profile: 'everything' });
    await begun();

    const points = await evaluations.trend(connectionId, 'default', 10);
    expect(points.map(({ day, scanId, summary }) => [day, scanId, summary.bySeverity.critical])).toEqual([
      ['2026-03-03', tuesday, 1],
      ['2026-03-02', monday, 2],
    ]);
    expect(await evaluations.trend(connectionId, 'default', 10, '2026-03-03')).toEqual(points.slice(1));
  });

  it('of a connection that is forgotten are gone, and no others', async () => {
    const other = await completed(1, { connectionId: uuidv7() });
    await completed(1);
    await evaluations.forget(connectionId);

    expect(await store.database.query('select id from scan')).toEqual([{ id: other }]);
    expect(await store.database.query('select scan_id as id from rule_result')).toEqual([{ id: other }]);
  });

  it('are purged after 400 days, in transactions of the size given, but for the last that was completed', async () => {
    const elsewhere = await completed(0, { connectionId: uuidv7() });
    const [, last] = [await completed(0), await completed(0)];
    const failed = await begun();
    await evaluations.recordWave(failed, [outcome('rule-a'), outcome('rule-b')]);
    await evaluations.fail(failed, 'Okta refused the token.');
    clock.pass(400 * DAY_MS);
    expect(await purgeEvaluations(store.database, connectionId, clock.now())).toEqual({ scans: 0, ruleResults: 0 });

    clock.pass(1);
    const running = await begun();
    const purge = (signal?: AbortSignal) =>
      purgeEvaluations(store.database, connectionId, clock.now(), { batch: 1, signal });
    await expect(purge(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
    expect(await purge()).toEqual({ scans: 2, ruleResults: 3 });
    expect((await evaluations.list(connectionId, 10)).map(({ id }) => id)).toEqual([running, last]);
    expect(await evaluations.results(last!)).toHaveLength(1);
    expect((await evaluations.get(elsewhere)).id).toBe(elsewhere);
  });

  it('made before this build come along with what had been kept of them', async () => {
    while (!(await store.database.revert(1)).some((name) => name.startsWith('evaluations-001')));
    const id = uuidv7();
    await store.database.query(
      `insert into scan (id, connection_id, profile, version, state, started_at, summary)
       values ($1, $2, 'default', 4, 'completed', $3, '{"match": 1}')`,
      [id, connectionId, clock.now()],
    );
    await store.database.query(
      `insert into rule_result (scan_id, rule, match, clear, not_assessed, not_applicable, missing)
       values ($1, 'rule-a', 0, 2, 0, 0, '[]')`,
      [id],
    );
    await store.database.migrate();

    const scan = await evaluations.get(id);
    expect(scan).toMatchObject({ trigger: 'operator', version: 4, asOf: clock.now(), summary: { match: 1 } });
    await expect(evaluations.record(scan)).rejects.toThrow('an earlier version');
    expect(await evaluations.results(id)).toMatchObject([{ title: 'rule-a', severity: null, verdict: 'clear' }]);
  });
});
