import type { Json } from '@posture/domain';

export const COLLECTIONS = ['users', 'groups', 'apps'] as const;
export type Collection = (typeof COLLECTIONS)[number];

/**
 * The whole collection a resource names, such as every user: `orn:okta:directory:<org>:users`,
 * `orn:okta:idp:<org>:apps`, or an href ending in `/api/v1/groups`. Null for a single object or a part of a collection,
 * such as the instances of one catalogue application (`/api/v1/apps?filter=…`).
 */
export function orgWideCollection(resource: Json): Collection | null {
  if (typeof resource !== 'string') return null;
  const orn = /^orn:[^:]+:(?:directory|idp|apps):[^:]+:([a-z]+)(?::\*)?$/.exec(resource);
  const [path = '', query = ''] = resource.split('?');
  if (/(^|&)filter=/.test(query)) return null;
  const href = /\/api\/v1\/([a-z]+)\/?$/.exec(path);
  const name = orn?.[1] ?? href?.[1];
  return COLLECTIONS.find((collection) => collection === name) ?? null;
}
