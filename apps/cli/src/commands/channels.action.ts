import type { Command } from 'commander';
import { withArea } from '../areas/area';
import { CHANNELS } from '../areas/channels.area';
import type { ToldChannel, ToldTest } from '../areas/channels.area';
import { EXIT_ERROR, say } from '../output/say';

export interface ChannelsOptions {
  readonly format: 'table' | 'json';
}

export async function list({ format }: ChannelsOptions, command: Command): Promise<void> {
  await withArea(CHANNELS, command, async (area) => {
    const channels = await area.list();
    if (format === 'json') return say(JSON.stringify(channels, null, 2));
    for (const channel of channels) say(line(channel));
    say(`${channels.length} channels`);
  });
}

export async function test(id: string, { format }: ChannelsOptions, command: Command): Promise<void> {
  await withArea(CHANNELS, command, async (area) => {
    const told = await area.test(id);
    for (const text of format === 'json' ? [JSON.stringify(told, null, 2)] : testLines(told)) say(text);
    if (told.state !== 'succeeded') process.exitCode = EXIT_ERROR;
  });
}

function line({ id, state, stateWhy, kind, name, url, minSeverity, filter }: ToldChannel): string {
  const which = `from ${minSeverity} on${filter === '' ? '' : `, ${filter}`}`;
  return `${state.padEnd(13)} ${id}  ${kind.padEnd(8)} ${name} at ${url}, ${which}${stateWhy === null ? '' : `: ${stateWhy}`}`;
}

function testLines({ state, made, proves }: ToldTest): string[] {
  return [
    state === 'succeeded' ? proves : 'It was not taken.',
    ...made.map(({ status, error, ms, address, answer }) => {
      const from = address === null ? '' : ` from ${address}`;
      return `  ${status ?? error ?? 'no answer'} after ${ms} ms${from}${answer === '' ? '' : `: ${answer.slice(0, 200)}`}`;
    }),
  ];
}
