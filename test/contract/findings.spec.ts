import type { NodeKey, SubjectRef } from '@posture/domain';
import {
  DetectionReconciler,
  EpisodeStore,
  FindingOutbox,
  FindingReconciler,
  FindingStore,
  fingerprintOf,
} from '@posture/findings';
import type { OutboxEvent } from '@posture/findings';
import { systemClock, uuidv7 } from '@posture/platform';
import type { Queryable } from '@posture/platform';
import { eventually } from '../support/eventually';
import { candidate, judgement, subject } from '../support/judgements';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

describe.each(STORE_KINDS)('Findings on the %s store', (kind) => {
  let store: TestStore;
  let reconciler: FindingReconciler;
  let findings: FindingStore;

  beforeAll(async () => {
    store = await openTestStore(kind);
    findings = new FindingStore(store.database);
    reconciler = new FindingReconciler(store.database, findings, systemClock);
  });
  afterAll(() => store.close());
  beforeEach(() => store.database.query('truncate finding cascade'));

  it('open once, and are only seen when judged again at the same or a later version', async () => {
    const first = await reconciler.reconcile(judgement(1, [candidate('rule-a', 'User:u1')]));
    const again = await reconciler.reconcile(judgement(1, [candidate('rule-a', 'User:u1')]));
    const later = await reconciler.reconcile(judgement(2, [candidate('rule-a', 'User:u1')]));

    expect([first.opened, again.seen, later.seen]).toEqual([1, 1, 1]);
    const [finding] = await findings.list({}, 10);
    expect(await findings.history(finding!.id)).toMatchObject([{ sequence: 1, type: 'opened' }]);
  });

  it('resolve when clear, and reopen under the same id', async () => {
    await reconciler.reconcile(judgement(1, [candidate('rule-a', 'User:u1')]));
    const [before] = await findings.list({}, 10);
    await reconciler.reconcile(judgement(2, []));
    const resolved = await findings.get(before!.id);
    await reconciler.reconcile(judgement(3, [candidate('rule-a', 'User:u1')]));
    const reopened = await findings.get(before!.id);

    expect(resolved).toMatchObject({ status: 'resolved', present: false, resolution: 'remediated' });
    expect(reopened).toMatchObject({ status: 'open', present: true, resolvedAt: null });
    expect((await findings.history(before!.id)).map(({ type }) => type)).toEqual(['opened', 'resolved', 'reopened']);
  });

  it('stay open when not assessed, and say once what is missing', async () => {
    const missing = [{ resource: 'user-roles', reason: 'forbidden', missing: 'okta.roles.read' }];
    const blind = { absenceOf: () => ({ verdict: 'not_assessed', missing }) as const };
    await reconciler.reconcile(judgement(1, [candidate('rule-a', 'User:u1')]));
    await reconciler.reconcile(judgement(2, [], blind));
    await reconciler.reconcile(judgement(3, [], blind));

    const [finding] = await findings.list({}, 10);
    expect(finding).toMatchObject({ status: 'open', present: true, notAssessed: missing });
    expect((await findings.history(finding!.id)).map(({ type }) => type)).toEqual(['opened', 'not_assessed']);
  });

  it('are never changed by a judgement of an older version', async () => {
    await reconciler.reconcile(judgement(5, [candidate('rule-a', 'User:u1')]));

    const summary = await reconciler.reconcile(judgement(4, []));

    expect(summary.resolved).toBe(0);
    expect((await findings.list({}, 10))[0]).toMatchObject({ present: true, judgedVersion: 5 });
  });

  it('are refused, and none is written, when two of one judgement would be the same', async () => {
    const twins = [
      candidate('rule-b', 'User:u1'),
      candidate('rule-a', 'User:u1'),
      candidate('rule-a', 'User:u1', { severity: 'low' }),
    ];

    await expect(reconciler.reconcile(judgement(1, twins))).rejects.toMatchObject({
      code: 'finding.duplicate_candidate',
      message: expect.stringMatching(/rule-a .*User:u1/),
    });

    expect(await findings.list({}, 10)).toEqual([]);
  });

  it('are told apart on one subject by the values of their identity facts', async () => {
    const about = (key: string) =>
      candidate('rule-a', 'App:a', { fingerprint: fingerprintOf('rule-a', 'App:a', [key]), title: key });
    const first = await reconciler.reconcile(judgement(1, [about('key-1'), about('key-2')]));
    const second = await reconciler.reconcile(judgement(2, [about('key-2'), about('key-3')]));

    expect([first.opened, second.seen, second.opened, second.resolved]).toEqual([2, 1, 1, 1]);
    const all = await findings.list({}, 10);
    expect(all.map(({ title, status }) => `${title} ${status}`).sort()).toEqual([
      'key-1 resolved',
      'key-2 open',
      'key-3 open',
    ]);
  });

  it('keep members that could not be assessed, and page them by key', async () => {
    const all = ['User:a', 'User:b', 'User:c'].map((key) => subject(key as NodeKey));
    const grouped = (members: SubjectRef[]) => candidate('rule-group', 'Org:o', { members });
    await reconciler.reconcile(judgement(1, [grouped(all)]));
    await reconciler.reconcile(judgement(2, [grouped([all[1]!])], { notAssessed: () => new Set(['User:a']) }));

    const [finding] = await findings.list({}, 10);
    expect(finding!.count).toBe(2);
    expect((await findings.members(finding!.id, 1)).map(({ key }) => key)).toEqual(['User:a']);
    expect((await findings.members(finding!.id, 10, 'User:a')).map(({ key }) => key)).toEqual(['User:b']);
  });

  it('point to the finding that stands for them, as long as it is there', async () => {
    const both = [candidate('rule-a', 'User:u1', { severity: 'critical' }), candidate('rule-b', 'User:u1')];
    const supersededBy = (rule: string) => (rule === 'rule-b' ? ['rule-a'] : []);
    await reconciler.reconcile(judgement(1, both, { supersededBy }));
    const [leader, follower] = await findings.list({}, 10);
    await reconciler.reconcile(judgement(2, [both[1]!], { supersededBy }));

    expect(follower!.supersededBy).toBe(leader!.id);
    expect((await findings.get(follower!.id)).supersededBy).toBeNull();
  });

  it('go on pointing to a finding whose rule is judged later', async () => {
    const both = [candidate('rule-a', 'User:u1', { severity: 'critical' }), candidate('rule-b', 'User:u1')];
    const supersededBy = (rule: string) => (rule === 'rule-b' ? ['rule-a'] : []);
    await reconciler.reconcile(judgement(1, both, { supersededBy }));
    const [leader, follower] = await findings.list({}, 10);
    await reconciler.reconcile(judgement(2, [both[1]!], { supersededBy, rules: ['rule-b'] }));

    expect((await findings.get(follower!.id)).supersededBy).toBe(leader!.id);
  });

  it('page worst first without losing or repeating one, in batches larger than one transaction', async () => {
    const many = Array.from({ length: 1_203 }, (_, index) =>
      candidate('rule-a', `User:u${index}`, { severity: index % 2 === 0 ? 'low' : 'critical' }),
    );
    await reconciler.reconcile(judgement(1, many));

    const seen: string[] = [];
    for (let after: { rank: number; score: number; id: string } | null = null; ;) {
      const page = await findings.list({ rule: 'rule-a' }, 100, after);
      seen.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (last === undefined) break;
      after = { rank: last.severity === 'critical' ? 5 : 2, score: last.score, id: last.id };
    }
    expect(new Set(seen).size).toBe(1_203);
    expect(seen).toHaveLength(1_203);
    expect((await findings.list({}, 1))[0]!.severity).toBe('critical');
  });

  it('are told in the order they were committed in, without one missing, while many write', async () => {
    const outbox = new FindingOutbox(store.database);
    const writers = Array.from({ length: 8 }, (_, number) => ({ connectionId: uuidv7(), number }));
    const seen: OutboxEvent[] = [];
    const read = async (): Promise<void> => {
      for (;;) {
        const events = await outbox.after(seen.at(-1)?.position ?? before, 7, store.database);
        seen.push(...events);
        if (events.length < 7) return;
      }
    };
    const [{ before }] = (await store.database.query<{ before: number }>(
      'select coalesce(max(position), 0)::float8 as before from finding_event',
    )) as [{ before: number }];
    let isWriting = true;
    const reading = (async () => {
      while (isWriting) await read();
    })();
    await Promise.all(
      writers.map(async ({ connectionId, number }) => {
        for (const version of [1, 2, 3]) {
          const severity = version === 2 ? 'critical' : 'high';
          const found = Array.from({ length: 1 + number * 3 }, (_, user) =>
            candidate('rule-a', `User:u${user}`, { severity, title: `At version ${version}` }),
          );
          await reconciler.reconcile(judgement(version, found, { connectionId }));
        }
      }),
    );
    isWriting = false;
    await reading;
    await read();

    const written = await store.database.query<{ id: string }>('select id from finding_event order by position');
    expect(seen.map(({ id }) => id)).toEqual(written.map(({ id }) => id));
    for (const { finding, sequence, type } of seen) {
      expect([sequence, type, finding.title]).toEqual([
        sequence,
        sequence === 1 ? 'opened' : 'updated',
        `At version ${sequence}`,
      ]);
    }
  });
});

/** An embedded store has one backend: nobody writes beside another. */
describe.each(STORE_KINDS.filter((kind) => kind !== 'embedded'))('What becomes of findings on the %s store', (kind) => {
  let store: TestStore;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  it('is told of a slow writer first who wrote first, however late that is committed', async () => {
    const { database } = store;
    const outbox = new FindingOutbox(store.database);
    const reconciler = new FindingReconciler(database, new FindingStore(database), systemClock);
    const isWaiting = async (): Promise<boolean> => {
      const [row] = await database.query<{ n: number }>(
        `select count(*)::int as n from pg_locks l join pg_stat_activity a using (pid)
         where locktype = 'advisory' and not granted and a.datname = current_database()`,
      );
      return row!.n > 0;
    };
    const early: OutboxEvent[] = [];
    let quick: Promise<unknown> = Promise.resolve();
    await database.transaction(async (tx) => {
      await reconciledIn(tx);
      let isDone = false;
      quick = reconciler.reconcile(judgement(1, [candidate('rule-a', 'User:quick')])).then(() => (isDone = true));
      await eventually(async () => isDone || isWaiting());
      early.push(...(await outbox.after(0, 10, database)));
    });
    await quick;
    const later = await outbox.after(early.at(-1)?.position ?? 0, 10, database);
    expect([...early, ...later].map(({ finding }) => finding.subject.key)).toEqual(['User:slow', 'User:quick']);
  });

  async function reconciledIn(tx: Queryable): Promise<void> {
    const findings = new FindingStore(store.database);
    const detections = new DetectionReconciler(findings, new EpisodeStore(store.database), systemClock);
    const [from, to] = [Date.UTC(2026, 10, 30), Date.UTC(2026, 10, 30)];
    const entity = subject('User:slow');
    const episode = {
      entity,
      ...{ rule: 'rule-d', from, to, severity: 'high' as const, occurrences: 1, eventCount: 0, events: [] },
      ...{ title: 'A title', why: 'A reason', shown: {}, isSettled: true },
    };
    const entities = [{ rule: 'rule-d', entity, open: [], settled: [episode] }];
    const scoreOf = () => ({ score: 50, tier: 'T2' as const, terms: [] });
    await detections.reconcile({ connectionId: uuidv7(), entities, tells: 'changes' as const, scoreOf }, tx);
  }
});
