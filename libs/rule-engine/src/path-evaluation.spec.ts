import type { Coverage, CoverageView, NodeKey, RuleFile, SubjectRef } from '@posture/domain';
import { evaluationFromPath } from './path-evaluation';
import { resolveRule } from './resolve-rules';
import { SAMPLE_VOCABULARY } from './samples/vocabulary.spec-support';

const AT = new Date('2026-03-01T08:00:00Z');
const COVERAGE: CoverageView = {
  of: (resource, parent = ''): Coverage => ({
    resource,
    parent: parent as NodeKey | '',
    state: 'forbidden',
    reason: 'the scope groups.read is missing',
    missing: 'groups.read',
    records: 0,
    readStartedAt: AT,
    readAt: AT,
  }),
  complete: () => false,
};
const CONTEXT = { coverage: COVERAGE, vocabulary: SAMPLE_VOCABULARY, parentOf: () => null };

const ref = (kind: 'User' | 'Group' | 'Org', id: string, name: string | null = id): SubjectRef => ({
  kind,
  key: `${kind}:${id}`,
  externalId: id,
  name,
});

const RULE = resolveRule({
  id: 'acme-path-sample',
  kind: 'path',
  subject: 'User',
  severity: 'medium',
  severityWhen: [{ severity: 'high', tiers: ['T3'] }],
  parameters: { apps: { default: ['console'], why: 'the Admin Console' } },
  requires: [],
  identity: [],
  report: 'each',
  path: {
    from: { kinds: ['User'] },
    steps: [
      {
        kinds: ['OWNS'],
        to: { kinds: ['Group'], when: [{ prop: 'name', operator: 'in', value: { fact: 'params', path: '$.apps' } }] },
      },
    ],
  },
  finding: { title: '{name} reaches {target}', why: '{steps} steps from {name} to {target}.', evidence: [] },
} as unknown as RuleFile);

describe('evaluationFromPath', () => {
  it('names where the walk arrives, also where the last edge was walked against its arrow', () => {
    const [ann, admins] = [ref('User', 'u1', 'ann'), ref('Group', 'g1', 'Admins')];
    const path = [{ kind: 'OWNS', from: ann, to: admins, derived: false, props: {} }];
    const found = { tier: 'T3', verdict: 'match', path, needs: [] } as const;

    expect(evaluationFromPath(RULE, { ...found, subject: admins }, CONTEXT).title).toBe('Admins reaches ann');
    expect(evaluationFromPath(RULE, { ...found, subject: ann }, CONTEXT).title).toBe('ann reaches Admins');
  });

  it('words a path by its ends, with the severity of the start', () => {
    const [ann, admins, org] = [ref('User', 'u1', 'ann'), ref('Group', 'g1', 'Admins'), ref('Org', 'o1', null)];
    const path = [
      { kind: 'OWNS', from: ann, to: admins, derived: false, props: {} },
      { kind: 'SUPER_ADMIN_OF', from: admins, to: org, derived: true, props: {} },
    ];

    const evaluation = evaluationFromPath(
      RULE,
      { subject: ann, tier: 'T3', verdict: 'match', path, needs: [] },
      CONTEXT,
    );

    expect(evaluation).toMatchObject({
      rule: 'acme-path-sample',
      verdict: 'match',
      severity: 'high',
      title: 'ann reaches o1',
      why: '2 steps from ann to o1.',
      evidence: { facts: [], path },
      missing: [],
    });
  });

  it('says once what was missing when the path could not be assessed', () => {
    const needs = [
      { resource: 'group-owners', parent: 'Group:g1' },
      { resource: 'group-owners', parent: 'Group:g2' },
    ];
    const outcome = { subject: ref('User', 'u1'), tier: 'T3', verdict: 'not_assessed', path: [], needs } as const;

    expect(evaluationFromPath(RULE, outcome, CONTEXT).missing).toEqual([
      { resource: 'group-owners', reason: 'the scope groups.read is missing', missing: 'groups.read' },
    ]);
  });

  it('hands the traversal values instead of parameters', () => {
    expect(RULE.path?.steps[0]?.to.when?.[0]?.value).toEqual(['console']);
  });
});
