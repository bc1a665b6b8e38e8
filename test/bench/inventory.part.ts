import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@posture/platform';
import { InventoryOrg } from '../support/inventory-org';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { StoreKind } from '../support/stores';
import { postgresMissing } from '../support/postgres';
import { BareStore } from './bare-store';
import type { BenchPart, Figure, PartResult } from './part';
import { figure } from './part';
import { inSeconds, timed } from './stopwatch';
import { stage, syntheticLists } from './synthetic-records';

const SIZE = { users: 100_000, groups: 5_000, apps: 2_000, memberships: 1_000_000, assignments: 300_000 };
const STORE_NAMES: Record<StoreKind, string> = { embedded: 'embedded', server: 'PostgreSQL' };
const POLL_MS = 5;

export const inventoryPart: BenchPart = {
  name: 'inventory',
  title: 'Loading the inventory',
  method: `Records staged by the inventory and merged into its first published version, against the same rows staged and
merged in the same chunks by bare SQL into bare tables (identity and both ends indexed; no versions, hashes, coverage, cursors or
leases). Then the same records again, unchanged. Meanwhile another client reads one row every ${POLL_MS} ms; its longest wait is shown.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const figures: Figure[] = [];
  for (const kind of STORE_KINDS) figures.push(...(await measure(kind, say)));
  const missing = postgresMissing();
  const edges = SIZE.memberships + SIZE.assignments;
  return {
    sizes: `${SIZE.users.toLocaleString('en')} users, ${SIZE.groups.toLocaleString('en')} groups, ${SIZE.apps.toLocaleString('en')} apps, ${edges.toLocaleString('en')} edges in ${(SIZE.groups + SIZE.apps).toLocaleString('en')} lists.`,
    figures,
    left: missing === null ? [] : [`PostgreSQL: ${missing}`],
  };
}

async function measure(kind: StoreKind, say: (line: string) => void): Promise<Figure[]> {
  const name = STORE_NAMES[kind];
  const store = await openTestStore(kind);
  try {
    const other = await store.connect();
    const lists = syntheticLists(SIZE);
    const bare = new BareStore(store.database);
    await bare.create();
    const bareStage = await timed(() => bare.stage(lists));
    const bareMerge = await timed(() => bare.merge());
    say(`${name}: bare stage ${inSeconds(bareStage.seconds)}, merge ${inSeconds(bareMerge.seconds)}`);
    const org = await InventoryOrg.create(store.database, 'https://acme.okta.example');
    const first = await load(org, other);
    say(
      `${name}: first stage ${inSeconds(first.stage)}, merge ${inSeconds(first.merge)}, wait ${inSeconds(first.wait)}`,
    );
    const again = await load(org, other);
    say(
      `${name}: unchanged stage ${inSeconds(again.stage)}, merge ${inSeconds(again.merge)}, wait ${inSeconds(again.wait)}`,
    );
    const expected = await bare.count();
    if (first.added !== expected || again.added !== 0) {
      throw new Error(`The stores differ: ${first.added} and ${again.added} rows added instead of ${expected} and 0.`);
    }
    const [ours, theirs] = [first.stage + first.merge, bareStage.seconds + bareMerge.seconds];
    return [
      figure(
        `${name}: first load (stage + merge)`,
        parts(first.stage, first.merge),
        parts(bareStage.seconds, bareMerge.seconds),
        ours / theirs,
        { atMost: 2 },
      ),
      figure(
        `${name}: unchanged merge against the first`,
        inSeconds(again.merge),
        inSeconds(first.merge),
        again.merge / first.merge,
        { atMost: 0.5 },
      ),
      figure(
        `${name}: longest wait of another reader in a merge`,
        inSeconds(Math.max(first.wait, again.wait)),
        null,
        Math.max(first.wait, again.wait),
        { atMost: 1, unit: 's' },
      ),
    ];
  } finally {
    await store.close();
  }
}

interface Load {
  readonly stage: number;
  /** Merge and publication. */
  readonly merge: number;
  readonly wait: number;
  readonly added: number;
}

async function load(org: InventoryOrg, other: Database): Promise<Load> {
  const lease = await org.begin();
  const staged = await timed(() => stage(org.sink(lease), syntheticLists(SIZE), org.clock.now()));
  const poll = longestWait(other);
  const merged = await timed(async () => {
    const result = await org.writer.mergeWave(lease, 1);
    await org.writer.publish(lease, result.version);
    return result;
  });
  const wait = await poll.stop();
  await org.syncs.complete(lease, {});
  const { nodes, edges } = merged.result.changes;
  return { stage: staged.seconds, merge: merged.seconds, wait, added: nodes.added + edges.added };
}

function longestWait(database: Database): { stop(): Promise<number> } {
  let isOver = false;
  const polling = (async () => {
    let longest = 0;
    while (!isOver) {
      const { seconds } = await timed(() => database.query('select id from connection limit 1'));
      longest = Math.max(longest, seconds);
      await delay(POLL_MS);
    }
    return longest;
  })();
  return {
    stop: () => {
      isOver = true;
      return polling;
    },
  };
}

function parts(staging: number, merging: number): string {
  return `${inSeconds(staging + merging)} (${inSeconds(staging)} + ${inSeconds(merging)})`;
}
