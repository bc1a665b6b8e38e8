import type { ListName, Wire } from '../org';
import type { ChildList, OrgState } from '../state/org-state';
import type { Plain } from './merge';

/** A field of an added object or patch that cannot be. */
export class FieldError extends Error {
  constructor(
    readonly field: string,
    problem: string,
  ) {
    super(`${field}: ${problem}`);
  }
}

/** One collection a scenario or a run-time change may touch. References are ids by the time they come here. */
export interface CollectionSpec {
  /** Collection of the id prefix; null when objects need no id. */
  readonly prefix: string | null;
  readonly required: readonly string[];
  /** Puts an object of quiet defaults and the given deviations into the org; `name` is what the scenario calls it. */
  add?(state: OrgState, object: Plain & { readonly id: string }, name: string): void;
  find?(state: OrgState, id: string): object | undefined;
  /** Of an object in a list of another one's. */
  parentOf?(state: OrgState, id: string): string | undefined;
  /** Ids of all objects an addition touches; its own when left out. */
  touched?(object: Plain & { readonly id: string }): readonly string[];
  /** Replaces an object that `find` found. */
  put?(state: OrgState, id: string, object: object): void;
  remove?(state: OrgState, id: string): boolean;
  /** Where one id may stand for several objects to be removed: theirs. */
  everyOf?(state: OrgState, id: string): readonly string[];
}

export function text(object: Plain, field: string): string {
  const value = object[field];
  if (typeof value !== 'string' || value === '') throw new FieldError(field, 'must be a text');
  return value;
}

export function optionalText(object: Plain, field: string): string | undefined {
  return object[field] === undefined ? undefined : text(object, field);
}

export function texts(object: Plain, field: string): string[] {
  const value = object[field] ?? [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
    throw new FieldError(field, 'must be a list of texts');
  }
  return value as string[];
}

/** A whole list of the org. */
export function listSpec(
  list: ListName,
  prefix: string,
  required: readonly string[],
  build: (state: OrgState, object: Plain & { readonly id: string }, name: string) => Wire,
): CollectionSpec {
  return {
    prefix,
    required: ['id', ...required],
    add: (state, object, name) => state.list(list).put(build(state, object, name)),
    find: (state, id) => state.list(list).find(id),
    put: (state, _id, object) => state.list(list).put(object as Wire),
    remove: (state, id) => state.list(list).remove(id),
  };
}

/** A list that belongs to one object. */
export function childSpec(
  list: ChildList,
  prefix: string | null,
  required: readonly string[],
  parentOf: (object: Plain) => string,
  build: (state: OrgState, object: Plain & { readonly id: string }, name: string) => Wire,
  /** The id it gets, where that is not the one it is added with. */
  idOf: (object: Plain & { readonly id: string }) => string = ({ id }) => id,
): CollectionSpec {
  return {
    prefix,
    required,
    add: (state, object, name) => state.ownChildren(list, parentOf(object)).put(build(state, object, name)),
    find: (state, id) => state.findChild(list, id)?.item,
    parentOf: (state, id) => state.findChild(list, id)?.parent,
    touched: (object) => [`${parentOf(object)}/${idOf(object)}`],
    put: (state, id, object) => {
      const found = state.findChild(list, id);
      if (found) state.ownChildren(list, found.parent).put(object as Wire);
    },
    remove: (state, id) => {
      const found = state.findChild(list, id);
      return found !== undefined && state.ownChildren(list, found.parent).remove(found.item.id);
    },
  };
}
