import fc from 'fast-check';
import type { EdgeRecord, NodeRecord } from '@posture/domain';
import type { SyncLease } from '@posture/inventory';
import { undoVersion } from '../../libs/inventory/src/merge/undo-version';
import { InventoryOrg, edgeText, group, member, nodeText, user } from '../support/inventory-org';
import type { ListRead } from '../support/inventory-org';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

type NodeRow = NodeRecord & { readonly resource: string; readonly parent: string };
type EdgeRow = EdgeRecord & { readonly resource: string; readonly parent: string };

/** What merging means, said without SQL, versions or chunks. */
class NaiveInventory {
  private nodes = new Map<string, NodeRow>();
  private edges = new Map<string, EdgeRow>();

  merge(lists: readonly ListRead[]): void {
    for (const { resource, parent = '', nodes = [], edges = [] } of lists) {
      for (const node of nodes) {
        const owner = this.nodes.get(node.key);
        this.nodes.set(node.key, { ...node, resource: owner?.resource ?? resource, parent: owner?.parent ?? parent });
      }
      for (const edge of edges) this.edges.set(edgeKey({ ...edge, resource, parent }), { ...edge, resource, parent });
    }
    const complete = lists.filter((list) => (list.state ?? 'complete') === 'complete' && !list.quarantined);
    for (const { resource, parent = '', edges = [] } of complete) {
      const seen = new Set(edges.map((edge) => edgeKey({ ...edge, resource, parent })));
      for (const [key, edge] of this.edges) {
        if (edge.resource === resource && edge.parent === parent && !seen.has(key)) this.edges.delete(key);
      }
    }
    for (const { resource, parent = '', nodes = [] } of complete) {
      const seen = new Set(nodes.map((node) => node.key as string));
      const gone = [...this.nodes.values()].filter(
        (node) => node.resource === resource && node.parent === parent && !seen.has(node.key),
      );
      for (const node of gone) this.close(node.key);
    }
  }

  contents(): string[] {
    return [...[...this.nodes.values()].map(nodeText), ...[...this.edges.values()].map(edgeText)].sort();
  }

  copy(): NaiveInventory {
    const copy = new NaiveInventory();
    copy.nodes = new Map(this.nodes);
    copy.edges = new Map(this.edges);
    return copy;
  }

  private close(key: string): void {
    this.nodes.delete(key);
    for (const [id, edge] of this.edges) {
      if (edge.src === key || edge.dst === key || edge.parent === key) this.edges.delete(id);
    }
    for (const node of [...this.nodes.values()]) if (node.parent === key) this.close(node.key);
  }
}

function edgeKey(edge: EdgeRow): string {
  return `${edge.resource} ${edge.parent} ${edge.kind} ${edge.src} ${edge.dst}`;
}

interface Step {
  readonly lists: readonly ListRead[];
  readonly then: 'publish' | 'abandon' | 'crash';
  /** Transactions of the merge that happen before the crash. */
  readonly after: number;
}

const IDS = ['a', 'b', 'c', 'd'];
const GROUPS = ['x', 'y'];
const state = fc.constantFrom('complete' as const, 'complete' as const, 'partial' as const, 'forbidden' as const);
const users = fc.record({
  resource: fc.constant('users'),
  state,
  nodes: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...IDS), fc.constantFrom('1', '2')), { selector: ([id]) => id })
    .map((rows) => rows.map(([id, title]) => user(id, { title }))),
});
const groups = fc.record({
  resource: fc.constant('groups'),
  state,
  nodes: fc.subarray(GROUPS).map((ids) => ids.map(group)),
});
const members = fc.constantFrom(...GROUPS).chain((id) =>
  fc.record({
    resource: fc.constant('group-members'),
    parent: fc.constant(`Group:${id}` as const),
    state,
    edges: fc.subarray(IDS).map((ids) => ids.map((user) => member(user, id))),
  }),
);
const factors = fc.constantFrom(...IDS).chain((id) =>
  fc.record({
    resource: fc.constant('factors'),
    parent: fc.constant(`User:${id}` as const),
    state,
    nodes: fc.subarray(['1', '2']).map((n) =>
      n.map((factor): NodeRecord => ({
        kind: 'Factor',
        key: `Factor:${id}.${factor}`,
        externalId: factor,
        name: null,
        props: { userId: id },
      })),
    ),
    edges: fc.subarray(['1', '2']).map((n) =>
      n.map((factor): EdgeRecord => ({
        kind: 'HAS_FACTOR',
        src: `User:${id}`,
        dst: `Factor:${id}.${factor}`,
        props: { nth: factor },
      })),
    ),
  }),
);
const lists: fc.Arbitrary<ListRead[]> = fc.uniqueArray(fc.oneof(users, groups, members, factors), {
  selector: (list: ListRead) => `${list.resource} ${list.parent ?? ''}`,
  minLength: 1,
  maxLength: 6,
});
const step: fc.Arbitrary<Step> = fc.record({
  lists,
  then: fc.constantFrom('publish' as const, 'publish' as const, 'crash' as const, 'abandon' as const),
  after: fc.integer({ min: 0, max: 6 }),
});

describe.each(STORE_KINDS)('merging on the %s store', (kind) => {
  let store: TestStore;
  let count = 0;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  it('gives what a naive inventory gives, at every version, whatever crashed or was abandoned on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        count += 1;
        const org = await InventoryOrg.create(store.database, `https://m${count}.okta.example`);
        try {
          await check(org, steps);
        } finally {
          await org.remove();
        }
      }),
      { numRuns: kind === 'embedded' ? 25 : 60 },
    );
  }, 180_000);

  it('goes on after a kill at each transaction of a merge, and counts every row once', async () => {
    const before: ListRead[] = [
      { resource: 'users', nodes: IDS.map((id) => user(id)) },
      { resource: 'groups', nodes: GROUPS.map(group) },
      { resource: 'group-members', parent: 'Group:x', edges: IDS.map((id) => member(id, 'x')) },
    ];
    const after: ListRead[] = [
      { resource: 'users', nodes: [user('a', { title: 'new' }), user('b'), user('e')] },
      { resource: 'groups', nodes: [group('x')] },
      { resource: 'group-members', parent: 'Group:x', edges: [member('a', 'x'), member('e', 'x')] },
    ];
    for (let kill = 0; ; kill += 1) {
      count += 1;
      const org = await InventoryOrg.create(store.database, `https://k${count}.okta.example`);
      await org.sync(before);
      const naive = new NaiveInventory();
      naive.merge(before);
      naive.merge(after);
      const former = await org.begin();
      await org.read(former, ...after);
      const killed = await mergeUntil(org, former, kill);
      const lease = await org.begin();
      const merged = await org.writer.mergeWave(lease, 1);
      await org.writer.publish(lease, merged.version);
      expect(await org.contents(merged.version)).toEqual(naive.contents());
      expect(merged.changes).toEqual({
        nodes: { added: 1, changed: 1, closed: 3 },
        edges: { added: 1, changed: 0, closed: 3 },
      });
      const [row] = await org.database.query<{ n: number }>(
        'select count(*)::int as n from node where connection_id = $1 and to_version is null',
        [org.connection.id],
      );
      expect(row).toEqual({ n: 4 });
      await org.remove();
      if (!killed) return;
    }
  });
});

async function check(org: InventoryOrg, steps: readonly Step[]): Promise<void> {
  let naive = new NaiveInventory();
  const versions: { version: number; contents: string[] }[] = [];
  for (const { lists, then, after } of steps) {
    let lease = await org.begin();
    await org.read(lease, ...lists);
    if (then === 'crash') {
      await mergeUntil(org, lease, after);
      lease = await org.begin();
    }
    const { version } = await org.writer.mergeWave(lease, 1, { overrideBrake: true });
    const last = versions.at(-1);
    if (last !== undefined) expect(await org.contents(last.version)).toEqual(last.contents);
    if (then === 'abandon') {
      await undoVersion(org.database, org.connection.id, version);
    } else {
      naive = naive.copy();
      naive.merge(lists);
      await org.writer.publish(lease, version);
      versions.push({ version, contents: naive.contents() });
    }
    await org.syncs.complete(lease, {});
  }
  for (const { version, contents } of versions) expect(await org.contents(version)).toEqual(contents);
  await checkChanges(org, versions);
}

/** Changes applied to the earlier version give the later one, and drift counts the same. */
async function checkChanges(
  org: InventoryOrg,
  versions: readonly { version: number; contents: string[] }[],
): Promise<void> {
  const first = versions[0];
  const last = versions.at(-1);
  if (first === undefined || last === undefined || first === last) return;
  const rows = new Map<string, string>();
  for await (const batch of org.reader.nodes(first.version))
    for (const node of batch) rows.set(node.key, nodeText(node));
  for await (const batch of org.reader.edges(first.version))
    for (const edge of batch) rows.set(edgeKey(edge), edgeText(edge));
  let differences = 0;
  for await (const { nodes, edges } of org.reader.changes(first.version, last.version)) {
    differences += nodes.upserted.length + nodes.removed.length + edges.upserted.length + edges.removed.length;
    for (const key of nodes.removed) expect(rows.delete(key)).toBe(true);
    for (const edge of edges.removed) expect(rows.delete(edgeKey(edge as EdgeRow))).toBe(true);
    for (const node of nodes.upserted) {
      expect(rows.get(node.key)).not.toBe(nodeText(node));
      rows.set(node.key, nodeText(node));
    }
    for (const edge of edges.upserted) rows.set(edgeKey(edge), edgeText(edge));
  }
  expect([...rows.values()].sort()).toEqual(last.contents);
  const drift = await org.drift.between(first.version, last.version);
  const counted = [...Object.values(drift.nodes), ...Object.values(drift.edges)].reduce(
    (sum, { added, changed, removed }) => sum + added + changed + removed,
    0,
  );
  expect(counted).toBe(differences);
  expect(await org.drift.nodes(first.version, last.version, { limit: 1_000 })).toHaveLength(
    Object.values(drift.nodes).reduce((sum, { added, changed, removed }) => sum + added + changed + removed, 0),
  );
}

/** Merges as a process does that dies before its n-th transaction. @returns false when it had finished by then */
async function mergeUntil(org: InventoryOrg, lease: SyncLease, transactions: number): Promise<boolean> {
  let left = transactions;
  const dead = new Error('killed');
  const signal = {
    throwIfAborted() {
      left -= 1;
      if (left < 0) throw dead;
    },
  } as AbortSignal;
  try {
    await org.writer.mergeWave(lease, 1, { signal, overrideBrake: true });
    return false;
  } catch (error) {
    if (error !== dead) throw error;
    return true;
  }
}
