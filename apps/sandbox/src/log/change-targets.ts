import type { SandboxOrg, Wire } from '../org/org';
import { appEntity, groupEntity, userEntity } from './life/people';
import type { ChangeDetails, Entity } from './log-event';

/** What is particular to one event of a change. */
export interface Told {
  readonly type: string;
  readonly targets: readonly Entity[];
  readonly reason?: string;
  readonly debug?: Readonly<Record<string, string>>;
}

export type Plain = Readonly<Record<string, unknown>>;

/** A target by type and id, with the name the org has for it. */
export function entityOf(org: SandboxOrg, type: string, id: string): Entity {
  const user = type === 'User' ? org.user(id) : undefined;
  if (user) return userEntity(user);
  const group = type === 'UserGroup' ? org.list('groups').find(id) : undefined;
  if (group) return groupEntity(group);
  const app = type === 'AppInstance' ? org.list('apps').find(id) : undefined;
  if (app) return appEntity(app);
  const list = type === 'PolicyEntity' ? 'policies' : type === 'IDP' ? 'idps' : 'authenticators';
  return named(type, id, org.list(list).find(id) ?? {});
}

export function named(type: string, id: string, object: Plain | Wire): Entity {
  const profile = object.profile as { name?: unknown; displayName?: unknown } | undefined;
  const name = [object.label, object.name, profile?.displayName, profile?.name, object.scopeId, object.factorType].find(
    (candidate) => typeof candidate === 'string',
  );
  return { id, type, alternateId: 'unknown', displayName: typeof name === 'string' ? name : id };
}

/** Top-level fields that differ, but for the times of the change itself. */
export function changedIn(before: Plain, after: Plain): ChangeDetails {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => key !== 'lastUpdated' && JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const of = (object: Plain): Plain => Object.fromEntries(keys.map((key) => [key, object[key] ?? null]));
  return { from: of(before), to: of(after) };
}
