import { AtLeast, Unknown } from '@posture/domain';
import type { SmallEdge, SmallGraph, SmallNode } from '../../../graph/build-graph';
import { daysAgo, factsOf } from './facts-of.spec-support';
import { orgPrivilegeFacts } from './org-privilege.facts';

const ORG = 'Org:o';

const user = (id: string, props: Record<string, unknown> = {}): SmallNode => ({
  key: `User:${id}`,
  props: { status: 'ACTIVE', providerType: 'OKTA', ...props },
});

function holds(holder: string, type: string): { nodes: SmallNode[]; edges: SmallEdge[] } {
  const assignment = `RoleAssignment:${holder.replace(':', '-')}.${type}`;
  return {
    nodes: [{ key: assignment, props: { type } }],
    edges: [
      [holder, 'HAS_ROLE_ASSIGNMENT', assignment],
      [assignment, 'OF_ROLE', `Role:${type}`],
    ],
  };
}

function tenant(more: Partial<SmallGraph> = {}): SmallGraph {
  return {
    ...more,
    nodes: [
      { key: ORG },
      { key: 'Role:SUPER_ADMIN', props: { type: 'SUPER_ADMIN' } },
      { key: 'Role:HELP_DESK_ADMIN', props: { type: 'HELP_DESK_ADMIN' } },
      ...(more.nodes ?? []),
    ],
    edges: more.edges ?? [],
  };
}

const facts = (more: Partial<SmallGraph> = {}) => factsOf(orgPrivilegeFacts, tenant(more), ORG);

describe('Facts about who holds the tenant', () => {
  it('has every fact its schema declares, and no other', () => {
    expect(Object.keys(facts()).sort()).toEqual(Object.keys(orgPrivilegeFacts.schema).sort());
  });

  describe('counts of admins', () => {
    const roles = [
      holds('User:ada', 'SUPER_ADMIN'),
      holds('User:off', 'SUPER_ADMIN'),
      holds('User:bea', 'HELP_DESK_ADMIN'),
      holds('Group:g', 'SUPER_ADMIN'),
      holds('App:client', 'SUPER_ADMIN'),
    ];
    const graph = {
      nodes: [
        ...['ada', 'bea', 'cleo', 'dan'].map((id) => user(id)),
        user('off', { status: 'SUSPENDED' }),
        { key: 'Group:g', props: { type: 'OKTA_GROUP' } },
        { key: 'App:client', props: { status: 'ACTIVE', signOnMode: 'OPENID_CONNECT' } },
        ...roles.flatMap(({ nodes }) => nodes),
      ],
      edges: [...roles.flatMap(({ edges }) => edges), ['User:cleo', 'MEMBER_OF', 'Group:g'] as const],
    };

    it('take active users and clients, each once, and members instead of groups', () => {
      expect(facts(graph)).toMatchObject({ superAdminCount: 3, adminCount: 3, adminPercent: 75 });
    });

    it.each(['LOCKED_OUT', 'PASSWORD_EXPIRED', 'RECOVERY'])(
      'take a super admin who is %s, and will be back',
      (status) => {
        const nodes = graph.nodes.map((node) => (node.key === 'User:off' ? user('off', { status }) : node));
        expect(facts({ ...graph, nodes })).toMatchObject({ superAdminCount: 4, adminCount: 4, adminPercent: 80 });
      },
    );

    it('are lower bounds where roles of groups were refused', () => {
      const partial = facts({ ...graph, missing: ['group-roles'] });

      expect(partial['superAdminCount']).toBeInstanceOf(AtLeast);
      expect(partial['adminPercent']).toBeInstanceOf(AtLeast);
    });

    it('give no share of users who were not all read', () => {
      expect(facts({ ...graph, missing: ['users'] })['adminPercent']).toBeInstanceOf(Unknown);
    });
  });

  describe('break-glass users', () => {
    const graph: Partial<SmallGraph> = {
      nodes: [
        user('ada'),
        user('bea'),
        { key: 'Group:bg', name: 'Break Glass', props: { type: 'OKTA_GROUP' } },
        { key: 'Factor:ada.k', props: { status: 'ACTIVE', factorType: 'webauthn' } },
      ],
      edges: [
        ['User:ada', 'MEMBER_OF', 'Group:bg'],
        ['User:bea', 'MEMBER_OF', 'Group:bg'],
        ['User:ada', 'HAS_FACTOR', 'Factor:ada.k'],
      ],
    };

    it('are counted, and those without a key', () => {
      expect(facts(graph)).toMatchObject({ breakGlassUserCount: 2, weakBreakGlassUserCount: 1 });
    });

    it('are none, certainly, where no group is marked', () => {
      expect(facts({ nodes: [user('ada')] })).toMatchObject({ breakGlassUserCount: 0, weakBreakGlassUserCount: 0 });
    });

    it('may be weak while their factors are unread', () => {
      const unread = { ...graph, coverage: [{ resource: 'factors', parent: 'User:bea', state: 'not_read' as const }] };

      expect(facts(unread)['weakBreakGlassUserCount']).toEqual(
        new AtLeast(0, [{ resource: 'factors', parent: 'User:bea' }]),
      );
    });
  });

  describe('settings', () => {
    it('are read as they stand', () => {
      const nodes = [
        { key: 'Setting:org-third-party-admin', props: { thirdPartyAdmin: true } },
        { key: 'Setting:org-client-privileges', props: { clientPrivilegesSetting: false } },
        { key: 'Setting:org-admin-app-assignment', props: { autoAssignAdminAppSetting: true } },
        { key: 'Setting:org-support-access', props: { support: 'ENABLED', expiration: daysAgo(-0.5) } },
      ];

      expect(facts({ nodes })).toMatchObject({
        thirdPartyAdminEnabled: true,
        newClientsGetSuperAdmin: false,
        adminConsoleAutoAssigned: true,
        supportAccessOpen: true,
        supportAccessHoursLeft: 12,
      });
    });

    it('are unknown when the document is missing', () => {
      expect(facts()['thirdPartyAdminEnabled']).toBeInstanceOf(Unknown);
      expect(facts({ missing: ['org-support-access'] })['supportAccessOpen']).toBeInstanceOf(Unknown);
    });

    it.each([
      ['open without an end', 'ENABLED', null, true, null],
      ['ended this moment', 'ENABLED', daysAgo(0), false, null],
      ['disabled', 'DISABLED', daysAgo(-3), false, null],
    ])('call support access that is %s', (_, support, expiration, open, hours) => {
      const nodes = [{ key: 'Setting:org-support-access', props: { support, expiration } }];

      expect(facts({ nodes })).toMatchObject({ supportAccessOpen: open, supportAccessHoursLeft: hours });
    });
  });

  describe('inactivity automation', () => {
    const rule = (props: Record<string, unknown>): Partial<SmallGraph> => ({
      nodes: [
        { key: 'Policy:p', props: { type: 'USER_LIFECYCLE', status: 'ACTIVE' } },
        {
          key: 'PolicyRule:r',
          props: {
            status: 'ACTIVE',
            conditions: {
              people: { users: { inactivity: { number: 5, unit: 'WEEKS' } }, groups: { include: ['everyone'] } },
            },
            actions: { updateUserLifecycle: { targetStatus: 'SUSPENDED' } },
            ...props,
          },
        },
      ],
      edges: [['Policy:p', 'CONTAINS', 'PolicyRule:r']],
    });

    it('is the shortest time after which an active rule ends access', () => {
      expect(facts(rule({}))['inactivityAutomationDays']).toBe(35);
    });

    it.each([
      ['switched off', { status: 'INACTIVE' }],
      ['only notifying', { actions: { notify: true } }],
      ['without groups', { conditions: { people: { users: { inactivity: { number: 9, unit: 'DAYS' } } } } }],
      ['not scheduled', { schedule: { status: 'INACTIVE' } }],
    ])('is none when the rule is %s', (_, props) => {
      expect(facts(rule(props))['inactivityAutomationDays']).toBeNull();
    });

    it('takes the groups of the policy where the rule leaves them to it', () => {
      const graph = rule({
        conditions: { people: { users: { inactivity: { number: 9, unit: 'DAYS' } }, groups: null } },
      });
      const [policy, ...others] = graph.nodes ?? [];
      const conditions = { people: { groups: { include: ['everyone'] } } };
      const bound = { ...policy, key: 'Policy:p', props: { ...policy?.props, conditions } };
      expect(facts({ ...graph, nodes: [bound, ...others] })['inactivityAutomationDays']).toBe(9);
    });

    it('is unknown in an org that lists no automation, unless that list was read by itself', () => {
      expect(facts()['inactivityAutomationDays']).toBeInstanceOf(Unknown);
      expect(
        facts({ coverage: [{ resource: 'policies', parent: 'Policy:USER_LIFECYCLE', state: 'complete' }] })[
          'inactivityAutomationDays'
        ],
      ).toBeNull();
    });
  });

  it('counts active users whose password is in no directory', () => {
    const nodes = [user('ada'), user('bea', { providerType: 'LDAP' }), user('off', { status: 'STAGED' })];

    expect(facts({ nodes })['oktaSourcedUserCount']).toBe(1);
  });
});
