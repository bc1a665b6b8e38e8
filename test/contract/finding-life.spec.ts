import type { DomainError } from '@posture/domain';
import type { ExceptionKind, NewException } from '@posture/findings';
import { parseFilter } from '@posture/findings';
import { uuidv7 } from '@posture/platform';
import { ADMIN, ANALYST, FindingsRoom, MIRA, RULES, aMatch } from '../support/findings-room';
import { SetClock } from '../support/set-clock';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const REASON = 'The vendor needs it until the migration is over.';

describe.each(STORE_KINDS)('The life of findings under people and time, on the %s store', (kind) => {
  let store: TestStore;
  let clock: SetClock;
  let room: FindingsRoom;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store?.close());
  beforeEach(() => {
    clock = new SetClock('2026-11-30T12:00:00Z');
    room = new FindingsRoom(store.database, clock);
  });

  const days = (count: number) => new Date(clock.now().getTime() + count * DAY_MS);
  const about = (findingId: string, over: Partial<NewException> = {}): NewException => ({
    scope: { type: 'finding', findingId },
    kind: 'risk_accepted',
    reason: REASON,
    expiresAt: days(20),
    ...over,
  });
  /** A finding that people let stand. */
  const excepted = async (over: Partial<NewException> = {}) => {
    const [finding] = await room.found(aMatch());
    const exception = await room.exceptions.create(about(finding!.id, over), ADMIN);
    return { exception, id: finding!.id };
  };
  const refusalOf = (work: Promise<unknown>): Promise<DomainError> =>
    work.then(
      () => Promise.reject(new Error('it was not refused')),
      (error: DomainError) => error,
    );

  it('L1: a sync that could not read everything resolves nothing', async () => {
    await room.found(aMatch(1), aMatch(2));
    const missing = [{ resource: 'groups', reason: 'forbidden', missing: 'okta.groups.read' }];

    const summary = await room.judge([], { absenceOf: () => ({ verdict: 'not_assessed', missing }) });

    expect([summary.resolved, summary.notAssessed]).toEqual([0, 2]);
    expect((await room.all()).map(({ status, present }) => [status, present])).toEqual([
      ['open', true],
      ['open', true],
    ]);
  });

  it('L3: another version of its rule, in other words and of another severity, is the same finding', async () => {
    const [before] = await room.found(aMatch());
    const reworded = aMatch(1, { title: 'In other words', why: 'for another reason', severity: 'critical' });
    await room.judge([reworded], { bulk: () => 'rules_changed' });

    const after = await room.only();
    expect([after.id, after.fingerprint, after.firstSeenAt]).toEqual([
      before!.id,
      before!.fingerprint,
      before!.firstSeenAt,
    ]);
    expect([after.title, after.severity, after.status]).toEqual(['In other words', 'critical', 'open']);
    expect(await room.told(after)).toEqual(['opened', 'updated']);
  });

  it('L4: the same again is no change and no event', async () => {
    const [before] = await room.found(aMatch());
    clock.pass(DAY_MS);
    const [after] = await room.found(aMatch());

    expect(after).toMatchObject({ sequence: before!.sequence, dueAt: before!.dueAt });
    expect(await room.told(after!)).toEqual(['opened']);
  });

  it('L5: an exception that ends brings back what is still there, with all its time before it', async () => {
    const { id, exception } = await excepted();
    await room.judge([aMatch()]);
    expect(await room.only()).toMatchObject({ status: 'suppressed', exceptionId: exception.id });
    clock.pass(20 * DAY_MS);
    await room.pass();

    expect(await room.only()).toMatchObject({
      ...{ id, status: 'open', exceptionId: null, reopenReason: 'exception_ended', reopenCount: 0 },
      dueAt: days(14),
    });
    expect(await room.told({ id })).toEqual([...['opened', 'suppressed', 'exception_expired', 'reopened']]);
    expect(await room.exceptions.get(exception.id)).toMatchObject({ state: 'expired', findings: 0 });
  });

  it('L5: an exception that ends resolves what went away meanwhile, and a flap does not reopen it before', async () => {
    const { id } = await excepted();
    await room.judge([]);
    expect(await room.only()).toMatchObject({ status: 'suppressed', present: false });
    await room.judge([aMatch()]);
    expect(await room.only()).toMatchObject({ status: 'suppressed', present: true });
    await room.judge([]);
    clock.pass(20 * DAY_MS);
    await room.pass();

    expect(await room.only()).toMatchObject({ status: 'resolved', resolution: 'remediated', exceptionId: null });
    expect(await room.told({ id })).toEqual([
      ...['opened', 'suppressed', 'absent', 'returned', 'absent', 'exception_expired'],
    ]);
  });

  it('L6: what is claimed and still there is open again, and one that is gone is verified', async () => {
    const [mended, left] = await room.found(aMatch(1), aMatch(2));
    for (const { id, sequence } of [mended!, left!])
      await room.triage.transition(id, { action: 'claim', note: 'The role was taken away.' }, MIRA, sequence);
    expect((await room.all()).map(({ status, resolution }) => [status, resolution])).toEqual([
      ['resolved', 'claimed'],
      ['resolved', 'claimed'],
    ]);
    clock.pass(HOUR_MS);
    await room.judge([left!.subject.key === 'User:u1' ? aMatch(1) : aMatch(2)]);

    expect(await room.store.get(left!.id)).toMatchObject({ status: 'open', reopenReason: 'still_detected' });
    expect(await room.store.get(mended!.id)).toMatchObject({
      ...{ status: 'resolved', resolution: 'claimed', verifiedAt: clock.now(), present: false },
    });
    expect(await room.told(mended!)).toEqual(['opened', 'resolved', 'verified']);
  });

  it('asks again about a false positive that rests on something else, until somebody has looked at that', async () => {
    const roles = (...value: string[]) => {
      const about = { source: 'GET /api/v1/users', readAt: null, certainty: 'known' as const, unit: null };
      return aMatch(1, { evidence: { facts: [{ fact: 'roles', value, ...about }], path: [] } });
    };
    await room.judge([roles('HELP_DESK_ADMIN')]);
    const { id } = await room.only();
    await room.exceptions.create(about(id, { kind: 'false_positive', expiresAt: null }), ADMIN);
    await room.judge([roles('HELP_DESK_ADMIN')]);
    expect(await room.only()).toMatchObject({ status: 'suppressed', needsReview: false });

    await room.judge([roles('ORG_ADMIN')]);
    const asked = await room.only();
    expect(asked).toMatchObject({ status: 'suppressed', needsReview: true });
    await room.triage.change(id, { needsReview: false }, MIRA, asked.sequence);
    await room.judge([roles('ORG_ADMIN')]);

    expect(await room.only()).toMatchObject({ status: 'suppressed', needsReview: false });
    expect(await room.told({ id })).toEqual(['opened', 'suppressed', 'evidence_changed', 'reviewed']);
  });

  it('resolves what the log told once two scans in a row agree that it is gone', async () => {
    await room.found(aMatch());
    const { id } = await room.only();
    const gone = () => room.judge([], { absenceOf: () => ({ verdict: 'clear', takesTwo: true }) });

    await gone();
    expect(await room.only()).toMatchObject({ status: 'open', present: true });
    await room.judge([aMatch()]);
    await gone();
    expect(await room.only()).toMatchObject({ status: 'open', present: true });
    await gone();

    expect(await room.only()).toMatchObject({ status: 'resolved', resolution: 'remediated', clearIn: null });
    expect(await room.told({ id })).toEqual(['opened', 'doubted', 'updated', 'doubted', 'resolved']);
  });

  it('is due as people chose for its connection once it opens or comes back, and before that where they ask for it', async () => {
    await room.found(aMatch(1), aMatch(2));
    const [first, second] = await room.all();
    await room.triage.change(second!.id, { dueAt: days(3) }, MIRA, second!.sequence);
    const choose = (given: object, appliesToOpen: boolean, expectedVersion: number) =>
      room.duePolicies.change(room.connectionId, given, { appliesToOpen, expectedVersion }, ADMIN.actor);
    const due = async (id: string) => (await room.store.get(id)).dueAt;

    await choose({ high: 7, low: null }, false, 0);
    expect(await due(first!.id)).toEqual(days(14));
    await room.judge([aMatch(1), aMatch(2), aMatch(3)]);
    const third = (await room.all()).find(({ id }) => id !== first!.id && id !== second!.id)!;
    expect(third.dueAt).toEqual(days(7));
    await choose({ high: 10 }, true, 1);
    expect([await due(first!.id), await due(second!.id), await due(third.id)]).toEqual([days(10), days(3), days(10)]);

    await expect(choose({ high: 9 }, false, 1)).rejects.toMatchObject({ code: 'due_policy.stale' });
    await expect(choose({ critical: 11 }, false, 2)).rejects.toMatchObject({ code: 'due_policy.order_invalid' });
    await expect(choose({ medium: 366 }, false, 2)).rejects.toMatchObject({ code: 'due_policy.days_invalid' });
    await room.judge([]);
    clock.pass(DAY_MS);
    await room.judge([aMatch(1), aMatch(2)]);
    expect(await due(first!.id)).toEqual(days(10));
  });

  it('L7: what comes back is the same finding, counted, with a new due date; after 90 days it has recurred', async () => {
    const [first] = await room.found(aMatch());
    for (const [away, reason] of [
      [10, 'returned'],
      [91, 'recurrence'],
    ] as const) {
      await room.judge([]);
      clock.pass(away * DAY_MS);
      await room.judge([aMatch()]);
      expect(await room.only()).toMatchObject({ id: first!.id, status: 'open', reopenReason: reason, dueAt: days(14) });
    }
    expect(await room.only()).toMatchObject({ reopenCount: 2 });
  });

  it('L8: what gets worse while it is left to stand stays so, and asks for a look', async () => {
    const { id } = await excepted();
    await room.judge([aMatch(1, { severity: 'critical' })]);

    expect(await room.only()).toMatchObject({ status: 'suppressed', severity: 'critical', needsReview: true });
    expect(await room.told({ id })).toEqual(['opened', 'suppressed', 'severity_changed']);
  });

  it('L9: an exception ends at its instant, whatever the clock of a process says before or after', async () => {
    await excepted({ expiresAt: new Date('2026-12-06T00:00:00Z') });
    clock.pass(Date.parse('2026-12-05T23:59:59.999Z') - clock.now().getTime());
    await room.pass();
    expect(await room.only()).toMatchObject({ status: 'suppressed' });

    const late = new SetClock('2026-12-06T00:00:00Z');
    await new FindingsRoom(store.database, late, room.connectionId).pass();
    // Another process, whose clock is behind, changes nothing back.
    await room.pass();
    await room.judge([aMatch()]);

    expect(await room.only()).toMatchObject({ status: 'open', reopenReason: 'exception_ended' });
  });

  it('L9: a month of an exception is as long across a change to winter time as any other', async () => {
    clock = new SetClock('2026-10-20T22:00:00Z');
    room = new FindingsRoom(store.database, clock);
    await expect(excepted({ expiresAt: days(30) })).resolves.toBeDefined();
    const { id } = await room.only();
    expect(await refusalOf(room.exceptions.create(about(id), ANALYST))).toMatchObject({ code: 'finding.transition' });
  });

  it('L10: of two who change the same version one is refused, and nothing of it is kept', async () => {
    await room.judge([aMatch()]);
    const { id, sequence } = await room.only();
    const both = await Promise.allSettled([
      room.triage.transition(id, { action: 'acknowledge' }, MIRA, sequence),
      room.triage.change(id, { assignee: 'me' }, MIRA, sequence),
    ]);

    const refused = both.flatMap((each) => (each.status === 'rejected' ? [each.reason as DomainError] : []));
    expect(refused).toMatchObject([{ code: 'finding.stale', kind: 'stale', details: { version: sequence + 1 } }]);
    expect(await room.history({ id })).toHaveLength(2);
  });

  it('L11: of five hundred three that cannot be changed keep no other from it', async () => {
    const all = await room.found(...Array.from({ length: 499 }, (_, n) => aMatch(n)));
    const [first, second] = all as [(typeof all)[number], (typeof all)[number]];
    await room.triage.transition(first.id, { action: 'acknowledge' }, MIRA, first.sequence);
    await room.triage.transition(second.id, { action: 'start' }, MIRA, second.sequence);
    const nobody = uuidv7();

    const outcome = await room.triage.transitionAll(
      [...all.map(({ id }) => id), nobody],
      { action: 'acknowledge' },
      MIRA,
    );

    expect(outcome.changed).toHaveLength(497);
    expect(outcome.skipped.map(({ id, code }) => [id, code]).sort()).toEqual(
      [
        [first.id, 'finding.transition'],
        [second.id, 'finding.transition'],
        [nobody, 'finding.not_found'],
      ].sort(),
    );
    expect((await room.all()).filter(({ status }) => status === 'acknowledged')).toHaveLength(498);
  });

  it('L12: a connection that is deleted takes findings, comments and exceptions along', async () => {
    const { id, exception } = await excepted();
    await room.triage.comment(id, 'Asked the vendor.', MIRA);

    await room.store.forget(room.connectionId);

    expect(await room.all()).toEqual([]);
    expect(await room.triage.comments(id, 10)).toEqual([]);
    expect(await refusalOf(room.exceptions.get(exception.id))).toMatchObject({ code: 'exception.not_found' });
  });

  it('are never written over by a judgement that read them before people changed them', async () => {
    const [finding] = await room.found(aMatch());
    room.afterReading(() => room.triage.change(finding!.id, { assignee: 'me' }, MIRA, finding!.sequence));
    await room.judge([aMatch(1, { severity: 'critical' })]);

    expect(await room.only()).toMatchObject({ assignee: MIRA.id, severity: 'critical' });
    expect(await room.told(finding!)).toEqual(['opened', 'assigned', 'updated']);
  });

  it('are judged as people left them, not as they were read', async () => {
    const [finding] = await room.found(aMatch());
    room.afterReading(() => room.exceptions.create(about(finding!.id), ANALYST));
    await room.judge([]);

    expect(await room.only()).toMatchObject({ status: 'suppressed', present: false });
    expect(await room.told(finding!)).toEqual(['opened', 'suppressed', 'absent']);
  });

  it('stay with the severity people gave, whatever scans say, until they take it back', async () => {
    const [before] = await room.found(aMatch());
    const severity = { value: 'low' as const, reason: 'Only a test tenant.' };
    await room.triage.change(before!.id, { severity }, MIRA, before!.sequence);
    await room.judge([aMatch(1, { severity: 'critical' })]);

    const after = await room.only();
    expect(after).toMatchObject({
      severity: 'low',
      severitySource: 'manual',
      ruleSeverity: 'critical',
      dueAt: days(90),
    });
    await room.triage.change(after.id, { severity: null }, MIRA, after.sequence);
    expect(await room.only()).toMatchObject({ severity: 'critical', severitySource: 'rule', dueAt: days(3) });
  });

  it('are told to be overdue once for each due date', async () => {
    const [finding] = await room.found(aMatch());
    clock.pass(14 * DAY_MS - 1);
    await room.pass();
    expect(await room.told(finding!)).toEqual(['opened']);
    clock.pass(1);
    await room.pass();
    await room.pass();
    await room.judge([aMatch()]);
    await room.pass();
    expect(await room.told(finding!)).toEqual(['opened', 'sla_breached']);

    const { sequence } = await room.only();
    await room.triage.change(finding!.id, { dueAt: days(1) }, MIRA, sequence);
    clock.pass(DAY_MS);
    await room.pass();
    expect(await room.told(finding!)).toEqual(['opened', 'sla_breached', 'due_changed', 'sla_breached']);
  });

  it('are not overdue while they are left to stand', async () => {
    const { id } = await excepted();
    clock.pass(19 * DAY_MS);
    await room.pass();

    expect(await room.told({ id })).toEqual(['opened', 'suppressed', 'exception_expiring']);
  });

  it('resolve when their rule judges no more, and only those', async () => {
    await room.found(aMatch(1), aMatch(2, { rule: 'rule-b' }));
    await room.lapses.retire(room.connectionId, ['rule-b', 'rule-c']);

    expect((await room.all()).map(({ rule, status, resolution }) => [rule, status, resolution]).sort()).toEqual([
      ['rule-a', 'resolved', 'rule_retired'],
      ['rule-b', 'open', null],
    ]);
    expect(RULES).toContain('rule-a');
  });

  describe('Exceptions', () => {
    it('are counted before they are made, and refused when they would cover much else', async () => {
      await room.found(...Array.from({ length: 40 }, (_, n) => aMatch(n)));
      const scope = { type: 'filter' as const, connectionId: room.connectionId, filter: parseFilter('rule:rule-a') };
      const { count, sample } = await room.exceptions.preview(scope);
      expect([count, sample.length]).toEqual([40, 5]);
      const made = { scope, kind: 'risk_accepted' as const, reason: REASON, expiresAt: days(90) };

      const refused = await refusalOf(room.exceptions.create({ ...made, expectedCount: 37 }, ADMIN));
      expect(refused).toMatchObject({ code: 'exception.count_changed', details: { count: 40 } });
      expect((await room.all()).every(({ status }) => status === 'open')).toBe(true);

      const exception = await room.exceptions.create({ ...made, expectedCount: 39 }, ADMIN);
      expect(exception).toMatchObject({ state: 'active', findings: 40, approvedBy: ADMIN.actor });
    });

    it('cover what comes into their scope later, in every form', async () => {
      const { connectionId } = room;
      const later = { kind: 'false_positive' as const, reason: REASON, expiresAt: days(20), expectedCount: 0 };
      const subject = { type: 'rule_subject' as const, connectionId, rule: 'rule-a', subject: 'User:u1' };
      const first = await room.exceptions.create({ ...later, scope: subject }, ANALYST);
      const filter = parseFilter('rule:rule-b severity:<=high');
      const second = await room.exceptions.create({ ...later, scope: { type: 'filter', connectionId, filter } }, ADMIN);

      await room.judge([
        ...[aMatch(1), aMatch(2)],
        ...[aMatch(1, { rule: 'rule-b' }), aMatch(2, { rule: 'rule-b', severity: 'critical' })],
      ]);

      const standing = (await room.all()).map((each) => `${each.rule} ${each.subject.key} ${each.exceptionId}`).sort();
      expect(standing).toEqual([
        `rule-a User:u1 ${first.id}`,
        'rule-a User:u2 null',
        `rule-b User:u1 ${second.id}`,
        'rule-b User:u2 null',
      ]);
    });

    it('are taken back by hand: what is there is open again, due so much later as it was left to stand', async () => {
      const { id, exception } = await excepted();
      clock.pass(5 * DAY_MS);
      await room.exceptions.revoke(exception.id, MIRA, exception.version);

      expect(await room.only()).toMatchObject({ id, status: 'open', dueAt: days(14) });
      const refused = await refusalOf(room.exceptions.revoke(exception.id, MIRA, exception.version));
      expect(refused).toMatchObject({ code: 'exception.stale' });
      const { version } = await room.exceptions.get(exception.id);
      expect(await refusalOf(room.exceptions.revoke(exception.id, MIRA, version))).toMatchObject({
        code: 'exception.ended',
      });
    });

    it('about one finding end when people take that up again', async () => {
      const { id, exception } = await excepted();
      const { sequence } = await room.only();
      await room.triage.transition(id, { action: 'reopen' }, MIRA, sequence);

      expect(await room.exceptions.get(exception.id)).toMatchObject({ state: 'revoked', endedBy: MIRA });
      expect(await room.only()).toMatchObject({ status: 'open', reopenReason: 'operator' });
    });

    it('are told of a week before they end, once, and not at all when they are shorter', async () => {
      const { id } = await excepted();
      clock.pass(13 * DAY_MS - 1);
      await room.pass();
      expect(await room.told({ id })).toEqual(['opened', 'suppressed']);
      clock.pass(1);
      await room.pass();
      await room.pass();
      expect(await room.told({ id })).toEqual(['opened', 'suppressed', 'exception_expiring']);

      const [short] = (await room.found(aMatch(1), aMatch(2))).filter(({ status }) => status === 'open');
      await room.exceptions.create(about(short!.id, { expiresAt: days(6) }), ANALYST);
      await room.pass();
      expect(await room.told(short!)).toEqual(['opened', 'suppressed']);
    });

    it.each<[string, Partial<NewException> & { in?: number | null }, string, string]>([
      ['a reason of nine characters', { reason: '123456789 ' }, 'exception.reason_short', 'reason'],
      ['a risk accepted for ever', { in: null }, 'exception.expiry_missing', 'expiresAt'],
      ['another control for ever', { in: null, kind: 'compensating_control' }, 'exception.expiry_missing', 'expiresAt'],
      ['an end that has passed', { in: 0 }, 'exception.expiry_invalid', 'expiresAt'],
      ['more than a year', { in: 365.01 }, 'exception.expiry_invalid', 'expiresAt'],
    ])('are refused with %s, whoever asks', async (_what, { in: until = 20, ...over }, code, field) => {
      const [finding] = await room.found(aMatch());
      const expiresAt = until === null ? null : days(until);

      const refused = await refusalOf(room.exceptions.create(about(finding!.id, { ...over, expiresAt }), ADMIN));

      expect(refused).toMatchObject({ code, field, remedy: expect.any(String) });
      expect(await room.only()).toMatchObject({ status: 'open' });
    });

    it.each<[ExceptionKind, number | null]>([
      ['risk_accepted', 30.01],
      ['false_positive', null],
    ])('of kind %s for %s days are for those who may approve them', async (exceptionKind, until) => {
      const [finding] = await room.found(aMatch());
      const asked = about(finding!.id, { kind: exceptionKind, expiresAt: until === null ? null : days(until) });

      expect(await refusalOf(room.exceptions.create(asked, ANALYST))).toMatchObject({
        ...{ code: 'exception.approval_needed', kind: 'forbidden' },
      });
      await expect(room.exceptions.create(asked, ADMIN)).resolves.toMatchObject({ state: 'active' });
    });

    it('go on with what a process that died left uncovered', async () => {
      const all = await room.found(...Array.from({ length: 501 }, (_, n) => aMatch(n)));
      const scope = { type: 'filter' as const, connectionId: room.connectionId, filter: parseFilter('rule:rule-a') };
      const asked = { scope, kind: 'duplicate' as const, reason: REASON, expiresAt: days(20), expectedCount: 501 };
      const dying = new FindingsRoom(store.database, clock, room.connectionId);
      jest.spyOn(dying.exceptions, 'apply').mockRejectedValueOnce(new Error('killed'));
      await expect(dying.exceptions.create(asked, ADMIN)).rejects.toThrow('killed');
      expect((await room.all()).filter(({ status }) => status === 'suppressed')).toHaveLength(500);

      for (const id of await room.exceptions.unapplied()) await room.exceptions.apply(id);

      expect((await room.all()).filter(({ status }) => status === 'suppressed')).toHaveLength(all.length);
      expect(await room.exceptions.unapplied()).toEqual([]);
    });
  });
});
