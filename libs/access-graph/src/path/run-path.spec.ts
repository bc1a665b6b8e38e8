import * as fc from 'fast-check';
import type { EdgeKind, GraphView, NodeIndex, PathSpec } from '@posture/domain';
import { OKTA_SOURCES } from '../../../../test/support/okta-sources';
import { buildGraph } from '../graph/build-graph';
import type { SmallEdge, SmallGraph } from '../graph/build-graph';
import { oktaModel } from '../model/okta';
import { withTiers } from '../privilege/with-tiers';
import { runPath } from './run-path';
import type { PathAnswer } from './run-path';

function run(graph: SmallGraph, spec: PathSpec, tiers: Record<string, 'T0' | 'T1' | 'T2' | 'T3'> = {}, params = {}) {
  const view = buildGraph(graph);
  const privilege = withTiers(oktaModel.privilege(view, oktaModel.classification), view, tiers);
  return Object.fromEntries(
    runPath({ view, privilege, sources: OKTA_SOURCES }, spec, params).map((answer) => [
      view.key(answer.start),
      answer.edges?.map((edge) => `${view.key(edge.src)} ${edge.kind} ${view.key(edge.dst)}`) ?? answer.missing,
    ]),
  );
}

const OWNER_GETS_ROLE: PathSpec = {
  from: { kinds: ['User'] },
  steps: [
    { kinds: ['OWNS'], to: { kinds: ['Group'] } },
    { kinds: ['HAS_ROLE_ASSIGNMENT'], to: { kinds: ['RoleAssignment'] } },
    {
      kinds: ['OF_ROLE'],
      to: { kinds: ['Role', 'CustomRole'], when: [{ prop: 'lowerTierThanStart', operator: 'equal', value: true }] },
    },
  ],
};

const OWNED: SmallGraph = {
  nodes: [
    { key: 'User:owner' },
    { key: 'User:super' },
    { key: 'User:other' },
    { key: 'Group:admins' },
    { key: 'Group:staff' },
    { key: 'RoleAssignment:a' },
    { key: 'Role:SUPER_ADMIN' },
  ],
  edges: [
    ['User:owner', 'OWNS', 'Group:admins'],
    ['User:super', 'OWNS', 'Group:admins'],
    ['User:other', 'OWNS', 'Group:staff'],
    ['Group:admins', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:a'],
    ['RoleAssignment:a', 'OF_ROLE', 'Role:SUPER_ADMIN'],
  ],
};

describe('runPath', () => {
  it('finds the path of each start node that has one and compares tiers with the start', () => {
    expect(run(OWNED, OWNER_GETS_ROLE, { 'User:super': 'T0' })).toEqual({
      'User:owner': [
        'User:owner OWNS Group:admins',
        'Group:admins HAS_ROLE_ASSIGNMENT RoleAssignment:a',
        'RoleAssignment:a OF_ROLE Role:SUPER_ADMIN',
      ],
      'User:super': [],
      'User:other': [],
    });
  });

  it('cannot prove absence while owners of a group that leads on were not read', () => {
    const failed = (parent: string) => ({
      ...OWNED,
      coverage: [{ resource: 'group-owners', parent, state: 'failed' as const }],
    });
    expect(run(failed('Group:admins'), OWNER_GETS_ROLE)['User:other']).toEqual(['group-owners']);
    expect(run(failed('Group:staff'), OWNER_GETS_ROLE)['User:other']).toEqual([]);
    expect(run({ ...OWNED, missing: ['group-roles'] }, OWNER_GETS_ROLE)['User:other']).toEqual(['group-roles']);
    expect(
      run({ ...OWNED, coverage: [{ resource: 'group-owners', state: 'unlicensed' }] }, OWNER_GETS_ROLE)['User:other'],
    ).toEqual([]);
  });

  it('cannot prove that nobody reached is an administrator while roles were not read', () => {
    const toAdmin: PathSpec = {
      from: { kinds: ['IdP'] },
      steps: [
        { kinds: ['CAN_ASSERT'], to: { kinds: ['User', 'TargetSet'] } },
        {
          kinds: ['HAS_MEMBER'],
          min: 0,
          max: 1,
          to: { kinds: ['User'], when: [{ prop: 'tier', operator: 'in', value: ['T0', 'T1'] }] },
        },
      ],
    };
    const graph: SmallGraph = {
      nodes: [{ key: 'IdP:all' }, { key: 'IdP:none' }, { key: 'TargetSet:plain' }, { key: 'User:u' }],
      edges: [
        ['IdP:all', 'CAN_ASSERT', 'TargetSet:plain'],
        ['TargetSet:plain', 'HAS_MEMBER', 'User:u'],
      ],
    };
    expect(run(graph, toAdmin)).toEqual({ 'IdP:all': [], 'IdP:none': [] });
    expect(run({ ...graph, missing: ['role-assignees', 'user-roles'] }, toAdmin)).toEqual({
      'IdP:all': ['role-assignees'],
      'IdP:none': [],
    });
  });

  it('asks for client secrets only where an application that leads on authenticates with one', () => {
    const graph = (method: string): SmallGraph => ({
      nodes: [
        { key: 'User:u' },
        { key: 'Jwk:k' },
        { key: 'Org:o' },
        {
          key: 'App:a',
          props: {
            signOnMode: 'OPENID_CONNECT',
            credentials: { oauthClient: { token_endpoint_auth_method: method } },
          },
        },
      ],
      edges: [['App:a', 'SUPER_ADMIN_OF', 'Org:o']],
      coverage: [{ resource: 'client-secrets', state: 'not_read' }],
    });
    const toOrg: PathSpec = {
      from: { kinds: ['User', 'Jwk'] },
      steps: [{ kinds: 'traversable', max: 5, to: { kinds: ['Org'] } }],
    };
    expect(run(graph('private_key_jwt'), toOrg)).toEqual({ 'Jwk:k': [], 'User:u': [] });
    expect(run(graph('client_secret_basic'), toOrg)['User:u']).toEqual(['client-secrets']);
  });

  it('needs no list of credentials to say what a credential it knows reaches', () => {
    const spec: PathSpec = {
      from: { kinds: ['Jwk', 'ClientSecret'] },
      steps: [
        { kinds: ['CREDENTIAL_OF'], to: { kinds: ['App', 'ServiceIntegration'] } },
        { kinds: ['HAS_ROLE_ASSIGNMENT'], to: { kinds: ['RoleAssignment'] } },
      ],
    };
    const graph: SmallGraph = {
      nodes: [{ key: 'Jwk:k' }, { key: 'App:a' }],
      edges: [['Jwk:k', 'CREDENTIAL_OF', 'App:a']],
      missing: ['client-secrets', 'devices', 'api-services'],
    };
    expect(run(graph, spec)).toEqual({ 'Jwk:k': [] });
  });

  it('does not mind unread lists that cannot be on the way', () => {
    const toOrg: PathSpec = {
      from: { kinds: ['User'] },
      steps: [{ kinds: 'traversable', max: 5, to: { kinds: ['Org'] } }],
    };
    const graph = (...missing: string[]): SmallGraph => ({
      nodes: [{ key: 'User:u' }, { key: 'Org:o' }],
      edges: [],
      missing,
    });
    expect(run(graph('devices', 'event-hooks', 'policies', 'factors', 'api-services'), toOrg)['User:u']).toEqual([]);
    expect(run(graph('user-roles', 'idps'), toOrg)['User:u']).toEqual(['idps', 'user-roles']);
  });

  it('minds the role list of the start alone where the role is the first hop', () => {
    const spec: PathSpec = {
      from: { kinds: ['User'] },
      steps: [{ kinds: ['HAS_ROLE_ASSIGNMENT'], to: { kinds: ['RoleAssignment'] } }],
    };
    const graph: SmallGraph = {
      nodes: [{ key: 'User:a' }, { key: 'User:b' }],
      edges: [],
      coverage: [{ resource: 'user-roles', parent: 'User:a', state: 'failed' }],
    };
    expect(run(graph, spec)).toEqual({ 'User:a': ['user-roles'], 'User:b': [] });
  });

  it('still proves what it saw', () => {
    expect(run({ ...OWNED, missing: ['group-owners', 'group-roles'] }, OWNER_GETS_ROLE)['User:owner']).toHaveLength(3);
  });

  it('leaves a step out when its minimum is 0 and the node already is where the step must arrive', () => {
    const spec: PathSpec = {
      from: { kinds: ['ApiToken'] },
      steps: [
        { kinds: ['AUTHENTICATES_AS'], to: { kinds: ['User'] } },
        { kinds: ['MEMBER_OF'], min: 0, max: 1, to: { kinds: ['User', 'Group'] } },
        { kinds: ['SUPER_ADMIN_OF'], to: { kinds: ['Org'] } },
      ],
    };
    const edges: SmallEdge[] = [
      ['ApiToken:t', 'AUTHENTICATES_AS', 'User:u'],
      ['User:u', 'MEMBER_OF', 'Group:g'],
      ['Group:g', 'SUPER_ADMIN_OF', 'Org:o'],
    ];
    const nodes = ['ApiToken:t', 'User:u', 'Group:g', 'Org:o'].map((key) => ({ key }));
    expect(run({ nodes, edges }, spec)['ApiToken:t']).toHaveLength(3);
    expect(run({ nodes, edges: [...edges, ['User:u', 'SUPER_ADMIN_OF', 'Org:o']] }, spec)['ApiToken:t']).toEqual([
      'ApiToken:t AUTHENTICATES_AS User:u',
      'User:u SUPER_ADMIN_OF Org:o',
    ]);
  });

  it('walks against the arrow where the step says so', () => {
    const spec: PathSpec = {
      from: { kinds: ['Group'] },
      steps: [
        {
          kinds: ['MEMBER_OF'],
          direction: 'in',
          to: { kinds: ['User'], when: [{ prop: 'a.b', operator: 'in', value: ['x'] }] },
        },
      ],
    };
    const graph: SmallGraph = {
      nodes: [
        { key: 'Group:g' },
        { key: 'User:1', props: { a: { b: 'y' } } },
        { key: 'User:2', props: { a: { b: 'x' } } },
      ],
      edges: [
        ['User:1', 'MEMBER_OF', 'Group:g'],
        ['User:2', 'MEMBER_OF', 'Group:g'],
      ],
    };
    expect(run(graph, spec)['Group:g']).toEqual(['User:2 MEMBER_OF Group:g']);
  });

  it('takes filter values from parameters and refuses one that is not given', () => {
    const spec: PathSpec = {
      from: {
        kinds: ['User'],
        when: [{ prop: 'status', operator: 'notEqual', value: { fact: 'params', path: '$.status' } }],
      },
      steps: [{ kinds: 'traversable', max: 5, to: { kinds: ['Group'] } }],
    };
    expect(Object.keys(run(OWNED, spec, {}, { status: 'ACTIVE' }))).toHaveLength(3);
    expect(() => run(OWNED, spec)).toThrow(expect.objectContaining({ code: 'path.parameter_unknown' }));
  });

  it('gives the path an exhaustive search gives, on any small graph', () => {
    fc.assert(
      fc.property(smallGraphs(), specs(), (graph, spec) => {
        const view = buildGraph(graph);
        const privilege = oktaModel.privilege(view, oktaModel.classification);
        for (const answer of runPath({ view, privilege, sources: OKTA_SOURCES }, spec, {})) {
          expect(textOf(view, answer)).toEqual(exhaustive(view, spec, answer.start));
        }
      }),
      { numRuns: 300 },
    );
  });
});

const KINDS = ['MEMBER_OF', 'OWNS', 'CAN_ADD_MEMBER', 'CAN_MANAGE_USER'] as const;
const NODES = ['User:1', 'User:2', 'User:3', 'Group:1', 'Group:2', 'Group:3', 'TargetSet:1'];

function smallGraphs(): fc.Arbitrary<SmallGraph> {
  const edge = fc.tuple(fc.constantFrom(...NODES), fc.constantFrom(...KINDS), fc.constantFrom(...NODES));
  return fc
    .uniqueArray(edge, { maxLength: 14, selector: (parts) => parts.join(' ') })
    .map((edges) => ({ nodes: NODES.map((key) => ({ key })), edges }));
}

function specs(): fc.Arbitrary<PathSpec> {
  const kinds = fc.uniqueArray(fc.constantFrom('User' as const, 'Group' as const, 'TargetSet' as const), {
    minLength: 1,
  });
  const step = fc.record({
    kinds: fc.oneof(
      fc.constant('traversable' as const),
      fc.uniqueArray(fc.constantFrom<EdgeKind>(...KINDS), { minLength: 1 }),
    ),
    direction: fc.constantFrom('out' as const, 'in' as const),
    min: fc.integer({ min: 0, max: 2 }),
    max: fc.constantFrom(2, 3),
    to: fc.record({ kinds }),
  });
  return fc.record({ from: fc.record({ kinds }), steps: fc.array(step, { minLength: 1, maxLength: 2 }) });
}

function textOf(view: GraphView, { start, edges }: PathAnswer): string[] | null {
  if (edges === null) return null;
  let node = start;
  return edges.map((edge) => {
    const against = edge.src !== node;
    node = against ? edge.src : edge.dst;
    return `${edge.kind} ${view.key(node)} ${against && edge.src !== edge.dst ? '<' : '>'}`;
  });
}

/** Every walk, step by step; the shortest, then the smallest text. Knows nothing of the search it checks. */
function exhaustive(view: GraphView, spec: PathSpec, start: NodeIndex): string[] | null {
  let walks: { node: NodeIndex; text: string[] }[] = [{ node: start, text: [] }];
  for (const step of spec.steps) {
    const done: typeof walks = [];
    let current = walks;
    for (let count = 0; count <= (step.max ?? 1); count++) {
      if (count >= (step.min ?? 1)) done.push(...current.filter(({ node }) => step.to.kinds.includes(view.kind(node))));
      const next = new Map<string, (typeof walks)[number]>();
      for (const { node, text } of current) {
        for (const kind of step.kinds === 'traversable' ? KINDS : step.kinds) {
          for (const to of step.direction === 'in' ? view.in(node, kind) : view.out(node, kind)) {
            const mark = step.direction === 'in' && to !== node ? '<' : '>';
            const walk = { node: to, text: [...text, `${kind} ${view.key(to)} ${mark}`] };
            next.set(`${to} ${walk.text.join()}`, walk);
          }
        }
      }
      current = [...next.values()];
    }
    walks = done;
  }
  const better = (a: string[], b: string[]) => a.length - b.length || compare(rank(a), rank(b));
  return walks.map(({ text }) => text).sort(better)[0] ?? null;
}

function rank(text: readonly string[]): string {
  return text.map((hop) => hop.replace('>', '0').replace('<', '1')).join('|');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
