import type { RecordPage } from '@posture/domain';
import type { Drift, SyncLease } from '@posture/inventory';
import { InventoryOrg } from '../support/inventory-org';
import { postgresMissing } from '../support/postgres';
import { openTestStore } from '../support/stores';
import type { BenchPart, PartResult } from './part';
import { figure } from './part';
import { inSeconds, median, timed } from './stopwatch';
import { stage, syntheticLists } from './synthetic-records';
import type { SyntheticList } from './synthetic-records';

/** Another size is for trying the part itself. */
const USERS = Number(process.env['BENCH_USERS'] ?? 100_000);
const SIZE = {
  ...{ users: USERS, groups: USERS / 20, apps: USERS / 50 },
  ...{ memberships: USERS * 10, assignments: USERS * 3 },
};
/** One user, membership or assignment of so many is another in the second version. */
const CHANGED = 50;
const PAGE = 200;
const ROUNDS = 15;

export const driftPart: BenchPart = {
  name: 'drift',
  title: 'Drift between two versions',
  method: `Two versions of one tenant on PostgreSQL; in the second, one user of ${CHANGED} has another title and one membership or assignment of ${CHANGED}
is gone. What became different, counted by kind; the first ${PAGE} users that differ, each as it was and as it is; and the first ${PAGE} edges.
The longest of ${ROUNDS} rounds.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const missing = postgresMissing();
  if (missing !== null) return { sizes: 'None.', figures: [], left: [`PostgreSQL: ${missing}`] };
  const store = await openTestStore('server');
  try {
    const org = await InventoryOrg.create(store.database, 'https://acme.okta.example');
    const lists = syntheticLists(SIZE);
    const from = await load(org, lists);
    org.clock.pass(3_600_000);
    const to = await load(org, lists.map(changed));
    say(`versions ${from} and ${to} are there`);
    const drift = org.drift;
    const [counts, users, edges]: [number[], number[], number[]] = [[], [], []];
    let found: Drift | null = null;
    for (let round = 0; round < ROUNDS; round += 1) {
      const counted = await timed(() => drift.between(from, to));
      found = counted.result;
      counts.push(counted.seconds);
      users.push((await timed(() => drift.nodes(from, to, { kind: 'User', limit: PAGE }))).seconds);
      edges.push((await timed(() => drift.edges(from, to, { limit: PAGE }))).seconds);
    }
    return {
      sizes: `${count(USERS)} users, ${count(SIZE.memberships + SIZE.assignments)} edges; ${count(differing(found!))} rows differ.`,
      figures: [
        longest('counted by kind', counts),
        longest(`a page of ${PAGE} users`, users),
        longest(`a page of ${PAGE} edges`, edges),
      ],
      left: [],
    };
  } finally {
    await store.close();
  }
}

/** @returns the number of the version */
async function load(org: InventoryOrg, lists: readonly SyntheticList[]): Promise<number> {
  const lease: SyncLease = await org.begin();
  await stage(org.sink(lease), lists, org.clock.now());
  const { version } = await org.writer.mergeWave(lease, 1);
  await org.writer.publish(lease, version);
  await org.syncs.complete(lease, {});
  return version;
}

function changed(list: SyntheticList): SyntheticList {
  return {
    ...list,
    *pages() {
      for (const page of list.pages()) yield changedPage(page);
    },
  };
}

function changedPage(page: RecordPage): RecordPage {
  return {
    ...page,
    nodes: page.nodes.map((node, n) =>
      node.kind === 'User' && n % CHANGED === 7 ? { ...node, props: { ...node.props, title: 'Another title' } } : node,
    ),
    edges: page.edges.filter((_, n) => n % CHANGED !== 7),
  };
}

function differing({ nodes, edges }: Drift): number {
  return [...Object.values(nodes), ...Object.values(edges)].reduce(
    (sum, { added, changed: differ, removed }) => sum + added + differ + removed,
    0,
  );
}

function longest(what: string, seconds: readonly number[]) {
  return figure(what, `median ${inSeconds(median(seconds))}`, null, Math.max(...seconds), { atMost: 1, unit: 's' });
}

function count(n: number): string {
  return n.toLocaleString('en');
}
