import { Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { apiTokenFacts } from './api-token.facts';
import { daysAgo, factsOf } from './facts-of.spec-support';

const TOKEN = 'ApiToken:t';

function token(
  props: Record<string, unknown>,
  observed: Record<string, unknown> = {},
  more: Partial<SmallGraph> = {},
): SmallGraph {
  return {
    ...more,
    nodes: [
      { key: TOKEN, props: { userId: 'ada', ...props }, observed },
      { key: 'User:ada', name: 'ada@acme.example', props: { status: 'ACTIVE' }, observed: { lastLogin: daysAgo(3) } },
      ...(more.nodes ?? []),
    ],
    edges: [[TOKEN, 'AUTHENTICATES_AS', 'User:ada'], ...(more.edges ?? [])],
  };
}

describe('Facts about an API token', () => {
  it('reckons the last use from the sliding expiry', () => {
    const facts = factsOf(
      apiTokenFacts,
      token({ created: daysAgo(100), tokenWindow: 'P30D' }, { expiresAt: daysAgo(-20) }),
      TOKEN,
    );

    expect(facts).toMatchObject({ ageDays: 100, daysSinceLastUse: 10, neverUsed: false, daysUntilExpiry: 20 });
  });

  it('sees that a token was never used by an expiry that has not moved', () => {
    const graph = token({ created: daysAgo(12), tokenWindow: 'P30D' }, { expiresAt: daysAgo(-18) });

    expect(factsOf(apiTokenFacts, graph, TOKEN)).toMatchObject({ neverUsed: true, daysSinceLastUse: 12 });
  });

  it('does not call a token used, or young, that Okta lists without the date', () => {
    const undated = factsOf(apiTokenFacts, token({ created: null, tokenWindow: null }, { expiresAt: null }), TOKEN);

    for (const fact of ['ageDays', 'daysSinceLastUse', 'neverUsed', 'daysUntilExpiry'])
      expect(undated[fact]).toBeInstanceOf(Unknown);
    expect(factsOf(apiTokenFacts, token({ created: daysAgo(9) }), TOKEN)).toMatchObject({ ageDays: 9 });
  });

  it.each([
    ['no network condition', undefined, 'ANYWHERE', 0, 0],
    ['anywhere', { connection: 'ANYWHERE' }, 'ANYWHERE', 0, 0],
    ['an office zone', { connection: 'ZONE', include: ['office'] }, 'ZONE', 1, 0],
    ['an inactive zone', { connection: 'ZONE', include: ['office', 'off'] }, 'ZONE', 2, 1],
    ['a zone of the whole internet', { connection: 'ZONE', include: ['world'] }, 'ZONE', 1, 1],
    ['a dynamic zone without any condition', { connection: 'ZONE', include: ['hollow'] }, 'ZONE', 1, 1],
    ['a zone of more than a /16', { connection: 'ZONE', include: ['carrier'] }, 'ZONE', 1, 1],
    ['a zone of a /16', { connection: 'ZONE', include: ['campus'] }, 'ZONE', 1, 0],
    ['a zone of a whole country', { connection: 'ZONE', include: ['country'] }, 'ZONE', 1, 1],
    ['a zone of one region', { connection: 'ZONE', include: ['region'] }, 'ZONE', 1, 0],
    ['only an excluded zone', { connection: 'ZONE', include: [], exclude: ['office'] }, 'ZONE', 0, 0],
  ])('reads %s', (_, network, connection, zones, useless) => {
    const gateway = (value: string) => ({ type: 'IP', gateways: [{ type: 'CIDR', value }] });
    const graph = token(
      { network },
      {},
      {
        nodes: [
          { key: 'Zone:office', props: { status: 'ACTIVE', ...gateway('198.51.100.0/24') } },
          { key: 'Zone:off', props: { status: 'INACTIVE', ...gateway('198.51.100.0/24') } },
          { key: 'Zone:world', props: { status: 'ACTIVE', ...gateway('0.0.0.0/0') } },
          { key: 'Zone:carrier', props: { status: 'ACTIVE', ...gateway('198.18.0.0/15') } },
          { key: 'Zone:campus', props: { status: 'ACTIVE', ...gateway('198.18.0.0/16') } },
          { key: 'Zone:country', props: { status: 'ACTIVE', type: 'DYNAMIC', locations: [{ country: 'CH' }] } },
          {
            key: 'Zone:region',
            props: { status: 'ACTIVE', type: 'DYNAMIC', locations: [{ country: 'CH', region: 'CH-BE' }] },
          },
          { key: 'Zone:hollow', props: { status: 'ACTIVE', type: 'DYNAMIC', locations: [], asns: [] } },
        ],
      },
    );

    expect(factsOf(apiTokenFacts, graph, TOKEN)).toMatchObject({
      networkConnection: connection,
      includedZoneCount: zones,
      uselessZoneCount: useless,
    });
  });

  it('carries what its owner is', () => {
    const graph = token(
      {},
      {},
      {
        nodes: [
          { key: 'RoleAssignment:ada.1', props: { type: 'SUPER_ADMIN' } },
          { key: 'Role:SUPER_ADMIN', props: { type: 'SUPER_ADMIN' } },
        ],
        edges: [
          ['User:ada', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:ada.1'],
          ['RoleAssignment:ada.1', 'OF_ROLE', 'Role:SUPER_ADMIN'],
        ],
      },
    );

    expect(factsOf(apiTokenFacts, graph, TOKEN)).toMatchObject({
      ownerName: 'ada@acme.example',
      ownerStatus: 'ACTIVE',
      ownerRoles: ['SUPER_ADMIN'],
      ownerIsAdmin: true,
      ownerHasLesserRole: false,
      ownerIsServiceAccount: false,
      daysSinceOwnerLastLogin: 3,
    });
  });

  it('says "deleted" of an owner that is no user only when all users were read', () => {
    const orphan: SmallGraph = { nodes: [{ key: TOKEN, props: { userId: 'nobody' } }], edges: [] };

    expect(factsOf(apiTokenFacts, orphan, TOKEN)).toMatchObject({ ownerStatus: null, ownerIsAdmin: false });
    expect(factsOf(apiTokenFacts, { ...orphan, missing: ['users'] }, TOKEN)['ownerStatus']).toBeInstanceOf(Unknown);
  });

  it('has every fact its schema declares, and no other', () => {
    expect(Object.keys(factsOf(apiTokenFacts, token({}), TOKEN)).sort()).toEqual(
      Object.keys(apiTokenFacts.schema).sort(),
    );
  });
});
