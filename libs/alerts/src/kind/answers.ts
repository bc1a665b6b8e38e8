import type { OutboundAnswer } from '../outbound/outbound-answer';
import type { Parcel, Sent, Verdict } from './channel-kind';

const GONE = 410;
/** Nothing of the same will be taken another time: wrong address, wrong credential, wrong form. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404, 413, 422]);

/** What an answer means that is known by its status alone. */
export function verdictOf({ status }: OutboundAnswer): Verdict {
  if (status === null) return 'retry';
  if (status >= 200 && status < 300) return 'taken';
  if (status === GONE) return 'gone';
  return REFUSALS.has(status) ? 'refused' : 'retry';
}

/** One answer for all that went together. */
export function sameFor(parcels: readonly Parcel[], sent: Sent): Sent[] {
  return parcels.map(() => sent);
}

/** A part of a JSON answer; undefined for what is none. */
export function jsonOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Nothing was sent, and why. */
export function unsent(error: string, ms = 0): OutboundAnswer {
  return { status: null, text: '', retryAfter: null, error, address: null, ms };
}
