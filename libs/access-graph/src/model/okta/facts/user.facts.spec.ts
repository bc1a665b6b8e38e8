import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { daysAgo, factsOf } from './facts-of.spec-support';
import { userFacts } from './user.facts';

const ADA = 'User:ada';

function user(id: string, props: Record<string, unknown> = {}, observed: Record<string, unknown> = {}) {
  const login = `${id}@acme.example`;
  return { key: `User:${id}`, name: login, props: { status: 'ACTIVE', login, email: login, ...props }, observed };
}

function roleEdges(holder: string, type: string): Pick<SmallGraph, 'nodes' | 'edges'> {
  const assignment = `RoleAssignment:${holder.replace(':', '-')}.${type}`;
  return {
    nodes: [
      { key: assignment, props: { type, targets: 'all' } },
      { key: `Role:${type}`, props: { type } },
    ],
    edges: [
      [holder, 'HAS_ROLE_ASSIGNMENT', assignment],
      [assignment, 'OF_ROLE', `Role:${type}`],
    ],
  };
}

describe('Facts about a user', () => {
  it('counts days to the scan and keeps "never" as knowledge', () => {
    const graph = {
      nodes: [user('ada', { created: daysAgo(30), passwordChanged: null }, { lastLogin: daysAgo(2.5) }), user('bea')],
      edges: [],
    };

    const ada = factsOf(userFacts, graph, ADA);

    expect(ada).toMatchObject({ daysSinceLastLogin: 2.5, daysSinceCreated: 30, daysSincePasswordChanged: null });
    expect(factsOf(userFacts, graph, 'User:bea')).toMatchObject({ daysSinceLastLogin: null });
  });

  it('takes an ACTIVE user whom Okta does not date for activated when its status last changed', () => {
    const imported = { activated: null, created: daysAgo(90) };
    const activation = (props: Record<string, unknown>) =>
      factsOf(userFacts, { nodes: [user('ada', props)], edges: [] }, ADA)['daysSinceActivated'];

    expect(activation(imported)).toBe(90);
    expect(activation({ ...imported, statusChanged: daysAgo(40) })).toBe(40);
    expect(activation({ ...imported, activated: daysAgo(10) })).toBe(10);
    expect(activation({ ...imported, status: 'STAGED' })).toBeNull();
  });

  it('has every fact its schema declares, and no other', () => {
    const facts = factsOf(userFacts, { nodes: [user('ada')], edges: [] }, ADA);

    expect(Object.keys(facts).sort()).toEqual(Object.keys(userFacts.schema).sort());
  });

  describe('as an admin', () => {
    const direct = roleEdges(ADA, 'HELP_DESK_ADMIN');

    it('is one by a direct role even where group roles were refused', () => {
      const facts = factsOf(
        userFacts,
        {
          nodes: [user('ada'), { key: 'Group:g', props: { type: 'OKTA_GROUP' } }, ...direct.nodes],
          edges: [...direct.edges, [ADA, 'MEMBER_OF', 'Group:g']],
          missing: ['group-roles'],
        },
        ADA,
      );

      expect(facts['isAdmin']).toBe(true);
      expect(facts['effectiveRoles']).toBeInstanceOf(AtLeast);
    });

    it('is not known when no role could be read, never "no admin"', () => {
      const facts = factsOf(
        userFacts,
        { nodes: [user('ada')], edges: [], missing: ['role-assignees', 'user-roles', 'group-roles'] },
        ADA,
      );

      expect(facts['isAdmin']).toBeInstanceOf(Unknown);
      expect(facts['toxicRolePairCount']).toBeInstanceOf(Unknown);
    });

    it('finds roles that should be apart, and none in a single role', () => {
      const apps = roleEdges(ADA, 'APP_ADMIN');
      const both = { nodes: [user('ada'), ...direct.nodes, ...apps.nodes], edges: [...direct.edges, ...apps.edges] };

      expect(factsOf(userFacts, both, ADA)).toMatchObject({ toxicRolePairs: ['HELP_DESK_ADMIN+APP_ADMIN'] });
      expect(factsOf(userFacts, { nodes: [user('ada'), ...direct.nodes], edges: direct.edges }, ADA)).toMatchObject({
        toxicRolePairCount: 0,
      });
    });
  });

  describe('and its domain', () => {
    const staff = Array.from({ length: 20 }, (_, n) => user(`staff${n}`));

    it('is external when few users and no verified domain have it', () => {
      const facts = factsOf(
        userFacts,
        { nodes: [...staff, user('ada', { login: 'ada@vendor.test' })], edges: [] },
        ADA,
      );

      expect(facts).toMatchObject({ hasExternalLogin: true, hasExternalDomain: true, loginDomain: 'vendor.test' });
    });

    it('is external in a small tenant as well, where one user is a tenth of all', () => {
      const few = staff.slice(0, 8);
      const consultant = user('ada', { login: 'ada@vendor.test' });
      const facts = factsOf(userFacts, { nodes: [...few, consultant], edges: [] }, ADA);

      expect(facts['hasExternalLogin']).toBe(true);
      expect(factsOf(userFacts, { nodes: [...few, consultant], edges: [] }, 'User:staff0')['hasExternalLogin']).toBe(
        false,
      );
    });

    it('is ours when several users beside the commonest domain have it', () => {
      const bought = Array.from({ length: 5 }, (_, n) => user(`bought${n}`, { login: `bought${n}@bought.test` }));

      expect(factsOf(userFacts, { nodes: [...staff, ...bought], edges: [] }, 'User:bought0')['hasExternalLogin']).toBe(
        false,
      );
    });

    it('is ours when the tenant verified a host below it', () => {
      const facts = factsOf(
        userFacts,
        {
          nodes: [
            ...staff,
            user('ada', { login: 'ada@vendor.test', email: 'ada@vendor.test' }),
            {
              key: 'Setting:domains',
              props: { domains: [{ domain: 'login.vendor.test', validationStatus: 'COMPLETED' }] },
            },
          ],
          edges: [],
        },
        ADA,
      );

      expect(facts['hasExternalDomain']).toBe(false);
    });

    it('is unknown while other users are unread, but common domains and consumer mail are certain', () => {
      const graph = {
        nodes: [
          ...staff,
          user('ada', { login: 'ada@vendor.test' }),
          user('bea'),
          user('cleo', { login: 'cleo@gmail.com' }),
        ],
        edges: [],
        missing: ['users'],
      };

      expect(factsOf(userFacts, graph, ADA)['hasExternalLogin']).toBeInstanceOf(Unknown);
      expect(factsOf(userFacts, graph, 'User:bea')['hasExternalLogin']).toBe(false);
      expect(factsOf(userFacts, graph, 'User:cleo')['hasExternalLogin']).toBe(true);
    });

    it('never takes a name that belongs to Okta for the organisation, however many have it or however it was verified', () => {
      const domains = { domains: [{ domain: 'acme.okta.com', validationStatus: 'VERIFIED' }] };
      const graph = {
        nodes: [
          { key: 'Setting:domains', props: domains },
          user('ada', { login: 'ada@okta.com' }),
          user('bea', { login: 'bea@acme.okta.com' }),
          user('cleo', { login: 'cleo@acme.okta-gov.com' }),
        ],
        edges: [],
      };
      for (const key of [ADA, 'User:bea', 'User:cleo'])
        expect(factsOf(userFacts, graph, key)['hasExternalLogin']).toBe(true);
    });

    it('follows the domains the operator named', () => {
      const facts = factsOf(userFacts, { nodes: [user('ada')], edges: [], missing: ['users'] }, ADA, {
        internalDomains: ['other.example'],
      });

      expect(facts['hasExternalLogin']).toBe(true);
    });
  });

  it.each([
    ['2026-12-31', true],
    [1798675200000, true],
    [[2026, 12, 31], true],
    ['31/12/2026', true],
    ['12.31.2026', false],
    ['03/04/2026', false],
    ['at the end of the project', false],
  ])('know the end of a contract from %j: %s, and nothing from what is ambiguous', (contractEndDate, known) => {
    const graph = { nodes: [user('ada', { attributes: { contractEndDate } as never })], edges: [] };
    const days = factsOf(userFacts, graph, ADA)['daysSinceContractEnd'];
    expect([typeof days === 'number', days instanceof Unknown]).toEqual([known, !known]);
  });

  it.each(['Break-Glass', 'breakglass', 'break_glass accounts', 'Emergency Access'])(
    'knows the members of %s for break-glass users',
    (name) => {
      const graph: SmallGraph = {
        nodes: [user('ada'), { key: 'Group:bg', name, props: { type: 'OKTA_GROUP' } }],
        edges: [[ADA, 'MEMBER_OF', 'Group:bg']],
      };

      expect(factsOf(userFacts, graph, ADA)['isBreakGlass']).toBe(true);
    },
  );

  it('knows a break-glass user by its group, and nobody as certain outsider when members are unread', () => {
    const graph: SmallGraph = {
      nodes: [user('ada'), user('bea'), { key: 'Group:bg', name: 'break glass', props: { type: 'OKTA_GROUP' } }],
      edges: [[ADA, 'MEMBER_OF', 'Group:bg']],
    };
    const unread = {
      ...graph,
      coverage: [{ resource: 'group-members', parent: 'Group:bg', state: 'failed' as const }],
    };

    expect(factsOf(userFacts, graph, ADA)['isBreakGlass']).toBe(true);
    expect(factsOf(userFacts, graph, 'User:bea')['isBreakGlass']).toBe(false);
    expect(factsOf(userFacts, unread, ADA)['isBreakGlass']).toBe(true);
    expect(factsOf(userFacts, unread, 'User:bea')['isBreakGlass']).toBeInstanceOf(Unknown);
  });

  it.each([
    ['none', {}],
    ['active', { managerId: 'boss@acme.example' }],
    ['active', { managerId: 'boss' }],
    ['active', { managerId: '4711' }],
    ['inactive', { manager: 'gone@acme.example' }],
    ['unresolved', { manager: 'Somebody Else' }],
  ])('says the manager is %s for %j', (state, props) => {
    const graph = {
      nodes: [user('ada', props), user('boss', { employeeNumber: '4711' }), user('gone', { status: 'DEPROVISIONED' })],
      edges: [],
    };

    expect(factsOf(userFacts, graph, ADA)['managerState']).toBe(state);
  });

  it('means the live account where a closed one of the same person has its mail', () => {
    const mail = { email: 'boss@acme.example' };
    const closed = user('old', { ...mail, status: 'DEPROVISIONED' });
    const state = (...bosses: ReturnType<typeof user>[]) =>
      factsOf(userFacts, { nodes: [user('ada', { manager: 'BOSS@acme.example' }), ...bosses], edges: [] }, ADA)[
        'managerState'
      ];

    expect([state(closed, user('new', mail)), state(user('new', mail), closed)]).toEqual(['active', 'active']);
    expect(state(closed)).toBe('inactive');
  });

  it('takes the owner of a service account from an owner attribute before the manager', () => {
    const graph = {
      nodes: [
        user('svc-backup', { managerId: 'boss', attributes: { owner: 'gone@acme.example' } }),
        user('boss'),
        user('gone', { status: 'SUSPENDED' }),
      ],
      edges: [],
    };

    expect(factsOf(userFacts, graph, 'User:svc-backup')).toMatchObject({
      isServiceAccount: true,
      ownerState: 'inactive',
    });
  });

  it('reads the end of a contract from a custom attribute', () => {
    const graph = { nodes: [user('ada', { attributes: { contractEndDate: '2025-12-22' } })], edges: [] };

    expect(factsOf(userFacts, graph, ADA)['daysSinceContractEnd']).toBe(10);
  });

  it('counts an application once, however many ways lead to it, and leaves Okta’s own and inactive ones out', () => {
    const graph: SmallGraph = {
      nodes: [
        user('ada'),
        { key: 'Group:g', props: { type: 'OKTA_GROUP' } },
        { key: 'App:mail', props: { status: 'ACTIVE', catalogName: 'office365', features: [] } },
        { key: 'App:console', props: { status: 'ACTIVE', catalogName: 'saasure', features: [] } },
        { key: 'App:old', props: { status: 'INACTIVE', catalogName: 'wiki', features: [] } },
      ],
      edges: [
        [ADA, 'MEMBER_OF', 'Group:g'],
        [ADA, 'ASSIGNED_TO', 'App:mail'],
        ['Group:g', 'ASSIGNED_TO', 'App:mail'],
        ['Group:g', 'ASSIGNED_TO', 'App:console'],
        [ADA, 'ASSIGNED_TO', 'App:old'],
      ],
    };

    expect(factsOf(userFacts, graph, ADA)).toMatchObject({ dailyAppCount: 1, mailboxAppCount: 1, accessCount: 3 });
    expect(factsOf(userFacts, { ...graph, missing: ['app-users'] }, ADA)['dailyAppCount']).toBeInstanceOf(AtLeast);
  });

  it('does not count as access what everybody has, such as the dashboard', () => {
    const graph: SmallGraph = {
      nodes: [
        user('ada'),
        { key: 'Group:all', name: 'Everyone', props: { type: 'BUILT_IN' } },
        { key: 'App:dashboard', props: { status: 'ACTIVE', catalogName: 'okta_enduser', features: [] } },
        { key: 'App:wiki', props: { status: 'ACTIVE', catalogName: 'wiki', features: [] } },
      ],
      edges: [
        ['Group:all', 'ASSIGNED_TO', 'App:dashboard'],
        ['Group:all', 'ASSIGNED_TO', 'App:wiki'],
        [ADA, 'ASSIGNED_TO', 'App:wiki', { scope: 'GROUP' }],
      ],
    };

    expect(factsOf(userFacts, graph, ADA)).toMatchObject({ dailyAppCount: 1, accessCount: 0 });
    const own: SmallGraph = { ...graph, edges: [...graph.edges.slice(0, 2), [ADA, 'ASSIGNED_TO', 'App:wiki']] };
    expect(factsOf(userFacts, own, ADA)).toMatchObject({ dailyAppCount: 1, accessCount: 1 });
  });

  it('is mastered elsewhere by a directory password, or by an application with profile mastering', () => {
    const hr = {
      key: 'App:hr',
      name: 'HR',
      props: { status: 'ACTIVE', catalogName: 'hr', features: ['PROFILE_MASTERING'] },
    };
    const graph: SmallGraph = {
      nodes: [
        user('ada', { providerType: 'OKTA' }),
        user('bea', { providerType: 'ACTIVE_DIRECTORY' }),
        user('cleo', { providerType: 'OKTA' }),
        hr,
      ],
      edges: [[ADA, 'ASSIGNED_TO', 'App:hr']],
    };
    const unread = { ...graph, missing: ['app-users'] };

    expect(factsOf(userFacts, graph, ADA)).toMatchObject({ isMasteredElsewhere: true, masteringApps: ['HR'] });
    expect(factsOf(userFacts, unread, 'User:bea')['isMasteredElsewhere']).toBe(true);
    expect(factsOf(userFacts, graph, 'User:cleo')).toMatchObject({
      isMasteredElsewhere: false,
      staffMasteredElsewherePercent: (100 * 2) / 3,
    });
    expect(factsOf(userFacts, unread, 'User:cleo')['isMasteredElsewhere']).toBeInstanceOf(Unknown);
  });

  it('owns tokens and the integrations it authorised, as a lower bound when one list was refused', () => {
    const graph: SmallGraph = {
      nodes: [user('ada', { status: 'DEPROVISIONED' }), { key: 'ApiToken:t' }, { key: 'ServiceIntegration:s' }],
      edges: [
        ['ApiToken:t', 'AUTHENTICATES_AS', ADA],
        [ADA, 'CREATED', 'ServiceIntegration:s'],
      ],
    };

    expect(factsOf(userFacts, graph, ADA)).toMatchObject({ apiTokenCount: 1, liveCredentialCount: 2 });
    expect(factsOf(userFacts, { ...graph, missing: ['api-services'] }, ADA)).toMatchObject({
      apiTokenCount: 1,
      liveCredentialCount: new AtLeast(2, [{ resource: 'api-services', parent: '' }]),
    });
  });

  it('counts active users with the same employee number', () => {
    const graph = {
      nodes: [
        user('ada', { employeeNumber: '7' }),
        user('ada2', { employeeNumber: '7' }),
        user('ada3', { employeeNumber: '7', status: 'DEPROVISIONED' }),
        user('bea', { employeeNumber: ' ' }),
      ],
      edges: [],
    };

    expect(factsOf(userFacts, graph, ADA)['employeeNumberUserCount']).toBe(2);
    expect(factsOf(userFacts, graph, 'User:bea')['employeeNumberUserCount']).toBe(0);
  });

  it('counts active people with the same mailbox, in whatever case and with whatever tag it is written', () => {
    const graph = {
      nodes: [
        user('ada', { email: 'Ada@acme.example' }),
        user('ada2', { email: 'ada+test@acme.example' }),
        user('ada3', { email: 'ada@acme.example', status: 'DEPROVISIONED' }),
        user('bea', { email: 'bea+ada@acme.example' }),
        user('cleo', { email: null }),
        user('svc-backup', { email: 'bea@acme.example' }),
      ],
      edges: [],
    };
    const counts = ['ada', 'ada2', 'bea', 'cleo', 'svc-backup'].map(
      (name) => factsOf(userFacts, graph, `User:${name}`)['mailboxUserCount'],
    );

    expect(counts).toEqual([2, 2, 1, 0, 0]);
  });

  it('has a status that never changed since it was made', () => {
    const days = (props: Record<string, unknown>) =>
      factsOf(userFacts, { nodes: [user('ada', props)], edges: [] }, ADA)['daysSinceStatusChanged'];

    expect(days({ status: 'STAGED', statusChanged: null, created: daysAgo(60) })).toBe(60);
    expect(days({ status: 'SUSPENDED', statusChanged: daysAgo(10), created: daysAgo(60) })).toBe(10);
    expect(days({ status: 'STAGED', statusChanged: null, created: null })).toBeNull();
  });
});
