import type { Rng } from '../generate/rng';
import type { Change, Collection, SandboxOrg, Wire, WireUser } from '../org';

type Picker = (org: SandboxOrg, rng: Rng) => Change | null;

const add = (collection: string, object: Readonly<Record<string, unknown>>): Change => ({
  ...{ op: 'add', collection, object },
});
const patch = (collection: string, id: string, change: Readonly<Record<string, unknown>>): Change => ({
  ...{ op: 'patch', collection, id, patch: change },
});
const remove = (collection: string, id: string): Change => ({ op: 'remove', collection, id });

/**
 * Changes by how often they happen in the life of an org. Each picks what it can be done to; null when there is
 * nothing. Okta's own objects, the sandbox's readers, and the first administrators are left alone.
 */
const KINDS: readonly (readonly [weight: number, pick: Picker])[] = [
  [20, (org, rng) => given(userOf(org, rng), ({ id }) => patch('users', id, { profile: { title: titleFor(rng) } }))],
  [4, (org, rng) => given(userOf(org, rng, 'ACTIVE'), ({ id }) => patch('users', id, { status: 'SUSPENDED' }))],
  [4, (org, rng) => given(userOf(org, rng, 'SUSPENDED'), ({ id }) => patch('users', id, { status: 'ACTIVE' }))],
  [2, (org, rng) => given(userOf(org, rng), ({ id }) => patch('users', id, { status: 'DEPROVISIONED' }))],
  [2, (org, rng) => given(pick(org.deprovisionedUsers, rng), ({ id }) => remove('users', id))],
  [6, (_org, rng) => newUser(rng)],
  [3, (org, rng) => given(userOf(org, rng, 'STAGED'), ({ id }) => patch('users', id, { status: 'ACTIVE' }))],
  [2, (_org, rng) => add('groups', { id: idOf('00g', rng), name: `Circle ${rng.hex(6)}` })],
  [1, (org, rng) => given(groupOf(org, rng), ({ id }) => remove('groups', id))],
  [
    2,
    (org, rng) => given(groupOf(org, rng), ({ id }) => patch('groups', id, { profile: { description: rng.hex(8) } })),
  ],
  [20, (org, rng) => joins(org, rng)],
  [14, (org, rng) => leaves(org, rng)],
  [3, (org, rng) => given(userOf(org, rng, 'ACTIVE'), ({ id }) => role(rng, { user: id }))],
  [1, (org, rng) => given(groupOf(org, rng), ({ id }) => role(rng, { group: id }))],
  [1, (org, rng) => given(serviceOf(org, rng), ({ id }) => role(rng, { app: id }))],
  [3, (org, rng) => revokes(org, rng)],
  [2, (_org, rng) => newApp(rng)],
  [1, (org, rng) => given(appOf(org, rng), (app) => patch('apps', app.id, { status: other(app, 'INACTIVE') }))],
  [2, (org, rng) => given(appOf(org, rng), ({ id }) => patch('apps', id, { label: `App ${rng.hex(6)}` }))],
  [8, (org, rng) => assigns(org, rng, 'user')],
  [3, (org, rng) => assigns(org, rng, 'group')],
  [4, (org, rng) => unassigns(org, rng)],
  [2, (org, rng) => given(userOf(org, rng, 'ACTIVE'), ({ id }) => add('tokens', { id: idOf('00T', rng), owner: id }))],
  [1, (org, rng) => given(pick(org.list('apiTokens'), rng), ({ id }) => remove('tokens', id))],
  [2, (org, rng) => rule(org, rng)],
  [1, (org, rng) => zone(org, rng)],
  [1, (_org, rng) => add('idps', { id: idOf('0ob', rng), type: 'SAML2', name: `Partner ${rng.hex(6)}` })],
  [
    1,
    (org, rng) =>
      given(pick(org.list('idps'), rng), (idp) => patch('idps', idp.id, { status: other(idp, 'INACTIVE') })),
  ],
  [4, (org, rng) => factor(org, rng, (user, id) => remove('factors', `${user}/${id}`))],
  [1, (org, rng) => factor(org, rng, (user) => remove('factors', `${user}/*`))],
  [4, (org, rng) => given(userOf(org, rng, 'ACTIVE'), ({ id }) => enrol(rng, id))],
  [2, (org, rng) => grants(org, rng)],
  [1, (org, rng) => grantTaken(org, rng)],
  [1, (org, rng) => given(serviceOf(org, rng), ({ id }) => add('secrets', { id: idOf('ocs', rng), app: id }))],
  [1, (org, rng) => authenticator(org, rng)],
  [1, (org, rng) => given(pick(org.list('logStreams'), rng), (stream) => onOff('logStreams', stream))],
  [1, (_org, rng) => add('eventHooks', { id: idOf('who', rng), name: `Hook ${rng.hex(6)}` })],
  [1, (org, rng) => given(pick(org.list('eventHooks'), rng), ({ id }) => remove('eventHooks', id))],
];

const TOTAL = KINDS.reduce((sum, [weight]) => sum + weight, 0);

/** One change that the org as it is can undergo. The same org and draws, the same change. */
export function randomChange(org: SandboxOrg, rng: Rng): Change {
  for (;;) {
    let place = rng.int(TOTAL);
    const kind = KINDS.find(([weight]) => (place -= weight) < 0) as (typeof KINDS)[number];
    const change = kind[1](org, rng);
    if (change) return change;
  }
}

function given<T>(object: T | undefined, make: (object: T) => Change): Change | null {
  return object === undefined ? null : make(object);
}

function pick<T>(from: Collection<T>, rng: Rng): T | undefined {
  return from.size === 0 ? undefined : from.at(rng.int(from.size));
}

/** Tries a few: what it looks for may be rare. */
function search<T>(from: Collection<T>, rng: Rng, wanted: (object: T) => boolean): T | undefined {
  for (let tries = 0; tries < 30; tries++) {
    const found = pick(from, rng);
    if (found !== undefined && wanted(found)) return found;
  }
  return undefined;
}

function userOf(org: SandboxOrg, rng: Rng, status?: WireUser['status']): WireUser | undefined {
  const spared = new Set([0, 1, 2].map((n) => org.idOf(`admin-${n}`)));
  return search(org.presentUsers, rng, (user) => !spared.has(user.id) && (!status || user.status === status));
}

const groupOf = (org: SandboxOrg, rng: Rng): Wire | undefined =>
  search(org.list('groups'), rng, ({ type }) => type === 'OKTA_GROUP');

const appOf = (org: SandboxOrg, rng: Rng): Wire | undefined =>
  search(org.list('apps'), rng, ({ name }) => !/^(saasure|okta_)/.test(String(name)));

function serviceOf(org: SandboxOrg, rng: Rng): Wire | undefined {
  const type = ({ settings }: Wire): unknown =>
    (settings as { oauthClient?: { application_type?: string } }).oauthClient?.application_type;
  return search(org.list('apps'), rng, (app) => type(app) === 'service' && app.status === 'ACTIVE');
}

/** An id that no other object has. */
function idOf(prefix: string, rng: Rng): string {
  return `${prefix}${rng.hex(17)}`;
}

const titleFor = (rng: Rng): string => rng.pick(['Analyst', 'Planner', 'Technician', 'Team Lead']) + ` ${rng.int(90)}`;
const other = ({ status }: Wire, off: string): string => (status === 'ACTIVE' ? off : 'ACTIVE');
const onOff = (collection: string, object: Wire): Change =>
  patch(collection, object.id, { status: other(object, 'INACTIVE') });

function newUser(rng: Rng): Change {
  const status = rng.pick(['ACTIVE', 'ACTIVE', 'STAGED']);
  return add('users', { id: idOf('00u', rng), login: `new.${rng.hex(10)}@brightwater.example`, status });
}

function newApp(rng: Rng): Change {
  const kind = rng.pick(['saml', 'web', 'service', 'bookmark']);
  return add('apps', { id: idOf('0oa', rng), kind, label: `App ${rng.hex(6)}` });
}

function joins(org: SandboxOrg, rng: Rng): Change | null {
  const [group, user] = [groupOf(org, rng), userOf(org, rng)];
  if (!group || !user || org.sublist('groupUsers', group.id)?.find(user.id)) return null;
  return add('members', { group: group.id, user: user.id });
}

function leaves(org: SandboxOrg, rng: Rng): Change | null {
  const group = groupOf(org, rng);
  const members = group && org.sublist('groupUsers', group.id);
  const user = members && pick(members, rng);
  return group && user ? remove('members', `${group.id}/${user.id}`) : null;
}

function role(rng: Rng, holder: Readonly<Record<string, string>>): Change {
  return add('roles', {
    id: idOf('ra1', rng),
    type: rng.pick(['READ_ONLY_ADMIN', 'REPORT_ADMIN', 'APP_ADMIN']),
    ...holder,
  });
}

function revokes(org: SandboxOrg, rng: Rng): Change | null {
  const spared = new Set([0, 1, 2].map((n) => org.idOf(`admin-${n}`)));
  const holder = search(org.list('roleAssignees'), rng, ({ id }) => !spared.has(id));
  const roles = (holder && org.sublist('userRoles', holder.id)?.range(0, 20)) ?? [];
  const own = roles.find(({ assignmentType }) => assignmentType === 'USER');
  return own ? remove('roles', own.id) : null;
}

function assigns(org: SandboxOrg, rng: Rng, kind: 'user' | 'group'): Change | null {
  const [app, principal] = [appOf(org, rng), kind === 'user' ? userOf(org, rng) : groupOf(org, rng)];
  if (!app || !principal || org.sublist(kind === 'user' ? 'appUsers' : 'appGroups', app.id)?.find(principal.id))
    return null;
  return add('assignments', { app: app.id, [kind]: principal.id });
}

function unassigns(org: SandboxOrg, rng: Rng): Change | null {
  const app = appOf(org, rng);
  const users = app && org.sublist('appUsers', app.id);
  const user = users && search(users, rng, ({ scope }) => scope === 'USER');
  return app && user ? remove('assignments', `${app.id}/${user.id}`) : null;
}

function rule(org: SandboxOrg, rng: Rng): Change | null {
  const policy = pick(org.list('policies'), rng);
  const rules =
    policy &&
    org
      .sublist('policyRules', policy.id)
      ?.range(0, 50)
      .filter(({ system }) => system !== true);
  if (!policy || !rules || rules.length === 0) return null;
  return patch('policyRules', rng.pick(rules).id, { name: `Rule ${rng.hex(6)}` });
}

function zone(org: SandboxOrg, rng: Rng): Change | null {
  const found = search(org.list('zones'), rng, ({ type, system }) => type === 'IP' && system !== true);
  const value = `198.51.100.${rng.int(256)}/32`;
  return given(found, ({ id }) => patch('zones', id, { gateways: [{ type: 'CIDR', value }] }));
}

function factor(org: SandboxOrg, rng: Rng, make: (user: string, factor: string) => Change): Change | null {
  const user = userOf(org, rng, 'ACTIVE');
  const factors = (user && org.sublist('userFactors', user.id)?.range(0, 20)) ?? [];
  return user && factors.length > 0 ? make(user.id, rng.pick(factors).id) : null;
}

function enrol(rng: Rng, user: string): Change {
  const factorType = rng.pick(['webauthn', 'signed_nonce', 'push', 'token:software:totp']);
  return add('factors', { id: idOf('fwf', rng), user, factorType });
}

function grants(org: SandboxOrg, rng: Rng): Change | null {
  const app = serviceOf(org, rng);
  const scope = rng.pick(['okta.users.read', 'okta.groups.read', 'okta.apps.manage', 'okta.logs.read']);
  const held = (app && org.sublist('appGrants', app.id)?.range(0, 50)) ?? [];
  if (!app || held.some(({ scopeId }) => scopeId === scope)) return null;
  return add('grants', { id: idOf('oag', rng), app: app.id, scope });
}

function grantTaken(org: SandboxOrg, rng: Rng): Change | null {
  const app = serviceOf(org, rng);
  const grants = (app && org.sublist('appGrants', app.id)?.range(0, 50)) ?? [];
  return app && grants.length > 0 ? remove('grants', `${app.id}/${rng.pick(grants).id}`) : null;
}

function authenticator(org: SandboxOrg, rng: Rng): Change | null {
  const found = search(org.list('authenticators'), rng, ({ key }) => key !== 'okta_password' && key !== 'webauthn');
  return given(found, (object) => onOff('authenticators', object));
}
