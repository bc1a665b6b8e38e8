import { buildGraph } from '../graph/build-graph';
import { oktaModel } from '../model/okta';
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
  const reachOf = privilegedReach(view, oktaModel.privilege(view, oktaModel.classification));

  it('counts privileged objects along the edges an attacker can use, and not itself', () => {
    const { reached, all } = reachOf(view.indexOf('User:owner'));

    expect(reached).toBe(2);
    expect(all).toBeGreaterThanOrEqual(2);
  });

  it('counts critical applications of whom and what it reaches, but not what those applications reach', () => {
    const graph = buildGraph({
      nodes: [
        { key: 'Org:o' },
        { key: 'User:desk' },
        { key: 'User:clerk' },
        { key: 'User:guest' },
        { key: 'Group:payroll' },
        { key: 'App:cloud', props: { catalogName: 'amazon_aws', status: 'ACTIVE' } },
        { key: 'App:hr', props: { catalogName: 'workday', status: 'ACTIVE' } },
        { key: 'App:old', props: { catalogName: 'netsuite', status: 'INACTIVE' } },
        { key: 'App:wiki', props: { catalogName: 'wiki', status: 'ACTIVE' } },
      ],
      edges: [
        ['User:desk', 'CAN_RESET_PASSWORD', 'User:clerk'],
        ['User:clerk', 'MEMBER_OF', 'Group:payroll'],
        ['User:clerk', 'ASSIGNED_TO', 'App:cloud'],
        ['User:clerk', 'ASSIGNED_TO', 'App:wiki'],
        ['User:clerk', 'ASSIGNED_TO', 'App:old'],
        ['Group:payroll', 'ASSIGNED_TO', 'App:hr'],
        ['Group:payroll', 'ASSIGNED_TO', 'App:cloud'],
        ['App:cloud', 'SUPER_ADMIN_OF', 'Org:o'],
      ],
    });
    const reach = privilegedReach(graph, oktaModel.privilege(graph, oktaModel.classification));

    expect(reach(graph.indexOf('User:desk')).reached).toBe(2);
    expect(reach(graph.indexOf('User:clerk')).reached).toBe(2);
    expect(reach(graph.indexOf('User:guest')).reached).toBe(0);
  });

  it('is nothing for a node without a way on', () => {
    expect(reachOf(view.indexOf('User:other')).reached).toBe(0);
  });
});
