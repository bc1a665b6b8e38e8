import type { Episode, SubjectRef } from '@posture/domain';
import { NOW } from './activity-log';

/** An invented episode, proven by its first and its last event. @param from minutes after the test's clock begins */
export function episodeOf(
  rule: string,
  entity: SubjectRef,
  from: number,
  to: number,
  over: Partial<Episode> = {},
): Episode {
  const at = (minutes: number) => NOW + minutes * 60_000;
  return {
    rule,
    entity,
    from: at(from),
    to: at(to),
    occurrences: 2,
    severity: 'high',
    title: `${entity.name} was seen doing what the rule watches for`,
    why: 'It was seen.',
    shown: { srcIp: '203.0.113.9', usualPerDay: 2 },
    eventCount: 2,
    events: [
      { id: `event-${from}`, at: at(from) },
      { id: `event-${to}`, at: at(to) },
    ],
    isSettled: false,
    ...over,
  };
}
