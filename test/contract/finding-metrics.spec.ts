import { FindingLists, FindingMetrics, parseFilter } from '@posture/findings';
import type { Finding } from '@posture/findings';
import { uuidv7 } from '@posture/platform';
import { writeManyFindings } from '../support/many-findings';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const NOW = new Date('2026-02-01T00:00:00Z');
const DAY_MS = 86_400_000;
const clock = { now: () => NOW };

describe.each(STORE_KINDS)('Figures over findings on the %s store', (kind) => {
  let store: TestStore;
  let metrics: FindingMetrics;
  let all: Finding[];
  const of = (text: string, sees: readonly string[] | null = null) => ({ filter: parseFilter(text), sees });

  beforeAll(async () => {
    store = await openTestStore(kind);
    metrics = new FindingMetrics(store.database, clock);
    await writeManyFindings(store.database, { count: 400, connections: [uuidv7(), uuidv7()], rules: 6, subjects: 40 });
    all = await new FindingLists(store.database, clock).page(of(''), 1_000);
  });
  afterAll(() => store.close());

  it('count what is to be worked on by severity, age and due date', async () => {
    const { backlog } = await metrics.of(of('-rule:rule-1'), 90);
    const standing = all.filter(
      ({ rule, status }) => rule !== 'rule-1' && !['suppressed', 'resolved'].includes(status),
    );

    expect(backlog.map(({ severity }) => severity)).toEqual(['critical', 'high', 'medium', 'low', 'informational']);
    for (const { severity, count, overdue, byAge } of backlog) {
      const these = standing.filter((finding) => finding.severity === severity);
      const ages = these.map(({ firstSeenAt }) => (NOW.getTime() - firstSeenAt.getTime()) / DAY_MS);
      const between = (from: number, to: number) => ages.filter((age) => age >= from && age < to).length;
      expect([count, overdue, byAge]).toEqual([
        these.length,
        these.filter(({ dueAt }) => dueAt !== null && dueAt <= NOW).length,
        [between(-Infinity, 1), between(1, 7), between(7, 30), between(30, 90), between(90, Infinity)],
      ]);
    }
  });

  it('say how much is in time and how much is suppressed, of what somebody may see', async () => {
    const sees = [all[0]!.connectionId];
    const theirs = all.filter(({ connectionId }) => connectionId === sees[0]);
    const { slaAttainment, suppressedShare } = await metrics.of(of('', sees), 90);

    const met = theirs.filter(({ status, dueAt }) => status === 'resolved' && dueAt !== null).length;
    const isWorkedOn = ({ status }: Finding) => !['suppressed', 'resolved'].includes(status);
    const missed = theirs.filter((one) => isWorkedOn(one) && one.dueAt !== null && one.dueAt <= NOW).length;
    const there = theirs.filter(({ present }) => present);
    expect(slaAttainment).toBeCloseTo(met / (met + missed), 10);
    expect(suppressedShare).toBeCloseTo(
      there.filter(({ status }) => status === 'suppressed').length / there.length,
      10,
    );
  });

  it('reckon times from the whole life of what something happened to, and from nothing else', async () => {
    const [lately, before, never] = all;
    const step = (findingId: string, sequence: number, type: string, at: string, data: object = {}) =>
      store.database.query(
        'insert into finding_event (id, finding_id, sequence, at, type, data) values ($1, $2, $3, $4, $5, $6)',
        [uuidv7(), findingId, sequence, at, type, JSON.stringify(data)],
      );
    await step(lately!.id, 1, 'opened', '2025-01-01T00:00:00Z');
    await step(lately!.id, 2, 'resolved', '2026-01-31T00:00:00Z', { resolution: 'remediated' });
    await step(before!.id, 1, 'opened', '2025-01-01T00:00:00Z');
    await step(before!.id, 2, 'resolved', '2025-01-02T00:00:00Z', { resolution: 'remediated' });
    await step(never!.id, 1, 'opened', '2026-01-31T00:00:00Z');

    const { resolve } = await metrics.of(of(''), 30);
    expect(resolve).toEqual({ ms: 395 * DAY_MS, count: 1 });
  });
});
