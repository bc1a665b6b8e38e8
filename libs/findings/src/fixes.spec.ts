import type { EvidenceEdge, NodeKey } from '@posture/domain';
import { aSubject } from './finding.fixture';
import { rankFixes } from './fixes';
import type { FixableFinding } from './fixes';

function finding(id: string, subject: NodeKey, over: Partial<FixableFinding> = {}): FixableFinding {
  const ref = aSubject(subject, subject);
  return {
    id,
    rule: `rule-${id}`,
    severity: 'high',
    score: 60,
    subject: ref,
    owner: ref,
    path: [],
    remedy: 'Mend it.',
    ...over,
  };
}

const edge = (from: NodeKey, kind: string, to: NodeKey): EvidenceEdge => ({
  kind,
  from: aSubject(from, from),
  to: aSubject(to, to),
  derived: false,
  props: {},
});

describe('fixes', () => {
  it('put findings of one subject and of what hangs on it into one fix', () => {
    const fixes = rankFixes(
      [
        finding('1', 'User:u1'),
        finding('2', 'ApiToken:t1', { owner: aSubject('User:u1', 'User:u1') }),
        finding('3', 'User:u2'),
      ],
      10,
    );

    expect(fixes.map(({ concerns }) => concerns)).toEqual([['1', '2'], ['3']]);
  });

  it.each([
    ['ordinary access', edge('Group:g1', 'ASSIGNED_TO', 'App:a1')],
    ['a protection', edge('Policy:p1', 'PROTECTS', 'App:a1')],
    ['a role', edge('Group:g1', 'SUPER_ADMIN_OF', 'Org:o1')],
  ])('never advise to cut %s because many paths cross it', (_what, shared) => {
    const users = ['User:u1', 'User:u2', 'User:u3'] as const;
    const fixes = rankFixes(
      users.map((user, n) =>
        finding(String(n), user, { rule: 'reaches-app', path: [edge(user, 'OWNS', 'Group:g1'), shared] }),
      ),
      10,
    );

    expect(fixes.map(({ root }) => root.key)).toEqual(users);
    expect(fixes.map(({ title }) => title)).toEqual(users.map((user) => `User ${user}: Mend it. (reaches-app)`));
  });

  it('say which rule the remedy is of, and which other rules found something there', () => {
    const [fix] = rankFixes(
      [
        finding('1', 'User:u1', { rule: 'password-old', severity: 'low', remedy: 'Expire the password.' }),
        finding('2', 'User:u1', { rule: 'role-unused', remedy: 'Take the role away.' }),
        finding('3', 'User:u1', { rule: 'no-second-factor', severity: 'medium', remedy: 'Enrol a key.' }),
        finding('4', 'User:u1', { rule: 'password-old', severity: 'low', remedy: 'Expire the password.' }),
      ],
      10,
    );

    expect(fix?.title).toBe('User User:u1: Take the role away. (role-unused; see also no-second-factor, password-old)');
    expect(fix?.concerns).toEqual(['2', '3', '1', '4']);
  });

  it('count each finding once and put a critical before many lows', () => {
    const lows = ['a', 'b', 'c'].map((id) => finding(id, 'User:u9', { severity: 'low', score: 20 }));
    const fixes = rankFixes([...lows, finding('z', 'User:u1', { severity: 'critical', score: 95 })], 1);

    expect(fixes.map(({ concerns }) => concerns)).toEqual([['z']]);
  });

  it('do not take what is wrong with the org for one root cause', () => {
    const org = aSubject('Org:o1', 'Org:o1');
    const fixes = rankFixes(
      [
        finding('1', 'Org:o1', { rule: 'log-stream-missing', score: 64, remedy: 'Add a log stream.' }),
        finding('2', 'Org:o1', { rule: 'users-inactive', remedy: 'Suspend them.' }),
        finding('3', 'Zone:z1', { rule: 'users-inactive', owner: org, score: 20 }),
      ],
      10,
    );

    expect(fixes.map(({ title, concerns }) => ({ title, concerns }))).toEqual([
      { title: 'Org Org:o1: Suspend them. (users-inactive)', concerns: ['2', '3'] },
      { title: 'Org Org:o1: Add a log stream. (log-stream-missing)', concerns: ['1'] },
    ]);
  });

  it('show the way in of the worst finding where another is as bad', () => {
    const path = [edge('User:u1', 'SUPER_ADMIN_OF', 'Org:o1')];
    const [fix] = rankFixes([finding('1', 'User:u1'), finding('2', 'User:u1', { path })], 10);

    expect(fix?.worst.id).toBe('2');
  });
});
