import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { authServerPolicyFacts } from './auth-server-policy.facts';
import { authServerRuleFacts } from './auth-server-rule.facts';
import { authServerFacts } from './auth-server.facts';
import { daysAgo, factsOf } from './facts-of.spec-support';

const SERVER = 'AuthServer:s';
const POLICY = 'AuthServerPolicy:p';
const RULE = 'AuthServerRule:r';

interface Given {
  readonly server?: Record<string, unknown>;
  readonly clients?: readonly string[];
  readonly policyStatus?: string;
  readonly scopes?: readonly string[];
  readonly grantTypes?: readonly string[];
  readonly token?: Record<string, unknown>;
}

function server(given: Given, more: Partial<SmallGraph> = {}): SmallGraph {
  const { clients = ['0oa1'], scopes = ['read'], grantTypes = ['authorization_code'] } = given;
  return {
    ...more,
    nodes: [
      { key: SERVER, name: 'Orders', props: { status: 'ACTIVE', audiences: ['api://default'], ...given.server } },
      {
        key: POLICY,
        name: 'Clients',
        props: { status: given.policyStatus ?? 'ACTIVE', conditions: { clients: { include: clients } } },
      },
      {
        key: RULE,
        name: 'Rule',
        props: {
          status: 'ACTIVE',
          conditions: { scopes: { include: scopes }, grantTypes: { include: grantTypes } },
          actions: { token: { accessTokenLifetimeMinutes: 60, ...given.token } },
        },
      },
    ],
    edges: [
      [SERVER, 'CONTAINS', POLICY],
      [POLICY, 'CONTAINS', RULE],
    ],
  };
}

describe('Facts about authorization servers', () => {
  it('have every fact their schemas declare, and no other', () => {
    for (const [set, subject] of [
      [authServerFacts, SERVER],
      [authServerPolicyFacts, POLICY],
      [authServerRuleFacts, RULE],
    ] as const) {
      expect(Object.keys(factsOf(set, server({}), subject)).sort()).toEqual(Object.keys(set.schema).sort());
    }
  });

  it('date the key from its last rotation, or from the creation of the server', () => {
    const signing = (given: Record<string, unknown>) => ({
      server: { created: daysAgo(300), credentials: { signing: given } },
    });

    expect(
      factsOf(authServerFacts, server(signing({ rotationMode: 'MANUAL', lastRotated: daysAgo(200) })), SERVER),
    ).toMatchObject({ keyRotationMode: 'MANUAL', daysSinceKeyRotation: 200 });
    expect(factsOf(authServerFacts, server(signing({ rotationMode: 'MANUAL' })), SERVER)).toMatchObject({
      daysSinceKeyRotation: 300,
    });
  });

  it('know the default server by its issuer, and whether it admits anybody', () => {
    const graph = server({ server: { issuer: 'https://acme.okta.example/oauth2/default' } });

    expect(factsOf(authServerFacts, graph, SERVER)).toMatchObject({ isDefault: true, admitsClients: true });
    expect(factsOf(authServerFacts, server({}), SERVER)['isDefault']).toBe(false);
    expect(factsOf(authServerFacts, server({ policyStatus: 'INACTIVE' }), SERVER)['admitsClients']).toBe(false);
    expect(
      factsOf(authServerFacts, server({ clients: [] }, { missing: ['auth-server-policies'] }), SERVER)['admitsClients'],
    ).toBeInstanceOf(Unknown);
  });

  it('say of a policy whom it admits and which of its rules give everything', () => {
    const open = server({ clients: ['ALL_CLIENTS'], scopes: ['*'] });

    expect(factsOf(authServerPolicyFacts, open, POLICY)).toEqual({
      isInForce: true,
      serverName: 'Orders',
      admitsAllClients: true,
      anyScopeRules: ['Rule'],
      anyScopeRuleCount: 1,
    });
    expect(
      factsOf(authServerPolicyFacts, server({}, { missing: ['auth-server-rules'] }), POLICY)['anyScopeRuleCount'],
    ).toBeInstanceOf(AtLeast);
    expect(factsOf(authServerPolicyFacts, server({ server: { status: 'INACTIVE' } }), POLICY)['isInForce']).toBe(false);
  });

  it('say of a rule how long tokens live; clients by themselves get no refresh token', () => {
    const token = { refreshTokenLifetimeMinutes: 0, refreshTokenWindowMinutes: 10_080 };

    expect(factsOf(authServerRuleFacts, server({ token }), RULE)).toEqual({
      isInForce: true,
      serverName: 'Orders',
      accessTokenMinutes: 60,
      refreshTokenMinutes: 0,
      refreshWindowDays: 7,
    });
    expect(factsOf(authServerRuleFacts, server({ token, grantTypes: ['client_credentials'] }), RULE)).toMatchObject({
      refreshTokenMinutes: null,
      refreshWindowDays: null,
    });
    expect(factsOf(authServerRuleFacts, server({ policyStatus: 'INACTIVE' }), RULE)['isInForce']).toBe(false);
  });
});
