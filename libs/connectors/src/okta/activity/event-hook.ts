import type { EventHook } from '@posture/domain';
import { looseOf } from './loose-shape';
import { instantOf } from './loose-text';

const DELIVERY = 'com.okta.event_hook';

/** Okta's event hooks (Okta developer concept "Event hooks", 2026). */
export const oktaEventHook: EventHook = {
  secretHeader: 'Authorization',
  // It tries once more at most, promises no time, and has its support look into what takes longer.
  windowMs: 60 * 60_000,
  challengeAnswer: ({ 'x-okta-verification-challenge': challenge }) =>
    typeof challenge === 'string' && challenge !== '' ? { verification: challenge } : null,
  newestOf: (body) => {
    const delivery = looseOf(body);
    const events = looseOf(delivery?.['data'])?.['events'];
    if (delivery?.['eventType'] !== DELIVERY || !Array.isArray(events)) return null;
    let newest = instantOf(delivery['eventTime']) ?? Number.NEGATIVE_INFINITY;
    for (const event of events) newest = Math.max(newest, instantOf(looseOf(event)?.['published']) ?? newest);
    return Number.isFinite(newest) ? newest : null;
  },
};
