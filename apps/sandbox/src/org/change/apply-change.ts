import type { Change } from '../org';
import type { OrgState } from '../state/org-state';
import { FieldError, type CollectionSpec } from './collection-spec';
import { APP_SPECS } from './app-specs';
import { merge, type Plain } from './merge';
import { OBJECT_SPECS } from './object-specs';
import { PRINCIPAL_SPECS } from './principal-specs';

const SPECS: Readonly<Record<string, CollectionSpec>> = { ...PRINCIPAL_SPECS, ...APP_SPECS, ...OBJECT_SPECS };

/** Collections that others refer to. */
const FIRST = [
  ...['zones', 'realms', 'userTypes', 'users', 'groups', 'apps', 'customRoles', 'resourceSets', 'policies'],
  ...['authenticators', 'authorizationServers', 'authorizationServerPolicies'],
];

/** Every collection, in the order in which a scenario's objects are added. */
export const COLLECTIONS: readonly string[] = [...FIRST, ...Object.keys(SPECS).filter((name) => !FIRST.includes(name))];

/** @throws FieldError for a collection that does not exist */
export function collectionSpec(collection: string): CollectionSpec {
  const spec = Object.hasOwn(SPECS, collection) ? SPECS[collection] : undefined;
  if (!spec) throw new FieldError(collection, `is no collection; there are ${COLLECTIONS.join(', ')}`);
  return spec;
}

/**
 * Adds, patches or removes one object. References are ids; `name` is what an added object is called in texts.
 * @throws FieldError naming the field that is missing, unknown or wrong
 */
export function applyChange(state: OrgState, change: Change, name?: string): void {
  const spec = collectionSpec(change.collection);
  if (change.op === 'add') {
    if (!spec.add) throw new FieldError(change.collection, 'nothing can be added; patch it');
    for (const field of spec.required) {
      if (change.object[field] === undefined) throw new FieldError(field, 'is missing');
    }
    const id = typeof change.object.id === 'string' ? change.object.id : inventedId(state, spec, change.object);
    spec.add(state, { ...change.object, id }, name ?? id);
  } else if (change.op === 'patch') {
    if (!spec.find || !spec.put) throw new FieldError(change.collection, 'cannot be patched; add or remove');
    const object = spec.find(state, change.id);
    if (object === undefined) throw new FieldError(change.id, `is not in ${change.collection}`);
    spec.put(state, change.id, merge(object, change.patch));
  } else {
    if (!spec.remove) throw new FieldError(change.collection, 'nothing can be removed');
    if (!spec.remove(state, change.id)) throw new FieldError(change.id, `is not in ${change.collection}`);
  }
  state.changed();
}

/** Objects that nobody refers to need no id of their own. */
function inventedId(state: OrgState, spec: CollectionSpec, object: Plain): string {
  return state.ids.named(spec.prefix ?? 'obj', JSON.stringify(object));
}
