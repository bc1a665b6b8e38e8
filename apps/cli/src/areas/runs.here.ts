import { Work } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { RunStore } from '@posture/platform';
import type { Run } from '@posture/platform';
import { audited } from '../audited';
import type { Here } from '../open-app';
import { plain } from './area';
import type { RunsArea, ToldRun } from './runs.area';

export function runsHere(here: Here): RunsArea {
  return {
    async list({ connectionId, states }, limit) {
      const app = await here.app();
      if (connectionId !== undefined) await app.get(ConnectionStore).get(connectionId);
      return (await app.get(RunStore).list({ connectionId, states, limit })).map(told);
    },
    async abort(id) {
      const app = await here.app();
      const change = { action: 'run.abort', target: { type: 'run', id, name: null } };
      return told(await audited(app, change, () => app.get(Work).abort(id)));
    },
  };
}

/** Without what its handler was given, which is no business of a terminal. */
function told({ input, exclusive, leaseUntil, progressAt, error, ...run }: Run): ToldRun {
  return { ...plain(run), error: error === null ? null : errorOf(error) };
}

function errorOf({ kind, ...error }: NonNullable<Run['error']>): ToldRun['error'] {
  return error;
}
