import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { customRoleFacts } from './custom-role.facts';
import { daysAgo, factsOf } from './facts-of.spec-support';
import { resourceSetFacts } from './resource-set.facts';
import { orgWideCollection } from './resource-set-scope';

const ROLE = 'CustomRole:cr';
const SET = 'ResourceSet:rs';

function bound(
  permissions: readonly string[] | null,
  resources: readonly string[] | null,
  more: Partial<SmallGraph> = {},
): SmallGraph {
  return {
    ...more,
    nodes: [
      { key: 'User:ada', props: { status: 'ACTIVE' } },
      { key: 'User:boss', name: 'boss@acme.example', props: { status: 'ACTIVE' } },
      { key: 'RoleAssignment:ada.1', props: { type: 'CUSTOM' } },
      { key: 'RoleAssignment:boss.1', props: { type: 'SUPER_ADMIN' } },
      { key: 'Role:SUPER_ADMIN', props: { type: 'SUPER_ADMIN' } },
      { key: ROLE, props: { permissions, created: daysAgo(100) } },
      { key: SET, props: { resources } },
      ...(more.nodes ?? []),
    ],
    edges: [
      ['User:ada', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:ada.1'],
      ['RoleAssignment:ada.1', 'OF_ROLE', ROLE],
      ['RoleAssignment:ada.1', 'SCOPED_TO', SET],
      ['User:boss', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:boss.1'],
      ['RoleAssignment:boss.1', 'OF_ROLE', 'Role:SUPER_ADMIN'],
      ...(more.edges ?? []),
    ],
  };
}

const ALL_USERS = 'orn:okta:directory:00o1:users';

describe('Facts about custom roles and resource sets', () => {
  it('have every fact their schemas declare, and no other', () => {
    const graph = bound([], []);

    expect(Object.keys(factsOf(customRoleFacts, graph, ROLE)).sort()).toEqual(
      Object.keys(customRoleFacts.schema).sort(),
    );
    expect(Object.keys(factsOf(resourceSetFacts, graph, SET)).sort()).toEqual(
      Object.keys(resourceSetFacts.schema).sort(),
    );
  });

  it('tell what a role allows, how often and how widely', () => {
    expect(factsOf(customRoleFacts, bound(['okta.users.manage'], [ALL_USERS]), ROLE)).toMatchObject({
      permissions: ['okta.users.manage'],
      assignmentCount: 1,
      orgWideSetCount: 1,
      ageDays: 100,
    });
  });

  it('do not call permissions or resources empty that were not read', () => {
    const graph = bound(null, null);

    expect(factsOf(customRoleFacts, graph, ROLE)['permissions']).toBeInstanceOf(Unknown);
    expect(factsOf(customRoleFacts, graph, ROLE)['orgWideSetCount']).toBeInstanceOf(AtLeast);
    expect(factsOf(resourceSetFacts, graph, SET)['orgWideCollectionCount']).toBeInstanceOf(Unknown);
    expect(factsOf(resourceSetFacts, graph, SET)['managePermissionCount']).toBeInstanceOf(AtLeast);
  });

  it('count assignments as a lower bound while any holder’s roles are unread', () => {
    const graph = bound([], [], { missing: ['resource-set-bindings'] });

    expect(factsOf(customRoleFacts, graph, ROLE)['assignmentCount']).toBeInstanceOf(AtLeast);
  });

  it('tell managing permissions from reading ones, and privileged members by tier', () => {
    const graph = bound(['okta.users.read', 'okta.users.credentials.resetPassword', 'okta.groups.manage'], [], {
      edges: [
        [SET, 'CONTAINS', 'User:boss'],
        [SET, 'CONTAINS', 'User:ada'],
      ],
    });

    expect(factsOf(resourceSetFacts, graph, SET)).toMatchObject({
      managePermissionCount: 1,
      controlPermissionCount: 2,
      privilegedMembers: ['ada', 'boss@acme.example'],
      privilegedMemberCount: 2,
    });
  });

  it('see a critical application in a set that names its catalogue entry', () => {
    const apps = {
      nodes: [
        { key: 'App:aws', name: 'Cloud', props: { status: 'ACTIVE', catalogName: 'amazon_aws' } },
        { key: 'App:wiki', name: 'Wiki', props: { status: 'ACTIVE', catalogName: 'confluence' } },
      ],
    };
    const members = (resource: string, missing: string[] = []) =>
      factsOf(resourceSetFacts, bound(['okta.apps.manage'], [resource], { ...apps, missing }), SET)[
        'privilegedMembers'
      ];

    expect(members('orn:okta:idp:00o1:apps:amazon_aws')).toEqual(['Cloud']);
    expect(members('https://acme.okta.example/api/v1/apps?filter=name+eq+"amazon_aws"')).toEqual(['Cloud']);
    expect(members('orn:okta:idp:00o1:apps:confluence')).toEqual([]);
    expect(members('orn:okta:idp:00o1:apps:confluence', ['apps'])).toBeInstanceOf(AtLeast);
  });

  it.each([
    [ALL_USERS, 'users'],
    ['orn:okta:directory:00o1:groups', 'groups'],
    ['orn:okta:idp:00o1:apps', 'apps'],
    ['orn:okta:directory:00o1:groups:*', 'groups'],
    ['https://acme.okta.example/api/v1/users', 'users'],
    ['https://acme.okta.example/api/v1/groups/', 'groups'],
    ['orn:okta:directory:00o1:groups:00g1', null],
    ['orn:okta:directory:00o1:groups:00g1:contained_resources', null],
    ['orn:okta:idp:00o1:apps:amazon_aws', null],
    ['https://acme.okta.example/api/v1/groups/00g1/users', null],
    ['https://acme.okta.example/api/v1/apps?limit=200', 'apps'],
    ['https://acme.okta.example/api/v1/apps?filter=name+eq+"amazon_aws"', null],
  ])('read %s as %s', (resource, collection) => {
    expect(orgWideCollection(resource)).toBe(collection);
  });
});
