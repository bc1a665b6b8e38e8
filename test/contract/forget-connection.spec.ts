import { ActivityStore, DetectionStates } from '@posture/activity';
import { EvaluationStore } from '@posture/evaluations';
import { uuidv7 } from '@posture/platform';
import { activityOf, entryOf, pageOf } from '../support/activity-events';
import { InventoryOrg, group, member, user } from '../support/inventory-org';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

/** Where these rooms keep what is a connection's; rows of other rooms are those rooms' business. */
const TABLES = [
  'activity.connection_id',
  'activity_coverage.connection_id',
  'activity_cursor.connection_id',
  'activity_log.connection_id',
  'activity_quarantine.connection_id',
  'activity_quarantine_count.connection_id',
  'activity_usage.connection_id',
  'coverage.connection_id',
  'detection_position.connection_id',
  'detection_state.connection_id',
  'edge.connection_id',
  'inventory_version.connection_id',
  'node.connection_id',
  'observation.connection_id',
  'rule_result.scan_id',
  'scan.connection_id',
  'stage_edge.sync_id',
  'stage_node.sync_id',
  'sync.connection_id',
  'sync_cost.sync_id',
  'sync_quarantine.sync_id',
  'sync_read.sync_id',
];

describe.each(STORE_KINDS)('Forgetting a connection, on the %s store', (kind) => {
  let store: TestStore;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  /** Two finished syncs, one that runs with staged rows and a version half merged, two scans, and a page of activity. */
  async function connected(name: string): Promise<InventoryOrg> {
    const org = await InventoryOrg.create(store.database, `https://${name}.okta.example`);
    const evaluations = new EvaluationStore(store.database, org.clock);
    const ids = ['ada', 'bo', 'cy'];
    for (const seen of [ids, ids.slice(1)]) {
      await org.sync([
        {
          resource: 'users',
          nodes: seen.map((id) => user(id, { seen: seen.length }, { lastLogin: `${seen.length}` })),
        },
        { resource: 'groups', nodes: [group('ops')], quarantined: 1 },
        { resource: 'group-members', parent: 'Group:ops', edges: seen.map((id) => member(id, 'ops')) },
      ]);
    }
    const running = await org.begin();
    await org.read(running, { resource: 'users', nodes: [user('dan')], edges: [member('dan', 'ops')], quarantined: 1 });
    await org
      .sink(running, () => ({ requests: 3, requestsByBucket: { UL: 3 }, throttledMs: 0, failed: 0, failures: [] }))
      .keepCost();
    await org.writer.mergeWave(running, 1);
    for (const syncId of [running.syncId, null]) {
      const scan = uuidv7();
      await evaluations.begin({
        id: scan,
        connectionId: org.connection.id,
        syncId,
        trigger: 'operator',
        profile: 'default',
        version: 2,
        asOf: org.clock.now(),
        startedAt: org.clock.now(),
      });
      const counts = { match: 1, clear: 0, not_assessed: 0, not_applicable: 0 };
      await evaluations.recordWave(scan, [
        { rule: 'rule-a', title: 'A', severity: 'low', measure: false, counts, reasons: [] },
      ]);
    }
    await happened(org);
    return org;
  }

  async function happened({ connection, clock }: InventoryOrg): Promise<void> {
    const activity = new ActivityStore(store.database, clock);
    const now = clock.now().getTime();
    const quarantined = [{ id: null, reason: 'malformed', why: 'no type', excerpt: '{}' }] as const;
    await activity.begin(connection.id, { name: 'follow', since: new Date(now - 60_000) }, () => Promise.resolve());
    const page = pageOf([entryOf(activityOf('e1', now))], { quarantined });
    await activity.append(connection.id, 'follow', page, () => Promise.resolve());
    const changed = [{ ruleHash: 'hash', key: 'ada', state: { seen: 1 } }];
    const states = new DetectionStates(store.database, clock);
    const health = { late: 0, evicted: 0, timelines: 1, unknown: {} };
    const state = { position: 1, watermark: now, rules: 'r', changed, gone: [], isAnew: true, turn: 0, health };
    await states.save(connection.id, state, store.database);
  }

  /** Rows of every table that says whose they are, by connection, sync or scan; partitions are counted by their parent. */
  async function rowsOf(org: InventoryOrg): Promise<Record<string, number>> {
    const tables = await store.database.query<{ table: string; column: 'connection_id' | 'sync_id' | 'scan_id' }>(
      `select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
       where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
         and a.attname in ('connection_id', 'sync_id', 'scan_id') order by 1, 2`,
    );
    const counts: Record<string, number> = {};
    for (const { table, column } of tables) {
      const [row] = await store.database.query<{ n: number }>(
        `select count(*)::int as n from ${table} where ${column} = any($1::uuid[])`,
        [idsOf.get(org)![column]],
      );
      counts[`${table}.${column}`] = row!.n;
    }
    return counts;
  }
  const idsOf = new Map<InventoryOrg, Record<'connection_id' | 'sync_id' | 'scan_id', readonly string[]>>();

  async function remember(org: InventoryOrg): Promise<void> {
    const ids = async (table: string) =>
      (
        await store.database.query<{ id: string }>(`select id from ${table} where connection_id = $1`, [
          org.connection.id,
        ])
      ).map(({ id }) => id);
    idsOf.set(org, {
      connection_id: [org.connection.id],
      sync_id: await ids('sync'),
      scan_id: await ids('scan'),
    });
  }

  const partitions = async () =>
    (await store.database.query(`select relname from pg_class where relispartition and relkind = 'r'`)).length;

  it('leaves no row of it in any table, and every row of the others', async () => {
    const kept = await connected('kept');
    await remember(kept);
    const alone = await partitions();
    const gone = await connected('gone');
    await remember(gone);
    const before = await rowsOf(kept);
    const had = await rowsOf(gone);
    expect(had).toEqual(before);
    for (const table of TABLES) expect([table, had[table]]).not.toEqual([table, 0]);

    await new EvaluationStore(store.database, gone.clock).forget(gone.connection.id);
    await new ActivityStore(store.database, gone.clock).forget(gone.connection.id);
    await gone.connections.delete(gone.connection.id);

    process.stdout.write(
      `rows of a connection before it was forgotten (${kind}): ${JSON.stringify(had)}; after: none\n`,
    );
    expect(Object.values(await rowsOf(gone)).reduce((sum, n) => sum + n, 0)).toBe(0);
    expect(await rowsOf(kept)).toEqual(before);
    expect(await partitions()).toBe(alone);
  });
});
