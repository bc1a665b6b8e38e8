import type { Mutation, SandboxOrg } from '../org/org';
import { assignmentEvents, memberEvents, roleEvents, settingEvents, userEvents } from './change-principals';
import { changedIn, entityOf, named, type Plain, type Told } from './change-targets';
import { WORDS, type Words } from './change-words';
import { userEntity } from './life/people';
import type { ChangeDetails, Entity } from './log-event';

/** What the log says about a change, in order: nothing where Okta says nothing. */
export function changeEvents(org: SandboxOrg, mutations: readonly Mutation[]): Told[] {
  const gone = mutations.filter(({ collection, op }) => collection === 'factors' && op === 'remove');
  const user = gone.length > 1 ? org.user(gone[0]?.parent ?? '') : undefined;
  const reset: Told[] = user ? [{ type: 'user.mfa.factor.reset_all', targets: [userEntity(user)] }] : [];
  return [...mutations.flatMap((mutation) => eventsOf(org, mutation)), ...reset];
}

function eventsOf(org: SandboxOrg, mutation: Mutation): Told[] {
  switch (mutation.collection) {
    case 'users':
      return userEvents(org, mutation);
    case 'members':
      return memberEvents(org, mutation);
    case 'assignments':
      return assignmentEvents(org, mutation);
    case 'roles':
      return roleEvents(org, mutation);
    case 'settings':
      return settingEvents(mutation);
    case 'keys':
      return keyEvents(org, mutation);
    default:
      return plainEvents(org, mutation);
  }
}

function plainEvents(org: SandboxOrg, mutation: Mutation): Told[] {
  const words = Object.hasOwn(WORDS, mutation.collection) ? WORDS[mutation.collection] : undefined;
  if (!words) return [];
  const { before, after, parent } = mutation;
  const object = (after ?? before) as Plain;
  const debug = debugOf(mutation, object);
  const beside = parent === null || words.parent === undefined ? [] : [entityOf(org, words.parent, parent)];
  const told = (type: string, details?: ChangeDetails): Told => {
    const target = named(words.target, mutation.id, object);
    const targets = [...beside, details ? { ...target, changeDetails: details } : target];
    return { type, targets, ...(debug ? { debug } : {}) };
  };
  if (!before) return [...words.add.map((type) => told(type)), ...withIt(org, mutation, object)];
  if (!after) return words.remove.map((type) => told(type));
  const details = changedIn(before, after);
  if (Object.keys(details.to).length === 0) return [];
  const { status, ...rest } = details.to;
  const switched = status === undefined ? null : (switchOf(words, status) ?? words.patch);
  const others = switched === words.patch ? {} : rest;
  const changed = Object.keys(others).length > 0 || switched === null;
  return [
    ...(switched === null ? [] : [told(switched, details)]),
    ...(changed ? [told(words.patch, details)] : []),
    ...zoneUsage(mutation, told),
  ];
}

function switchOf(words: Words, status: unknown): string | undefined {
  return status === 'ACTIVE' ? words.activate : words.deactivate;
}

/** A zone that blocks, or no longer does, says so apart. */
function zoneUsage({ collection, before, after }: Mutation, told: (type: string) => Told): Told[] {
  if (collection !== 'zones' || before?.usage === after?.usage) return [];
  return [told(after?.usage === 'BLOCKLIST' ? 'zone.make_blacklist' : 'zone.remove_blacklist')];
}

/** What is added along with an object. */
function withIt(org: SandboxOrg, { collection, id, given }: Mutation, object: Plain): Told[] {
  const list = (name: string): readonly string[] => (given[name] as readonly string[] | undefined) ?? [];
  if (collection === 'groups') {
    const targets = (user: string): Entity[] => [entityOf(org, 'User', user), named('UserGroup', id, object)];
    return list('members').map((user) => ({ type: 'group.user_membership.add', targets: targets(user) }));
  }
  if (collection === 'customRoles') {
    const targets = [named('CUSTOM_ROLE', id, object)];
    return list('permissions').map((permission) => ({
      ...{ type: 'iam.role.permissions.add', targets: [...targets, named('PERMISSION', permission, {})] },
      debug: { permission },
    }));
  }
  if (collection === 'resourceSets') {
    return list('resources').map((resource) => ({
      ...{ type: 'iam.resourceset.resources.add' },
      targets: [named('RESOURCE_SET', id, object), named('RESOURCE', resource, {})],
    }));
  }
  return collection === 'apps' ? withApp(org, id, given, object) : [];
}

function withApp(org: SandboxOrg, id: string, given: Plain, object: Plain): Told[] {
  const app = named('AppInstance', id, object);
  const list = (name: string): readonly string[] => (given[name] as readonly string[] | undefined) ?? [];
  const oauth = (object.settings as { oauthClient?: unknown } | undefined)?.oauthClient !== undefined;
  return [
    ...(oauth ? [{ type: 'app.oauth2.client.lifecycle.create', targets: [{ ...app, type: 'PublicClientApp' }] }] : []),
    ...list('scopes').map((scope) => ({
      ...{ type: 'app.oauth2.admin.consent.grant', targets: [app, named('SCOPE', scope, {})] },
      debug: { grantedScopes: scope },
    })),
    ...list('users').map((user) => ({
      ...{ type: 'application.user_membership.add', targets: [entityOf(org, 'User', user), app] },
    })),
    ...list('groups').map((group) => ({
      ...{ type: 'group.application_assignment.add', targets: [entityOf(org, 'UserGroup', group), app] },
    })),
  ];
}

/** A signing certificate changes what it belongs to. */
function keyEvents(org: SandboxOrg, { parent }: Mutation): Told[] {
  if (parent === null) return [];
  if (org.list('apps').find(parent)) {
    return [{ type: 'application.lifecycle.update', targets: [entityOf(org, 'AppInstance', parent)] }];
  }
  return [{ type: 'system.idp.lifecycle.update', targets: [entityOf(org, 'IDP', parent)] }];
}

function debugOf({ collection }: Mutation, object: Plain): Record<string, string> | undefined {
  if (collection === 'grants') return { grantedScopes: String(object.scopeId) };
  if (collection !== 'tokens') return undefined;
  const network = object.network as { connection?: string; include?: readonly string[] } | undefined;
  return {
    networkConnection: String(network?.connection ?? 'ANYWHERE'),
    includedNetworkZones: JSON.stringify(network?.include ?? []),
  };
}
