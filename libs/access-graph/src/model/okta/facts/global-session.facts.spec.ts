import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { factsOf, rulesOf } from './facts-of.spec-support';
import { globalSessionFacts } from './global-session.facts';

const signOn = (signon: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  actions: { signon: { access: 'ALLOW', ...signon } },
  ...more,
});

function facts(
  rules: Record<string, Record<string, unknown>>,
  {
    pipeline = 'idx',
    factorMode = '1FA',
    shown = true,
    ...more
  }: Partial<SmallGraph> & { pipeline?: string; factorMode?: string; shown?: boolean } = {},
) {
  const own = rulesOf('Policy:s', 'OKTA_SIGN_ON', rules);
  const app = rulesOf('Policy:a', 'ACCESS_POLICY', {
    app: { actions: { appSignOn: { access: 'ALLOW', verificationMethod: { type: 'ASSURANCE', factorMode } } } },
  });
  return factsOf(
    globalSessionFacts,
    {
      ...more,
      nodes: [
        { key: 'Org:o', props: { pipeline } },
        { key: 'Policy:s', props: { type: 'OKTA_SIGN_ON', status: 'ACTIVE', system: true } },
        { key: 'Policy:a', props: { type: 'ACCESS_POLICY', status: 'ACTIVE' } },
        { key: 'App:x', props: { status: 'ACTIVE', ...(shown ? { catalogName: 'saasure' } : {}) } },
        { key: 'App:z', props: { status: 'INACTIVE', ...(shown ? { catalogName: 'okta_enduser' } : {}) } },
        { key: 'App:y', props: { status: 'INACTIVE' } },
        ...own.nodes,
        ...app.nodes,
      ],
      edges: [
        ...own.edges,
        ...app.edges,
        ['Policy:a', 'PROTECTS', 'App:x'],
        ['Policy:a', 'PROTECTS', 'App:y'],
        ['Policy:a', 'PROTECTS', 'App:z'],
      ],
    },
    'Policy:s',
  );
}

describe('global session facts', () => {
  const session = { maxSessionIdleMinutes: 15, maxSessionLifetimeMinutes: 1080, usePersistentCookie: true };
  const own = signOn(
    { requireFactor: true, session },
    { conditions: { network: { connection: 'ZONE', include: ['z'] } } },
  );
  const builtIn = signOn({ requireFactor: false, session: {} }, { system: true, priority: 1 });

  it('read the limits of the first active rule', () => {
    expect(facts({ builtIn, own })).toMatchObject({
      firstRuleKind: 'custom',
      maxIdleMinutes: 15,
      maxLifetimeMinutes: 1080,
      persistentCookie: true,
      firstRuleZoned: true,
      rulesWithoutMfaCount: 1,
      rulesWithoutMfa: ['builtIn'],
    });
    const found = facts({ builtIn, own: { ...own, status: 'INACTIVE' } });
    expect(found).toMatchObject({
      firstRuleKind: 'default',
      maxIdleMinutes: 120,
      maxLifetimeMinutes: 0,
      persistentCookie: false,
      firstRuleZoned: false,
    });
  });

  it('take the limits from the first rule that lets users in, since one that refuses makes no session', () => {
    const refusing = signOn({ access: 'DENY', session: { maxSessionLifetimeMinutes: 0, usePersistentCookie: false } });
    expect(facts({ refusing, own })).toMatchObject({
      firstRuleKind: 'custom',
      firstRuleZoned: false,
      maxIdleMinutes: 15,
      maxLifetimeMinutes: 1080,
      persistentCookie: true,
    });
    expect(facts({ refusing })).toMatchObject({
      firstRuleKind: 'custom',
      maxIdleMinutes: null,
      maxLifetimeMinutes: null,
      persistentCookie: null,
    });
  });

  it('do not count a rule behind one that takes everybody', () => {
    expect(facts({ own: signOn({ requireFactor: true }), builtIn }).rulesWithoutMfaCount).toBe(0);
  });

  it('count the steps of a factor sequence of Okta Classic as factors', () => {
    const step = (factorType: string, ...next: unknown[]) => ({
      criteria: [{ factorType, provider: 'OKTA' }],
      ...(next.length === 0 ? {} : { next }),
    });
    const rule = (...chain: unknown[]) =>
      signOn({ requireFactor: false, challenge: { chain } }, { system: true, priority: 1 });
    const two = step('password', step('token:software:totp'));
    expect(facts({ own: rule(two) }).rulesWithoutMfaCount).toBe(0);
    expect(facts({ own: rule(two, step('push')) }).rulesWithoutMfaCount).toBe(1);
    expect(facts({ own: rule() }).rulesWithoutMfaCount).toBe(1);
  });

  it('count active applications content with one factor, in a Classic org all of them', () => {
    expect(facts({ builtIn }).oneFactorAppCount).toBe(1);
    expect(facts({ builtIn }, { factorMode: '2FA' }).oneFactorAppCount).toBe(0);
    expect(facts({ builtIn }, { factorMode: '2FA', pipeline: 'v1' }).oneFactorAppCount).toBe(1);
  });

  it("do not say that no application is content with one factor while Okta's own are not shown", () => {
    const { oneFactorAppCount } = facts({ builtIn }, { factorMode: '2FA', shown: false });

    expect(oneFactorAppCount).toMatchObject({ value: 0 });
    expect((oneFactorAppCount as AtLeast<number>).needs[0]?.reason).toContain('only to super administrators');
  });

  it('tell a policy without an active rule from one whose rules were not read', () => {
    expect(facts({}).maxLifetimeMinutes).toBeNull();
    const unread = facts(
      { builtIn },
      { coverage: [{ resource: 'policy-rules', parent: 'Policy:s', state: 'failed' }] },
    );
    expect(unread.maxLifetimeMinutes).toBeInstanceOf(Unknown);
    expect(facts({ builtIn }, { missing: ['apps'] }).oneFactorAppCount).toBeInstanceOf(AtLeast);
  });
});
