import type { Actor, FindingStatus } from '@posture/domain';
import { FINDING_STATUSES } from '@posture/domain';
import { aFinding } from './finding.fixture';
import { startedTiming } from './sla';
import { ACTIONS, transition } from './workflow';
import type { FindingAction, TransitionRequest } from './workflow';

const DAY_MS = 86_400_000;
const NOW = new Date('2026-03-05T12:00:00Z');
const MIRA: Actor = { kind: 'api_key', id: 'key-mira', name: 'Mira' };
const EXCEPTION = '0195e000-0000-7000-8000-00000000000e';

/** Written down by hand: what may follow from where, and nothing else. */
const TABLE: readonly [FindingStatus, FindingAction, FindingStatus, event: string][] = [
  ['open', 'acknowledge', 'acknowledged', 'acknowledged'],
  ['open', 'start', 'in_progress', 'started'],
  ['open', 'except', 'suppressed', 'suppressed'],
  ['open', 'claim', 'resolved', 'resolved'],
  ['acknowledged', 'start', 'in_progress', 'started'],
  ['acknowledged', 'reopen', 'open', 'put_back'],
  ['acknowledged', 'except', 'suppressed', 'suppressed'],
  ['acknowledged', 'claim', 'resolved', 'resolved'],
  ['in_progress', 'reopen', 'open', 'put_back'],
  ['in_progress', 'except', 'suppressed', 'suppressed'],
  ['in_progress', 'claim', 'resolved', 'resolved'],
  ['suppressed', 'reopen', 'open', 'reopened'],
  ['suppressed', 'claim', 'resolved', 'resolved'],
];

function asked(action: FindingAction): TransitionRequest {
  if (action === 'except') return { action, exceptionId: EXCEPTION, kind: 'duplicate', expiresAt: null };
  return action === 'claim' ? { action, note: 'The role was taken away.' } : { action };
}

describe('What people do to a finding', () => {
  it.each(FINDING_STATUSES.flatMap((from) => ACTIONS.map((action) => [from, action] as const)))(
    'follows the table from %s by %s',
    (from, action) => {
      const row = TABLE.find(([status, name]) => status === from && name === action);
      const outcome = transition(aFinding({ status: from }), asked(action), MIRA, NOW);

      if (row === undefined) {
        const allowed = TABLE.filter(([status]) => status === from).map(([, name]) => name);
        expect(outcome).toEqual({ isDone: false, allowed });
        return;
      }
      expect(outcome).toMatchObject({
        type: row[3],
        finding: { status: row[2], statusChangedBy: MIRA, statusChangedAt: NOW },
      });
    },
  );

  it('gives a finding that somebody starts on to them, unless somebody has it', () => {
    expect(transition(aFinding(), asked('start'), MIRA, NOW)).toMatchObject({ finding: { assignee: MIRA.id } });
    const taken = aFinding({ assignee: 'key-ines' });
    expect(transition(taken, asked('start'), MIRA, NOW)).toMatchObject({ finding: { assignee: 'key-ines' } });
  });

  it('stops the clock of its due date, which goes on where it stood', () => {
    const opened = new Date('2026-03-01T12:00:00Z');
    const before = aFinding({ severity: 'high', ...startedTiming('high', opened) });
    const excepted = transition(before, asked('except'), MIRA, NOW);
    if (!excepted.isDone) throw new Error('refused');
    const later = new Date(NOW.getTime() + 10 * DAY_MS);

    const outcome = transition(excepted.finding, asked('reopen'), MIRA, later);

    expect(outcome).toMatchObject({ finding: { dueAt: new Date('2026-03-25T12:00:00Z'), exceptionId: null } });
  });

  it('never makes a due date earlier because a clock went back', () => {
    const excepted = transition(aFinding(), asked('except'), MIRA, NOW);
    if (!excepted.isDone) throw new Error('refused');

    const outcome = transition(excepted.finding, asked('reopen'), MIRA, new Date(NOW.getTime() - DAY_MS));

    expect(outcome).toMatchObject({ finding: { dueAt: aFinding().dueAt } });
  });

  it('claims what is not there any more as verified at once', () => {
    const gone = aFinding({ status: 'suppressed', present: false });

    expect(transition(gone, asked('claim'), MIRA, NOW)).toMatchObject({ finding: { verifiedAt: NOW } });
    expect(transition(aFinding(), asked('claim'), MIRA, NOW)).toMatchObject({ finding: { verifiedAt: null } });
  });
});
