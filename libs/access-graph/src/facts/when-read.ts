import { AtLeast, Unknown } from '@posture/domain';
import type { CoverageView, FactNeed, Facts, FactSchema, GraphView, NodeIndex, NodeKind } from '@posture/domain';
import type { Classification, PrivilegeModel } from '../privilege/privilege-model';

/** Everything a fact may depend on: one version, its privileges, the scan's instant. No clock, no store. */
export interface FactContext {
  readonly view: GraphView;
  readonly privilege: PrivilegeModel;
  readonly classification: Classification;
  readonly asOf: Date;
}

/**
 * The facts of one theme about one kind of subject. `prepare` runs once per version, for what is cheaper to know
 * of all subjects at once (who shares a phone number); `compute` runs once per subject and makes an object of its own.
 */
export interface FactSet<Prepared = unknown> {
  readonly kind: NodeKind;
  readonly schema: FactSchema;
  prepare(context: FactContext): Prepared;
  compute(context: FactContext, subject: NodeIndex, prepared: Prepared): Facts;
}

/** The reads among `needs` that were not complete; empty means the fact may be believed. */
export function unread(coverage: CoverageView, needs: readonly FactNeed[]): FactNeed[] {
  return needs.filter((need) => !coverage.complete(need.resource, need.parent));
}

/** The value when all it needs was read, else Unknown. */
export function whenRead<T>(coverage: CoverageView, needs: readonly FactNeed[], value: () => T): T | Unknown {
  const open = unread(coverage, needs);
  return open.length === 0 ? value() : new Unknown(open);
}

/** The value, as a lower bound when some of what it needs was not read. */
export function atLeastWhenRead<T extends number | readonly string[]>(
  coverage: CoverageView,
  needs: readonly FactNeed[],
  value: T,
): T | AtLeast<T> {
  const open = unread(coverage, needs);
  return open.length === 0 ? value : new AtLeast(value, open);
}

/** Whole and fractional days from a provider's timestamp to the scan's instant; null for null. */
export function daysSince(asOf: Date, instant: unknown): number | null {
  if (typeof instant !== 'string') return null;
  const then = Date.parse(instant);
  return Number.isNaN(then) ? null : (asOf.getTime() - then) / 86_400_000;
}

/** Days since an instant that every object of a list has: an answer without it leaves the age unknown, not null. */
export function ageInDays(asOf: Date, instant: unknown, resource: string): number | Unknown {
  return (
    daysSince(asOf, instant) ??
    new Unknown([{ resource, parent: '', reason: 'Okta answered without the date that tells its age' }])
  );
}
