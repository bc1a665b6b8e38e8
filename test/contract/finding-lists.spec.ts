import { SEVERITIES } from '@posture/domain';
import { EVERYTHING, FACETS, FindingLists, matches, parseFilter, parseOrder, placeIn } from '@posture/findings';
import type { Finding, FindingGroup, Filter, GroupPlace, ListAsked, ListPlace } from '@posture/findings';
import { severityRank } from '@posture/findings';
import { systemClock, uuidv7 } from '@posture/platform';
import { writeManyFindings } from '../support/many-findings';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';
import { wrongCells } from '../support/tally';

const CONNECTIONS = [uuidv7(), uuidv7()];
const asked = (text: string, more: Partial<ListAsked> = {}): ListAsked => ({
  filter: parseFilter(text),
  sees: null,
  ...more,
});

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** How many rows of `finding` each statement of some work reads. */
async function rowsRead({ database }: TestStore, work: () => Promise<unknown>): Promise<number[]> {
  const asking = jest.spyOn(database, 'query');
  await work();
  const asked = [...asking.mock.calls];
  asking.mockRestore();
  const read: number[] = [];
  for (const [sql, params] of asked) {
    const [row] = await database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `explain (analyze, format json) ${sql}`,
      params,
    );
    read.push(readBy(row!['QUERY PLAN'][0].Plan));
  }
  return read;
}

function readBy(node: PlanNode): number {
  const { Plans = [], 'Actual Rows': rows, 'Actual Loops': loops, 'Rows Removed by Filter': removed = 0 } = node;
  const own = node['Relation Name'] === 'finding' ? (rows + removed) * loops : 0;
  return Plans.reduce((sum, each) => sum + readBy(each), own);
}

describe.each(STORE_KINDS)('Lists of findings on the %s store', (kind) => {
  let store: TestStore;
  let lists: FindingLists;
  let all: Finding[];

  beforeAll(async () => {
    store = await openTestStore(kind);
    lists = new FindingLists(store.database, systemClock);
    await writeManyFindings(store.database, { count: 300, connections: CONNECTIONS, rules: 6, subjects: 40 });
    // Not every due date that passed was told yet, and some were moved since.
    await store.database.query(`update finding set breach_told_at = null where score % 3 = 0`);
    await store.database.query(`update finding set due_at = now() + interval '1 day' where score % 5 = 0`);
    all = await lists.page(asked(''), 1_000);
  });
  afterAll(() => store.close());

  const meantBy = (filter: Filter): Finding[] => all.filter((finding) => matches(filter, finding, systemClock.now()));

  async function paged(of: ListAsked, sort: string, size: number): Promise<Finding[]> {
    const order = parseOrder(sort);
    const rows: Finding[] = [];
    for (let after: ListPlace | null = null; ;) {
      const page: Finding[] = await lists.page(of, size, order, after);
      rows.push(...page);
      if (page.length < size) return rows;
      after = placeIn(order, page.at(-1)!);
    }
  }

  it.each([
    ['-severity,-score', (f: Finding) => [-severityRank(f.severity), -f.score]],
    ['severity', (f: Finding) => [severityRank(f.severity)]],
    ['-severity,lastSeenAt', (f: Finding) => [-severityRank(f.severity), f.lastSeenAt.getTime()]],
    ['firstSeenAt,-score', (f: Finding) => [f.firstSeenAt.getTime(), -f.score]],
  ])('sorted by %s give every finding once, in order, over pages', async (sort, keys) => {
    const rows = await paged(asked('-status:resolved'), sort, 37);

    expect(new Set(rows.map(({ id }) => id))).toEqual(
      new Set(meantBy(parseFilter('-status:resolved')).map(({ id }) => id)),
    );
    expect(rows).toHaveLength(meantBy(parseFilter('-status:resolved')).length);
    const sorted = [...rows].sort((a, b) => {
      const differs = keys(a)
        .map((key, at) => key - keys(b)[at]!)
        .find((difference) => difference !== 0);
      return differs ?? 0;
    });
    expect(rows.map(keys)).toEqual(sorted.map(keys));
  });

  it.each(['sevrity', '-severity,severity', '', 'toString', 'id; drop table finding'])(
    'are not sorted by "%s"',
    (sort) => {
      expect(() => parseOrder(sort)).toThrow(expect.objectContaining({ code: 'sort.unknown', field: 'sort' }));
    },
  );

  it.each([
    'severity:low',
    'severity:<high -severity:low',
    'rule:rule-1,rule-2',
    'rule:rule-* -rule:rule-1 is:overdue',
    'rule:other-*',
    'severity:low severity:high',
    'assignee:key-1 status:open',
  ])('begin where "%s" has its worst', async (text) => {
    const rows = await paged(asked(text), '-severity,-score', 7);
    expect(new Set(rows)).toEqual(new Set(meantBy(parseFilter(text))));
  });

  it('say how many there are, and stop counting at 10,000', async () => {
    const meant = meantBy(parseFilter('severity:critical')).length;
    expect(await lists.count(asked('severity:critical'))).toEqual({ value: meant, relation: 'eq' });

    const many = await openTestStore(kind);
    try {
      await writeManyFindings(many.database, { count: 10_001, connections: CONNECTIONS, rules: 6, subjects: 40 });
      const counted = new FindingLists(many.database, systemClock);
      expect(await counted.count(asked(''))).toEqual({ value: 10_000, relation: 'gte' });
    } finally {
      await many.close();
    }
  });

  it('L14: read of ten thousand what a page shows, and for the counts of all facets each once at most', async () => {
    const many = await openTestStore(kind);
    try {
      await writeManyFindings(many.database, { count: 10_000, connections: CONNECTIONS, rules: 6, subjects: 40 });
      const looking = new FindingLists(many.database, systemClock);
      const [page, ...more] = await rowsRead(many, () => looking.page(asked('is:present'), 50));
      const [facets, ...others] = await rowsRead(many, () => looking.facets(asked('is:present')));

      expect(page).toBeLessThan(10 * 50);
      expect(facets).toBeLessThanOrEqual(10_000);
      expect([more, others]).toEqual([[], []]);
    } finally {
      await many.close();
    }
  });

  it.each([
    '',
    'severity:critical,high status:open',
    'rule:rule-1,rule-2 -tier:T0 score:>=50',
    'is:superseded -severity:low',
    'assignee:none,key-1 severity:high',
    'is:overdue',
    'is:review',
    '-is:overdue severity:>=high',
    'is:overdue,superseded status:open,suppressed',
    'kind:User -kind:App connection:' + CONNECTIONS[0],
  ])('count each value of a field among what "%s" leaves but for that field', async (text) => {
    const { terms } = parseFilter(text);
    expect(await lists.count(asked(text))).toEqual({ value: meantBy({ terms }).length, relation: 'eq' });
    const facets = await lists.facets(asked(text));

    const valueOf = (finding: Finding, facet: (typeof FACETS)[number]) =>
      facet === 'connection' ? finding.connectionId : (finding[facet] ?? 'none');
    for (const facet of FACETS) {
      const counts: Record<string, number> = {};
      for (const finding of meantBy({ terms: terms.filter(({ field }) => field !== facet) })) {
        counts[valueOf(finding, facet)] = (counts[valueOf(finding, facet)] ?? 0) + 1;
      }
      expect([facet, Object.fromEntries(facets[facet].map(({ value, count }) => [value, count]))]).toEqual([
        facet,
        counts,
      ]);
      const sizes = facets[facet].map(({ count }) => count);
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    }
  });

  it.each(['rule', 'subject'] as const)(
    'put findings together by %s, the worst and largest group first',
    async (by) => {
      const of = asked('-status:resolved');
      const groups: FindingGroup[] = [];
      for (let after: GroupPlace | null = null; ;) {
        const page: FindingGroup[] = await lists.groups(of, by, 4, after);
        groups.push(...page);
        if (page.length < 4) break;
        const { severity, count, key } = page.at(-1)!;
        after = { rank: severityRank(severity), count, key };
      }

      const meant = meantBy(of.filter);
      const keyOf = ({ rule, connectionId, subject }: Finding) =>
        by === 'rule' ? rule : `${connectionId} ${subject.key}`;
      expect(groups.map(({ key }) => key).sort()).toEqual([...new Set(meant.map(keyOf))].sort());
      for (const group of groups) {
        const members = meant.filter((finding) => keyOf(finding) === group.key);
        const ranks = members.map(({ severity }) => severityRank(severity));
        expect(group).toMatchObject({
          count: members.length,
          severity: SEVERITIES[Math.max(...ranks) - 1],
          score: Math.max(...members.map(({ score }) => score)),
          subjects: new Set(members.map(({ connectionId, subject }) => `${connectionId} ${subject.key}`)).size,
          rules: new Set(members.map(({ rule }) => rule)).size,
          subject: by === 'rule' ? null : members[0]!.subject,
          connectionId: by === 'rule' ? null : members[0]!.connectionId,
        });
      }
      const weights = groups.map(({ severity, count }) => [-severityRank(severity), -count]);
      expect(weights).toEqual([...weights].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!));
    },
  );

  it('keep to the connections somebody may see, whatever the filter says', async () => {
    const sees = [CONNECTIONS[0]!];
    const theirs = all.filter(({ connectionId }) => connectionId === sees[0]).length;

    expect(await lists.count(asked('', { sees }))).toEqual({ value: theirs, relation: 'eq' });
    expect(await lists.page(asked(`connection:${CONNECTIONS[1]}`, { sees }), 10)).toEqual([]);
    expect((await lists.facets(asked('', { sees }))).connection).toEqual([{ value: sees[0], count: theirs }]);
    expect(await lists.count(asked('', { sees: [] }))).toEqual({ value: 0, relation: 'eq' });
  });

  it('give what something happened to since an instant', async () => {
    const [first, second] = all;
    await store.database.query(
      `insert into finding_event (id, finding_id, sequence, at, type, data) values
         ($1, $2, 1, '2026-02-01T00:00:00Z', 'opened', '{}'), ($3, $4, 1, '2026-02-03T00:00:00Z', 'opened', '{}')`,
      [uuidv7(), first!.id, uuidv7(), second!.id],
    );
    const since = (day: string) => lists.page({ filter: EVERYTHING, sees: null, updatedSince: new Date(day) }, 10);

    expect(await since('2026-02-02T00:00:00Z')).toEqual([second]);
    expect(await since('2026-02-04T00:00:00Z')).toEqual([]);
  });

  it('are counted for what they are, whoever writes them, and not at all once they are gone', async () => {
    const change = (set: string) => store.database.query(`update finding set ${set} where score % 2 = 0`);
    await change(`assignee = case when score % 4 = 0 then 'key-9' end, superseded_by = null`);
    expect(await wrongCells(store.database)).toEqual([]);
    await store.database.query(`delete from finding where connection_id = $1 and score % 7 = 0`, [CONNECTIONS[0]]);
    expect(await wrongCells(store.database)).toEqual([]);
    await store.database.query(`delete from finding where connection_id = $1`, [CONNECTIONS[0]]);
    expect(await wrongCells(store.database)).toEqual([]);
    const left = await store.database.query('select distinct connection_id as id from finding_tally');
    expect(left).toEqual([{ id: CONNECTIONS[1] }]);
  });

  if (kind === 'server')
    it('are written of one connection while those of another are', async () => {
      const other = await store.connect();
      const close = (of: string | undefined) =>
        `update finding set status = 'resolved' where connection_id = '${of}' and rule = 'rule-1'`;
      await store.database.transaction(async (tx) => {
        await tx.query(close(CONNECTIONS[0]));
        await other.transaction(async (theirs) => {
          await theirs.query(`set local lock_timeout = '5s'`);
          await theirs.query(close(CONNECTIONS[1]));
        });
      });
      expect(await wrongCells(store.database)).toEqual([]);
    });
});
