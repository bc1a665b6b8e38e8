import { DomainError } from '@posture/domain';
import { checkedRhythm } from '@posture/inventory';
import type { Schedule, ScheduleChange } from '@posture/inventory';
import type { ScheduleBody } from './schedules.body';
import type { ChangeScheduleBody } from './schedules.dto';

/** @throws {DomainError} `schedule.invalid` */
export function changeOf(body: ChangeScheduleBody): ScheduleChange {
  const { every, at, zone, profile, isPaused, pausedUntil } = body;
  if (pausedUntil !== undefined && isPaused !== true)
    throw new DomainError('schedule.invalid', 'invalid', 'Only a pause ends.', {
      field: 'pausedUntil',
      remedy: 'Give "isPaused": true beside it.',
    });
  const isRhythm = every !== undefined || at !== undefined || zone !== undefined;
  return {
    rhythm: isRhythm ? checkedRhythm({ every, at, zone }) : undefined,
    input: profile === undefined ? undefined : { profile },
    isPaused,
    pausedUntil: isPaused === undefined ? undefined : (pausedUntil ?? null),
  };
}

export function scheduleView({
  version,
  rhythm,
  input,
  nextAt,
  isPaused,
  pausedUntil,
  lastAt,
  lastRunId,
}: Schedule): ScheduleBody {
  return {
    version,
    every: 'every' in rhythm ? rhythm.every : null,
    at: 'at' in rhythm ? rhythm.at : null,
    zone: 'at' in rhythm ? rhythm.zone : null,
    profile: typeof input['profile'] === 'string' ? input['profile'] : 'default',
    isPaused,
    pausedUntil: isPaused ? (pausedUntil?.toISOString() ?? null) : null,
    nextAt: isPaused ? null : nextAt.toISOString(),
    lastAt: lastAt?.toISOString() ?? null,
    lastRunId,
  };
}
