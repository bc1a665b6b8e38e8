import { decide, keepUnassessedMembers } from './decide';
import { aCandidate, aFinding, aSubject } from './finding.fixture';

const BEGIN = new Date('2026-03-01T00:00:00Z');

function at(version: number, now = BEGIN) {
  return { version, now };
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

describe('members of a group finding', () => {
  it('keeps a member that could not be assessed and drops one that is clear', () => {
    const now = [aSubject('User:b')];
    const before = [aSubject('User:a'), aSubject('User:b'), aSubject('User:c')];

    const members = keepUnassessedMembers(now, before, new Set(['User:a']));

    expect(members.map(({ key }) => key)).toEqual(['User:a', 'User:b']);
  });
});
