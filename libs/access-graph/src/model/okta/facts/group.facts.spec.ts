import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { daysAgo, factsOf } from './facts-of.spec-support';
import { groupFacts } from './group.facts';

const ADMINS = 'Group:admins';

const user = (id: string, props: Record<string, unknown> = {}) => ({
  key: `User:${id}`,
  name: `${id}@acme.example`,
  props: { status: 'ACTIVE', login: `${id}@acme.example`, ...props },
});
const staff = Array.from({ length: 20 }, (_, n) => user(`staff${n}`));
const role: Pick<SmallGraph, 'nodes' | 'edges'> = {
  nodes: [
    { key: 'RoleAssignment:admins.1', props: { type: 'ORG_ADMIN' } },
    { key: 'Role:ORG_ADMIN', props: { type: 'ORG_ADMIN' } },
  ],
  edges: [
    [ADMINS, 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:admins.1'],
    ['RoleAssignment:admins.1', 'OF_ROLE', 'Role:ORG_ADMIN'],
  ],
};

function admins(more: Partial<SmallGraph> = {}, observed: Record<string, unknown> = {}): SmallGraph {
  return {
    ...more,
    nodes: [...staff, { key: ADMINS, name: 'Admins', props: { type: 'OKTA_GROUP' }, observed }, ...(more.nodes ?? [])],
    edges: more.edges ?? [],
  };
}

describe('Facts about a group', () => {
  it('has every fact its schema declares, and no other', () => {
    expect(Object.keys(factsOf(groupFacts, admins(), ADMINS)).sort()).toEqual(Object.keys(groupFacts.schema).sort());
  });

  it('gives a role only when one was seen, and none only when roles were read', () => {
    expect(factsOf(groupFacts, admins(role), ADMINS)).toMatchObject({
      hasRole: true,
      isTierOne: true,
      effectiveRoles: ['ORG_ADMIN'],
    });
    expect(factsOf(groupFacts, admins(), ADMINS)).toMatchObject({ hasRole: false, isTierOne: false });
    expect(factsOf(groupFacts, admins({ missing: ['group-roles'] }), ADMINS)['hasRole']).toBeInstanceOf(Unknown);
  });

  it('counts members, or believes the size Okta states where members are refused', () => {
    const members: Partial<SmallGraph> = { edges: [['User:staff1', 'MEMBER_OF', ADMINS]] };
    const refused = { ...members, missing: ['group-members'] };

    expect(factsOf(groupFacts, admins(members), ADMINS)['memberCount']).toBe(1);
    expect(factsOf(groupFacts, admins(refused, { usersCount: 30 }), ADMINS)['memberCount']).toBe(30);
    expect(factsOf(groupFacts, admins(refused), ADMINS)['memberCount']).toBeInstanceOf(AtLeast);
  });

  it('sees members from outside by domain and by user type, but none who is deprovisioned', () => {
    const graph = admins({
      nodes: [
        user('eve', { login: 'eve@vendor.test' }),
        user('cal', { userType: 'Contractor' }),
        user('left', { login: 'left@vendor.test', userType: 'Vendor', status: 'DEPROVISIONED' }),
      ],
      edges: [
        ['User:left', 'MEMBER_OF', ADMINS],
        ['User:eve', 'MEMBER_OF', ADMINS],
        ['User:cal', 'MEMBER_OF', ADMINS],
        ['User:staff1', 'MEMBER_OF', ADMINS],
      ],
    });

    expect(factsOf(groupFacts, graph, ADMINS)).toMatchObject({
      externalMemberCount: 1,
      memberUserTypes: ['contractor'],
    });
    expect(factsOf(groupFacts, { ...graph, missing: ['users'] }, ADMINS)['externalMemberCount']).toEqual(
      new AtLeast(0, [{ resource: 'users', parent: '' }]),
    );
  });

  it('names owners below the group, and dead owners', () => {
    const graph = admins({
      nodes: [...role.nodes, user('gone', { status: 'DEPROVISIONED' })],
      edges: [
        ...role.edges,
        ['User:staff1', 'OWNS', ADMINS],
        ['User:gone', 'OWNS', ADMINS],
        ['User:staff2', 'OWNS', ADMINS],
        ['User:staff2', 'MEMBER_OF', ADMINS],
      ],
    });

    expect(factsOf(groupFacts, graph, ADMINS)).toMatchObject({
      lowerTierOwners: ['gone@acme.example', 'staff1@acme.example'],
      lowerTierOwnerCount: 2,
      deadOwnerCount: 1,
    });
  });

  it('counts an owner whom Okta has not matched to anybody, and no other that it does not know', () => {
    const graph = admins({
      partial: true,
      edges: [
        ['User:unmatched', 'OWNS', ADMINS, { resolved: false }],
        ['User:unlisted', 'OWNS', ADMINS, { resolved: true }],
        ['User:unmatched', 'OWNS', 'Group:elsewhere', { resolved: false }],
      ],
    });

    expect(factsOf(groupFacts, graph, ADMINS)).toMatchObject({ deadOwnerCount: 1, lowerTierOwnerCount: 0 });
  });

  it('does not call an owner a lesser user while its roles are unread', () => {
    const graph = admins({ edges: [['User:staff1', 'OWNS', ADMINS]], missing: ['role-assignees', 'user-roles'] });

    expect(factsOf(groupFacts, graph, ADMINS)['lowerTierOwnerCount']).toBeInstanceOf(AtLeast);
    expect(factsOf(groupFacts, graph, ADMINS)['lowerTierOwnerCount']).toMatchObject({ value: 0 });
  });

  it('has no hidden owners where the edition has no owners', () => {
    const graph = admins({ coverage: [{ resource: 'group-owners', state: 'unlicensed' }] });

    expect(factsOf(groupFacts, graph, ADMINS)).toMatchObject({ lowerTierOwnerCount: 0, deadOwnerCount: 0 });
  });

  it('names the critical applications it gives and dates its last change', () => {
    const graph = admins(
      {
        nodes: [
          { key: 'App:aws', name: 'Cloud', props: { status: 'ACTIVE', catalogName: 'amazon_aws' } },
          { key: 'App:wiki', props: { status: 'ACTIVE', catalogName: 'wiki' } },
        ],
        edges: [
          [ADMINS, 'ASSIGNED_TO', 'App:aws'],
          [ADMINS, 'ASSIGNED_TO', 'App:wiki'],
        ],
      },
      { lastMembershipUpdated: daysAgo(400) },
    );

    expect(factsOf(groupFacts, graph, ADMINS)).toMatchObject({
      privilegedApps: ['Cloud'],
      privilegedAppCount: 1,
      daysSinceMembershipChange: 400,
    });
  });
});
