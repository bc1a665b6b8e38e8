import { Rng } from '../org/generate/rng';
import type { Change } from '../org';
import { startSandbox, type Sandbox } from '../sandbox';
import type { LogEvent } from './log-event';

const START = Date.UTC(2026, 5, 3, 10, 0, 0);

describe('a change of the org', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await startSandbox({
      users: 200,
      groups: 40,
      apps: 30,
      seed: 'changes',
      unlimited: true,
      now: () => START,
    });
  });

  afterAll(() => sandbox.stop());

  const id = (name: string): string => {
    const found = sandbox.org.idOf(name);
    if (found === undefined) throw new Error(name);
    return found;
  };

  const eventsOf = async (...changes: Change[]): Promise<readonly LogEvent[]> => {
    const before = sandbox.log.size;
    for (const change of changes) sandbox.org.mutate(change);
    const headers = { authorization: `SSWS ${sandbox.tokenOf('SUPER_ADMIN')}` };
    const response = await fetch(`${sandbox.url}/api/v1/logs?limit=1000`, { headers });
    return ((await response.json()) as LogEvent[]).slice(before);
  };

  const told = async (...changes: Change[]): Promise<string[]> =>
    (await eventsOf(...changes)).map(({ eventType }) => eventType);

  const add = (collection: string, object: Readonly<Record<string, unknown>>): Change => ({
    op: 'add',
    collection,
    object,
  });
  const patch = (collection: string, of: string, given: Readonly<Record<string, unknown>>): Change => ({
    ...{ op: 'patch', collection, id: of, patch: given },
  });
  const remove = (collection: string, of: string): Change => ({ op: 'remove', collection, id: of });

  it('tells the life of a user', async () => {
    const user = '00uANewUserOfTheOrg00';
    expect(await told(add('users', { id: user, login: 'iris.new@brightwater.example', status: 'STAGED' }))).toEqual([
      'user.lifecycle.create',
    ]);
    expect(await told(patch('users', user, { status: 'ACTIVE' }))).toEqual(['user.lifecycle.activate']);
    expect(await told(patch('users', user, { status: 'SUSPENDED' }))).toEqual(['user.lifecycle.suspend']);
    expect(await told(patch('users', user, { status: 'ACTIVE' }))).toEqual(['user.lifecycle.unsuspend']);
    expect(await told(add('members', { group: id('team-1'), user }))).toEqual(['group.user_membership.add']);
    expect(await told(add('members', { group: id('team-1'), user }))).toEqual([]);
    expect(await told(add('assignments', { app: id('app-4'), user }))).toEqual(['application.user_membership.add']);
    expect(await told(patch('users', user, { status: 'DEPROVISIONED' }))).toEqual([
      ...['user.lifecycle.deactivate', 'group.user_membership.remove', 'application.user_membership.remove'],
    ]);
    expect(await told(remove('users', user))).toEqual([
      'user.lifecycle.delete.initiated',
      'user.lifecycle.delete.completed',
    ]);
  });

  it('says from what to what a profile and a rule changed', async () => {
    const [profile] = await eventsOf(patch('users', id('staff-3'), { profile: { title: 'Chief' } }));
    expect(profile?.eventType).toBe('user.account.update_profile');
    expect(profile?.target?.[0]).toMatchObject({ type: 'User', changeDetails: { to: { title: 'Chief' } } });
    const [rule] = await eventsOf(patch('policyRules', id('global-session-rule'), { name: 'Anybody' }));
    expect(rule?.eventType).toBe('policy.rule.update');
    expect(rule?.target?.map(({ type }) => type)).toEqual(['PolicyEntity', 'PolicyRule']);
    expect(rule?.target?.[1]?.changeDetails?.to).toEqual({ name: 'Anybody' });
  });

  it.each([
    ['user', 'staff-4', 'user.account.privilege'],
    ['group', 'team-2', 'group.privilege'],
    ['app', 'service-app-0', 'app.oauth2.client.privilege'],
  ])('names the role a %s was granted or lost', async (kind, name, prefix) => {
    const role = `ra1RoleOf${kind}00000000`;
    const [granted] = await eventsOf(add('roles', { id: role, type: 'ORG_ADMIN', [kind]: id(name) }));
    expect(granted?.eventType).toBe(`${prefix}.grant`);
    expect(granted?.debugContext).toMatchObject({ debugData: { privilegeGranted: 'Organization administrator' } });
    expect(await told(remove('roles', role))).toEqual([`${prefix}.revoke`]);
  });

  it.each<[string, () => Change[], string[]]>([
    [
      'groups',
      () => [add('groups', { id: '00gX' }), remove('groups', '00gX')],
      ['group.lifecycle.create', 'group.lifecycle.delete'],
    ],
    [
      'apps',
      () => [add('apps', { id: '0oaX', kind: 'saml' }), patch('apps', '0oaX', { status: 'INACTIVE' })],
      ['application.lifecycle.create', 'application.lifecycle.deactivate'],
    ],
    [
      'group assignments',
      () => [add('assignments', { app: '0oaX', group: id('team-3') }), remove('assignments', `0oaX/${id('team-3')}`)],
      ['group.application_assignment.add', 'group.application_assignment.remove'],
    ],
    [
      'tokens',
      () => [add('tokens', { id: '00TX', owner: id('staff-5') }), remove('tokens', '00TX')],
      ['system.api_token.create', 'system.api_token.revoke'],
    ],
    ['zones', () => [patch('zones', id('corporate-zone'), { gateways: [] })], ['zone.update']],
    [
      'blocklists',
      () => [patch('zones', id('blocked-zone'), { usage: 'POLICY' })],
      ['zone.update', 'zone.remove_blacklist'],
    ],
    [
      'identity providers',
      () => [add('idps', { id: '0obX', type: 'SAML2' }), patch('idps', '0obX', { status: 'INACTIVE' })],
      ['system.idp.lifecycle.create', 'system.idp.lifecycle.deactivate'],
    ],
    [
      'factors',
      () => [
        add('factors', { id: 'fwfX', user: id('staff-6'), factorType: 'push' }),
        remove('factors', `${id('staff-6')}/fwfX`),
      ],
      ['user.mfa.factor.activate', 'user.mfa.factor.deactivate'],
    ],
    [
      'grants',
      () => [
        add('grants', { id: 'oagX', app: id('service-app-0'), scope: 'okta.users.manage' }),
        remove('grants', `${id('service-app-0')}/oagX`),
      ],
      ['app.oauth2.admin.consent.grant', 'app.oauth2.admin.consent.revoke'],
    ],
    [
      'secrets',
      () => [add('secrets', { id: 'ocsX', app: id('service-app-0') })],
      ['app.oauth2.credentials.lifecycle.create'],
    ],
    [
      'authenticators',
      () => [patch('authenticators', id('okta-verify'), { status: 'INACTIVE' })],
      ['security.authenticator.lifecycle.deactivate'],
    ],
    ['log streams', () => [remove('logStreams', id('siem-stream'))], ['system.log_stream.lifecycle.delete']],
    [
      'event hooks',
      () => [add('eventHooks', { id: 'whoX' }), remove('eventHooks', 'whoX')],
      ['event_hook.created', 'event_hook.deleted'],
    ],
    [
      'ThreatInsight',
      () => [patch('settings', 'threat-insight', { action: 'none' })],
      ['security.threat.configuration.update'],
    ],
    [
      'support access',
      () => [patch('settings', 'org-support-access', { support: 'ENABLED' })],
      ['user.session.impersonation.grant'],
    ],
  ])('of %s is told', async (_what, changes, expected) => {
    expect(await told(...changes())).toEqual(expected);
  });

  it('takes every factor of a user at once', async () => {
    const user = id('staff-7');
    const factors = sandbox.org.sublist('userFactors', user)?.size ?? 0;
    expect(factors).toBeGreaterThan(1);
    expect(await told(remove('factors', `${user}/*`))).toEqual([
      ...Array.from({ length: factors }, () => 'user.mfa.factor.deactivate'),
      'user.mfa.factor.reset_all',
    ]);
    expect(sandbox.org.sublist('userFactors', user)?.size).toBe(0);
  });

  it('says who made it: the first administrator, another, a token, a client or Okta', async () => {
    const by = async (doer?: Change['by']): Promise<LogEvent> => {
      const change = patch('groups', id('team-4'), {
        profile: { description: new Rng(JSON.stringify(doer ?? 0)).hex(6) },
      });
      return (await eventsOf({ ...change, by: doer }))[0] as LogEvent;
    };
    expect((await by()).actor).toMatchObject({ id: id('admin-0'), type: 'User' });
    expect((await by({ user: id('admin-1') })).actor?.id).toBe(id('admin-1'));
    const token = sandbox.org.list('apiTokens').at(0);
    const written = await by({ token: token.id });
    expect(written.actor?.id).toBe(token.userId);
    expect(written.transaction).toMatchObject({ detail: { requestApiTokenId: token.id } });
    expect((await by({ client: id('service-app-0') })).actor).toMatchObject({ type: 'PublicClientApp' });
    expect((await by('system')).actor).toMatchObject({ alternateId: 'system@okta.com' });
    expect(() => sandbox.org.mutate({ ...remove('groups', id('team-5')), by: { user: '00uNobody' } })).toThrow(
      'no user',
    );
    expect(sandbox.org.list('groups').find(id('team-5'))).toBeDefined();
  });

  it('at random is possible, told, and the same for the same draws', async () => {
    const other = await startSandbox({ users: 200, groups: 40, apps: 30, seed: 'random', now: () => START });
    const twin = await startSandbox({ users: 200, groups: 40, apps: 30, seed: 'random', now: () => START });
    const [a, b] = [new Rng('draws'), new Rng('draws')];
    for (let n = 0; n < 400; n++) {
      const before = other.log.size;
      const change = other.randomChange(a);
      expect(change).toEqual(twin.randomChange(b));
      expect([change, other.log.size]).not.toEqual([change, before]);
    }
    await Promise.all([other.stop(), twin.stop()]);
  });
});
