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

    expect(fixes.map(({ closes }) => closes)).toEqual([['1', '2'], ['3']]);
  });

  it('name the edge that cuts the paths of several subjects', () => {
    const choke = edge('Group:g1', 'SUPER_ADMIN_OF', 'Org:o1');
    const fixes = rankFixes(
      [
        finding('1', 'User:u1', { path: [edge('User:u1', 'OWNS', 'Group:g1'), choke] }),
        finding('2', 'User:u2', { path: [edge('User:u2', 'OWNS', 'Group:g1'), choke] }),
      ],
      10,
    );

    expect(fixes).toHaveLength(1);
    expect(fixes[0]).toMatchObject({ root: { type: 'edge', edge: { kind: 'SUPER_ADMIN_OF' } }, closes: ['1', '2'] });
  });

  it('count each finding once and put a critical before many lows', () => {
    const lows = ['a', 'b', 'c'].map((id) => finding(id, 'User:u9', { severity: 'low', score: 20 }));
    const fixes = rankFixes([...lows, finding('z', 'User:u1', { severity: 'critical', score: 95 })], 1);

    expect(fixes.map(({ closes }) => closes)).toEqual([['z']]);
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

    expect(fixes.map(({ title, closes }) => ({ title, closes }))).toEqual([
      { title: 'Org Org:o1: Suspend them.', closes: ['2', '3'] },
      { title: 'Org Org:o1: Add a log stream.', closes: ['1'] },
    ]);
  });

  it('show the way in of the worst finding where another is as bad', () => {
    const path = [edge('User:u1', 'SUPER_ADMIN_OF', 'Org:o1')];
    const [fix] = rankFixes([finding('1', 'User:u1'), finding('2', 'User:u1', { path })], 10);

    expect(fix?.worst.id).toBe('2');
  });
});
