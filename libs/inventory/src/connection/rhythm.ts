import { DateTime, IANAZone } from 'luxon';
import { DomainError } from '@posture/domain';

/** How often a tenant is scanned: every so many minutes, or each day at a time of a place. */
export type Rhythm = { readonly every: number } | { readonly at: string; readonly zone: string };

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** Oftener, a scan would still be reading; what changes in between is read again as the log tells of it. */
const LEAST_MINUTES = 15;
const MOST_MINUTES = 31 * DAY_MINUTES;

/** Once a day, so that a connection nobody cares for is not forgotten. */
export const DAILY: Rhythm = { every: DAY_MINUTES };
/** Of an interval: tenants that were connected together are not read together. */
const JITTER = 0.05;

/** A rhythm as it was asked for: either every so many minutes, or a time of day with its zone. @throws {DomainError} `schedule.invalid` naming the field */
export function checkedRhythm({ every, at, zone }: { every?: number; at?: string; zone?: string }): Rhythm {
  if (every !== undefined) {
    if (at !== undefined || zone !== undefined)
      throw invalidSchedule('every', 'Give an interval, or a time with its zone.');
    checkedInterval('every', every);
    return { every };
  }
  if (at === undefined)
    throw invalidSchedule('at', 'Give an interval in "every", or a time of day in "at" with its "zone".');
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(at)) throw invalidSchedule('at', 'Give a time of day such as 02:30.');
  if (zone === undefined || !IANAZone.isValidZone(zone))
    throw invalidSchedule('zone', 'Give a zone such as Europe/Berlin or UTC.');
  return { at, zone };
}

/**
 * The first time it is due after an instant. A time of day that a place skips, as its clocks are put forward, comes as much
 * later; one that comes twice, as they are put back, counts the first time.
 * @param random from 0 to 1
 */
export function nextAfter(rhythm: Rhythm, after: Date, random: number): Date {
  if ('every' in rhythm) {
    const wait = rhythm.every * MINUTE_MS;
    return new Date(after.getTime() + Math.round(wait * (1 + JITTER * (2 * random - 1))));
  }
  const [hour, minute] = rhythm.at.split(':').map(Number) as [number, number];
  const here = DateTime.fromJSDate(after, { zone: rhythm.zone });
  for (let days = 0; ; days += 1) {
    const day = here.startOf('day').plus({ days });
    const due = first(day.set({ hour, minute, second: 0, millisecond: 0 }));
    if (due > after) return due;
  }
}

/** Of two instants a clock shows the same at, the first. */
function first(time: DateTime): Date {
  const [one] = time.getPossibleOffsets();
  return (one ?? time).toJSDate();
}

/** Minutes from one time it is due to the next. */
export function minutesOf(rhythm: Rhythm): number {
  return 'every' in rhythm ? rhythm.every : DAY_MINUTES;
}

/** Whether a time it is due at is as far away as only a clock that was put back can make it. */
export function isTooFar(rhythm: Rhythm, due: Date, now: Date): boolean {
  const longest = 'every' in rhythm ? rhythm.every * (1 + JITTER) : 2 * DAY_MINUTES;
  return due.getTime() - now.getTime() > longest * MINUTE_MS;
}

/** @throws {DomainError} `schedule.invalid` naming the field */
export function checkedInterval(field: string, minutes: number): void {
  if (!Number.isInteger(minutes) || minutes < LEAST_MINUTES || minutes > MOST_MINUTES)
    throw invalidSchedule(field, `Give whole minutes from ${LEAST_MINUTES} to ${MOST_MINUTES}.`);
}

export function invalidSchedule(field: string, remedy: string): DomainError {
  return new DomainError('schedule.invalid', 'invalid', 'That is no schedule.', { field, remedy });
}
