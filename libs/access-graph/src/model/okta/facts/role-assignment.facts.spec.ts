import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { factsOf } from './facts-of.spec-support';
import { roleAssignmentFacts } from './role-assignment.facts';

const ASSIGNMENT = 'RoleAssignment:ada.1';

function assigned(props: Record<string, unknown>, more: Partial<SmallGraph> = {}): SmallGraph {
  const client = (method: string) => ({ oauthClient: { token_endpoint_auth_method: method } });
  return {
    ...more,
    nodes: [
      { key: 'User:ada', name: 'ada@acme.example' },
      { key: ASSIGNMENT, props: { label: 'Some role', targets: 'all', ...props } },
      {
        key: 'App:cloud',
        name: 'Cloud',
        props: { status: 'ACTIVE', catalogName: 'amazon_aws', credentials: client('client_secret_basic') },
      },
      {
        key: 'App:vault',
        name: 'Vault',
        props: { status: 'ACTIVE', catalogName: 'hashicorp_vault', credentials: client('private_key_jwt') },
      },
      {
        key: 'App:wiki',
        name: 'Wiki',
        props: { status: 'ACTIVE', catalogName: 'wiki', credentials: client('client_secret_post') },
      },
      ...(more.nodes ?? []),
    ],
    edges: [['User:ada', 'HAS_ROLE_ASSIGNMENT', ASSIGNMENT], ...(more.edges ?? [])],
  };
}

const facts = (props: Record<string, unknown>, more: Partial<SmallGraph> = {}) =>
  factsOf(roleAssignmentFacts, assigned(props, more), ASSIGNMENT);

describe('Facts about a role assignment', () => {
  it('names role, holder and reach', () => {
    const known = facts({ type: 'HELP_DESK_ADMIN', targets: 'listed' });

    expect(known).toMatchObject({
      roleType: 'HELP_DESK_ADMIN',
      roleLabel: 'Some role',
      holderName: 'ada@acme.example',
      holderKind: 'User',
      status: 'ACTIVE',
      targets: 'listed',
      readableSecretAppCount: 0,
    });
    expect(Object.keys(known).sort()).toEqual(Object.keys(roleAssignmentFacts.schema).sort());
  });

  it('says whether the role is in force; an answer without a status is', () => {
    expect(facts({ type: 'APP_ADMIN', status: 'INACTIVE' })['status']).toBe('INACTIVE');
    expect(facts({ type: 'APP_ADMIN', status: null })['status']).toBe('ACTIVE');
  });

  it('does not take unread targets for none', () => {
    expect(facts({ type: 'APP_ADMIN', targets: null })['targets']).toBeInstanceOf(Unknown);
  });

  it('lets a read-only admin read the secrets of critical applications that have one', () => {
    expect(facts({ type: 'READ_ONLY_ADMIN' })).toMatchObject({
      readableSecretApps: ['Cloud'],
      readableSecretAppCount: 1,
    });
  });

  it('limits an application admin to its targets, by instance or catalogue name', () => {
    expect(facts({ type: 'APP_ADMIN', targets: 'listed', targetApps: ['wiki'] })['readableSecretAppCount']).toBe(0);
    expect(facts({ type: 'APP_ADMIN', targets: 'listed', targetApps: ['amazon_aws'] })['readableSecretAppCount']).toBe(
      1,
    );
    expect(
      facts({ type: 'APP_ADMIN', targets: 'listed' }, { edges: [[ASSIGNMENT, 'SCOPED_TO', 'App:cloud']] })[
        'readableSecretAppCount'
      ],
    ).toBe(1);
    expect(facts({ type: 'APP_ADMIN', targets: null })['readableSecretAppCount']).toBeInstanceOf(AtLeast);
  });

  it('says "at least" while scopes could lift an ordinary application', () => {
    expect(facts({ type: 'READ_ONLY_ADMIN' }, { missing: ['app-grants'] })['readableSecretAppCount']).toEqual(
      new AtLeast(1, [{ resource: 'app-grants', parent: 'App:wiki' }]),
    );
  });
});
