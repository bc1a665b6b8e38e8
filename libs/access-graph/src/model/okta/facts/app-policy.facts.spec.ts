import { AtLeast, Unknown } from '@posture/domain';
import type { SmallEdge, SmallGraph, SmallNode } from '../../../graph/build-graph';
import { appPolicyFacts } from './app-policy.facts';
import { factsOf, rulesOf } from './facts-of.spec-support';

const ask = (verificationMethod: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  actions: { appSignOn: { access: 'ALLOW', verificationMethod, ...more } },
});
const ONE = ask({ type: 'ASSURANCE', factorMode: '1FA', reauthenticateIn: 'PT2H' });
const TWO = ask({ type: 'ASSURANCE', factorMode: '2FA', reauthenticateIn: 'PT12H' });
const STRONG = ask({
  type: 'ASSURANCE',
  factorMode: '2FA',
  constraints: [
    {
      possession: { phishingResistant: 'REQUIRED', reauthenticateIn: 'PT0S' },
      knowledge: { reauthenticateIn: 'PT2H' },
    },
  ],
});
const DENY = { actions: { appSignOn: { access: 'DENY' } } };
const toGroup = (id: string, ...excluded: string[]) => ({
  conditions: { people: { groups: { include: [id], exclude: excluded } } },
});
const except = (...excluded: string[]) => ({ conditions: { people: { groups: { exclude: excluded } } } });
const catchAll = (rule: Record<string, unknown>) => ({ ...rule, system: true, priority: 99 });

function facts(rules: Record<string, Record<string, unknown>>, more: Partial<SmallGraph> = {}) {
  const own = rulesOf('Policy:p', 'ACCESS_POLICY', rules);
  const nodes: SmallNode[] = [
    { key: 'Policy:p', props: { type: 'ACCESS_POLICY', status: 'ACTIVE' } },
    { key: 'App:console', props: { catalogName: 'saasure', status: 'ACTIVE' } },
    { key: 'Policy:q', props: { type: 'ACCESS_POLICY', status: 'ACTIVE' } },
    { key: 'App:dashboard', props: { catalogName: 'okta_enduser', status: 'ACTIVE' } },
    { key: 'App:old', props: { catalogName: 'slack', status: 'INACTIVE' } },
    { key: 'Group:everyone', name: 'Everyone', props: { type: 'BUILT_IN' } },
    { key: 'Group:g', name: 'Movers', props: { type: 'OKTA_GROUP' } },
    { key: 'Group:h', props: { type: 'OKTA_GROUP' } },
    { key: 'User:u', props: { status: 'ACTIVE' } },
  ];
  const edges: SmallEdge[] = [
    ['Policy:p', 'PROTECTS', 'App:console'],
    ['Policy:q', 'PROTECTS', 'App:dashboard'],
    ['Policy:p', 'PROTECTS', 'App:old'],
    ['User:u', 'MEMBER_OF', 'Group:g'],
  ];
  return factsOf(
    appPolicyFacts,
    { ...more, nodes: [...nodes, ...own.nodes], edges: [...edges, ...own.edges, ...(more.edges ?? [])] },
    'Policy:p',
  );
}

describe('app policy facts', () => {
  it('count what reachable rules ask for', () => {
    const found = facts({
      'For admins': { ...STRONG, ...toGroup('g') },
      'In the office': { ...ONE, conditions: { network: { connection: 'ZONE', include: ['z'] } } },
      'Catch-all': catchAll(TWO),
    });
    expect(found).toMatchObject({
      protectedApps: ['saasure'],
      protectedTiers: ['T0'],
      singleFactorRuleCount: 1,
      singleFactorRules: ['In the office'],
      phishableRuleCount: 2,
      zonedRuleCount: 1,
      catchAllAllows: true,
      longestReauthMinutes: 720,
      rulesWithoutReauthCount: 0,
    });
  });

  it('leave out rules that are inactive, or behind one that takes everybody', () => {
    const everybody = {
      conditions: { people: { groups: { include: ['everyone'] } }, network: { connection: 'ANYWHERE' } },
    };
    const found = facts({
      Off: { ...ONE, status: 'INACTIVE' },
      All: { ...TWO, ...everybody },
      'Catch-all': catchAll(ONE),
    });
    expect(found).toMatchObject({ singleFactorRuleCount: 0, catchAllAllows: false });
  });

  it('understand chains of methods', () => {
    const step = (method: string, more: Record<string, unknown> = {}) => ({
      authenticationMethods: [{ key: method, method, ...more }],
    });
    const chain = (...chains: unknown[]) => catchAll(ask({ type: 'AUTH_METHOD_CHAIN', chains }));
    const resistant = step('webauthn', { phishingResistant: 'REQUIRED' });
    expect(facts({ c: chain(step('password')) })).toMatchObject({ singleFactorRuleCount: 1, phishableRuleCount: 1 });
    expect(facts({ c: chain({ ...step('password'), next: [resistant] }) })).toMatchObject({
      singleFactorRuleCount: 0,
      phishableRuleCount: 0,
    });
    expect(facts({ c: chain({ ...step('password'), next: [resistant] }, step('password')) })).toMatchObject({
      singleFactorRuleCount: 1,
      phishableRuleCount: 1,
    });
  });

  it('take WebAuthn in a chain for what it is, and a chain without steps for one factor', () => {
    const step = (method: string) => ({ authenticationMethods: [{ key: method, method }] });
    const chain = (...chains: unknown[]) => catchAll(ask({ type: 'AUTH_METHOD_CHAIN', chains }));
    expect(facts({ c: chain({ ...step('password'), next: [step('webauthn')] }) }).phishableRuleCount).toBe(0);
    expect(facts({ c: chain({ ...step('password'), next: [step('signed_nonce')] }) }).phishableRuleCount).toBe(1);
    expect(facts({ c: chain() }).singleFactorRuleCount).toBe(1);
  });

  it('do not vouch for a kind of verification they do not know', () => {
    const proof = ask({ type: 'ID_PROOFING', id: 'idv' });
    const conditions = { network: { connection: 'ZONE', include: ['z'] } };
    const found = facts({ Proof: { ...proof, conditions }, 'Catch-all': catchAll(ONE) });
    expect(found.singleFactorRuleCount).toEqual(
      new AtLeast(1, [
        {
          resource: 'policy-rules',
          parent: 'Policy:p',
          reason: 'how many factors "Proof" asks for cannot be told of verification by ID_PROOFING',
        },
      ]),
    );
  });

  it('tell rules that never ask again from those that ask late', () => {
    expect(facts({ c: catchAll(ask({ type: 'ASSURANCE', factorMode: '2FA' })) })).toMatchObject({
      longestReauthMinutes: null,
      rulesWithoutReauthCount: 1,
    });
    expect(facts({ c: catchAll(STRONG) })).toMatchObject({ longestReauthMinutes: 0, rulesWithoutReauthCount: 0 });
  });

  describe('on users left out of a two-factor rule', () => {
    const gaps = (rules: Record<string, Record<string, unknown>>, more?: Partial<SmallGraph>) =>
      facts(rules, more).mfaExclusionGapCount;

    it('find those that a later rule lets in with one factor', () => {
      const found = facts({ Strict: { ...TWO, ...except('g') }, 'Catch-all': catchAll(ONE) });
      expect(found.mfaExclusionGapCount).toBe(1);
      expect(found.mfaExclusionGaps).toEqual(['Movers is left out by Strict and let in by Catch-all']);
    });

    it('are content when a refusal or two factors come first', () => {
      expect(gaps({ Strict: { ...TWO, ...except('g') }, 'Catch-all': catchAll(DENY) })).toBe(0);
      expect(
        gaps({
          Strict: { ...TWO, ...except('g') },
          Movers: { ...STRONG, ...toGroup('g') },
          'Catch-all': catchAll(ONE),
        }),
      ).toBe(0);
    });

    it('follow common members into rules for other groups', () => {
      const rules = {
        Strict: { ...TWO, ...except('g') },
        Weak: { ...ONE, ...toGroup('h') },
        'Catch-all': catchAll(DENY),
      };
      expect(gaps(rules)).toBe(0);
      expect(gaps(rules, { edges: [['User:u', 'MEMBER_OF', 'Group:h']] })).toBe(1);
      expect(gaps(rules, { coverage: [{ resource: 'group-members', parent: 'Group:h', state: 'failed' }] })).toEqual(
        new AtLeast(0, [{ resource: 'group-members', parent: 'Group:h' }]),
      );
    });
  });

  describe("on Okta's own applications", () => {
    const policy = (key: 'Policy:p' | 'Policy:q'): SmallNode => ({
      key,
      props: { type: 'ACCESS_POLICY', status: 'ACTIVE' },
    });
    const app = (key: `App:${string}`, catalogName: string): SmallNode => ({
      key,
      props: { catalogName, status: 'ACTIVE' },
    });
    const slack = app('App:slack', 'slack');
    const boundTo = (graph: Partial<SmallGraph>) =>
      factsOf(appPolicyFacts, { nodes: [policy('Policy:p'), slack], edges: [], ...graph }, 'Policy:p').protectedApps;

    it('take those that a complete list lacks for unseen: every org has them', () => {
      const found = boundTo({ edges: [['Policy:p', 'PROTECTS', 'App:slack']] });

      expect(found).toMatchObject({ value: ['slack'] });
      expect((found as AtLeast<string[]>).needs).toEqual([
        {
          resource: 'apps',
          parent: '',
          reason:
            'Okta shows its own applications only to super administrators: the Admin Console and the Dashboard are not in the list that was read.',
        },
      ]);
    });

    it('do not guess which policy guards one that names none', () => {
      const nodes = [policy('Policy:p'), policy('Policy:q'), app('App:c', 'saasure'), app('App:d', 'okta_enduser')];
      const found = boundTo({ nodes, edges: [['Policy:q', 'PROTECTS', 'App:d']] });

      expect((found as AtLeast<string[]>).needs.map(({ reason }) => reason)).toEqual([
        'The list of applications does not tell which policy guards the Admin Console.',
      ]);
      expect(
        boundTo({
          nodes,
          edges: [
            ['Policy:q', 'PROTECTS', 'App:c'],
            ['Policy:q', 'PROTECTS', 'App:d'],
          ],
        }),
      ).toEqual([]);
    });

    it('leave the word to the list where it was not read itself', () => {
      expect((boundTo({ missing: ['apps'] }) as AtLeast<string[]>).needs).toEqual([{ resource: 'apps', parent: '' }]);
    });
  });

  it('are unknown where rules, and lower bounds where applications, were not read', () => {
    const unread = facts({ c: catchAll(ONE) }, { missing: ['policy-rules'] });
    expect(unread.singleFactorRuleCount).toBeInstanceOf(Unknown);
    expect(unread.protectedApps).toEqual(['saasure']);
    expect(facts({ c: catchAll(ONE) }, { missing: ['apps'] }).protectedApps).toEqual(
      new AtLeast(['saasure'], [{ resource: 'apps', parent: '' }]),
    );
  });
});
