import { decide, keepUnassessedMembers } from './decide';
import { evidenceDigest } from './evidence-digest';
import { aCandidate, aFinding, aSubject } from './finding.fixture';

const DAY_MS = 86_400_000;
const BEGIN = new Date('2026-03-01T00:00:00Z');

function at(version: number, now = BEGIN, scanId = 'scan') {
  return { version, now, scanId };
}

describe('the life of a finding', () => {
  it('opens when a rule matches for the first time', () => {
    expect(decide(null, aCandidate(), null, at(1))).toMatchObject({ type: 'opened' });
  });

  it('is only seen when nothing a reader would notice changed', () => {
    expect(decide(aFinding(), aCandidate(), null, at(2))).toMatchObject({ type: 'seen' });
  });

  it('is updated when its severity or its path changed', () => {
    expect(decide(aFinding(), aCandidate({ severity: 'critical' }), null, at(2))).toMatchObject({ type: 'updated' });
  });

  it('reopens under the same id when its subject comes back', () => {
    const resolved = aFinding({ present: false, status: 'resolved' });

    expect(decide(resolved, aCandidate(), null, at(3))).toMatchObject({
      type: 'reopened',
      finding: { id: resolved.id },
    });
  });

  it('resolves on a clear verdict and when its subject is gone', () => {
    expect(decide(aFinding(), null, { verdict: 'clear' }, at(2))).toMatchObject({
      type: 'resolved',
      resolution: 'remediated',
    });
    expect(decide(aFinding(), null, { verdict: 'gone' }, at(2))).toMatchObject({ resolution: 'subject_gone' });
  });

  it('stays open when it could not be assessed', () => {
    const missing = [{ resource: 'user-roles', reason: 'forbidden', missing: 'roles.read' }];

    expect(decide(aFinding(), null, { verdict: 'not_assessed', missing }, at(2))).toMatchObject({
      type: 'not_assessed',
      missing,
    });
  });

  it('is never changed by a judgement of an older version', () => {
    const newer = aFinding({ judgedVersion: 5 });

    expect(decide(newer, null, { verdict: 'clear' }, at(4))).toBeNull();
    expect(decide(newer, aCandidate({ severity: 'low' }), null, at(4))).toBeNull();
  });

  it('has nothing to say about a resolved finding that still does not match', () => {
    expect(decide(aFinding({ present: false, status: 'resolved' }), null, { verdict: 'clear' }, at(2))).toBeNull();
  });
});

describe('what people said of a finding', () => {
  const claimedAt = BEGIN;
  const claimed = aFinding({ status: 'resolved', resolution: 'claimed', resolvedAt: claimedAt, present: true });
  const readAt = (minutes: number) => {
    const at = new Date(claimedAt.getTime() + minutes * 60_000).toISOString();
    const fact = { value: true, unit: null, source: 'GET /api/v1/users', certainty: 'known' as const };
    return aCandidate({ evidence: { facts: [{ fact: 'isAdmin', readAt: at, ...fact }], path: [] } });
  };

  it('stands against what was read before it, and not against what was read since', () => {
    expect(decide(claimed, readAt(-1), null, at(2))).toBeNull();
    expect(decide(claimed, readAt(0), null, at(2))).toBeNull();
    expect(decide(claimed, readAt(1), null, at(2))).toMatchObject({ type: 'reopened', reason: 'still_detected' });
  });

  it('stands against the version it was said of, where evidence does not say when it was read', () => {
    expect(decide(claimed, aCandidate(), null, at(1))).toBeNull();
    expect(decide(claimed, aCandidate(), null, at(2))).toMatchObject({ type: 'reopened', reason: 'still_detected' });
  });

  it('is verified when a judgement agrees', () => {
    expect(decide(claimed, null, { verdict: 'clear' }, at(2))).toMatchObject({ type: 'verified' });
  });

  it('keeps it suppressed whether or not it is there, and asks for a look when it gets worse', () => {
    const suppressed = aFinding({ status: 'suppressed' });
    const worse = aCandidate({ severity: 'critical' });

    expect(decide(suppressed, null, { verdict: 'clear' }, at(2))).toMatchObject({ type: 'absent' });
    expect(decide({ ...suppressed, present: false }, aCandidate(), null, at(2))).toMatchObject({ type: 'returned' });
    expect(decide(suppressed, worse, null, at(2))).toMatchObject({ type: 'severity_changed' });
    expect(decide(suppressed, aCandidate(), null, at(2))).toMatchObject({ type: 'seen' });
  });

  it('ends whatever its exception says once its tenant is connected no more', () => {
    const removed = { verdict: 'removed' } as const;

    for (const present of [true, false])
      expect(decide(aFinding({ status: 'suppressed', present }), null, removed, at(2))).toMatchObject({
        type: 'resolved',
        resolution: 'source_removed',
      });
    expect(decide(claimed, null, removed, at(2))).toBeNull();
  });

  it('does not keep it open for good when it was taken out of its exception while it was away', () => {
    const taken = aFinding({ status: 'open', present: false });

    expect(decide(taken, null, { verdict: 'clear' }, at(2))).toMatchObject({ type: 'resolved' });
  });

  it.each([
    [90, 'returned'],
    [90.01, 'recurrence'],
  ])('is the same finding when it comes back after %s days: %s', (days, reason) => {
    const resolved = aFinding({ status: 'resolved', present: false, resolvedAt: BEGIN });
    const then = new Date(BEGIN.getTime() + days * DAY_MS);

    expect(decide(resolved, aCandidate(), null, at(2, then))).toMatchObject({ type: 'reopened', reason });
  });
});

describe('what the log told', () => {
  const takesTwo = { verdict: 'clear', takesTwo: true } as const;
  const doubted = aFinding({ clearIn: 'scan-1' });

  it('is gone once two scans in a row say so, however often each of them does', () => {
    expect(decide(aFinding(), null, takesTwo, at(2, BEGIN, 'scan-1'))).toMatchObject({ type: 'doubted' });
    expect(decide(doubted, null, takesTwo, at(2, BEGIN, 'scan-1'))).toBeNull();
    expect(decide(doubted, null, takesTwo, at(2, BEGIN, 'scan-2'))).toMatchObject({ type: 'resolved' });
  });

  it('is there when a scan between them says so', () => {
    expect(decide(doubted, aCandidate(), null, at(2))).toMatchObject({ type: 'updated' });
  });

  it('makes nobody wait who claimed it, nor where its subject is gone', () => {
    const claimed = aFinding({ status: 'resolved', resolution: 'claimed', resolvedAt: BEGIN });

    expect(decide(claimed, null, takesTwo, at(2))).toMatchObject({ type: 'verified' });
    expect(decide(aFinding(), null, { verdict: 'gone' }, at(2))).toMatchObject({ type: 'resolved' });
  });
});

describe('a false positive', () => {
  const resting = (value: unknown, days = 40, readAt = '2026-03-01T00:00:00.000Z') => {
    const about = { source: 'GET /api/v1/users', readAt, certainty: 'known' as const };
    const facts = [
      { fact: 'roles', value, unit: null, ...about },
      { fact: 'daysSinceLogin', value: days, unit: 'days', ...about },
    ];
    return aCandidate({ evidence: { facts, path: [] } });
  };
  const { evidence } = resting(['HELP_DESK_ADMIN']);
  const claimed = aFinding({
    status: 'suppressed',
    reviewedEvidence: evidenceDigest({ evidence, count: 1 }),
    evidence,
  });

  it('stays one while it rests on the same, only older and read again', () => {
    const later = resting(['HELP_DESK_ADMIN'], 41, '2026-03-02T00:00:00.000Z');

    expect(decide(claimed, later, null, at(2))).toMatchObject({ type: 'seen' });
  });

  it('is asked about again, once, when it rests on something else', () => {
    const other = resting(['HELP_DESK_ADMIN', 'ORG_ADMIN']);

    expect(decide(claimed, other, null, at(2))).toMatchObject({ type: 'evidence_changed' });
    expect(decide({ ...claimed, needsReview: true }, other, null, at(3))).toMatchObject({ type: 'seen' });
  });

  it('is no accepted risk: nobody is asked about that before its end', () => {
    expect(decide({ ...claimed, reviewedEvidence: null }, resting(['ORG_ADMIN']), null, at(2))).toMatchObject({
      type: 'seen',
    });
  });
});

describe('members of a group finding', () => {
  it('keeps a member that could not be assessed and drops one that is clear', () => {
    const now = [aSubject('User:b')];
    const before = [aSubject('User:a'), aSubject('User:b'), aSubject('User:c')];

    const members = keepUnassessedMembers(now, before, new Set(['User:a']));

    expect(members.map(({ key }) => key)).toEqual(['User:a', 'User:b']);
  });
});
