import type { Places, Told } from './area';

/** Who reaches something only since, and who no more; and what else differs. */
export interface ToldDrift {
  /** null: who controls the tenant. */
  readonly key: string | null;
  /** What was gained first. */
  readonly access: readonly Told<'AccessDriftBody'>[];
  readonly all: Told<'DriftBody'>;
}

/** Who reaches what. */
export interface ToldAccess {
  readonly key: string;
  /** ISO instant; null: now. */
  readonly asOf: string | null;
  readonly rows: readonly Told<'GraphRowBody'>[];
}

/** Of a user what he reaches, of an app or the tenant who reaches it; of a connection by its id, domain or name. */
export interface AccessAsked {
  readonly connection: string | undefined;
  /** Such as `User:00u1a2b3`; undefined: the tenant. */
  readonly key: string | undefined;
}

/** Access and inventory at instants: a day (its end, UTC), an instant, `now`, or the number of a version. */
export interface DriftArea {
  /** @throws {DomainError} `access.when_invalid`, `inventory.version_not_found`, `inventory.versions_reversed`, `node.not_found` */
  between(asked: AccessAsked, from: string, to: string): Promise<ToldDrift>;
  /** @throws {DomainError} as `between` */
  access(asked: AccessAsked, when: string): Promise<ToldAccess>;
}

export const DRIFT: Places<DriftArea> = {
  here: async () => (await import('./drift.here')).driftHere,
  there: async () => (await import('./drift.there')).driftThere,
};
