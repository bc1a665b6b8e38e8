import { Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { factsOf, rulesOf } from './facts-of.spec-support';
import { passwordPolicyFacts } from './password-policy.facts';

const policy = (settings: unknown, more: Record<string, unknown> = {}) => ({
  key: 'Policy:p',
  props: { type: 'PASSWORD', status: 'ACTIVE', system: true, priority: 9, settings, ...more },
});
const facts = (
  settings: unknown,
  rules: Record<string, Record<string, unknown>> = {},
  graph: Partial<SmallGraph> = {},
) => {
  const own = rulesOf('Policy:p', 'PASSWORD', rules);
  return factsOf(
    passwordPolicyFacts,
    {
      ...graph,
      nodes: [policy(settings), ...own.nodes, ...(graph.nodes ?? [])],
      edges: [...own.edges, ...(graph.edges ?? [])],
    },
    'Policy:p',
  );
};
const reset = (more: Record<string, unknown> = {}) => ({
  actions: { selfServicePasswordReset: { access: 'ALLOW', ...more } },
});

describe('password policy facts', () => {
  it('read the settings as they come', () => {
    const found = facts({
      password: {
        complexity: {
          minLength: 12,
          minSymbol: 0,
          excludeUsername: false,
          excludeAttributes: ['lastName', 'firstName'],
          dictionary: { common: { exclude: true } },
        },
        age: { maxAgeDays: 90, historyCount: 4, minAgeMinutes: 60 },
        lockout: { maxAttempts: 5 },
        breachedProtection: { expireAfterDays: 0 },
      },
    });
    expect(found).toMatchObject({
      passwordProvider: 'OKTA',
      minLength: 12,
      minSymbol: 0,
      minUpperCase: 1,
      maxAgeDays: 90,
      historyCount: 4,
      minAgeMinutes: 60,
      maxAttempts: 5,
      excludesCommonPasswords: true,
      excludesUsername: false,
      excludedAttributes: ['firstName', 'lastName'],
      answersBreach: true,
      recoveryQuestionMinLength: null,
    });
  });

  it('take the documented defaults for a setting left out of its section', () => {
    expect(facts({ password: { complexity: {}, age: {}, lockout: {} } })).toMatchObject({
      minLength: 8,
      minUpperCase: 1,
      historyCount: 0,
      maxAttempts: 10,
      excludesCommonPasswords: false,
      answersBreach: false,
    });
  });

  it('do not take defaults for a section that Okta did not show', () => {
    const partly = facts({ password: { complexity: { minLength: 12 } } });
    expect(partly).toMatchObject({ minLength: 12, minUpperCase: 1, answersBreach: false });
    for (const name of ['historyCount', 'minAgeMinutes', 'maxAttempts']) expect(partly[name]).toBeInstanceOf(Unknown);
    for (const name of ['minUpperCase', 'excludesUsername', 'excludedAttributes', 'answersBreach'])
      expect(facts(null)[name]).toBeInstanceOf(Unknown);
  });

  it('are null for other policies', () => {
    const other = { key: 'Policy:p', props: { type: 'ACCESS_POLICY' } };
    const found = factsOf(passwordPolicyFacts, { nodes: [other], edges: [] }, 'Policy:p');
    expect(new Set(Object.values(found))).toEqual(new Set([null]));
  });

  it.each([
    ['e-mail alone', { requirement: { primary: { methods: ['email'] } } }, 1],
    [
      'e-mail, then any further factor',
      { requirement: { primary: { methods: ['email'] }, stepUp: { required: true } } },
      0,
    ],
    ['e-mail or push, as one likes', { requirement: { primary: { methods: ['email', 'push'] } } }, 1],
    ['push alone', { requirement: { primary: { methods: ['push'] } } }, 0],
    [
      'whatever the authentication policy asks',
      { requirement: { accessControl: 'AUTH_POLICY', primary: { methods: ['sms'] } } },
      0,
    ],
  ])('call recovery by %s weak %#', (_, more, weak) => {
    expect(facts({}, { r: reset(more) }).weakRecoveryRuleCount).toBe(weak);
  });

  it('judge older rules by the recovery factors of the policy', () => {
    const factors = (question: string) => ({
      recovery: { factors: { okta_sms: { status: 'ACTIVE' }, recovery_question: { status: question } } },
    });
    expect(facts(factors('INACTIVE'), { r: reset() }).weakRecoveryRuleCount).toBe(1);
    expect(facts(factors('ACTIVE'), { r: reset() })).toMatchObject({
      weakRecoveryRuleCount: 0,
      recoveryQuestionMinLength: 4,
    });
  });

  it('do not count inactive rules, and say so when rules were not read', () => {
    const inactive = { ...reset({ requirement: { primary: { methods: ['sms'] } } }), status: 'INACTIVE' };
    expect(facts({}, { r: inactive })).toMatchObject({ weakRecoveryRuleCount: 0, selfServiceRuleCount: 0 });
    const unread = facts({}, {}, { coverage: [{ resource: 'policy-rules', parent: 'Policy:p', state: 'forbidden' }] });
    expect(unread.weakRecoveryRuleCount).toEqual(new Unknown([{ resource: 'policy-rules', parent: 'Policy:p' }]));
  });

  describe('on whom the policy decides for', () => {
    const admin = (more: Partial<SmallGraph> = {}): SmallGraph => ({
      ...more,
      nodes: [
        policy({}),
        {
          key: 'Policy:first',
          props: {
            type: 'PASSWORD',
            status: 'ACTIVE',
            priority: 1,
            conditions: { people: { groups: { include: ['g'] } }, authProvider: { provider: 'OKTA' } },
          },
        },
        { key: 'Group:g', props: { type: 'OKTA_GROUP' } },
        { key: 'User:ada', props: { status: 'ACTIVE', providerType: 'OKTA' } },
        { key: 'RoleAssignment:a', props: { type: 'SUPER_ADMIN', status: 'ACTIVE' } },
        { key: 'Role:SUPER_ADMIN', props: { type: 'SUPER_ADMIN' } },
      ],
      edges: [
        ['User:ada', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:a'],
        ['RoleAssignment:a', 'OF_ROLE', 'Role:SUPER_ADMIN'],
        ...(more.edges ?? []),
      ],
    });
    const covers = (graph: SmallGraph) =>
      ['Policy:first', 'Policy:p'].map((key) => factsOf(passwordPolicyFacts, graph, key).coversAdmins);

    it('follow the order of policies and the groups of each admin', () => {
      expect(covers(admin())).toEqual([false, true]);
      expect(covers(admin({ edges: [['User:ada', 'MEMBER_OF', 'Group:g']] }))).toEqual([true, false]);
    });

    it('count an admin whose password was imported under the policies of Okta', () => {
      const graph = admin();
      const nodes = graph.nodes.map((node) =>
        node.key === 'User:ada' ? { ...node, props: { status: 'ACTIVE', providerType: 'IMPORT' } } : node,
      );
      expect(covers({ ...graph, nodes })).toEqual([false, true]);
    });

    it('doubt both answers when the members of a policy group were not read', () => {
      const graph = admin({ coverage: [{ resource: 'group-members', parent: 'Group:g', state: 'failed' }] });
      expect(covers(graph)).toEqual([expect.any(Unknown), expect.any(Unknown)]);
    });

    it('keep a seen admin and doubt only the rest when roles were not all read', () => {
      expect(covers(admin({ missing: ['role-assignees', 'user-roles'] }))).toEqual([expect.any(Unknown), true]);
    });
  });
});
