import { ConnectionStore, ScheduleStore, checkedRhythm } from '@posture/inventory';
import type { Schedule, ScheduleChange } from '@posture/inventory';
import { audited } from '../audited';
import type { Here } from '../open-app';
import { plain } from './area';
import { connectionHere } from './connection.here';
import type { ScheduleWish, SchedulesArea, ToldSchedule } from './schedules.area';

export function schedulesHere(here: Here): SchedulesArea {
  return {
    async list() {
      const app = await here.app();
      const all = await app.get(ConnectionStore).list();
      const schedules = app.get(ScheduleStore);
      return Promise.all(
        all.map(async ({ id, orgUrl }) => ({ domain: new URL(orgUrl).host, schedule: told(await schedules.get(id)) })),
      );
    },
    async get(wanted) {
      const app = await here.app();
      return told(await app.get(ScheduleStore).get(await connectionHere(app, wanted)));
    },
    async change(wanted, wish) {
      const app = await here.app();
      const { id, name } = await app.get(ConnectionStore).get(await connectionHere(app, wanted));
      const schedules = app.get(ScheduleStore);
      const { version } = await schedules.get(id);
      const change = { action: 'schedule.change', target: { type: 'connection', id, name }, connectionId: id };
      const fields = { ...wish };
      return told(await audited(app, { ...change, fields }, () => schedules.change(id, changeOf(wish), version)));
    },
  };
}

/** @throws {DomainError} `schedule.invalid` */
function changeOf({ every, at, zone, profile, pausedUntil, isPaused, evaluateEvery }: ScheduleWish): ScheduleChange {
  const isRhythm = every !== undefined || at !== undefined || zone !== undefined;
  const noEnd = isPaused === undefined ? undefined : null;
  return {
    ...{ isPaused, evaluateEvery },
    rhythm: isRhythm ? checkedRhythm({ every, at, zone }) : undefined,
    input: profile === undefined ? undefined : { profile },
    pausedUntil: pausedUntil === undefined ? noEnd : new Date(pausedUntil),
  };
}

function told({ rhythm, input, isPaused, ...schedule }: Schedule): ToldSchedule {
  const { connectionId, evaluateAt, lastDueAt, pausedUntil, nextAt, ...more } = schedule;
  const profile = (input['profile'] ?? 'default') as ToldSchedule['profile'];
  return plain({
    ...{ every: null, at: null, zone: null, ...rhythm, profile, isPaused },
    ...more,
    pausedUntil: isPaused ? pausedUntil : null,
    nextAt: isPaused ? null : nextAt,
    nextEvaluationAt: isPaused ? null : evaluateAt,
  });
}
