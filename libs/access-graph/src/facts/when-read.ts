import { Unknown } from '@posture/domain';
import type { CoverageView, FactNeed } from '@posture/domain';

/** The reads among `needs` that were not complete; empty means the fact may be believed. */
export function unread(coverage: CoverageView, needs: readonly FactNeed[]): FactNeed[] {
  return needs.filter((need) => !coverage.complete(need.resource, need.parent));
}

/** The value when all it needs was read, else Unknown. */
export function whenRead<T>(coverage: CoverageView, needs: readonly FactNeed[], value: () => T): T | Unknown {
  const open = unread(coverage, needs);
  return open.length === 0 ? value() : new Unknown(open);
}

/** Whole and fractional days from a provider's timestamp to the scan's instant; null for null. */
export function daysSince(asOf: Date, instant: unknown): number | null {
  if (typeof instant !== 'string') return null;
  const then = Date.parse(instant);
  return Number.isNaN(then) ? null : (asOf.getTime() - then) / 86_400_000;
}
