import type { Coverage, NodeKey, StoredEdge, StoredNode } from '@posture/domain';
import { InventoryOrg } from '../support/inventory-org';
import { MemoryGraphSource } from '../support/memory-graph-source';
import type { VersionRows } from '../support/memory-graph-source';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';
import { graphSourceContract } from './graph-source.contract';
import type { ListOfVersion } from './graph-source.contract';

describe.each(STORE_KINDS)('the inventory on the %s store', (kind) => {
  let store: TestStore;
  let org: InventoryOrg;

  beforeAll(async () => {
    store = await openTestStore(kind);
    org = await InventoryOrg.create(store.database, 'https://source.okta.example');
  });
  afterAll(async () => {
    await org?.remove();
    await store?.close();
  });

  graphSourceContract('read', async (versions) => {
    for (const lists of versions) await org.sync(lists);
    return org.reader;
  });
});

graphSourceContract('in memory', async (versions) => new MemoryGraphSource(storedRows(versions)));

/** Rows as the inventory would store them, each from the version on in which it became what it is. */
function storedRows(versions: readonly (readonly ListOfVersion[])[]): readonly VersionRows[] {
  let before = new Map<string, number>();
  return versions.map((lists, at) => {
    const now = new Map<string, number>();
    const from = (row: unknown) => {
      const text = JSON.stringify(row);
      now.set(text, before.get(text) ?? at + 1);
      return now.get(text)!;
    };
    const nodes = lists.flatMap(({ resource, nodes: of = [] }) =>
      of.map((node): StoredNode => ({ ...node, resource, fromVersion: from(node) })),
    );
    const edges = lists.flatMap(({ resource, parent = '', edges: of = [] }) =>
      of.map((edge): StoredEdge => ({ ...edge, resource, parent, derived: false, fromVersion: from(edge) })),
    );
    before = now;
    return { nodes: nodes.sort((a, b) => (a.key < b.key ? -1 : 1)), edges, coverage: lists.map(complete) };
  });
}

function complete({ resource, parent = '' }: { resource: string; parent?: NodeKey | '' }): Coverage {
  const at = new Date(0);
  const read = { state: 'complete', reason: null, missing: null, records: 0 } as const;
  return { resource, parent, ...read, readStartedAt: at, readAt: at };
}
