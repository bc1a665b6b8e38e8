import type { ChangeCounts } from '@posture/domain';
import { Syncs, Work } from '@posture/flows';
import type { SyncOfRun } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { RunStore } from '@posture/platform';
import type { Run } from '@posture/platform';
import { audited } from '../audited';
import type { Here } from '../open-app';
import { plain } from './area';
import type { RunsArea, ToldRun, ToldSession } from './runs.area';

export function runsHere(here: Here): RunsArea {
  return {
    async list({ connectionId, states }, limit) {
      const app = await here.app();
      if (connectionId !== undefined) await app.get(ConnectionStore).get(connectionId);
      return (await app.get(RunStore).list({ connectionId, states, limit })).map(told);
    },
    async show(id) {
      const { run, report, effects } = await (await here.app()).get(Syncs).get(id);
      return { ...told(run), report: report === null ? null : reportOf(report), effects };
    },
    async abort(id) {
      const app = await here.app();
      const change = { action: 'run.abort', target: { type: 'run', id, name: null } };
      return told(await audited(app, change, () => app.get(Work).abort(id)));
    },
  };
}

/** Without what its handler was given and gave, which is no business of a terminal. */
function told(all: Run & { readonly result?: unknown }): ToldRun {
  const { input, exclusive, leaseUntil, progressAt, result, error, ...run } = all;
  return { ...plain(run), error: error === null ? null : errorOf(error) };
}

function errorOf({ kind, ...error }: NonNullable<Run['error']>): ToldRun['error'] {
  return error;
}

type Session = NonNullable<SyncOfRun['report']>;

const NONE: ChangeCounts = { added: 0, changed: 0, closed: 0 };

/** With each resource's changes beside what was read of it. */
function reportOf({ resources, coverage, ...report }: Session): ToldSession['report'] {
  const changesOf = (resource: string) => resources?.[resource] ?? { nodes: NONE, edges: NONE };
  return {
    ...plain(report),
    coverage: coverage.map((line) => ({
      ...plain(line),
      changes: resources === null ? null : changesOf(line.resource),
    })),
  };
}
