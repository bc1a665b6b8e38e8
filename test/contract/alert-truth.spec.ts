import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeKey } from '@posture/domain';
import type { Candidate, Judgement } from '@posture/findings';
import { uuidv7 } from '@posture/platform';
import { Alerting } from '../support/alerting';
import { candidate, judgement, subject } from '../support/judgements';
import { Receiver, verifiedAsOf } from '../support/receiver';
import { MemoryLogger } from '../support/run-checks';
import { SetClock } from '../support/set-clock';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const QUIET_MS = 10_000;

describe.each(STORE_KINDS)('What alerts say, on the %s store', (kind) => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-truth-key-'));
  let store: TestStore;
  let clock: SetClock;
  let receiver: Receiver;
  let secret: string;
  let alerting: Alerting;

  beforeAll(async () => {
    store = await openTestStore(kind);
    clock = new SetClock();
  });
  beforeEach(async () => {
    await store.database.query('truncate finding, run, alert_channel cascade');
    receiver = await Receiver.start();
    alerting = alertingWith(1_000);
    ({ secret } = await alerting.channelTo(receiver.url));
  });
  afterEach(async () => {
    await alerting.courier.stop();
    await receiver.stop();
  });
  afterAll(async () => {
    await store?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  function alertingWith(mostAnHour: number): Alerting {
    const logger = new MemoryLogger();
    const masterKeyFile = join(dir, 'master.key');
    return new Alerting({ database: store.database, clock, logger, masterKeyFile, mostAnHour });
  }

  const judged = (version: number, found: readonly Candidate[], over: Partial<Judgement> = {}) =>
    alerting.reconciler.reconcile(judgement(version, found, over));

  /** What came in since it was asked last, in order of what it is about. */
  async function told(): Promise<string[]> {
    await alerting.flow.goOn();
    const { received } = receiver;
    for (const each of received) expect(verifiedAsOf(secret, each)).toEqual(each.body);
    return received
      .splice(0)
      .map(({ body }) => (body.data.finding === undefined ? body.type : `${body.type} ${body.data.finding['title']}`))
      .sort();
  }

  async function digest(): Promise<Record<string, unknown>> {
    clock.pass(QUIET_MS);
    await alerting.flow.goOn();
    const [only, ...others] = receiver.received.splice(0);
    expect([only?.body.type, others.length]).toEqual(['scan.digest', 0]);
    return (only!.body.data as unknown as { readonly digest: Record<string, unknown> }).digest;
  }

  const many = (count: number, over: Partial<Candidate> = {}) =>
    Array.from({ length: count }, (_, n) => candidate('rule-a', `User:u${n}`, over));

  describe('of much at once', () => {
    it.each(['first_scan', 'rules_changed', 'recovered'] as const)(
      'is one digest, and each new critical by itself (%s)',
      async (cause) => {
        const found = [
          ...many(40),
          candidate('rule-b', 'User:a', { severity: 'low' }),
          candidate('rule-b', 'User:b', { severity: 'critical', title: 'the worst' }),
        ];
        const scan = judgement(1, found, { bulk: () => cause });
        await alerting.reconciler.reconcile(scan);
        expect(await told()).toEqual(['finding.opened the worst']);
        expect(await digest()).toMatchObject({
          ...{ causes: [cause], total: 41, toldSingly: 1, byType: { 'finding.opened': 41 } },
          ...{ bySeverity: { high: 40, low: 1 }, byRule: { 'rule-a': 40, 'rule-b': 1 } },
          scan: { id: scan.scanId },
          link: `/api/v1/runs/${scan.scanId}/changes`,
          top: expect.arrayContaining([expect.objectContaining({ rule: 'rule-a', severity: 'high' })]),
        });
        clock.pass(QUIET_MS);
        expect(await told()).toEqual([]);
        await judged(2, [...found, candidate('rule-a', 'User:new', { title: 'the next' })]);
        expect(await told()).toEqual(['finding.opened the next']);
      },
    );

    it('waits for its scan to end, however long that takes, and says all of it', async () => {
      const run = await alerting.runs.enqueue({ kind: 'scan', trigger: 'test' });
      const first = { scanId: run.id, bulk: () => 'first_scan' as const };
      await judged(1, many(3), first);
      expect(await told()).toEqual([]);
      clock.pass(3_600_000);
      expect(await told()).toEqual([]);
      await judged(2, [...many(3), candidate('rule-b', 'User:late')], first);
      await told();
      await alerting.runs.cancel(run.id);
      expect(await digest()).toMatchObject({ total: 4, byRule: { 'rule-a': 3, 'rule-b': 1 } });
    });

    it('is nothing more when it is nothing but new criticals', async () => {
      await judged(1, [candidate('rule-a', 'User:a', { severity: 'critical', title: 'alone' })], {
        bulk: () => 'first_scan',
      });
      expect(await told()).toEqual(['finding.opened alone']);
      clock.pass(QUIET_MS);
      expect(await told()).toEqual([]);
    });

    it('holds what became critical by itself, and not what was critical before', async () => {
      const [risen, stays] = [candidate('rule-a', 'User:a'), candidate('rule-b', 'User:b', { severity: 'critical' })];
      await judged(1, [risen, stays]);
      await told();
      const score = { score: 99, tier: 'T0' as const, terms: [] };
      const changed = [
        { ...risen, severity: 'critical' as const, score, title: 'risen' },
        { ...stays, score, title: 'stays' },
      ];
      await judged(2, changed, { bulk: () => 'rules_changed' });
      expect(await told()).toEqual(['finding.updated risen']);
      expect(await digest()).toMatchObject({ total: 1, toldSingly: 1, byType: { 'finding.updated': 1 } });
    });

    it('is what comes back after it could not be assessed, without anybody saying so', async () => {
      await judged(1, many(5));
      await told();
      const missing = [{ resource: 'users', reason: 'failed', missing: null }];
      await judged(2, [], { absenceOf: () => ({ verdict: 'not_assessed', missing }) });
      expect(await told()).toEqual([]);
      await judged(3, many(3));
      expect(await told()).toEqual([]);
      expect(await digest()).toMatchObject({
        ...{ causes: ['recovered'], byType: { 'finding.updated': 3, 'finding.resolved': 2 } },
      });
    });

    it("is a log's past that is judged as a whole, and what happens then is told singly", async () => {
      const detected = (key: NodeKey, from: number) => {
        const entity = subject(key);
        const shown = { severity: 'high' as const, title: key as string, why: 'A reason', shown: {} };
        const counts = { occurrences: 1, eventCount: 0, events: [], isSettled: true };
        return {
          rule: 'rule-d',
          entity,
          open: [],
          settled: [{ rule: 'rule-d', entity, from, to: from, ...shown, ...counts }],
        };
      };
      const connectionId = uuidv7();
      const scoreOf = () => ({ score: 50, tier: 'T2' as const, terms: [] });
      const say = (tells: 'changes' | number, keys: readonly NodeKey[]) =>
        store.database.transaction((tx) => {
          const entities = keys.map((key) => detected(key, clock.now().getTime()));
          return alerting.detections.reconcile({ connectionId, entities, tells, scoreOf }, tx);
        });
      await say(0, ['User:a', 'User:b']);
      expect(await told()).toEqual([]);
      expect(await digest()).toMatchObject({
        ...{ causes: ['log_judged'], total: 2, scan: null },
        link: `/api/v1/findings?connectionId=${connectionId}`,
      });
      await say('changes', ['User:c']);
      expect(await told()).toEqual(['finding.opened User:c']);
    });

    it('is what a channel is told beyond its measure within an hour, every five minutes', async () => {
      await alerting.courier.stop();
      alerting = alertingWith(10);
      await judged(1, many(25));
      expect(await told()).toHaveLength(10);
      clock.pass(300_000 - QUIET_MS);
      expect(await digest()).toMatchObject({ causes: ['too_many'], total: 15, byType: { 'finding.opened': 15 } });
      clock.pass(3_600_000);
      await judged(2, [...many(25), candidate('rule-b', 'User:later', { title: 'later' })]);
      expect(await told()).toEqual(['finding.opened later']);
    });

    it('is gone with its connection', async () => {
      const scan = judgement(1, many(3), { bulk: () => 'first_scan' });
      await alerting.reconciler.reconcile(scan);
      await told();
      await alerting.deliveries.forget(scan.connectionId);
      clock.pass(QUIET_MS);
      expect(await told()).toEqual([]);
    });
  });

  describe('of findings of which one stands for another', () => {
    const lead = candidate('rule-a', 'User:u1', { severity: 'critical', title: 'lead' });
    const follower = candidate('rule-b', 'User:u1', { title: 'follower' });
    const supersededBy = (rule: string) => (rule === 'rule-b' ? ['rule-a'] : []);
    const over = { supersededBy };

    it('is the one only, whichever is judged first, and the other once when that is gone', async () => {
      await judged(1, [follower, lead], over);
      expect(await told()).toEqual(['finding.opened lead']);
      await judged(2, [follower], over);
      expect(await told()).toEqual(['finding.opened follower', 'finding.resolved lead']);
      await judged(3, [follower], over);
      expect(await told()).toEqual([]);
    });

    it('is that both are gone, of the one that was told', async () => {
      await judged(1, [follower, lead], over);
      await told();
      await judged(2, [], over);
      expect(await told()).toEqual(['finding.resolved lead']);
    });

    it('is that one has gone that was told before another stood for it', async () => {
      await judged(1, [follower], over);
      expect(await told()).toEqual(['finding.opened follower']);
      await judged(2, [follower, lead], over);
      expect(await told()).toEqual(['finding.opened lead']);
      await judged(3, [lead], over);
      expect(await told()).toEqual(['finding.resolved follower']);
    });

    it('is kept in the history of both', async () => {
      await judged(1, [follower, lead], over);
      await judged(2, [follower], over);
      const [follows] = await alerting.findings.list({ rule: 'rule-b' }, 1);
      const then = await store.database.query<{ type: string; by: string | null }>(
        `select type, finding_then ->> 'supersededBy' as by from finding_event where finding_id = $1 order by sequence`,
        [follows!.id],
      );
      const [leader] = await alerting.findings.list({ rule: 'rule-a' }, 1);
      expect(then).toEqual([
        { type: 'opened', by: leader!.id },
        { type: 'updated', by: null },
      ]);
    });
  });
});
