import type { ActivityEntry, IncomingPage } from '@posture/activity';
import type { Activity, ActivityPage, JoinedFacts, QuarantinedActivity } from '@posture/domain';
import type { Provider } from '../providers';

/** A page of the log as it is kept: with what the inventory says of each event now. */
export function incoming(
  { events, cursor, isFull, providerNow }: ActivityPage,
  { activity: log }: Provider,
  joined: (activity: Activity) => JoinedFacts,
): IncomingPage {
  const entries: ActivityEntry[] = [];
  const quarantined: QuarantinedActivity[] = [];
  for (const event of events) {
    if ('quarantined' in event) quarantined.push(event.quarantined);
    else {
      const { activity, raw } = event;
      entries.push({
        activity,
        raw,
        joined: joined(activity),
        isAppUse: log.isAppUse(activity),
        isAppGiven: log.isAppGiven(activity),
        isAdminAct: log.isAdminAct(activity),
        idp: log.idpOf(activity),
      });
    }
  }
  return { events: entries, quarantined, cursor, isFull, providerNow };
}
