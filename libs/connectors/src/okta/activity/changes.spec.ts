import type { Activity, ActivityTarget, NodeKind, ObjectChange } from '@posture/domain';
import { changesOf } from './changes';

const IDS = { User: '00u1', Group: '00g1', App: '0oa1', Policy: '00p1', AuthServer: 'aus1', Device: 'guo1' } as const;
type Named = keyof typeof IDS;

const target = (kind: Named, id: string = IDS[kind]): ActivityTarget => ({
  id,
  type: kind,
  kind,
  login: null,
  name: null,
});

function event(type: string, targets: readonly ActivityTarget[], outcome: string | null = 'SUCCESS'): Activity {
  return { type, outcome, targets } as unknown as Activity;
}

/** `resource`, `resource of parent`, `resource: key`; `†` where it is said to be gone. */
function text({ resource, parent, key, gone }: ObjectChange): string {
  const of = parent === undefined ? '' : ` of ${parent}`;
  return `${resource}${of}${key === undefined ? '' : `: ${key}`}${gone === true ? ' †' : ''}`;
}

const readOf = (type: string, ...named: readonly Named[]): readonly string[] =>
  changesOf([
    event(
      type,
      named.map((kind) => target(kind)),
    ),
  ]).objects.map(text);

const USER = ['users: User:00u1'];
const APP = ['apps: App:0oa1', 'app-keys of App:0oa1'];
const POLICY = ['policies: Policy:00p1', 'policy-rules of Policy:00p1'];
const CREDENTIALS = ['apps: App:0oa1', 'app-jwks of App:0oa1', 'client-secrets of App:0oa1'];
const ASSIGNMENT = [
  'app-groups of App:0oa1: Group:00g1',
  'app-users of App:0oa1',
  'groups: Group:00g1',
  'group-owners of Group:00g1',
];
const ROLES = ['user-roles of User:00u1', 'factors of User:00u1'];
const GROUP_ROLES = ['groups: Group:00g1', 'group-roles of Group:00g1', 'group-owners of Group:00g1'];

const TABLE: readonly (readonly [types: string, targets: readonly Named[], read: readonly string[]])[] = [
  ['user.lifecycle.create activate deactivate suspend unsuspend reactivate', ['User'], USER],
  ['user.account.update_profile lock unlock unlock_by_admin reset_password update_password', ['User'], USER],
  ['user.account.expire_password update_primary_email update_user_type', ['User'], USER],
  ['user.realm.update', ['User'], USER],
  ['user.lifecycle.delete.initiated delete.completed', ['User'], ['users: User:00u1 †']],
  ['user.account.privilege.grant revoke', ['User'], ROLES],
  ['group.privilege.grant revoke', ['Group'], GROUP_ROLES],
  ['app.oauth2.client.privilege.grant revoke', ['App'], ['client-roles of App:0oa1']],
  ['iam.role.create update delete permissions.add permissions.delete permission.conditions.add', [], ['custom-roles']],
  ['iam.resourceset.create update delete resources.add resources.update resources.delete', [], ['resource-sets']],
  ['iam.resourceset.bindings.add bindings.delete', ['User'], ['resource-sets', 'user-roles of User:00u1']],
  ['iam.resourceset.bindings.add', ['Group'], ['resource-sets', 'group-roles of Group:00g1']],
  ['iam.resourceset.bindings.add', ['App'], ['resource-sets', 'client-roles of App:0oa1']],
  ['group.lifecycle.create', ['Group'], ['groups: Group:00g1']],
  ['group.profile.update', ['Group'], ['groups: Group:00g1']],
  ['group.lifecycle.delete', ['Group'], ['groups: Group:00g1 †']],
  ['group.user_membership.add remove', ['User', 'Group'], ['group-members of Group:00g1: User:00u1']],
  ['group.user_membership.rule.add_exclusion rule.deactivated rule.error rule.evaluation', [], ['group-rules']],
  ['group.user_membership.rule.invalidate rule.trigger', [], ['group-rules']],
  ['group.application_assignment.add update remove', ['Group', 'App'], ASSIGNMENT],
  [
    'application.lifecycle.create',
    ['App'],
    [
      ...APP,
      ...['app-grants', 'app-jwks', 'client-secrets', 'app-users', 'app-groups', 'client-roles'].map(
        (list) => `${list} of App:0oa1`,
      ),
    ],
  ],
  ['application.lifecycle.update activate deactivate', ['App'], APP],
  ['application.lifecycle.delete', ['App'], ['apps: App:0oa1 †']],
  ['application.user_membership.add update remove', ['User', 'App'], ['app-users of App:0oa1: User:00u1']],
  [
    'application.user_membership.change_username provision revoke deprovision approve',
    ['User', 'App'],
    ['app-users of App:0oa1: User:00u1'],
  ],
  ['application.policy.sign_on.update', ['App', 'Policy'], ['apps: App:0oa1', ...POLICY]],
  ['application.policy.sign_on.rule.create rule.delete', ['Policy'], POLICY],
  ['policy.rule.add update delete activate deactivate', ['Policy'], POLICY],
  ['policy.lifecycle.create update delete activate deactivate', ['Policy'], POLICY],
  [
    'policy.lifecycle.update',
    ['AuthServer', 'Policy'],
    ['authorization-servers', 'auth-server-policies of AuthServer:aus1'],
  ],
  ['app.oauth2.admin.consent.grant revoke', ['App'], ['app-grants of App:0oa1']],
  ['app.oauth2.client.lifecycle.create update activate deactivate', ['App'], [...APP, 'api-services']],
  ['app.oauth2.client.lifecycle.delete', ['App'], ['apps: App:0oa1 †', 'api-services']],
  ['app.oauth2.credentials.lifecycle.create activate deactivate delete', ['App'], CREDENTIALS],
  ['system.api_token.create revoke update enable', [], ['api-tokens']],
  ['system.idp.lifecycle.create update activate deactivate delete', [], ['idps']],
  ['system.idp.key.create update delete', [], ['idp-keys', 'idps']],
  ['zone.create update delete activate deactivate make_blacklist remove_blacklist', [], ['zones']],
  ['event_hook.created updated deleted activated deactivated', [], ['event-hooks']],
  ['inline_hook.created updated deleted', [], ['inline-hooks']],
  ['system.log_stream.lifecycle.create delete deactivate', [], ['log-streams']],
  ['user.mfa.factor.activate deactivate suspend unsuspend update reset_all', ['User'], ['factors of User:00u1']],
  ['security.authenticator.lifecycle.create activate deactivate update', [], ['authenticators']],
  ['system.mfa.factor.activate deactivate', [], ['authenticators']],
  ['device.enrollment.create', ['Device'], ['devices: Device:guo1']],
  ['device.lifecycle.activate deactivate suspend', ['Device'], ['devices: Device:guo1']],
  ['device.lifecycle.delete', ['Device'], ['devices: Device:guo1 †']],
  ['device.user.add remove', ['User', 'Device'], ['devices: Device:guo1']],
  ['security.threat.configuration.update', [], ['threat-insight']],
  ['security.behavior.settings.create update delete', [], ['behaviors']],
  ['security.attack_protection.settings.update', [], ['lockout-settings', 'authenticator-settings']],
  ['security.trusted_origin.create update', [], ['trusted-origins']],
  [
    'oauth2.as.created updated deleted activated deactivated',
    ['AuthServer'],
    ['authorization-servers', 'auth-server-policies of AuthServer:aus1'],
  ],
  ['app.oauth2.as.key.rollover', ['AuthServer'], ['authorization-servers']],
  ['user.session.impersonation.grant', ['User'], ['org-support-access']],
  ['resource.owner.update', ['Group'], ['group-owners of Group:00g1']],
];

/** `user.lifecycle.create activate` → `user.lifecycle.create`, `user.lifecycle.activate`. */
function typesIn(types: string): string[] {
  const [first = '', ...others] = types.split(' ');
  const last =
    /^(iam\.role|iam\.resourceset|group\.user_membership|application\.policy\.sign_on|user\.lifecycle)\./.exec(first);
  const prefix = last?.[1] ?? first.slice(0, first.lastIndexOf('.'));
  return [first, ...others.map((other) => `${prefix}.${other}`)];
}

const ROWS = TABLE.flatMap(([types, targets, read]) => typesIn(types).map((type) => [type, targets, read] as const));

describe('What an event says has changed', () => {
  it.each(ROWS)('%s of %j', (type, targets, read) => {
    expect(readOf(type, ...targets)).toEqual(read);
    expect(
      changesOf([
        event(
          type,
          targets.map((kind) => target(kind)),
        ),
      ]).stale,
    ).toEqual([]);
  });

  it.each([
    'user.session.start',
    'user.authentication.sso',
    'policy.evaluate_sign_on',
    'app.oauth2.consent.grant',
    'app.oauth2.as.consent.grant',
    'user.risk.change',
    'event_hook.delivery',
    'system.rate_limit.configuration.update',
    'application.policy.sign_on.deny_access',
    // Reading a secret is told of; to read it again would be told of again.
    'app.oauth2.client.read_client_secret',
    'system.idp.lifecycle.read_client_secret',
  ])('nothing after %s', (type) => {
    expect(changesOf([event(type, [target('User'), target('App'), target('Policy')])])).toEqual({
      objects: [],
      stale: [],
    });
  });

  it.each(['FAILURE', 'DENY', 'SKIPPED'])('nothing when it ended as %s', (outcome) => {
    expect(changesOf([event('user.lifecycle.suspend', [target('User')], outcome)]).objects).toEqual([]);
  });

  it('something, where the log does not say how it ended', () => {
    expect(changesOf([event('user.lifecycle.suspend', [target('User')], null)]).objects.map(text)).toEqual(USER);
  });

  it('only the resource where it names nothing it was done to, or changed more than it tells', () => {
    expect(changesOf([event('user.lifecycle.suspend', [])])).toEqual({ objects: [], stale: ['users'] });
    expect(changesOf([event('group.user_membership.add', [target('User')])]).stale).toEqual(['group-members']);
    expect(changesOf([event('system.import.complete', [])]).stale).toEqual(['group-members', 'groups', 'users']);
    expect(changesOf([event('system.feature.enable', [])]).stale).toContain('realms');
  });

  it('understands a target by the word of the log where it is no kind of the graph', () => {
    const group: ActivityTarget = {
      id: '00g1',
      type: 'UserGroup',
      kind: null as NodeKind | null,
      login: null,
      name: null,
    };

    expect(changesOf([event('group.profile.update', [group])]).objects.map(text)).toEqual(['groups: Group:00g1']);
  });
});

describe('What many events say has changed', () => {
  const assigned = (user: string) => event('application.user_membership.add', [target('User', user), target('App')]);
  const updated = (user: string) => event('user.account.update_profile', [target('User', user)]);
  const many = (count: number) => Array.from({ length: count }, (_, n) => `00u${n}`);

  it('is read once, however often it was told', () => {
    expect(changesOf([updated('a'), updated('a'), assigned('a'), updated('b')]).objects.map(text)).toEqual([
      'users: User:a',
      'users: User:b',
      'app-users of App:0oa1: User:a',
    ]);
  });

  it('is the list of an application when more than twenty of its users changed', () => {
    expect(changesOf(many(20).map(assigned)).objects).toHaveLength(20);
    expect(changesOf(many(21).map(assigned)).objects.map(text)).toEqual(['app-users of App:0oa1']);
  });

  it('is left to the next sync when more than two hundred users changed', () => {
    expect(changesOf(many(201).map(updated))).toEqual({ objects: [], stale: ['users'] });
  });

  it('is gone when one of them says so', () => {
    const deleted = event('user.lifecycle.delete.completed', [target('User', 'a')]);

    expect(changesOf([deleted, updated('a')]).objects.map(text)).toEqual(['users: User:a †']);
  });
});
