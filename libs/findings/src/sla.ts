import type { FindingStatus, Severity } from '@posture/domain';

const DAY_MS = 86_400_000;

/** Days a finding of each severity may stand; null: as long as it likes. */
export type DueDays = Readonly<Record<Severity, number | null>>;

/** Where nobody chose. */
export const DAYS_TO_DUE: DueDays = {
  critical: 3,
  high: 14,
  medium: 45,
  low: 90,
  informational: null,
};

/** The clock a finding's due date follows from. Times are milliseconds. */
export interface Sla {
  readonly startedAt: number;
  /** Since when it stands still, for an exception; null: it runs. */
  readonly pausedSince: number | null;
  /** How long it stood still since it was started. */
  readonly pausedMs: number;
  /** People gave the due date: what its severity becomes does not move it. */
  readonly isByHand: boolean;
  /** As people chose for its connection; absent: they did not. */
  readonly days?: DueDays;
}

/** What the clock says of a finding. */
export interface Timing {
  readonly sla: Sla;
  readonly dueAt: Date | null;
  readonly breachToldAt: Date | null;
}

/** Whether it should be gone by now; what people let stand is not. */
export function isOverdue(
  finding: { readonly status: FindingStatus; readonly dueAt: Date | null },
  now: Date,
): boolean {
  const { status, dueAt } = finding;
  return dueAt !== null && dueAt <= now && status !== 'suppressed' && status !== 'resolved';
}

/** A clock that starts now. @param days null: nobody chose */
export function startedTiming(severity: Severity, now: Date, days: DueDays | null = null): Timing {
  const started = { startedAt: now.getTime(), pausedSince: null, pausedMs: 0, isByHand: false };
  return timingOf(severity, days === null ? started : { ...started, days });
}

/** By other days, from when its clock was started. */
export function timingBy({ sla }: Timing, severity: Severity, days: DueDays): Timing {
  return timingOf(severity, { ...sla, days });
}

/** It stands still from now on; one that does already is left alone. */
export function pausedTiming(timing: Timing, now: Date): Timing {
  const { sla, dueAt, breachToldAt } = timing;
  return { sla: { ...sla, pausedSince: sla.pausedSince ?? now.getTime() }, dueAt, breachToldAt };
}

/** It goes on where it stood; what was told of a due date that passed before stays told. */
export function resumedTiming({ sla, dueAt, breachToldAt }: Timing, now: Date): Timing {
  if (sla.pausedSince === null) return { sla, dueAt, breachToldAt };
  // A clock that was set back has not paused anything for less than no time.
  const stoodMs = Math.max(0, now.getTime() - sla.pausedSince);
  return {
    sla: { ...sla, pausedSince: null, pausedMs: sla.pausedMs + stoodMs },
    dueAt: dueAt === null ? null : new Date(dueAt.getTime() + stoodMs),
    breachToldAt,
  };
}

/** Due as a finding of that severity, unless people said when. */
export function timingFor(timing: Timing, severity: Severity): Timing {
  const { sla, dueAt, breachToldAt } = timing;
  if (sla.isByHand) return { sla, dueAt, breachToldAt };
  const next = timingOf(severity, sla);
  return next.dueAt?.getTime() === dueAt?.getTime() ? { sla, dueAt, breachToldAt } : next;
}

/** Due when people say. @param dueAt null: by its severity again */
export function timingByHand({ sla }: Timing, severity: Severity, dueAt: Date | null): Timing {
  if (dueAt === null) return timingOf(severity, { ...sla, isByHand: false });
  return { sla: { ...sla, isByHand: true }, dueAt, breachToldAt: null };
}

function timingOf(severity: Severity, sla: Sla): Timing {
  const days = (sla.days ?? DAYS_TO_DUE)[severity];
  const dueAt = days === null ? null : new Date(sla.startedAt + sla.pausedMs + days * DAY_MS);
  return { sla, dueAt, breachToldAt: null };
}
