import { AtLeast, Unknown } from '@posture/domain';
import type { Coverage, CoverageState, CoverageView, Facts, NodeKey, RuleFile, SubjectRef } from '@posture/domain';
import { checkRules } from './check-rules';
import { evaluatePosture } from './evaluate-posture';
import type { PostureContext, PostureSubject } from './evaluate-posture';
import { renderGroup } from './render-finding';
import { resolveRule } from './resolve-rules';
import { SAMPLE_RULES, SAMPLE_VOCABULARY } from './samples/vocabulary.spec-support';

const READ_AT = new Date('2026-03-01T08:00:00Z');

function coverageWith(states: Readonly<Record<string, CoverageState>>): CoverageView {
  const of = (resource: string, parent = ''): Coverage => {
    const state = states[resource] ?? 'complete';
    return {
      resource,
      parent: parent as NodeKey | '',
      state,
      reason: state === 'complete' ? null : `${resource} could not be read`,
      missing: state === 'forbidden' ? 'roles.read' : null,
      records: 0,
      readStartedAt: READ_AT,
      readAt: READ_AT,
    };
  };
  return { of, complete: (resource, parent) => of(resource, parent).state === 'complete' };
}

function context(states: Readonly<Record<string, CoverageState>> = {}): PostureContext {
  return { coverage: coverageWith(states), vocabulary: SAMPLE_VOCABULARY, parentOf: () => ORG };
}

const ORG: SubjectRef = { kind: 'Org', key: 'Org:o1', externalId: 'o1', name: 'acme' };

function user(id: string, facts: Facts, tier: PostureSubject['tier'] = 'T3'): PostureSubject {
  return { ref: { kind: 'User', key: `User:${id}`, externalId: id, name: `${id}@acme.example` }, facts, tier };
}

const FORBIDDEN = new Unknown([{ resource: 'user-roles', parent: '' }]);

describe('evaluatePosture', () => {
  let file: RuleFile;

  beforeAll(async () => {
    const { rules } = await checkRules([SAMPLE_RULES], { vocabulary: SAMPLE_VOCABULARY });
    file = rules.find(({ id }) => id === 'acme-superadmin-service-account')!;
  });

  it('gives each subject its verdict and words each match', () => {
    const subjects = [
      user('svc-1', { isServiceAccount: true, effectiveRoles: ['SUPER_ADMIN', 'CUSTOM'], status: 'ACTIVE' }),
      user('svc-2', { isServiceAccount: true, effectiveRoles: [], status: 'ACTIVE' }),
      user('ann', { isServiceAccount: false, effectiveRoles: ['SUPER_ADMIN'], status: 'ACTIVE' }),
      user('svc-3', { isServiceAccount: true, effectiveRoles: FORBIDDEN, status: 'ACTIVE' }),
    ];

    const [result] = evaluatePosture([resolveRule(file)], subjects, context({ 'user-roles': 'forbidden' }));

    expect(result?.counts).toEqual({ match: 1, clear: 1, not_assessed: 1, not_applicable: 1 });
    expect(result?.matches[0]).toMatchObject({
      rule: file.id,
      subject: { key: 'User:svc-1' },
      severity: 'critical',
      title: 'Service account svc-1@acme.example is a super admin',
      why: expect.stringContaining('holds SUPER_ADMIN, CUSTOM') as string,
    });
    expect([...result!.notAssessed]).toEqual(['User:svc-3']);
    expect(result?.notAssessed.has('User:svc-3')).toBe(true);
    expect(result?.notAssessed.has('User:svc-2')).toBe(false);
    expect(result?.reasons).toEqual([
      { resource: 'user-roles', reason: 'user-roles could not be read', missing: 'roles.read', subjects: 1 },
    ]);
  });

  it('gives the reason a fact names itself, and not that of the list it was read from', () => {
    const mute = new Unknown([{ resource: 'user-roles', parent: '', reason: 'nobody can tell from the list' }]);
    const subjects = [mute, FORBIDDEN].map((effectiveRoles, at) =>
      user(`svc-${at}`, { isServiceAccount: true, effectiveRoles, status: 'ACTIVE' }),
    );

    const [result] = evaluatePosture([resolveRule(file)], subjects, context({ 'user-roles': 'forbidden' }));

    expect(result?.reasons.map(({ reason }) => reason).sort()).toEqual([
      'nobody can tell from the list',
      'user-roles could not be read',
    ]);
  });

  it('dates evidence and says how certain it is', () => {
    const roles = new AtLeast(['SUPER_ADMIN'], [{ resource: 'group-roles', parent: '' }]);
    const subject = user('svc-1', { isServiceAccount: true, effectiveRoles: roles, status: 'ACTIVE' });

    const [result] = evaluatePosture([resolveRule(file)], [subject], context({ 'group-roles': 'forbidden' }));

    expect(result?.matches[0]?.evidence.facts).toContainEqual(
      expect.objectContaining({
        fact: 'effectiveRoles',
        value: ['SUPER_ADMIN'],
        certainty: 'at_least',
        readAt: READ_AT.toISOString(),
      }),
    );
  });

  it('does not count what the licence makes impossible as unassessed', () => {
    const subject = user('svc-1', { isServiceAccount: true, effectiveRoles: FORBIDDEN, status: 'ACTIVE' });

    const [result] = evaluatePosture([resolveRule(file)], [subject], context({ 'user-roles': 'unlicensed' }));

    expect(result?.counts).toMatchObject({ not_assessed: 0, not_applicable: 1 });
  });

  it('takes the first severity that certainly fits', () => {
    const tiered: RuleFile = {
      ...file,
      severityWhen: [
        { severity: 'low', when: { fact: 'daysSinceLastLogin', operator: 'greaterThan', value: 1 } },
        { severity: 'medium', tiers: ['T1'] },
      ],
    };
    const facts = { isServiceAccount: true, effectiveRoles: ['SUPER_ADMIN'], status: 'ACTIVE' };
    const subjects = [
      user('a', { ...facts, daysSinceLastLogin: new Unknown([]) }, 'T1'),
      user('b', { ...facts, daysSinceLastLogin: 2 }, 'T1'),
      user('c', { ...facts, daysSinceLastLogin: null }, 'T0'),
    ];

    const [result] = evaluatePosture([resolveRule(tiered)], subjects, context());

    expect(result?.matches.map(({ severity }) => severity)).toEqual(['medium', 'low', 'critical']);
  });

  it('does not match under an identity that is not known', () => {
    const identified: RuleFile = { ...file, identity: ['userType'] };
    const facts = { isServiceAccount: true, effectiveRoles: ['SUPER_ADMIN'], status: 'ACTIVE' };
    const unknown = new Unknown([{ resource: 'users', parent: '' }]);

    const [result] = evaluatePosture(
      [resolveRule(identified)],
      [user('a', { ...facts, userType: 'svc' }), user('b', { ...facts, userType: unknown })],
      context({ users: 'failed' }),
    );

    expect(result?.matches.map(({ identity }) => identity)).toEqual([['"svc"']]);
    expect(result?.reasons.map(({ resource }) => resource)).toEqual(['users']);
  });

  it('hands the parent to group findings, whose words count their members', () => {
    const grouped: RuleFile = {
      ...file,
      report: { group: 'Org' },
      finding: { title: '{count} service accounts of {name}', why: 'They hold super admin.', evidence: [] },
    };
    const rule = resolveRule(grouped);
    const facts = { isServiceAccount: true, effectiveRoles: ['SUPER_ADMIN'], status: 'ACTIVE' };

    const [result] = evaluatePosture([rule], [user('a', facts), user('b', facts)], context());

    expect(result?.matches.map(({ parent }) => parent)).toEqual([ORG, ORG]);
    expect(renderGroup(rule, ORG, 2).title).toBe('2 service accounts of acme');
  });

  it('judges 100,000 users by 60 rules within seconds', () => {
    const rules = Array.from({ length: 60 }, (_, index) => resolveRule({ ...file, id: `${file.id}-${index}` }));
    const count = 100_000;
    function* subjects(): Generator<PostureSubject> {
      for (let id = 0; id < count; id += 1) {
        yield user(String(id), {
          isServiceAccount: id % 2 === 0,
          effectiveRoles: id % 1000 === 0 ? ['SUPER_ADMIN'] : id % 10 === 1 ? FORBIDDEN : [],
          status: 'ACTIVE',
        });
      }
    }

    const results = evaluatePosture(rules, subjects(), context({ 'user-roles': 'forbidden' }));

    expect(results).toHaveLength(60);
    for (const { counts } of results) {
      expect(counts).toEqual({ match: 100, clear: 49_900, not_assessed: 0, not_applicable: 50_000 });
    }
  }, 10_000);
});
