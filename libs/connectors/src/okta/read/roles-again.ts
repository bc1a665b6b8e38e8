import type { AppFacts } from './selection';

/** Whose roles are read again, by id; `again` of the applications whose own are. */
export interface RolesAgain {
  readonly users: Iterable<string>;
  readonly groups: Iterable<string>;
  readonly apps: readonly (AppFacts & { readonly again: boolean })[];
  readonly sets: boolean;
  readonly customRoles: boolean;
}
