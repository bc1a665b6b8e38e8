import { checkedRhythm } from '@posture/inventory';
import type { Schedule, ScheduleChange } from '@posture/inventory';
import type { ScheduleBody } from './schedules.body';
import type { ChangeScheduleBody } from './schedules.dto';

/** @throws {DomainError} `schedule.invalid` */
export function changeOf(body: ChangeScheduleBody): ScheduleChange {
  const { every, at, zone, profile, evaluateEvery, isPaused, pausedUntil } = body;
  const isRhythm = every !== undefined || at !== undefined || zone !== undefined;
  return {
    rhythm: isRhythm ? checkedRhythm({ every, at, zone }) : undefined,
    input: profile === undefined ? undefined : { profile },
    evaluateEvery,
    isPaused,
    // A pause that is not said to end has no end.
    pausedUntil: pausedUntil ?? (isPaused === undefined ? undefined : null),
  };
}

export function scheduleView({
  version,
  rhythm,
  input,
  nextAt,
  evaluateEvery,
  evaluateAt,
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
    evaluateEvery,
    nextEvaluationAt: isPaused ? null : (evaluateAt?.toISOString() ?? null),
    lastAt: lastAt?.toISOString() ?? null,
    lastRunId,
  };
}
