import type { Actor, FindingStatus, JsonObject } from '@posture/domain';
import type { Finding } from './finding';
import { NOT_EXCEPTED, resolved, suppressed } from './next-finding';
import type { Excepted } from './next-finding';
import { resumedTiming } from './sla';

/** What people may do to where a finding stands. What the system does is `decide.ts`. */
export const ACTIONS = ['acknowledge', 'start', 'reopen', 'except', 'claim'] as const;
/** One of `ACTIONS`. */
export type FindingAction = (typeof ACTIONS)[number];

/** From where each may be done; from nowhere else. */
const FROM: Readonly<Record<FindingAction, readonly FindingStatus[]>> = {
  acknowledge: ['open'],
  start: ['open', 'acknowledged'],
  reopen: ['acknowledged', 'in_progress', 'suppressed'],
  except: ['open', 'acknowledged', 'in_progress'],
  claim: ['open', 'acknowledged', 'in_progress', 'suppressed'],
};

/** What is asked for. `except` is asked for by an exception, which has its own reason and end. */
export type TransitionRequest =
  | { readonly action: 'acknowledge' | 'start' | 'reopen'; readonly note?: string }
  | { readonly action: 'claim'; readonly note: string }
  | ({ readonly action: 'except'; readonly expiresAt: Date | null } & Excepted);

/** What it makes of the finding, and what history says of it; or why it cannot be. */
export type Transition =
  | { readonly isDone: true; readonly finding: Finding; readonly type: string; readonly data: JsonObject }
  | { readonly isDone: false; readonly allowed: readonly FindingAction[] };

/** What people may do to a finding as it stands. */
export function allowedActions(status: FindingStatus): FindingAction[] {
  return ACTIONS.filter((action) => FROM[action].includes(status));
}

/**
 * The life of a finding under people's hands, as a pure function. Who may ask for what is decided before: this says what the
 * state of the finding allows.
 */
export function transition(finding: Finding, request: TransitionRequest, actor: Actor, now: Date): Transition {
  if (!FROM[request.action].includes(finding.status)) return { isDone: false, allowed: allowedActions(finding.status) };
  const by = { statusChangedAt: now, statusChangedBy: actor };
  const done = (next: Finding, type: string, more: JsonObject = {}): Transition => ({
    isDone: true,
    finding: { ...next, ...by },
    type,
    data: { from: finding.status, to: next.status, ...more },
  });
  switch (request.action) {
    case 'acknowledge':
      return done({ ...finding, status: 'acknowledged' }, 'acknowledged', noted(request.note));
    case 'start': {
      const assignee = finding.assignee ?? actor.id;
      return done({ ...finding, status: 'in_progress', assignee }, 'started', { assignee, ...noted(request.note) });
    }
    case 'reopen':
      return finding.status === 'suppressed'
        ? done(takenUp(finding, now), 'reopened', { reason: 'operator', ...noted(request.note) })
        : done({ ...finding, status: 'open' }, 'put_back', noted(request.note));
    case 'except': {
      const { exceptionId, expiresAt } = request;
      const more = { exceptionId, expiresAt: expiresAt?.toISOString() ?? null };
      return done(suppressed(finding, request, now), 'suppressed', more);
    }
    case 'claim': {
      const claimed = resolved({ ...finding, ...resumedTiming(finding, now) }, 'claimed', now);
      const verifiedAt = finding.present ? null : now;
      return done({ ...claimed, verifiedAt }, 'resolved', { resolution: 'claimed', note: request.note });
    }
  }
}

/** Out of its exception by hand: the time it was suppressed for does not count. */
export function takenUp(finding: Finding, now: Date): Finding {
  return {
    ...finding,
    ...resumedTiming(finding, now),
    status: 'open',
    resolution: null,
    ...NOT_EXCEPTED,
    lastReopenedAt: now,
    reopenReason: 'operator',
  };
}

function noted(note: string | undefined): JsonObject {
  return note === undefined ? {} : { note };
}
