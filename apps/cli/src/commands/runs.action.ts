import type { Command } from 'commander';
import { Syncs } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { RunStore } from '@posture/platform';
import type { Run, RunState } from '@posture/platform';
import { configOf, withApp } from '../open-app';
import { say } from '../output/say';
import { sessionLines } from '../output/session-lines';

export interface RunsOptions {
  readonly connection?: string;
  readonly state?: readonly RunState[];
  readonly format: 'table' | 'json';
}

const SHOWN = 50;

export async function list({ connection, state: states, format }: RunsOptions, command: Command): Promise<void> {
  await withApp(configOf(command), async (app) => {
    const connectionId = connection === undefined ? undefined : (await app.get(ConnectionStore).get(connection)).id;
    const runs = await app.get(RunStore).list({ connectionId, states, limit: SHOWN });
    if (format === 'json') return say(JSON.stringify(runs.map(told), null, 2));
    for (const run of runs) say(line(run));
    say(runs.length < SHOWN ? `${runs.length} runs` : `the newest ${SHOWN} runs`);
  });
}

export async function show(id: string, { format }: Pick<RunsOptions, 'format'>, command: Command): Promise<void> {
  await withApp(configOf(command), async (app) => {
    const { run, ...session } = await app.get(Syncs).get(id);
    if (format === 'json') return say(JSON.stringify({ ...told(run), ...session }, null, 2));
    say(line(run));
    for (const text of sessionLines(session)) say(text);
  });
}

/** Without what its handler was given, which is no business of a terminal. */
function told({ input: _input, exclusive: _exclusive, leaseUntil: _until, ...run }: Run) {
  return run;
}

function line(run: Run): string {
  const { id, kind, state, createdAt, attempt, maxAttempts } = run;
  const at = createdAt.toISOString().slice(0, 19).replace('T', ' ');
  return `${state.padEnd(9)}  ${kind.padEnd(8)}  ${id}  ${at}  attempt ${attempt} of ${maxAttempts}${what(run)}`;
}

function what({ state, step, waitingWhy, dueAt, error }: Run): string {
  if (state === 'waiting') return `, until ${dueAt.toISOString()}: ${waitingWhy}`;
  if (state === 'running' && step !== null) return `, ${step}`;
  if (error === null) return '';
  return `, ${error.step === null ? '' : `${error.step}: `}${error.message} (${error.code})`;
}
