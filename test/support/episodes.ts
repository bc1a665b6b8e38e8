import type { INestApplicationContext } from '@nestjs/common';
import type { Episode, EpisodesOfEntity, SubjectRef } from '@posture/domain';
import { DetectionReconciler } from '@posture/findings';
import { Database } from '@posture/platform';
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

/** Writes what a detection found of somebody, as whoever follows the log does. */
export async function sayEpisodes(
  app: INestApplicationContext,
  connectionId: string,
  told: EpisodesOfEntity,
): Promise<void> {
  const scoreOf = () => ({ score: 60, tier: 'T3', terms: [] }) as const;
  const changes = { connectionId, entities: [told], tells: 'changes', scoreOf } as const;
  await app.get(Database).transaction((tx) => app.get(DetectionReconciler).reconcile(changes, tx));
}
