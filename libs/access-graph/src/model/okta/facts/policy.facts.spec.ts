import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { factsOf, rulesOf } from './facts-of.spec-support';
import { policyFacts } from './policy.facts';

const policy = (type: string, more: Record<string, unknown> = {}) => ({
  key: 'Policy:p',
  name: 'P',
  props: { type, status: 'ACTIVE', system: true, ...more },
});

function facts(type: string, rules: Record<string, Record<string, unknown>>, more: Partial<SmallGraph> = {}) {
  const own = rulesOf('Policy:p', type, rules);
  return factsOf(
    policyFacts,
    {
      ...more,
      nodes: [policy(type), ...own.nodes, ...(more.nodes ?? [])],
      edges: [...own.edges, ...(more.edges ?? [])],
    },
    'Policy:p',
  );
}

describe('policy facts', () => {
  it('name what conditions refer to and is gone or empty', () => {
    const conditions = {
      people: { groups: { include: ['gone', 'empty', 'full'] }, users: { exclude: ['left'] } },
      network: { include: ['z', 'ALL_ZONES'] },
    };
    const nodes = [
      { key: 'Group:empty', name: 'Empty' },
      { key: 'Group:full', observed: { usersCount: 3 } },
      { key: 'Zone:z' },
    ];
    const found = facts('ACCESS_POLICY', { r: { conditions } }, { nodes });
    expect(found.brokenReferences).toEqual([
      'group Empty of r has no member',
      'group gone of r does not exist',
      'user left of r does not exist',
    ]);
    expect(facts('ACCESS_POLICY', { r: { conditions } }, { nodes, missing: ['users'] }).brokenReferenceCount).toEqual(
      new AtLeast(2, [{ resource: 'users', parent: '' }]),
    );
    expect(facts('ACCESS_POLICY', { r: { conditions, status: 'INACTIVE' } }).brokenReferenceCount).toBe(0);
  });

  it('find a stricter rule behind one that provably takes the same users', () => {
    const rule = (access: string, factorMode: string, conditions: unknown) => ({
      conditions,
      actions: { appSignOn: { access, verificationMethod: { type: 'ASSURANCE', factorMode } } },
    });
    const zone = { network: { connection: 'ZONE', include: ['z'] } };
    const staff = { people: { groups: { include: ['g'] } } };
    const shadowed = (rules: Record<string, Record<string, unknown>>) => facts('ACCESS_POLICY', rules).shadowedRules;
    expect(shadowed({ weak: rule('ALLOW', '1FA', zone), strict: rule('ALLOW', '2FA', { ...zone, ...staff }) })).toEqual(
      ['strict behind weak'],
    );
    expect(shadowed({ weak: rule('ALLOW', '1FA', zone), strict: rule('ALLOW', '2FA', staff) })).toEqual([]);
    const groups = (include: string[], exclude: string[] = []) => ({ people: { groups: { include, exclude } } });
    const zones = (...include: string[]) => ({ network: { connection: 'ZONE', include } });
    const behind = (front: object, back: object) =>
      shadowed({ weak: rule('ALLOW', '1FA', front as never), strict: rule('ALLOW', '2FA', back as never) });
    expect(behind(groups(['staff', 'sales']), groups(['staff']))).toEqual(['strict behind weak']);
    expect(behind(groups(['staff']), groups(['staff', 'sales']))).toEqual([]);
    expect(behind(groups([], ['guests']), groups(['staff'], ['guests', 'temps']))).toEqual(['strict behind weak']);
    expect(behind(groups([], ['guests']), groups(['staff']))).toEqual([]);
    expect(behind(zones('a', 'b'), zones('a'))).toEqual(['strict behind weak']);
    expect(behind(zones('a'), zones('a', 'b'))).toEqual([]);
    expect(shadowed({ strict: rule('ALLOW', '2FA', {}), weak: rule('ALLOW', '1FA', zone) })).toEqual([]);
    expect(shadowed({ all: rule('ALLOW', '2FA', {}), last: { ...rule('DENY', '1FA', {}), system: true } })).toEqual([]);
  });

  it('judge enrolment by the first policy that covers everyone', () => {
    const authenticators = (self: string, key = 'webauthn') => ({
      settings: {
        authenticators: [
          { key, enroll: { self } },
          { key: 'phone_number', enroll: { self: 'REQUIRED' } },
        ],
      },
    });
    const everyone = { key: 'Group:all', name: 'Everyone', props: { type: 'BUILT_IN' } };
    const first = (more: Record<string, unknown>) => ({
      key: 'Policy:first',
      props: {
        type: 'MFA_ENROLL',
        status: 'ACTIVE',
        priority: 1,
        conditions: { people: { groups: { include: ['all'] } } },
        ...more,
      },
    });
    const judge = (own: Record<string, unknown>, ...others: ReturnType<typeof first>[]) =>
      factsOf(policyFacts, { nodes: [policy('MFA_ENROLL', own), everyone, ...others], edges: [] }, 'Policy:p')
        .everyoneMustEnrollStrong;
    expect(judge(authenticators('REQUIRED'))).toBe(true);
    expect(judge(authenticators('OPTIONAL'))).toBe(false);
    expect(judge(authenticators('REQUIRED'), first(authenticators('OPTIONAL')))).toBe(false);
    expect(judge(authenticators('OPTIONAL'), first({ ...authenticators('REQUIRED'), status: 'INACTIVE' }))).toBe(false);
    const unread = [policy('MFA_ENROLL', authenticators('REQUIRED')), first(authenticators('OPTIONAL'))];
    expect(
      factsOf(policyFacts, { nodes: unread, edges: [], missing: ['groups'] }, 'Policy:p').everyoneMustEnrollStrong,
    ).toBeInstanceOf(Unknown);
    expect(judge({ settings: { type: 'FACTORS', factors: { okta_otp: { enroll: { self: 'REQUIRED' } } } } })).toBe(
      true,
    );
  });

  it('do not call enrolment required where no rule ever prompts for it', () => {
    const required = { settings: { authenticators: [{ key: 'webauthn', enroll: { self: 'REQUIRED' } }] } };
    const judge = (rules: Record<string, Record<string, unknown>>, more: Partial<SmallGraph> = {}) => {
      const own = rulesOf('Policy:p', 'MFA_ENROLL', rules);
      const nodes = [policy('MFA_ENROLL', required), ...own.nodes];
      return factsOf(policyFacts, { ...more, nodes, edges: own.edges }, 'Policy:p').everyoneMustEnrollStrong;
    };
    const prompt = (self: string) => ({ actions: { enroll: { self } } });
    expect(judge({ r: prompt('NEVER') })).toBe(false);
    expect(judge({ r: prompt('NEVER_INCLUDING_RECOVERY'), off: { ...prompt('LOGIN'), status: 'INACTIVE' } })).toBe(
      false,
    );
    expect(judge({ r: prompt('NEVER'), s: prompt('CHALLENGE') })).toBe(true);
    expect(judge({}, { missing: ['policy-rules'] })).toBeInstanceOf(Unknown);
  });

  it('know which risk policies act and who may register', () => {
    const risk = (level: string, actions: unknown[]) => ({
      conditions: { entityRisk: { level } },
      actions: { entityRisk: { actions } },
    });
    expect(facts('ENTITY_RISK', { r: risk('HIGH', [{ action: 'TERMINATE_ALL_SESSIONS' }]) }).answersHighRisk).toBe(
      true,
    );
    expect(
      facts('ENTITY_RISK', { r: risk('MEDIUM', [{ action: 'RUN_WORKFLOW' }]), s: risk('HIGH', []) }).answersHighRisk,
    ).toBe(false);
    expect(facts('POST_AUTH_SESSION', { r: { actions: { postAuthSession: { failureActions: [] } } } })).toMatchObject({
      answersSessionFailure: false,
      answersHighRisk: null,
    });
    const enrol = (unknownUserAction: string) => ({
      actions: { profileEnrollment: { access: 'ALLOW', unknownUserAction } },
    });
    expect(facts('PROFILE_ENROLLMENT', { r: enrol('REGISTER') }).selfRegistrationRuleCount).toBe(1);
    expect(facts('PROFILE_ENROLLMENT', { r: enrol('DENY') }).selfRegistrationRuleCount).toBe(0);
    expect(facts('PROFILE_ENROLLMENT', {}, { missing: ['policy-rules'] }).selfRegistrationRuleCount).toBeInstanceOf(
      Unknown,
    );
  });
});
