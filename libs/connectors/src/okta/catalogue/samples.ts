import { mapUserType, schemaIdOf } from '../map/directory';
import { text } from '../map/wire';
import type { Wire } from '../map/wire';
import { isOidc, isServiceApp, readsMembers, readsSigningKeys } from '../read/selection';
import type { AppFacts, GroupFacts } from '../read/selection';

/** What the probe's first calls showed. */
export interface Seen {
  /** First record of a list; null when it was empty or refused. */
  first(resource: string): Wire | null;
  readonly groupList: readonly GroupFacts[];
  readonly appList: readonly AppFacts[];
}

/** Chooses the object whose list is tried, by the id its path takes; null when none was seen. */
export type Sample = (seen: Seen) => string | null;

export function firstOf(resource: string): Sample {
  return (seen) => text(seen.first(resource), 'id');
}

export const aUser: Sample = firstOf('users');

export const anAdmin: Sample = (seen) => firstOf('role-assignees')(seen) ?? aUser(seen);

export const aGroup: Sample = ({ groupList }) => groupList.find(readsMembers)?.id ?? groupList[0]?.id ?? null;

export const anApp: Sample = ({ appList }) => appList[0]?.id ?? null;

export const anOidcApp: Sample = ({ appList }) => appList.find(isOidc)?.id ?? null;

export const aSigningApp: Sample = ({ appList }) => appList.find(readsSigningKeys)?.id ?? null;

export const aServiceClient: Sample = ({ appList }) => appList.find(isServiceApp)?.clientId ?? null;

/** A type's schema has an id of its own. */
export const aUserSchema: Sample = (seen) => {
  const type = seen.first('user-types');
  const [mapped] = type === null || text(type, 'id') === null ? [] : mapUserType(type).nodes;
  return mapped === undefined ? null : schemaIdOf(mapped);
};
