import type { Command } from 'commander';
import { withArea } from '../areas/area';
import { CONNECTIONS } from '../areas/connections.area';
import type { SyncAsked } from '../areas/connections.area';
import { connectionLine, connectionText } from '../output/connection-text';
import { probeText } from '../output/probe-text';
import { say } from '../output/say';

export interface ShowOptions {
  readonly format: 'table' | 'text' | 'json';
}

export interface SyncOptions extends ShowOptions, Partial<SyncAsked> {
  readonly profile: SyncAsked['profile'];
  readonly factors: SyncAsked['factors'];
}

export async function list({ format }: ShowOptions, command: Command): Promise<void> {
  await withArea(CONNECTIONS, command, async (area) => {
    const connections = await area.list();
    if (format === 'json') return say(JSON.stringify(connections, null, 2));
    for (const connection of connections) say(connectionLine(connection));
    say(`${connections.length} connections`);
  });
}

export async function show(wanted: string | undefined, { format }: ShowOptions, command: Command): Promise<void> {
  await withArea(CONNECTIONS, command, async (area) => {
    const connection = await area.get(wanted);
    if (format === 'json') return say(JSON.stringify(connection, null, 2));
    for (const line of connectionText(connection)) say(line);
  });
}

export async function test(wanted: string | undefined, { format }: ShowOptions, command: Command): Promise<void> {
  await withArea(CONNECTIONS, command, async (area) => {
    const probe = await area.test(wanted);
    say(format === 'json' ? JSON.stringify(probe, null, 2) : probeText(probe));
  });
}

export async function sync(wanted: string | undefined, options: SyncOptions, command: Command): Promise<void> {
  const { profile, factors, includeClientSecrets = false, acceptDisappearance = false, format } = options;
  await withArea(CONNECTIONS, command, async (area) => {
    const begun = await area.sync(wanted, { profile, factors, includeClientSecrets, acceptDisappearance });
    say(format === 'json' ? JSON.stringify(begun, null, 2) : `Run ${begun.id}, a sync, is ${begun.state}.`);
  });
}
