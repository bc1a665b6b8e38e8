import type { Command } from 'commander';
import { withArea } from '../areas/area';
import type { ScheduleWish, ToldSchedule } from '../areas/schedules.area';
import { SCHEDULES } from '../areas/places';
import { minuteOf } from '../output/minute-of';
import { say } from '../output/say';
import { endOf } from '../until';
import { NEVER } from './never';

export interface ShowOptions {
  readonly format: 'table' | 'json';
}

export interface SetOptions extends Pick<ScheduleWish, 'every' | 'at' | 'zone' | 'profile'> {
  readonly evaluateEvery?: number | typeof NEVER;
}

export interface PauseOptions {
  readonly until?: string;
}

export async function list({ format }: ShowOptions, command: Command): Promise<void> {
  await withArea(SCHEDULES, command, async (area) => {
    const all = await area.list();
    if (format === 'json') return say(JSON.stringify(all, null, 2));
    for (const { domain, schedule } of all) say(`${domain}: ${line(schedule)}`);
    say(`${all.length} schedules`);
  });
}

export async function show(wanted: string | undefined, { format }: ShowOptions, command: Command): Promise<void> {
  await withArea(SCHEDULES, command, async (area) => {
    const schedule = await area.get(wanted);
    say(format === 'json' ? JSON.stringify(schedule, null, 2) : line(schedule));
  });
}

export async function set(wanted: string | undefined, options: SetOptions, command: Command): Promise<void> {
  const { every, at, zone, profile, evaluateEvery: given } = options;
  const evaluateEvery = given === NEVER ? null : given;
  await change(wanted, { every, at, zone, profile, evaluateEvery }, command);
}

export async function pause(wanted: string | undefined, { until }: PauseOptions, command: Command): Promise<void> {
  const pausedUntil = until === undefined ? undefined : endOf(until).toISOString();
  await change(wanted, { isPaused: true, pausedUntil }, command);
}

export async function resume(wanted: string | undefined, command: Command): Promise<void> {
  await change(wanted, { isPaused: false }, command);
}

async function change(wanted: string | undefined, wish: ScheduleWish, command: Command): Promise<void> {
  await withArea(SCHEDULES, command, async (area) => say(line(await area.change(wanted, wish))));
}

function line(schedule: ToldSchedule): string {
  const { every, at, zone, profile, evaluateEvery, isPaused, pausedUntil, nextAt, lastAt } = schedule;
  const rhythm = every === null ? `daily at ${at} ${zone}` : `every ${every} minutes`;
  const between = evaluateEvery === null ? '' : `, judged again every ${evaluateEvery} minutes`;
  const end = pausedUntil === null ? 'until somebody says so' : `until ${minuteOf(pausedUntil)}`;
  const next = isPaused || nextAt === null ? `paused ${end}` : `next ${minuteOf(nextAt)}`;
  return `${rhythm}, profile ${profile}${between}; ${next}, last ${lastAt === null ? 'never' : minuteOf(lastAt)}`;
}
