import type { Actor } from '@posture/domain';
import {
  BulkChanges,
  Exceptions,
  FindingLists,
  FindingStore,
  FindingTriage,
  Lapses,
  parseFilter,
} from '@posture/findings';
import type { BulkChoice, BulkRequest, Decider } from '@posture/findings';
import { RunStore, systemClock, uuidv7 } from '@posture/platform';
import { writeManyFindings } from '../support/many-findings';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';
import { wrongCells } from '../support/tally';

const CONNECTIONS = [uuidv7(), uuidv7()];
const ACTOR: Actor = { kind: 'api_key', id: 'key-1', name: 'SOC analyst' };
const BY: Decider = { actor: ACTOR, approves: false };
const ACKNOWLEDGE: BulkRequest = { action: 'acknowledge' };
const held = async () => undefined;

describe.each(STORE_KINDS)('Changes of many findings on the %s store', (kind) => {
  let store: TestStore;
  let runs: RunStore;
  let lists: FindingLists;
  let changes: BulkChanges;

  beforeAll(async () => {
    store = await openTestStore(kind);
    runs = new RunStore(store.database, systemClock);
    lists = new FindingLists(store.database, systemClock);
    const triage = new FindingTriage(store.database, new FindingStore(store.database), systemClock);
    changes = new BulkChanges(store.database, triage, systemClock);
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.database.query('truncate finding, finding_exception, run cascade');
    await writeManyFindings(store.database, { count: 1_400, connections: CONNECTIONS, rules: 6, subjects: 40 });
  });

  const of = (text: string, sees: readonly string[] | null = null) => ({ filter: parseFilter(text), sees });
  const ask = async (choice: BulkChoice) => {
    const request = { kind: 'triage', trigger: 'api' };
    const { id } = await runs.enqueue(request, (run, tx) => changes.choose(run.id, choice, tx));
    return id;
  };
  const finish = async (id: string, request: BulkRequest = ACKNOWLEDGE) => {
    while ((await changes.goOn(id, request, BY, held)) > 0);
    return changes.counts(id);
  };
  const steps = () =>
    store.database.query<{ sequence: number }>('select sequence, finding_id from finding_event order by finding_id');

  it('change all that a filter means, each once, with a step of its history', async () => {
    const { value: open } = await lists.count(of('status:open'));
    const id = await ask({ asked: of('status:open'), expectedCount: open });

    expect(await finish(id)).toEqual({ succeeded: open, skipped: 0, failed: 0, pending: 0 });
    expect(await lists.count(of('status:open'))).toEqual({ value: 0, relation: 'eq' });
    expect((await steps()).map(({ sequence }) => sequence)).toEqual(Array.from({ length: open }, () => 2));
  });

  it('are changed each once where two go on at once', async () => {
    const everything = await store.database.query<{ id: string }>('update finding set status = $1 returning id', [
      'open',
    ]);
    const id = await ask({ asked: of('status:open'), expectedCount: everything.length });
    const lane = async (at: number) => {
      while ((await changes.goOn(id, ACKNOWLEDGE, BY, held, { at, of: 2 })) > 0);
    };
    await Promise.all([lane(0), lane(1)]);

    expect(await changes.counts(id)).toEqual({ succeeded: everything.length, skipped: 0, failed: 0, pending: 0 });
    expect((await steps()).map(({ sequence }) => sequence)).toEqual(everything.map(() => 2));
    expect(await wrongCells(store.database)).toEqual([]);
  });

  it('say of each named one that cannot be changed why, and change the others', async () => {
    const open = (await lists.page(of('status:open'), 497)).map(({ id }) => id);
    const resolved = (await lists.page(of('status:resolved'), 3)).map(({ id }) => id);
    const id = await ask({ ids: [...resolved, ...open], sees: null });

    expect(await finish(id)).toEqual({ succeeded: 497, skipped: 3, failed: 0, pending: 0 });
    const skipped = await changes.items(id, 'skipped', 10, null);
    expect(skipped.map(({ findingId, code }) => [findingId, code])).toEqual(
      resolved.map((finding) => [finding, 'finding.transition']),
    );
  });

  it('change nothing of what somebody may not see, nor what is not there', async () => {
    const [theirs] = await lists.page(of('status:open', [CONNECTIONS[0]!]), 1);
    const [others] = await lists.page(of('status:open', [CONNECTIONS[1]!]), 1);
    const nobody = uuidv7();
    const id = await ask({ ids: [theirs!.id, others!.id, nobody, theirs!.id], sees: [CONNECTIONS[0]!] });

    expect(await finish(id)).toEqual({ succeeded: 1, skipped: 0, failed: 2, pending: 0 });
    expect((await changes.items(id, 'failed', 10, null)).map(({ findingId, code }) => [findingId, code])).toEqual([
      [others!.id, 'finding.not_found'],
      [nobody, 'finding.not_found'],
    ]);
    expect(await changes.connectionsOf(id)).toEqual([CONNECTIONS[0]]);
  });

  it('are refused whole when a filter means many more or fewer than people were shown', async () => {
    const { value: open } = await lists.count(of('status:open'));
    for (const expectedCount of [Math.floor(open * 0.9), Math.ceil(open * 1.1), 0]) {
      await expect(ask({ asked: of('status:open'), expectedCount })).rejects.toMatchObject({
        code: 'bulk_change.count_differs',
        kind: 'conflict',
        details: { count: open },
      });
    }
    expect(await runs.list()).toEqual([]);
    await expect(ask({ asked: of('status:open'), expectedCount: Math.ceil(open * 1.04) })).resolves.toEqual(
      expect.any(String),
    );
  });

  it('go on after a kill where they were, whether it came before or after a commit', async () => {
    const { value: open } = await lists.count(of('status:open'));
    const id = await ask({ asked: of('status:open'), expectedCount: open });
    expect(await changes.goOn(id, ACKNOWLEDGE, BY, held)).toBe(500);

    const killed = changes.goOn(id, ACKNOWLEDGE, BY, async () => {
      throw new Error('killed before the commit');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await changes.counts(id)).toMatchObject({ succeeded: 500, pending: open - 500 });
    expect(await steps()).toHaveLength(500);

    expect(await finish(id)).toEqual({ succeeded: open, skipped: 0, failed: 0, pending: 0 });
    expect((await steps()).map(({ sequence }) => sequence)).toEqual(Array.from({ length: open }, () => 2));
  });

  it('say who looks after them, and until when', async () => {
    const ids = (await lists.page(of('status:open'), 2)).map((finding) => finding.id);
    const id = await ask({ ids, sees: null });
    await finish(id, { action: 'change', assignee: 'me', dueAt: '2027-01-01T00:00:00.000Z' });

    const changed = await lists.page({ filter: parseFilter('assignee:me', { me: ACTOR.id }), sees: null }, 1_000);
    const due = changed.filter((finding) => ids.includes(finding.id)).map(({ dueAt }) => dueAt?.toISOString());
    expect(due).toEqual(ids.map(() => '2027-01-01T00:00:00.000Z'));
  });

  it('say one word of each, wherever it stands', async () => {
    const id = await ask({ asked: of(''), expectedCount: 1_400 });

    expect(await finish(id, { action: 'comment', note: 'Seen in the review.' })).toMatchObject({ succeeded: 1_400 });
    const said = await store.database.query<{ text: string; said: number; findings: number }>(
      `select data ->> 'text' as text, count(*)::int as said, count(distinct finding_id)::int as findings
       from finding_event where type = 'commented' group by 1`,
    );
    expect(said).toEqual([{ text: 'Seen in the review.', said: 1_400, findings: 1_400 }]);
    expect(await wrongCells(store.database)).toEqual([]);
  });

  describe('that let them stand', () => {
    const REASON = 'Until the migration is over.';
    const except = (days: number): BulkRequest & { action: 'except' } => ({
      ...{ action: 'except', kind: 'risk_accepted', reason: REASON },
      expiresAt: new Date(Date.now() + days * 86_400_000).toISOString(),
    });
    const exceptions = () => {
      const lapses = new Lapses(store.database, systemClock);
      return new Exceptions(store.database, new FindingStore(store.database), lapses, systemClock);
    };

    it('make an exception of each, which can be ended without the others, and say which are where none can be', async () => {
      const standing = await lists.page(of('status:open,acknowledged,in_progress'), 600);
      const resolved = (await lists.page(of('status:resolved'), 3)).map((finding) => finding.id);
      const ids = [...standing.map((finding) => finding.id), ...resolved];
      const id = await ask({ ids, sees: null });

      expect(await finish(id, except(20))).toEqual({ succeeded: 600, skipped: 3, failed: 0, pending: 0 });
      expect((await changes.items(id, 'skipped', 10, null)).map(({ code }) => code)).toEqual(
        resolved.map(() => 'finding.transition'),
      );
      const made = await exceptions().list({}, 1_000, null);
      expect(made.map(({ scope }) => scope.type === 'finding' && scope.findingId).sort()).toEqual(
        standing.map((finding) => finding.id).sort(),
      );
      for (const { kind, reason, requestedBy, approvedBy, connectionId, findings } of made)
        expect({
          kind,
          reason,
          requestedBy,
          approvedBy,
          findings,
          isTheirs: CONNECTIONS.includes(connectionId),
        }).toEqual({
          ...{
            kind: 'risk_accepted',
            reason: REASON,
            requestedBy: ACTOR,
            approvedBy: null,
            findings: 1,
            isTheirs: true,
          },
        });

      await exceptions().revoke(made[0]!.id, ACTOR, made[0]!.version);
      const [back] = await store.database.query<{ n: number }>(
        `select count(*)::int as n from finding where exception_id = any($1::uuid[]) and status = 'suppressed'`,
        [made.map((each) => each.id)],
      );
      expect(back!.n).toBe(599);
      expect(await wrongCells(store.database)).toEqual([]);
    });

    it('make none twice for a kill', async () => {
      const { value } = await lists.count(of('status:open'));
      const id = await ask({ asked: of('status:open'), expectedCount: value });
      const killed = changes.goOn(id, except(20), BY, async () => {
        throw new Error('killed before the commit');
      });
      await expect(killed).rejects.toThrow('killed');
      expect(await exceptions().list({}, 1, null)).toEqual([]);

      expect(await finish(id, except(20))).toMatchObject({ succeeded: value, pending: 0 });
      expect(await exceptions().list({}, 2_000, null)).toHaveLength(value);
    });

    it.each([
      ['for longer than a month', except(31), { ids: [uuidv7()], sees: null }, 'exception.approval_needed'],
      ['of all that a filter means', except(20), { asked: of(''), expectedCount: 1 }, 'exception.approval_needed'],
    ] as const)('are not asked for %s by somebody who may not approve', (_what, request, choice, code) => {
      expect(() => changes.check(request, choice, false)).toThrow(expect.objectContaining({ code }));
      expect(() => changes.check(request, choice, true)).not.toThrow();
    });

    it.each([
      ['no end', { ...except(20), expiresAt: null }, 'exception.expiry_missing'],
      ['an end that is over', except(-1), 'exception.expiry_invalid'],
      ['hardly a reason', { ...except(20), reason: 'because' }, 'exception.reason_short'],
    ] as const)('are not asked for with %s', (_what, request, code) => {
      expect(() => changes.check(request, { ids: [], sees: null }, true)).toThrow(expect.objectContaining({ code }));
    });
  });

  it('go with their run', async () => {
    const id = await ask({ asked: of(''), expectedCount: 1_400 });
    await runs.cancel(id);
    await runs.discard(id);

    expect(await changes.items(id, null, 10, null)).toEqual([]);
  });
});
