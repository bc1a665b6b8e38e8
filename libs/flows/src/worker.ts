import { randomInt } from 'node:crypto';
import type { JsonObject } from '@posture/domain';
import { RunWorker } from '@posture/platform';
import type { Clock, Logger, RunHandler, RunStore } from '@posture/platform';
import type { ConnectionFlow } from './connection.flow';
import type { EvaluateFlow } from './evaluate.flow';
import type { ProbeFlow } from './probe.flow';
import type { ProjectionFlow } from './projection.flow';
import type { PurgeFlow } from './purge.flow';
import type { ScanFlow } from './scan.flow';
import type { RunKind, Work } from './work';

/** The flows a worker carries out. */
export class Handlers {
  constructor(
    readonly work: Work,
    readonly connections: ConnectionFlow,
    readonly probes: ProbeFlow,
    readonly scans: ScanFlow,
    readonly evaluations: EvaluateFlow,
    readonly projections: ProjectionFlow,
    readonly purges: PurgeFlow,
  ) {}
}

/** Works on runs of every kind in this process. */
export function workerOf(runs: RunStore, clock: Clock, logger: Logger, flows: Handlers): RunWorker {
  const handlers: Record<RunKind, RunHandler> = {
    connect: async (run, { signal }) => {
      const { id } = await flows.connections.connect(flows.work.connectRequestOf(run), signal);
      return { connectionId: id };
    },
    probe: async (run, { signal }) => {
      const report = await flows.probes.run(run.connectionId ?? '', signal);
      return report as unknown as JsonObject;
    },
    scan: (run, context) => flows.scans.run(run, context),
    evaluate: (run, context) => flows.evaluations.run(run, context),
    project: (run, context) => flows.projections.run(run, context),
    purge: (_run, context) => flows.purges.run(context),
  };
  // Spreads the attempts of those that failed together; nothing secret hangs on it.
  return new RunWorker({ runs, handlers, clock, logger, random: () => randomInt(1_000) / 1_000 });
}
