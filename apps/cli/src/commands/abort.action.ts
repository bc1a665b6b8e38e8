import type { Command } from 'commander';
import { Work } from '@posture/flows';
import { audited } from '../audited';
import { configOf, withApp } from '../open-app';
import { say } from '../output/say';

export async function abort(id: string, command: Command): Promise<void> {
  await withApp(configOf(command), async (app) => {
    const change = { action: 'run.abort', target: { type: 'run', id, name: null } };
    const { kind, state } = await audited(app, change, () => app.get(Work).abort(id));
    say(`Run ${id}, a ${kind}, is ${state}.`);
  });
}
