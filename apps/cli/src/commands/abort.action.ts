import type { Command } from 'commander';
import { Work } from '@posture/flows';
import { configOf, withApp } from '../open-app';
import { say } from '../output/say';

export async function abort(id: string, command: Command): Promise<void> {
  await withApp(configOf(command), async (app) => {
    const { kind, state } = await app.get(Work).abort(id);
    say(`Run ${id}, a ${kind}, is ${state}.`);
  });
}
