import type { Command } from 'commander';
import { withArea } from '../areas/area';
import { RUNS } from '../areas/runs.area';
import { say } from '../output/say';

export async function abort(id: string, command: Command): Promise<void> {
  await withArea(RUNS, command, async (runs) => {
    const { kind, state } = await runs.abort(id);
    say(`Run ${id}, a ${kind}, is ${state}.`);
  });
}
