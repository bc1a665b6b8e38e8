import { deliveryFigures } from '@posture/alerts';
import { coverageFigures } from '@posture/evaluations';
import type { NodeKey } from '@posture/domain';
import { FindingReconciler, FindingStore, openBySeverity } from '@posture/findings';
import { requestsOfDay } from '@posture/inventory';
import { earliestId, runFigures, uuidv7 } from '@posture/platform';
import { candidate, judgement } from '../support/judgements';
import { SetClock } from '../support/set-clock';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const HOUR_MS = 3_600_000;

/** What is counted for whoever watches an installation. */
describe.each(STORE_KINDS)('Figures of the record, on the %s store', (kind) => {
  const clock = new SetClock();
  const connection = uuidv7();
  let store: TestStore;
  const put = (sql: string, ...values: unknown[]) => store.database.query(sql, values);
  const hoursAgo = (hours: number) => new Date(clock.now().getTime() - hours * HOUR_MS);

  beforeAll(async () => {
    store = await openTestStore(kind);
    await put(
      `insert into connection (id, provider, org_url, name, credential_kind, credential_sealed, credential_changed_at,
         created_at, updated_at)
       values ($1, 'okta', 'https://brightwater.example', 'B', 'api_token', 'x', $2, $2, $2)`,
      connection,
      clock.now(),
    );
  });
  afterAll(() => store?.close());

  it('count what is unfinished, and of what has ended a day', async () => {
    const run = (state: string, hours: number, due = hours) =>
      put(
        `insert into run (id, kind, state, trigger, max_attempts, due_at, created_at, finished_at)
         values ($1, 'scan', $2, 'test', 5, $3, $4, case when $2 = 'failed' then $4::timestamptz end)`,
        ...[earliestId(hoursAgo(hours)), state, hoursAgo(due), hoursAgo(hours)],
      );
    await run('queued', 50, 2);
    await run('queued', 1, -3);
    await run('failed', 23);
    await run('failed', 25);

    const { runs, oldestDueSeconds } = await runFigures(store.database, clock);
    expect(runs).toEqual([
      { kind: 'scan', state: 'queued', count: 2 },
      { kind: 'scan', state: 'failed', count: 1 },
    ]);
    expect(oldestDueSeconds).toBe(2 * 3_600);
  });

  it('count alerts by where they are and how often they were tried', async () => {
    const channel = uuidv7();
    await put(
      `insert into alert_channel (id, name, url, filter, includes_evidence, state, secret_sealed, created_at, updated_at)
       values ($1, 'SIEM', 'https://siem.example', '{}', false, 'active', 'x', $2, $2)`,
      ...[channel, clock.now()],
    );
    const delivery = (state: string, attempts: number, hours: number) =>
      put(
        `insert into alert_delivery (id, channel_id, message_id, type, body, state, attempts, due_at, created_at)
         values ($1, $2, $1::uuid::text, 'finding.opened', '{}', $3, $4, $5, $5)`,
        ...[earliestId(hoursAgo(hours)), channel, state, attempts, hoursAgo(hours)],
      );
    await delivery('pending', 3, 70);
    await delivery('succeeded', 1, 1);
    await delivery('succeeded', 1, 2);
    await delivery('failed', 10, 30);

    const { deliveries, oldestDueSeconds } = await deliveryFigures(store.database, clock);
    expect(deliveries).toEqual([
      { state: 'pending', attempts: 3, count: 1 },
      { state: 'succeeded', attempts: 1, count: 2 },
    ]);
    expect(oldestDueSeconds).toBe(70 * 3_600);
  });

  it('add the requests of syncs that have ended to those of one that goes on', async () => {
    const sync = (state: string, hours: number, report: object | null) => {
      const id = earliestId(hoursAgo(hours));
      return put(
        `insert into sync (id, connection_id, state, scope, mapper_schema, fence, started_at, report)
         values ($1, $2, $3, 'full', 1, 1, $4, $5)`,
        ...[id, connection, state, hoursAgo(hours), report === null ? null : JSON.stringify(report)],
      ).then(() => id);
    };
    await sync('completed', 2, { requestsByBucket: { users: 7, groups: 1 } });
    await sync('completed', 30, { requestsByBucket: { users: 1_000 } });
    const going = await sync('running', 1, null);
    await put(
      `insert into sync_cost (sync_id, fence, requests, requests_by_bucket, throttled_ms) values ($1, 1, 3, '{"users": 3}', 0)`,
      going,
    );

    const asked = await requestsOfDay(store.database, clock);
    expect(asked.sort((a, b) => b.count - a.count)).toEqual([
      { bucket: 'users', count: 10 },
      { bucket: 'groups', count: 1 },
    ]);
  });

  it('say how well each connection was read when it was judged last', async () => {
    const scan = (hours: number, states: readonly string[] | null) =>
      put(
        `insert into scan (id, connection_id, profile, version, state, trigger, started_at, as_of, coverage)
         values ($1, $2, 'default', 1, 'completed', 'test', $3, $3, $4)`,
        ...[earliestId(hoursAgo(hours)), connection, hoursAgo(hours)],
        states === null ? null : JSON.stringify(states.map((state) => ({ resource: 'x', state }))),
      );
    await scan(5, ['failed', 'failed']);
    await scan(3, ['complete', 'complete', 'forbidden']);
    await scan(1, null);

    const figures = await coverageFigures(store.database, [connection, uuidv7()]);
    expect(figures.sort((a, b) => b.count - a.count)).toEqual([
      { connection, state: 'complete', count: 2 },
      { connection, state: 'forbidden', count: 1 },
    ]);
  });

  it('count findings that are not resolved', async () => {
    const reconciler = new FindingReconciler(store.database, new FindingStore(store.database), clock);
    const found = ['User:u1', 'User:u2', 'User:u3'].map((key) => candidate('rule-a', key as NodeKey));
    await reconciler.reconcile(judgement(1, found));
    await reconciler.reconcile(judgement(2, found.slice(1)));

    expect(await openBySeverity(store.database)).toEqual([{ severity: found[0]!.severity, status: 'open', count: 2 }]);
  });
});
