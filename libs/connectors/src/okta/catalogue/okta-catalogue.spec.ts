import { EDGE_KINDS, NODE_KINDS } from '@posture/domain';
import type { EdgeKind, NodeKind } from '@posture/domain';
import { requireDeclared } from './declared-kinds';
import { OKTA_CATALOGUE, OKTA_RESOURCE_NAMES, OKTA_ROWS } from './okta-catalogue';
import type { OktaResource } from './okta-catalogue';
import type { OktaSizes } from './okta-sizes';
import type { OktaRow } from './okta-row';

const rows = Object.entries(OKTA_ROWS) as [OktaResource, OktaRow][];

/** Written by the engine, for which no list stands. */
const DERIVED_NODES: readonly NodeKind[] = ['TargetSet'];

describe("Okta's catalogue", () => {
  it('yields every kind of node and edge that is collected: an unread list of it hides something', () => {
    const nodes = new Set<string>([...DERIVED_NODES, ...rows.flatMap(([, row]) => row.nodes)]);
    const edges = new Set(rows.flatMap(([, row]) => row.edges.map(({ kind }) => kind)));
    const collected = (kinds: object) =>
      Object.entries(kinds).flatMap(([kind, spec]) =>
        (spec as { collected: boolean; derived?: true }).collected && !('derived' in spec) ? [kind] : [],
      );

    expect(collected(NODE_KINDS).filter((kind) => !nodes.has(kind))).toEqual([]);
    expect(collected(EDGE_KINDS).filter((kind) => !edges.has(kind as EdgeKind))).toEqual([]);
  });

  it('names besides only kinds of which another row is the list', () => {
    const lists = new Set<string>(rows.flatMap(([, row]) => [...row.nodes, ...row.edges.map(({ kind }) => kind)]));
    const besides = rows.flatMap(([, row]) => [...(row.besides?.nodes ?? []), ...(row.besides?.edges ?? [])]);

    expect(besides.filter((kind) => !lists.has(kind))).toEqual([]);
  });

  it('keeps no edge by an end that the edge cannot have', () => {
    const wrong = rows.flatMap(([resource, { per, edges }]) =>
      edges
        .filter(({ kind, keeper }) => {
          const ends: readonly string[] = keeper === 'source' ? EDGE_KINDS[kind].from : EDGE_KINDS[kind].to;
          return (keeper === 'source' || keeper === 'target') && (per === undefined || !ends.includes(per));
        })
        .map(({ kind }) => `${resource} ${kind}`),
    );

    expect(wrong).toEqual([]);
  });

  it('plans and tries by names of its own rows only', () => {
    const named: string[] = [];
    const lists = new Proxy<Record<string, number>>({}, { get: (_lists, name) => (named.push(String(name)), 1) });
    const sizes = { ...SIZES, lists };
    for (const [, { requests, probe, byGroup }] of rows) {
      requests?.(sizes, {});
      byGroup?.requests(sizes, {});
      probe?.of?.({ first: (resource) => (named.push(resource), null), groupList: [], appList: [] });
    }

    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(OKTA_RESOURCE_NAMES as readonly string[]).includes(name))).toEqual([]);
  });

  it('says of each list per object how many requests it takes', () => {
    expect(rows.filter(([, { per, requests }]) => per !== undefined && requests === undefined)).toEqual([]);
  });

  it('offers what a row is read for only when asked, and calls an Identity Engine list one that editions lack', () => {
    const asked = rows.flatMap(([, { optIn }]) => optIn ?? []);

    expect(asked).toEqual(['client-secrets']);
    expect(Object.keys(OKTA_CATALOGUE.choices)).toEqual(expect.arrayContaining(asked));
    expect(rows.filter(([, { identityEngine, licensed }]) => identityEngine === true && licensed !== true)).toEqual([]);
  });

  it('believes nothing for less than a weekend without syncs', () => {
    expect(rows.filter(([, { believedHours }]) => believedHours < 72)).toEqual([]);
  });
});

describe('A record whose kind its row does not yield', () => {
  it('is a mistake that names resource and kind', () => {
    const node = { kind: 'Zone', key: 'Zone:1', externalId: '1', name: null, props: {} } as const;
    const edge = { kind: 'MEMBER_OF', src: 'User:1', dst: 'Group:1' } as const;

    expect(() => requireDeclared('trusted-origins', { nodes: [node], edges: [] })).toThrow(/trusted-origins.*Zone/);
    expect(() => requireDeclared('users', { nodes: [], edges: [edge] })).toThrow(/users.*MEMBER_OF/);
    expect(() => requireDeclared('zones', { nodes: [node], edges: [] })).not.toThrow();
  });
});

const SIZES: OktaSizes = {
  pipeline: 'idx',
  lists: {},
  deprovisionedUsers: 1,
  groupMembers: [1],
  groupApps: [1],
  ownedGroups: 1,
  roleGroups: 1,
  factorUsers: 1,
  delegableAssignments: 1,
  resourceSets: [1],
  bindings: 1,
  authServerPolicies: 1,
  appUsers: [1],
  appGroups: [1],
  oidcApps: 1,
  serviceApps: 1,
  secretApps: 1,
  samlApps: 1,
  undatedKeyApps: 1,
};
