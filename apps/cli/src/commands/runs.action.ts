import type { Command } from 'commander';
import type { RunState } from '@posture/platform';
import { withArea } from '../areas/area';
import { RUNS } from '../areas/runs.area';
import type { ToldRun } from '../areas/runs.area';
import { say } from '../output/say';
import { sessionLines } from '../output/session-lines';

export interface RunsOptions {
  readonly connection?: string;
  readonly state?: readonly RunState[];
  readonly format: 'table' | 'json';
}

const SHOWN = 50;

export async function list(
  { connection: connectionId, state: states, format }: RunsOptions,
  command: Command,
): Promise<void> {
  await withArea(RUNS, command, async (area) => {
    const runs = await area.list({ connectionId, states }, SHOWN);
    if (format === 'json') return say(JSON.stringify(runs, null, 2));
    for (const run of runs) say(line(run));
    say(runs.length < SHOWN ? `${runs.length} runs` : `the newest ${SHOWN} runs`);
  });
}

export async function show(id: string, { format }: Pick<RunsOptions, 'format'>, command: Command): Promise<void> {
  await withArea(RUNS, command, async (area) => {
    const run = await area.show(id);
    if (format === 'json') return say(JSON.stringify(run, null, 2));
    say(line(run));
    for (const text of sessionLines(run)) say(text);
  });
}

function line(run: ToldRun): string {
  const { id, kind, state, createdAt, attempt, maxAttempts } = run;
  const at = createdAt.slice(0, 19).replace('T', ' ');
  return `${state.padEnd(9)}  ${kind.padEnd(8)}  ${id}  ${at}  attempt ${attempt} of ${maxAttempts}${what(run)}`;
}

function what({ state, step, waitingWhy, dueAt, error }: ToldRun): string {
  if (state === 'waiting') return `, until ${dueAt}: ${waitingWhy}`;
  if (state === 'running' && step !== null) return `, ${step}`;
  if (error === null) return '';
  return `, ${error.step === null ? '' : `${error.step}: `}${error.message} (${error.code})`;
}
