import { Unknown } from '@posture/domain';
import type { CoverageView, FactNeed } from '@posture/domain';
import { instantOf } from './instant';

/** The reads among `needs` that were not complete; empty means the fact may be believed. */
export function unread(coverage: CoverageView, needs: readonly FactNeed[]): FactNeed[] {
  return needs.filter((need) => !coverage.complete(need.resource, need.parent));
}

/** The value when all it needs was read, else Unknown. */
export function whenRead<T>(coverage: CoverageView, needs: readonly FactNeed[], value: () => T): T | Unknown {
  const open = unread(coverage, needs);
  return open.length === 0 ? value() : new Unknown(open);
}

/** Whole and fractional days from a provider's timestamp to the scan's instant; null for none, or for a form not understood. */
export function daysSince(asOf: Date, instant: unknown): number | null {
  const then = instantOf(instant) ?? null;
  return then === null ? null : (asOf.getTime() - then) / 86_400_000;
}

/** The same as a fact: a timestamp in a form that is not understood is unknown, and no "never". */
export function daysFact(asOf: Date, instant: unknown, resource: string): number | null | Unknown {
  const then = instantOf(instant);
  if (then === null) return null;
  if (then !== undefined) return (asOf.getTime() - then) / 86_400_000;
  const reason = `the form of the date ${JSON.stringify(instant).slice(0, 40)} is not understood`;
  return new Unknown([{ resource, parent: '', reason }]);
}
