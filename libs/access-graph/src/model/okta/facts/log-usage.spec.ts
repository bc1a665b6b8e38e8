import { AtLeast, Unknown, clientScopeKey, userAppKey } from '@posture/domain';
import type { FactSet, FactValue, Usage, UsageKind } from '@posture/domain';
import { buildGraph } from '../../../graph/build-graph';
import type { SmallGraph } from '../../../graph/build-graph';
import { apiTokenFacts } from './api-token.facts';
import { appFacts } from './app.facts';
import { clientSecretFacts } from './client-secret.facts';
import { AS_OF, daysAgo, factsOf } from './facts-of.spec-support';
import { grantFacts } from './grant.facts';
import { idpFacts } from './idp.facts';
import { usageAsked } from './log-usage';
import { DEFAULT_CLASSIFICATION } from '../privilege/classification';
import { computePrivilege } from '../privilege/compute-privilege';
import { serviceIntegrationFacts } from './service-integration.facts';
import { userFacts } from './user.facts';

const UNREAD = { reason: 'The scope is not granted.', missing: 'logs.read' };
/** A log that reaches back so many days, with how many days ago something in it was used, and what a token was used from. */
function log(
  days: number | null,
  used: Readonly<Record<string, number>> = {},
  sources: Readonly<Record<string, readonly string[]>> = {},
): Usage {
  return {
    since: days === null ? null : new Date(daysAgo(days)),
    unread: days === null ? UNREAD : null,
    lastUse: (kind: UsageKind, key: string) => {
      const ago = used[`${kind}:${key}`];
      return ago === undefined ? null : new Date(daysAgo(ago));
    },
    sources: (kind, credential) => sources[`${kind}:${credential}`] ?? [],
  };
}

const CLIENT = {
  signOnMode: 'OPENID_CONNECT',
  credentials: { oauthClient: { client_id: 'client' } },
  settings: { oauthClient: { application_type: 'service' } },
};
const graph = (props: Record<string, unknown> = {}): SmallGraph => ({
  nodes: [{ key: 'App:a', props: { status: 'ACTIVE', signOnMode: 'SAML_2_0', created: daysAgo(400), ...props } }],
  edges: [],
});
const idle = (usage: Usage, of: SmallGraph = graph()): FactValue | undefined =>
  factsOf(appFacts, of, 'App:a', {}, usage)['daysSinceLastUse'];
const reasonOf = (value: FactValue | undefined) => (value as Unknown | AtLeast<number>).needs[0]!.reason;

describe('Days without use', () => {
  it('are those since the last use the log shows', () => {
    expect(idle(log(100, { 'app:a': 12 }))).toBe(12);
    expect(idle(log(100, { 'app:a': 0 }))).toBe(0);
  });

  it('of what was never used are as many as the log reaches back, or more', () => {
    const value = idle(log(30));

    expect(value).toBeInstanceOf(AtLeast);
    expect((value as AtLeast<number>).value).toBe(30);
    expect((value as AtLeast<number>).needs[0]!.resource).toBe('logs');
    expect(reasonOf(value)).toBe('the System Log is known without a gap only since 2025-12-02');
  });

  it('are no more than the age of what the log saw come into being', () => {
    expect(idle(log(30), graph({ created: daysAgo(5) }))).toBe(5);
    expect(idle(log(30), graph({ created: daysAgo(30) }))).toBe(30);
    expect(idle(log(30), graph({ created: daysAgo(-0.1) }))).toBe(0);
  });

  it('are no more than the age of what was made after that use, such as a second secret', () => {
    expect(idle(log(100, { 'app:a': 40 }), graph({ created: daysAgo(5) }))).toBe(5);
    expect(idle(log(100, { 'app:a': 4 }), graph({ created: daysAgo(5) }))).toBe(4);
    expect(idle(log(100, { 'app:a': 4 }), graph({ created: null }))).toBe(4);
  });

  it('are not known of what has no date and no use', () => {
    expect(idle(log(30), graph({ created: null }))).toBeInstanceOf(Unknown);
  });

  it('may be fewer than since a use before a gap in the log, though not fewer than since the gap', () => {
    expect(idle(log(30, { 'app:a': 90 }))).toMatchObject({ value: 30 });
  });

  it('are not known of a log that is not read, for the reason that is given, with what to grant', () => {
    expect(idle(log(null, { 'app:a': 200 }))).toEqual(new Unknown([{ resource: 'logs', parent: '', ...UNREAD }]));
    const ungrantable = { ...log(null), unread: { reason: 'Nobody reads it.', missing: null } };
    expect(idle(ungrantable)).toEqual(new Unknown([{ resource: 'logs', parent: '', reason: 'Nobody reads it.' }]));
  });
});

describe('Days without anybody coming through an identity provider', () => {
  const of: SmallGraph = {
    nodes: [{ key: 'IdP:p', props: { status: 'ACTIVE', type: 'SAML2', created: daysAgo(400) } }],
    edges: [],
  };
  const days = (used: Readonly<Record<string, number>>) =>
    factsOf(idpFacts, of, 'IdP:p', {}, log(100, used))['daysSinceLastUse'];

  it('are those since the last sign-in by its word', () => {
    expect(days({ 'idp:p': 12 })).toBe(12);
    expect(days({ 'idp:p': 12, 'idp:?': 40 })).toBe(12);
    expect(days({})).toMatchObject({ value: 100 });
  });

  it('are not known after a sign-in that does not say through which', () => {
    const byItself: Readonly<Record<string, number>>[] = [{}, { 'idp:p': 12 }];
    for (const seen of byItself) {
      const used = { ...seen, 'idp:?': 3 };
      expect(days(used)).toBeInstanceOf(Unknown);
      expect(reasonOf(days(used))).toContain('does not name');
    }
  });
});

describe('Use', () => {
  const withApp = (key: string, props: Record<string, unknown>): SmallGraph => ({
    nodes: [
      { key: 'App:a', props: { status: 'ACTIVE', created: daysAgo(400), ...CLIENT } },
      { key, props: { appId: 'a', status: 'ACTIVE', created: daysAgo(300), ...props } },
    ],
    edges: [],
  });
  const factOf = <P>(set: FactSet<P>, of: SmallGraph, key: string, usage: Usage, fact = 'daysSinceLastUse') =>
    factsOf(set, of, key, {}, usage)[fact];

  it('of an OAuth client is a sign-in to it or a token it asked for, whichever was later', () => {
    expect(idle(log(100, { 'client:client': 3, 'app:a': 40 }), graph(CLIENT))).toBe(3);
    expect(idle(log(100, { 'client:client': 40, 'app:a': 3 }), graph(CLIENT))).toBe(3);
    expect(idle(log(100, { 'client:a': 3 }), graph({ ...CLIENT, credentials: {} }))).toBe(3);
    expect(idle(log(100, { 'client:a': 3 }))).toMatchObject({ value: 100 });
  });

  it('of a scope is what its application asked for, and not that it asked for another', () => {
    const grant = withApp('Grant:g', { scopeId: 'okta.users.read' });
    const used = log(100, {
      [`client_scope:${clientScopeKey('client', 'okta.groups.read')}`]: 1,
      'client:client': 1,
    });

    expect(factOf(grantFacts, grant, 'Grant:g', used)).toMatchObject({ value: 100 });
    expect(factOf(grantFacts, grant, 'Grant:g', used, 'appDaysSinceLastUse')).toBe(1);
    const asked = log(100, { [`client_scope:${clientScopeKey('client', 'okta.users.read')}`]: 7 });
    expect(factOf(grantFacts, grant, 'Grant:g', asked)).toBe(7);
  });

  it('of a secret is that of its application as a client, not as something people sign in to', () => {
    const secret = withApp('ClientSecret:s', {});

    expect(factOf(clientSecretFacts, secret, 'ClientSecret:s', log(100, { 'client:client': 9 }))).toBe(9);
    expect(factOf(clientSecretFacts, secret, 'ClientSecret:s', log(100, { 'app:a': 9 }))).toMatchObject({ value: 100 });
  });

  it('of a grant or secret whose application was not read is not known', () => {
    const lone = (key: string): SmallGraph => ({ nodes: [{ key, props: { appId: 'gone' } }], edges: [] });

    expect(factOf(grantFacts, lone('Grant:g'), 'Grant:g', log(100))).toMatchObject({ needs: [{ resource: 'apps' }] });
    expect(factOf(clientSecretFacts, lone('ClientSecret:s'), 'ClientSecret:s', log(100))).toMatchObject({
      needs: [{ resource: 'apps' }],
    });
  });

  it('of an integration is what it did as a client', () => {
    const integration: SmallGraph = {
      nodes: [{ key: 'ServiceIntegration:i', props: { createdAt: daysAgo(200) } }],
      edges: [],
    };

    expect(factOf(serviceIntegrationFacts, integration, 'ServiceIntegration:i', log(100, { 'client:i': 2 }))).toBe(2);
    expect(factOf(serviceIntegrationFacts, integration, 'ServiceIntegration:i', log(250))).toBe(200);
  });

  it('of a scope for changes is told by what its application changed, as far as the log records that', () => {
    const changed = (scopeId: string, usage: Usage) =>
      factOf(grantFacts, withApp('Grant:g', { scopeId }), 'Grant:g', usage, 'daysSinceClientChange');

    expect(changed('okta.users.manage', log(100, { 'admin:client': 7, 'client:client': 1 }))).toBe(7);
    expect(changed('okta.users.manage', log(100, { 'client:client': 1 }))).toMatchObject({ value: 100 });
    expect(changed('okta.users.manage', log(null))).toBeInstanceOf(Unknown);
    const unrecorded = changed('okta.linkedObjects.manage', log(100, { 'admin:client': 7 }));
    expect(reasonOf(unrecorded)).toBe(
      'the System Log is not known to record what is changed with okta.linkedObjects.manage',
    );
  });

  describe('of an API token', () => {
    it('is told with where it was from and by whom, as far as the log was read for its last 30 days', () => {
      const from = (usage: Usage, created = daysAgo(50)) =>
        factsOf(
          apiTokenFacts,
          { nodes: [{ key: 'ApiToken:t', props: { created } }], edges: [] },
          'ApiToken:t',
          {},
          usage,
        );
      const seen = { 'credential_asn:t': ['64500', '64501'], 'credential_agent:t': ['curl'] };

      expect(from(log(30, {}, seen))).toMatchObject({
        sourceNetworks: ['64500', '64501'],
        sourceNetworkCount: 2,
        sourcePrograms: ['curl'],
        sourceProgramCount: 1,
      });
      expect(from(log(29, {}, seen))).toMatchObject({
        sourceNetworkCount: { value: 2 },
        sourceProgramCount: { value: 1 },
      });
      expect(from(log(5, {}, seen), daysAgo(4))['sourceNetworkCount']).toBe(2);
      expect(from(log(null))).toMatchObject({
        sourceNetworkCount: { value: 0, needs: [expect.objectContaining(UNREAD)] },
      });
    });

    const token = (expiresInDays: number | null): SmallGraph => ({
      nodes: [
        {
          key: 'ApiToken:t',
          props: { created: daysAgo(50), tokenWindow: 'P30D' },
          observed: { expiresAt: expiresInDays === null ? null : daysAgo(-expiresInDays) },
        },
      ],
      edges: [],
    });
    const told = (expiry: number | null, usage: Usage) =>
      factsOf(apiTokenFacts, token(expiry), 'ApiToken:t', {}, usage);

    it('is told by its expiry, and by the log where that shows a later one', () => {
      expect(told(10, log(null))).toMatchObject({ daysSinceLastUse: 20, neverUsed: false });
      expect(told(10, log(100, { 'credential:t': 4 }))).toMatchObject({ daysSinceLastUse: 4, neverUsed: false });
      expect(told(10, log(100, { 'credential:t': 40 }))).toMatchObject({ daysSinceLastUse: 20 });
      expect(told(-20, log(100))).toMatchObject({ daysSinceLastUse: 50, neverUsed: true });
      expect(told(-20, log(100, { 'credential:t': 50 }))).toMatchObject({ neverUsed: false });
    });

    it('is told by the log alone where there is no expiry', () => {
      expect(told(null, log(100, { 'credential:t': 4 }))).toMatchObject({ daysSinceLastUse: 4, neverUsed: false });
      expect(told(null, log(100))).toMatchObject({ daysSinceLastUse: 50, neverUsed: true });
      expect(told(null, log(30))).toMatchObject({ daysSinceLastUse: { value: 30 }, neverUsed: expect.any(Unknown) });
      expect(told(null, log(null))).toMatchObject({
        daysSinceLastUse: expect.any(Unknown),
        neverUsed: expect.any(Unknown),
      });
    });
  });

  it('of a user is its last sign-in or what the log shows later; a silent log proves nothing', () => {
    const user = (login: number | null): SmallGraph => ({
      nodes: [
        { key: 'User:u', props: { status: 'ACTIVE' }, observed: login === null ? {} : { lastLogin: daysAgo(login) } },
      ],
      edges: [],
    });
    const since = (login: number | null, usage: Usage) =>
      factOf(userFacts, user(login), 'User:u', usage, 'daysSinceLastActivity');

    expect(since(100, log(null))).toBe(100);
    expect(since(100, log(200))).toBe(100);
    expect(since(100, log(30, { 'user:u': 5 }))).toBe(5);
    expect(since(2, log(30, { 'user:u': 5 }))).toBe(2);
    expect(since(null, log(30, { 'user:u': 5 }))).toBe(5);
    expect(since(null, log(30))).toBeNull();
  });
});

describe('What is asked of the log', () => {
  it('is whatever facts tell the use of, by the keys they ask with', () => {
    const view = buildGraph({
      nodes: [
        { key: 'App:web', props: { signOnMode: 'SAML_2_0' } },
        { key: 'App:a', props: CLIENT },
        { key: 'Grant:g', props: { appId: 'a', scopeId: 'okta.users.read' } },
        { key: 'Grant:lone', props: { appId: 'gone', scopeId: 'okta.users.read' } },
        { key: 'ServiceIntegration:i' },
        { key: 'ApiToken:t' },
        { key: 'App:hr', props: { status: 'ACTIVE', signOnMode: 'SAML_2_0', catalogName: 'workday' } },
        { key: 'RoleAssignment:r' },
        { key: 'RoleAssignment:s' },
        { key: 'Group:admins' },
        { key: 'User:idle', props: { status: 'ACTIVE' }, observed: { lastLogin: daysAgo(30) } },
        { key: 'User:never', props: { status: 'STAGED' } },
        { key: 'User:today', props: { status: 'ACTIVE' }, observed: { lastLogin: daysAgo(0.5) } },
        { key: 'User:gone', props: { status: 'DEPROVISIONED' } },
      ],
      edges: [
        ['User:idle', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:r'],
        ['Group:admins', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:s'],
        ['User:today', 'MEMBER_OF', 'Group:admins'],
        ['User:idle', 'MEMBER_OF', 'Group:admins'],
        ['User:idle', 'ASSIGNED_TO', 'App:hr', { scope: 'USER' }],
        ['User:today', 'ASSIGNED_TO', 'App:hr', { scope: 'GROUP' }],
        ['User:today', 'ASSIGNED_TO', 'App:web', { scope: 'USER' }],
        ['User:gone', 'ASSIGNED_TO', 'App:hr', { scope: 'USER' }],
      ],
    });
    const classification = DEFAULT_CLASSIFICATION;
    const context = { view, privilege: computePrivilege(view, classification), classification, asOf: AS_OF };

    expect(usageAsked(context)).toEqual({
      user: ['idle', 'never'],
      app: ['a', 'hr', 'web'],
      client: ['client', 'i'],
      client_scope: [clientScopeKey('client', 'okta.users.read')],
      credential: ['t'],
      credential_asn: ['t'],
      credential_agent: ['t'],
      idp: ['?'],
      admin: ['idle', 'today', 'client', 'i'],
      user_app: [userAppKey('idle', 'hr')],
      user_app_given: [userAppKey('idle', 'hr')],
    });
  });
});
