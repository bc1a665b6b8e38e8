import type { Mutation, SandboxOrg, UserStatus, WireUser } from '../org/org';
import { changedIn, entityOf, named, type Plain, type Told } from './change-targets';
import { groupEntity, userEntity } from './life/people';
import type { Entity } from './log-event';

/** What a user goes through on the way into a status, from nothing. */
const INTO: Readonly<Record<UserStatus, readonly string[]>> = {
  STAGED: [],
  PROVISIONED: ['activate'],
  ACTIVE: ['activate'],
  RECOVERY: ['activate'],
  PASSWORD_EXPIRED: ['activate'],
  LOCKED_OUT: ['activate'],
  SUSPENDED: ['activate', 'suspend'],
  DEPROVISIONED: ['activate', 'deactivate'],
};

export function userEvents(org: SandboxOrg, { before, after, given, op }: Mutation): Told[] {
  const user = (after ?? before) as WireUser;
  const self = userEntity(user);
  const told = (type: string): Told => ({ type, targets: [self] });
  if (!after) {
    const deactivated = user.status === 'DEPROVISIONED' ? [] : [told('user.lifecycle.deactivate')];
    return [...deactivated, told('user.lifecycle.delete.initiated'), told('user.lifecycle.delete.completed')];
  }
  if (!before || op === 'add') {
    const factors = org.sublist('userFactors', user.id)?.range(0, 20) ?? [];
    const groups = (given.groups as readonly string[] | undefined) ?? [];
    return [
      told('user.lifecycle.create'),
      ...INTO[user.status].map((step) => told(`user.lifecycle.${step}`)),
      ...factors.map((factor) => ({
        ...{ type: 'user.mfa.factor.activate', targets: [self, named('Factor', factor.id, factor)] },
        debug: { factor: String(factor.factorType) },
      })),
      ...groups.map((group) => membership(org, 'add', group, self)),
    ];
  }
  return patched(before as WireUser, user, self);
}

function patched(before: WireUser, after: WireUser, self: Entity): Told[] {
  const details = changedIn(before, after);
  const told = (type: string, targets: readonly Entity[] = [self]): Told => ({ type, targets });
  const out: Told[] = [];
  if (before.status !== after.status) out.push(told(statusEvent(before.status, after.status)));
  const profile = changedIn(before.profile, after.profile);
  if (Object.keys(profile.to).length > 0) {
    out.push(told('user.account.update_profile', [{ ...self, changeDetails: profile }]));
    if ('email' in profile.to) out.push(told('user.account.update_primary_email'));
  }
  if ('passwordChanged' in details.to) out.push(told('user.account.update_password'));
  if ('lastLogin' in details.to) out.push(told('user.session.start'));
  if ('type' in details.to) out.push(told('user.account.update_user_type'));
  if ('realmId' in details.to) out.push(told('user.realm.update'));
  return out;
}

function statusEvent(from: UserStatus, to: UserStatus): string {
  if (to === 'SUSPENDED') return 'user.lifecycle.suspend';
  if (to === 'DEPROVISIONED') return 'user.lifecycle.deactivate';
  if (to === 'LOCKED_OUT') return 'user.account.lock';
  if (to === 'PASSWORD_EXPIRED') return 'user.account.expire_password';
  if (to === 'RECOVERY') return 'user.account.reset_password';
  if (from === 'SUSPENDED') return 'user.lifecycle.unsuspend';
  if (from === 'LOCKED_OUT') return 'user.account.unlock_by_admin';
  if (from === 'PASSWORD_EXPIRED' || from === 'RECOVERY') return 'user.account.update_password';
  return 'user.lifecycle.activate';
}

/** Id of a member or an assignment: `<group or app>/<user or group>`. */
function pairOf(id: string): [string, string] {
  return id.split('/', 2) as [string, string];
}

export function memberEvents(org: SandboxOrg, { id, after }: Mutation): Told[] {
  const [group, user] = pairOf(id);
  return [membership(org, after ? 'add' : 'remove', group, entityOf(org, 'User', user))];
}

export function membership(org: SandboxOrg, what: 'add' | 'remove', groupId: string, user: Entity): Told {
  const group = org.list('groups').find(groupId);
  const target = group ? groupEntity(group) : named('UserGroup', groupId, {});
  return { type: `group.user_membership.${what}`, targets: [user, target] };
}

export function assignmentEvents(org: SandboxOrg, { id, after }: Mutation): Told[] {
  const [app, principal] = pairOf(id);
  const what = after ? 'add' : 'remove';
  const target = entityOf(org, 'AppInstance', app);
  if (principal.startsWith('00g')) {
    const targets = [entityOf(org, 'UserGroup', principal), target];
    return [{ type: `group.application_assignment.${what}`, targets }];
  }
  const user = entityOf(org, 'User', principal);
  const appUser = { ...user, id: `0ua${principal.slice(3)}`, type: 'AppUser' };
  return [{ type: `application.user_membership.${what}`, targets: [user, target, appUser] }];
}

interface Role {
  readonly principal: 'user' | 'group' | 'app';
  readonly principalId: string;
  readonly label: string;
  readonly type: string;
  readonly resourceSetId: string | null;
}

const PRIVILEGE = { user: 'user.account', group: 'group', app: 'app.oauth2.client' } as const;
const HOLDER = { user: 'User', group: 'UserGroup', app: 'AppInstance' } as const;

export function roleEvents(org: SandboxOrg, { before, after, id }: Mutation): Told[] {
  const role = (after ?? before) as unknown as Role;
  const what = after ? 'grant' : 'revoke';
  const holder = entityOf(org, HOLDER[role.principal], role.principalId);
  // The log writes only the first word of a role with a capital: `Super administrator`.
  const label = role.type === 'CUSTOM' ? role.label : role.label.charAt(0) + role.label.slice(1).toLowerCase();
  const debug: Record<string, string> = after ? { privilegeGranted: label } : { privilegeRevoked: label };
  const granted: Told = {
    type: `${PRIVILEGE[role.principal]}.privilege.${what}`,
    targets: [
      role.principal === 'app' ? { ...holder, type: 'PublicClientApp' } : holder,
      { id, type: 'ROLE', alternateId: 'unknown', displayName: label },
    ],
    debug,
  };
  if (role.resourceSetId === null) return [granted];
  const binding = `iam.resourceset.bindings.${after ? 'add' : 'delete'}`;
  return [granted, { type: binding, targets: [named('RESOURCE_SET', role.resourceSetId, {}), holder], debug }];
}

const SETTINGS: Readonly<Record<string, string>> = {
  'threat-insight': 'security.threat.configuration.update',
  'lockout-settings': 'security.attack_protection.settings.update',
  'authenticator-settings': 'security.attack_protection.settings.update',
};

export function settingEvents({ id, before, after }: Mutation): Told[] {
  const [was, is] = [before ?? {}, after ?? {}] as [Plain, Plain];
  const target = { ...named('Setting', id, {}), changeDetails: changedIn(was, is) };
  if (id === 'org-support-access' && was.support !== is.support) {
    const what = is.support === 'ENABLED' ? 'grant' : 'revoke';
    return [{ type: `user.session.impersonation.${what}`, targets: [target] }];
  }
  const type = Object.hasOwn(SETTINGS, id) ? SETTINGS[id] : undefined;
  return type === undefined ? [] : [{ type, targets: [target] }];
}

/** Groups and applications a user is in, as `<group or app id>/<user id>` by collection. */
export function belongings(
  org: SandboxOrg,
  user: string,
): { readonly members: string[]; readonly assignments: string[] } {
  const groups = org.sublist('userGroups', user)?.range(0, 10_000) ?? [];
  const apps = org.list('apps').range(0, 20_000);
  return {
    members: groups.filter(({ type }) => type !== 'BUILT_IN').map(({ id }) => `${id}/${user}`),
    assignments: apps
      .filter(({ id }) => org.sublist('appUsers', id)?.find(user)?.scope === 'USER')
      .map(({ id }) => `${id}/${user}`),
  };
}

/** A deactivated or deleted user leaves groups and applications, and is back in them when activated again. */
export function movedOut(
  org: SandboxOrg,
  before: ReturnType<typeof belongings>,
  after: ReturnType<typeof belongings>,
): Told[] {
  const told = (collection: 'members' | 'assignments'): Told[] => {
    const tell = collection === 'members' ? memberEvents : assignmentEvents;
    const of = (id: string, is: boolean): Told[] =>
      tell(org, {
        ...{ op: is ? 'add' : 'remove', collection, id, parent: null, given: {} },
        ...{ before: is ? null : {}, after: is ? {} : null },
      });
    return [
      ...before[collection].filter((id) => !after[collection].includes(id)).flatMap((id) => of(id, false)),
      ...after[collection].filter((id) => !before[collection].includes(id)).flatMap((id) => of(id, true)),
    ];
  };
  return [...told('members'), ...told('assignments')];
}
