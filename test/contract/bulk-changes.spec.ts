import type { Actor } from '@posture/domain';
import { BulkChanges, FindingLists, FindingStore, FindingTriage, parseFilter } from '@posture/findings';
import type { BulkChoice, BulkRequest } from '@posture/findings';
import { RunStore, systemClock, uuidv7 } from '@posture/platform';
import { writeManyFindings } from '../support/many-findings';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';
import { wrongCells } from '../support/tally';

const CONNECTIONS = [uuidv7(), uuidv7()];
const ACTOR: Actor = { kind: 'api_key', id: 'key-1', name: 'SOC analyst' };
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
    await store.database.query('truncate finding, run cascade');
    await writeManyFindings(store.database, { count: 1_400, connections: CONNECTIONS, rules: 6, subjects: 40 });
  });

  const of = (text: string, sees: readonly string[] | null = null) => ({ filter: parseFilter(text), sees });
  const ask = async (choice: BulkChoice) => {
    const request = { kind: 'triage', trigger: 'api' };
    const { id } = await runs.enqueue(request, (run, tx) => changes.choose(run.id, choice, tx));
    return id;
  };
  const finish = async (id: string, request: BulkRequest = ACKNOWLEDGE) => {
    while ((await changes.goOn(id, request, ACTOR, held)) > 0);
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
      while ((await changes.goOn(id, ACKNOWLEDGE, ACTOR, held, { at, of: 2 })) > 0);
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
    expect(await changes.goOn(id, ACKNOWLEDGE, ACTOR, held)).toBe(500);

    const killed = changes.goOn(id, ACKNOWLEDGE, ACTOR, async () => {
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

  it('go with their run', async () => {
    const id = await ask({ asked: of(''), expectedCount: 1_400 });
    await runs.cancel(id);
    await runs.discard(id);

    expect(await changes.items(id, null, 10, null)).toEqual([]);
  });
});
