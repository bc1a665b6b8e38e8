import fc from 'fast-check';
import type { FindingStatus, FindingThen } from '@posture/domain';
import { DomainError } from '@posture/domain';
import type { Finding } from '@posture/findings';
import { ADMIN, FindingsRoom, MIRA, aMatch } from '../support/findings-room';
import { SetClock } from '../support/set-clock';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';
import { wrongCells } from '../support/tally';

/** TEST_STREAM_RUNS makes them more. */
const RUNS = Number(process.env['TEST_STREAM_RUNS'] ?? 12);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MISSING = [{ resource: 'groups', reason: 'forbidden', missing: 'okta.groups.read' }];

/** One thing that happens to the only finding there is. */
type Happening =
  | { readonly what: 'matched'; readonly severity: 'medium' | 'high' | 'critical' }
  | { readonly what: 'clear' | 'unread' | 'retired' | 'comment' | 'revoke' }
  | { readonly what: 'acknowledge' | 'start' | 'reopen' | 'claim' }
  | { readonly what: 'except'; readonly days: number }
  | { readonly what: 'severity'; readonly value: 'low' | 'critical' | null }
  | { readonly what: 'passes'; readonly hours: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    what: fc.constant('matched' as const),
    severity: fc.constantFrom('medium' as const, 'high' as const, 'critical' as const),
  }),
  fc.record({ what: fc.constantFrom('clear' as const, 'unread' as const, 'retired' as const) }),
  fc.record({ what: fc.constantFrom('comment' as const, 'revoke' as const) }),
  fc.record({ what: fc.constantFrom('acknowledge' as const, 'start' as const, 'reopen' as const, 'claim' as const) }),
  fc.record({ what: fc.constant('except' as const), days: fc.integer({ min: 1, max: 40 }) }),
  fc.record({
    what: fc.constant('severity' as const),
    value: fc.constantFrom('low' as const, 'critical' as const, null),
  }),
  fc.record({ what: fc.constant('passes' as const), hours: fc.constantFrom(1, 24, 24 * 8, 24 * 30, 24 * 100) }),
);

/** What the state of a finding comes to, in as few words as it takes to say what may follow. */
interface Model {
  readonly status: FindingStatus;
  readonly present: boolean;
  readonly count: number;
}

/**
 * The table of states, written down a second time and by hand. @param now and `ends` in milliseconds
 * @returns what must follow; null: it is refused
 */
function expected(before: Model | null, event: Happening): Model | null {
  if (before === null) return event.what === 'matched' ? { status: 'open', present: true, count: 0 } : null;
  const { status, present, count } = before;
  const unresolved = status !== 'resolved';
  switch (event.what) {
    case 'matched':
      if (unresolved) return { ...before, present: true };
      return { status: 'open', present: true, count: count + 1 };
    case 'clear':
      if (status === 'suppressed') return { ...before, present: false };
      return { status: 'resolved', present: false, count };
    case 'retired':
      return unresolved ? { status: 'resolved', present: false, count } : before;
    case 'acknowledge':
      return status === 'open' ? { ...before, status: 'acknowledged' } : null;
    case 'start':
      return status === 'open' || status === 'acknowledged' ? { ...before, status: 'in_progress' } : null;
    case 'reopen':
      return unresolved && status !== 'open' ? { ...before, status: 'open' } : null;
    case 'except':
      return unresolved && status !== 'suppressed' ? { ...before, status: 'suppressed' } : null;
    case 'claim':
      return unresolved ? { ...before, status: 'resolved' } : null;
    case 'revoke':
      if (status !== 'suppressed') return null;
      return present ? { ...before, status: 'open' } : { ...before, status: 'resolved' };
    default:
      return before;
  }
}

/** Times are kept as they were written, whoever reads them. */
function thenOf(finding: Finding): Partial<FindingThen> {
  const { status, present, severity, severitySource, ruleSeverity, reopenCount, reopenReason, assignee } = finding;
  return {
    ...{ status, present, severity, severitySource, ruleSeverity, reopenCount, reopenReason, assignee },
    ...{ exceptionId: finding.exceptionId, needsReview: finding.needsReview, resolution: finding.resolution },
    ...{ title: finding.title, score: finding.score, count: finding.count },
    dueAt: finding.dueAt?.toISOString() ?? null,
    statusChangedAt: finding.statusChangedAt.toISOString(),
    statusChangedBy: finding.statusChangedBy,
  };
}

describe.each(STORE_KINDS)('Whatever happens to a finding, on the %s store', (kind) => {
  let store: TestStore;

  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store?.close());

  it(
    'L13: it stands where the table of states has it, its history says how it came there, and it is counted for what it is',
    () =>
      fc.assert(
        fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 20 }), async (events) => {
          const clock = new SetClock('2026-11-30T12:00:00Z');
          const room = new FindingsRoom(store.database, clock);
          let model: Model | null = null;
          for (const event of events) {
            const before = (await room.all())[0] ?? null;
            const refused = await happens(event, before, room, clock);
            const after = (await room.all())[0] ?? null;
            model = follows(model, event, before, clock);
            const standing = after && { status: after.status, present: after.present, count: after.reopenCount };
            expect({ event, standing }).toEqual({ event, standing: model });
            if (refused) expect(after).toEqual(before);
          }
          await replays(room);
          expect(await wrongCells(store.database)).toEqual([]);
        }),
        { numRuns: RUNS },
      ),
    300_000 + RUNS * 10_000,
  );

  /** @returns whether it was refused */
  async function happens(event: Happening, finding: Finding | null, room: FindingsRoom, clock: SetClock) {
    // No two things happen in one instant.
    clock.pass(event.what === 'passes' ? event.hours * HOUR_MS : 1_000);
    try {
      await make(event, finding, room, clock);
      await room.pass();
      return false;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'finding.transition') return true;
      throw error;
    }
  }

  async function make(event: Happening, finding: Finding | null, room: FindingsRoom, clock: SetClock) {
    const { what } = event;
    if (what === 'matched') return room.judge([aMatch(1, { severity: event.severity })]);
    if (what === 'clear') return room.judge([]);
    if (what === 'unread') return room.judge([], { absenceOf: () => ({ verdict: 'not_assessed', missing: MISSING }) });
    if (what === 'retired') return room.lapses.retire(room.connectionId, ['rule-b']);
    if (what === 'passes' || finding === null) return undefined;
    const { id, sequence, exceptionId } = finding;
    if (what === 'comment') return room.triage.comment(id, 'A word.', MIRA);
    if (what === 'revoke') {
      if (exceptionId === null) return undefined;
      return room.exceptions.revoke(exceptionId, MIRA, (await room.exceptions.get(exceptionId)).version);
    }
    if (what === 'severity') {
      const severity = event.value === null ? null : { value: event.value, reason: 'As people see it.' };
      return room.triage.change(id, { severity }, MIRA, sequence);
    }
    if (what === 'except') {
      const expiresAt = new Date(clock.now().getTime() + event.days * DAY_MS);
      const terms = { kind: 'risk_accepted' as const, reason: 'It is to stand for a while.', expiresAt };
      return room.exceptions.create(
        { scope: { type: 'finding', findingId: id }, ...terms, expectedVersion: sequence },
        ADMIN,
      );
    }
    return room.triage.transition(id, { action: what, note: 'Mended.' }, MIRA, sequence);
  }

  let ends = Number.POSITIVE_INFINITY;

  function follows(model: Model | null, event: Happening, before: Finding | null, clock: SetClock): Model | null {
    const now = clock.now().getTime();
    const next = expected(model, event);
    if (event.what === 'except' && next !== null) ends = now + event.days * DAY_MS;
    const settled = next ?? model;
    if (settled?.status !== 'suppressed' || before === null || ends > now) return settled;
    return { ...settled, status: settled.present ? 'open' : 'resolved' };
  }

  /** Step by step, each as the one before left it and as it says of itself; the last is what the finding is. */
  async function replays(room: FindingsRoom): Promise<void> {
    const [finding] = await room.all();
    if (finding === undefined) return;
    const steps = await store.database.query<{ sequence: number; type: string; then: FindingThen }>(
      `select sequence, type, finding_then as then from finding_event where finding_id = $1 order by sequence`,
      [finding.id],
    );
    expect(steps.map(({ sequence }) => sequence)).toEqual(Array.from({ length: finding.sequence }, (_, n) => n + 1));
    expect(steps.at(-1)!.then).toMatchObject(thenOf(finding));
    let status: FindingStatus | null = null;
    for (const { type, then } of steps) {
      expect({ type, status: then.status }).toEqual({ type, status: replayed(status, type, then) });
      status = then.status;
    }
  }
});

/** Where a step leads by its name alone, from where the one before left it. */
function replayed(before: FindingStatus | null, type: string, then: FindingThen): FindingStatus | null {
  const leads: Readonly<Record<string, FindingStatus>> = {
    opened: 'open',
    reopened: 'open',
    put_back: 'open',
    acknowledged: 'acknowledged',
    started: 'in_progress',
    suppressed: 'suppressed',
    resolved: 'resolved',
  };
  if (type === 'exception_expired' || type === 'exception_revoked') return then.present ? 'open' : 'resolved';
  return leads[type] ?? before;
}
