import type { Severity } from '@posture/domain';
import { noiseOfMonth, worstDay } from '../support/noise-of-month';
import type { Noise } from '../support/noise-of-month';
import type { BenchPart, PartResult } from './part';
import { figure, round } from './part';
import { inSeconds } from './stopwatch';

const SIZE = { users: 5_000, groups: 250, apps: 200 } as const;

export const noisePart: BenchPart = {
  name: 'noise',
  title: 'False alarms of a busy month',
  method: `A month in the life of a sandbox org in which nobody attacks anything, but everything is in it that looks like it: a company VPN, carriers' gateways,
private relays, travel, new phones, help-desk resets, a wave of expired passwords, starters and leavers, a change window. Every
shipped detection that is on by default judges it, with what the inventory of that org adds to each event. A finding is one rule about one entity;
it counts on the day it was first told. Weak signals are none by themselves.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const { events, days, seconds, noise } = await noiseOfMonth({ ...SIZE, life: 'busy' }, say);
  for (const [rule, count] of byRule(noise)) say(`${rule}: ${count}`);
  const most = (what: string, severities: readonly Severity[], atMost?: number) => {
    const { day, count } = worstDay(noise, severities);
    const all = noise.filter(({ severity }) => severities.includes(severity)).length;
    return figure(what, `${count} on ${day}, ${all} in all`, null, count, { atMost, unit: 'a day' });
  };
  return {
    sizes: `${SIZE.users.toLocaleString('en')} users, ${SIZE.groups} groups, ${SIZE.apps} apps; ${days} days, ${events.toLocaleString('en')} events in ${inSeconds(seconds)}, ${round(events / seconds)} a second with making and normalising them.`,
    figures: [
      most('critical and high findings on the worst day', ['critical', 'high'], 3),
      most('medium findings on the worst day', ['medium'], 15),
      most('low findings on the worst day', ['low']),
    ],
    left: [],
  };
}

/** Most first. */
function byRule(noise: readonly Noise[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { rule, severity } of noise) {
    const name = `${severity} ${rule}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}
