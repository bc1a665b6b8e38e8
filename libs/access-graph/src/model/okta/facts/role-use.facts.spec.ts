import { Unknown } from '@posture/domain';
import type { Usage, UsageKind } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { daysAgo, factsOf } from './facts-of.spec-support';
import { roleUseFacts } from './role-use.facts';

/** A log of 100 days, with how many days ago something in it was used. */
const log = (used: Readonly<Record<string, number>> = {}, days: number | null = 100): Usage => ({
  since: days === null ? null : new Date(daysAgo(days)),
  unread: null,
  lastUse: (kind: UsageKind, key: string) =>
    used[`${kind}:${key}`] === undefined ? null : new Date(daysAgo(used[`${kind}:${key}`]!)),
  sources: () => [],
});

const ROLE = 'RoleAssignment:r';
/** `ada` holds a role, or the group she is in with `bob` does; a token of hers is left unused for as many days. */
function held(by: 'User:ada' | 'Group:admins' | 'App:sync', more: Partial<SmallGraph> = {}): SmallGraph {
  return {
    ...more,
    nodes: [
      { key: 'User:ada' },
      { key: 'User:bob' },
      { key: 'Group:admins', name: 'Admins' },
      { key: 'App:sync' },
      { key: ROLE, props: { status: 'ACTIVE', created: daysAgo(400) } },
      ...(more.nodes ?? []),
    ],
    edges: [
      [by, 'HAS_ROLE_ASSIGNMENT', ROLE],
      ['User:ada', 'MEMBER_OF', 'Group:admins'],
      ['User:bob', 'MEMBER_OF', 'Group:admins'],
      ...(more.edges ?? []),
    ],
  };
}

function token(idleDays: number): Pick<SmallGraph, 'nodes' | 'edges'> {
  const observed = { expiresAt: daysAgo(idleDays - 30) };
  return {
    nodes: [{ key: 'ApiToken:t', props: { created: daysAgo(300), tokenWindow: 'P30D' }, observed }],
    edges: [['ApiToken:t', 'AUTHENTICATES_AS', 'User:ada']],
  };
}

describe('Use of a role', () => {
  const use = (graph: SmallGraph, usage: Usage = log()) => factsOf(roleUseFacts, graph, ROLE, {}, usage);

  it('is what its holder does as an administrator, and nothing else', () => {
    expect(use(held('User:ada'), log({ 'admin:ada': 12, 'user:ada': 1 }))).toEqual({
      roleUserCount: 1,
      isForBreakGlass: false,
      daysSinceUsersActed: 12,
      daysSinceUsersTokenUse: null,
    });
    expect(use(held('User:ada'), log({ 'user:ada': 1 }))['daysSinceUsersActed']).toMatchObject({ value: 100 });
    expect(use(held('User:ada'), log({}, null))['daysSinceUsersActed']).toBeInstanceOf(Unknown);
  });

  it('cannot be missing for longer than the role was held', () => {
    const young = held('User:ada');
    const nodes = young.nodes.map((node) => (node.key === ROLE ? { ...node, props: { created: daysAgo(5) } } : node));

    expect(use({ ...young, nodes })['daysSinceUsersActed']).toBe(5);
  });

  it('of a group is that of whichever member acted last', () => {
    expect(use(held('Group:admins'), log({ 'admin:ada': 80, 'admin:bob': 3 }))).toMatchObject({
      roleUserCount: 2,
      daysSinceUsersActed: 3,
    });
  });

  it('is not known of a group whose members were not read', () => {
    const unread = held('Group:admins', {
      coverage: [{ resource: 'group-members', parent: 'Group:admins', state: 'forbidden' }],
    });

    expect(use(unread, log({ 'admin:ada': 80 }))).toMatchObject({
      roleUserCount: { value: 2, needs: [{ resource: 'group-members', parent: 'Group:admins' }] },
      daysSinceUsersActed: expect.any(Unknown),
      daysSinceUsersTokenUse: expect.any(Unknown),
    });
  });

  it('is also an API token of theirs that is used, of which the log may show nothing', () => {
    expect(use(held('Group:admins', token(4)))['daysSinceUsersTokenUse']).toBe(4);
    expect(use(held('User:ada', { missing: ['api-tokens'] }))['daysSinceUsersTokenUse']).toBeInstanceOf(Unknown);
  });

  it('is that of the token used last, whatever is known of the others', () => {
    const two = token(4);
    const untold = { key: 'ApiToken:untold', props: { created: daysAgo(300) } };
    const both = held('User:ada', {
      nodes: [...two.nodes, untold],
      edges: [...two.edges, ['ApiToken:untold', 'AUTHENTICATES_AS', 'User:ada']],
    });

    expect(use(both)['daysSinceUsersTokenUse']).toBe(4);
    expect(use(both, log({}, 3))['daysSinceUsersTokenUse']).toMatchObject({ value: 3 });
    expect(use(both, log({}, null))['daysSinceUsersTokenUse']).toBeInstanceOf(Unknown);
  });

  it('of a client is no matter of users', () => {
    expect(use(held('App:sync'))['roleUserCount']).toBe(0);
  });

  it('is not expected of who is there for emergencies', () => {
    const emergency: Partial<SmallGraph> = {
      nodes: [{ key: 'Group:glass', name: 'Break Glass' }],
      edges: [['User:ada', 'MEMBER_OF', 'Group:glass']],
    };

    expect(use(held('User:ada', emergency))['isForBreakGlass']).toBe(true);
  });
});
