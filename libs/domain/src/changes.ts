import type { NodeKey } from './graph-schema';

/** A part of a tenant that is no longer as it was read, in words of its provider's catalogue. */
export interface ObjectChange {
  readonly resource: string;
  /** Whose list it is; absent: a list of the whole tenant. */
  readonly parent?: NodeKey;
  /** The one object that changed in a list too long to be read for it; absent: the list as a whole. */
  readonly key?: NodeKey;
  /** It is said to be deleted, so that not to find it is no surprise. */
  readonly gone?: true;
}

/** What a tenant's log says has changed. */
export interface Changes {
  /** What to read again, each once. */
  readonly objects: readonly ObjectChange[];
  /** Resources something changed in that no single read would show; the next full sync reads them. */
  readonly stale: readonly string[];
}

/** A resource that is not what it was read as, and why it was not read again. */
export interface StaleResource {
  readonly resource: string;
  /** One sentence for an administrator. */
  readonly reason: string;
}

/** So many objects of one parent's list are read one by one; of more the list is read. */
export const OBJECTS_OF_LIST = 20;
/** So many objects of a list of the whole tenant are read one by one; of more the next full sync reads the list. */
export const OBJECTS_OF_TENANT = 200;

/** Equal changes once, and none beside the read of a list that shows it anyway; in the order they came first. */
export function coalesced({ objects, stale }: Changes): Changes {
  const byList = new Map<string, ObjectChange[]>();
  for (const change of objects) {
    const list = JSON.stringify([change.resource, change.parent ?? '']);
    byList.set(list, [...(byList.get(list) ?? []), change]);
  }
  const unread = new Set(stale);
  const read = [...byList.values()].flatMap((ofList): ObjectChange[] => {
    const [{ resource, parent }] = ofList as [ObjectChange];
    const whole = parent === undefined ? { resource } : { resource, parent };
    if (ofList.some(({ key }) => key === undefined)) return [whole];
    const byKey = new Map(ofList.map((change) => [change.key, change]));
    for (const change of ofList) if (change.gone === true) byKey.set(change.key, change);
    if (parent !== undefined && byKey.size > OBJECTS_OF_LIST) return [whole];
    if (byKey.size <= OBJECTS_OF_TENANT) return [...byKey.values()];
    unread.add(resource);
    return [];
  });
  return { objects: read, stale: [...unread].sort() };
}
