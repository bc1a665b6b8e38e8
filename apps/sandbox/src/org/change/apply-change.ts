import type { Change, Mutation } from '../org';
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
 * @returns what it did, object by object; nothing for what was so already
 * @throws FieldError naming the field that is missing, unknown or wrong
 */
export function applyChange(state: OrgState, change: Change, name?: string): readonly Mutation[] {
  const spec = collectionSpec(change.collection);
  if (change.op === 'add') {
    if (!spec.add) throw new FieldError(change.collection, 'nothing can be added; patch it');
    for (const field of spec.required) {
      if (change.object[field] === undefined) throw new FieldError(field, 'is missing');
    }
    const id = typeof change.object.id === 'string' ? change.object.id : inventedId(state, spec, change.object);
    const object = { ...change.object, id };
    return watched(state, spec, change, spec.touched?.(object) ?? [id], object, () =>
      spec.add?.(state, object, name ?? id),
    );
  } else if (change.op === 'patch') {
    if (!spec.find || !spec.put) throw new FieldError(change.collection, 'cannot be patched; add or remove');
    const object = spec.find(state, change.id);
    if (object === undefined) throw new FieldError(change.id, `is not in ${change.collection}`);
    const { id, patch } = change;
    return watched(state, spec, change, [id], patch, () => spec.put?.(state, id, merge(object, patch)));
  } else {
    if (!spec.remove) throw new FieldError(change.collection, 'nothing can be removed');
    const { id, collection } = change;
    return watched(state, spec, change, spec.everyOf?.(state, id) ?? [id], {}, (ids) => {
      const gone = ids.filter((each) => spec.remove?.(state, each));
      if (gone.length === 0) throw new FieldError(id, `is not in ${collection}`);
    });
  }
}

function watched(
  state: OrgState,
  spec: CollectionSpec,
  { op, collection }: Change,
  ids: readonly string[],
  given: Plain,
  work: (ids: readonly string[]) => void,
): readonly Mutation[] {
  const look = (id: string): Plain | null => (spec.find?.(state, id) as Plain | undefined) ?? null;
  const before = ids.map((id) => ({ object: look(id), parent: spec.parentOf?.(state, id) }));
  work(ids);
  state.changed();
  return ids.flatMap((id, n) => {
    const was = before[n] as (typeof before)[number];
    const after = look(id);
    if (op !== 'patch' && was.object !== null && after !== null) return [];
    if (was.object === null && after === null) return [];
    const parent = was.parent ?? spec.parentOf?.(state, id) ?? null;
    return [{ ...{ op, collection, parent, given, after }, id: ownId(id, parent), before: was.object }];
  });
}

/** Objects of a list of another's may be named with it. */
function ownId(id: string, parent: string | null): string {
  return parent !== null && id.startsWith(`${parent}/`) ? id.slice(parent.length + 1) : id;
}

/** Objects that nobody refers to need no id of their own. */
function inventedId(state: OrgState, spec: CollectionSpec, object: Plain): string {
  return state.ids.named(spec.prefix ?? 'obj', JSON.stringify(object));
}
