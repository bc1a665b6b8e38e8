import { Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { factsOf } from './facts-of.spec-support';
import { userFacts } from './user.facts';

function user(id: string) {
  const login = `${id}@acme.example`;
  return { key: `User:${id}`, name: login, props: { status: 'ACTIVE', login, email: login } };
}

describe('Sign-in of a service account', () => {
  const zone = { network: { connection: 'ZONE', include: ['office'] } };
  const people = (groups: string[]) => ({ people: { groups: { include: groups } } });
  const policy = (type: string, conditions: Record<string, unknown>, rule: Record<string, unknown>): SmallGraph => ({
    nodes: [
      user('svc-job'),
      user('ada'),
      { key: 'Group:jobs', props: { type: 'OKTA_GROUP' } },
      { key: 'Group:all', name: 'Everyone', props: { type: 'BUILT_IN' } },
      { key: 'Policy:p', props: { type, status: 'ACTIVE', conditions } },
      { key: 'PolicyRule:r', props: { status: 'ACTIVE', ...rule } },
    ],
    edges: [
      ['Policy:p', 'CONTAINS', 'PolicyRule:r'],
      ['User:svc-job', 'MEMBER_OF', 'Group:jobs'],
    ],
  });

  const withLastRule = ({ nodes, edges }: SmallGraph): SmallGraph => ({
    nodes: [
      ...nodes,
      { key: 'PolicyRule:last', props: { status: 'ACTIVE', system: true, conditions: {}, actions: { signon: {} } } },
    ],
    edges: [...edges, ['Policy:p', 'CONTAINS', 'PolicyRule:last']],
  });

  it.each([
    ['a session policy of its group with a zone', policy('OKTA_SIGN_ON', people(['jobs']), { conditions: zone }), true],
    ['a session policy of everybody with a zone', policy('OKTA_SIGN_ON', people(['all']), { conditions: zone }), true],
    [
      'a session policy of everybody with a zone, whose last rule lets everybody in from anywhere',
      withLastRule(policy('OKTA_SIGN_ON', people(['all']), { conditions: zone, priority: 1 })),
      false,
    ],
    [
      'a session policy that refuses everybody one zone',
      policy('OKTA_SIGN_ON', people(['all']), { conditions: zone, actions: { signon: { access: 'DENY' } } }),
      false,
    ],
    [
      'a session policy of its group with a zone, whose last rule lets in from anywhere',
      withLastRule(policy('OKTA_SIGN_ON', people(['jobs']), { conditions: zone, priority: 1 })),
      true,
    ],
    [
      'an application rule that denies its group',
      policy('ACCESS_POLICY', {}, { conditions: people(['jobs']), actions: { appSignOn: { access: 'DENY' } } }),
      true,
    ],
    [
      'the catch-all deny of an application',
      policy('ACCESS_POLICY', {}, { actions: { appSignOn: { access: 'DENY' } } }),
      false,
    ],
    [
      'a session policy of its group that lets in from everywhere but a zone',
      policy('OKTA_SIGN_ON', people(['jobs']), {
        conditions: { network: { connection: 'ZONE', include: [], exclude: ['tor'] } },
      }),
      false,
    ],
    [
      'a session policy of its group with a zone, whose rule leaves it out',
      policy('OKTA_SIGN_ON', people(['jobs']), {
        conditions: { ...zone, people: { users: { exclude: ['svc-job'] } } },
      }),
      false,
    ],
    ['a session policy without a zone', policy('OKTA_SIGN_ON', people(['jobs']), { conditions: {} }), false],
  ])('is restricted or not by %s', (_, graph, restricted) => {
    expect(factsOf(userFacts, graph, 'User:svc-job')['isSignInRestricted']).toBe(restricted);
  });

  it('is unknown while the members of a group that the rule leaves out are unread', () => {
    const graph = policy(
      'OKTA_SIGN_ON',
      {},
      {
        conditions: { ...zone, people: { users: { include: ['svc-job'] }, groups: { exclude: ['jobs'] } } },
      },
    );
    const elsewhere = { ...graph, edges: graph.edges.filter(([, kind]) => kind !== 'MEMBER_OF') };

    expect(factsOf(userFacts, elsewhere, 'User:svc-job')['isSignInRestricted']).toBe(true);
    expect(
      factsOf(userFacts, { ...elsewhere, missing: ['group-members'] }, 'User:svc-job')['isSignInRestricted'],
    ).toBeInstanceOf(Unknown);
  });

  it('is unknown while a rule that could bind it is unread', () => {
    const graph = policy('OKTA_SIGN_ON', people(['jobs']), { conditions: {} });

    expect(
      factsOf(userFacts, { ...graph, missing: ['policy-rules'] }, 'User:svc-job')['isSignInRestricted'],
    ).toBeInstanceOf(Unknown);
  });
});
