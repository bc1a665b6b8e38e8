import { buildGraph } from '../graph/build-graph';
import { computePrivilege } from '../privilege/compute-privilege';
import { DEFAULT_CLASSIFICATION } from '../privilege/privilege-model';
import { privilegedReach } from './privileged-reach';

describe('What a node reaches', () => {
  const view = buildGraph({
    nodes: [
      { key: 'Org:o' },
      { key: 'User:owner', props: { status: 'ACTIVE' } },
      { key: 'User:other', props: { status: 'ACTIVE' } },
      { key: 'Group:admins' },
      { key: 'RoleAssignment:admins.ra', props: { type: 'SUPER_ADMIN', status: 'ACTIVE' } },
      { key: 'Role:SUPER_ADMIN', props: { type: 'SUPER_ADMIN' } },
    ],
    edges: [
      ['User:owner', 'OWNS', 'Group:admins'],
      ['Group:admins', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:admins.ra'],
      ['RoleAssignment:admins.ra', 'OF_ROLE', 'Role:SUPER_ADMIN'],
      ['Group:admins', 'SUPER_ADMIN_OF', 'Org:o'],
    ],
  });
  const reachOf = privilegedReach(view, computePrivilege(view, DEFAULT_CLASSIFICATION));

  it('counts privileged objects along the edges an attacker can use, and not itself', () => {
    const { reached, all } = reachOf(view.indexOf('User:owner'));

    expect(reached).toBe(2);
    expect(all).toBeGreaterThanOrEqual(2);
  });

  it('is nothing for a node without a way on', () => {
    expect(reachOf(view.indexOf('User:other')).reached).toBe(0);
  });
});
