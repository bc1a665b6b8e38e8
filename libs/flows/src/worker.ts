import type { JsonObject, Tuning } from '@posture/domain';
import { RunWorker, chance } from '@posture/platform';
import type { Clock, Logger, Run, RunHandler, RunStore } from '@posture/platform';
import type { ActivityFlow } from './activity/activity.flow';
import type { Aftermath } from './aftermath';
import type { BulkChangeFlow } from './bulk-change.flow';
import type { ConnectionFlow } from './connection.flow';
import type { DeltaFlow } from './delta.flow';
import type { EvaluateFlow } from './evaluate.flow';
import type { ProbeFlow } from './probe.flow';
import type { ProjectionFlow } from './projection.flow';
import type { PurgeFlow } from './purge.flow';
import type { Backtests } from './replay/backtest';
import { replayInputOf } from './replay/replay-input';
import type { RulePreviews } from './rules/rule-preview';
import type { ScanFlow } from './scan.flow';
import type { ScheduleFlow } from './schedule.flow';
import { QUESTIONS, SOON, STANDING } from './work';
import type { RunKind, Work } from './work';

/** The flows a worker carries out. */
export class Handlers {
  constructor(
    readonly work: Work,
    readonly connections: ConnectionFlow,
    readonly probes: ProbeFlow,
    readonly scans: ScanFlow,
    readonly deltas: DeltaFlow,
    readonly activity: ActivityFlow,
    readonly backtests: Backtests,
    readonly evaluations: EvaluateFlow,
    readonly previews: RulePreviews,
    readonly projections: ProjectionFlow,
    readonly bulkChanges: BulkChangeFlow,
    readonly purges: PurgeFlow,
    readonly aftermath: Aftermath,
    readonly schedules: ScheduleFlow,
  ) {}
}

/** Works on runs of every kind in this process. */
export function workerOf(runs: RunStore, clock: Clock, logger: Logger, flows: Handlers): RunWorker {
  const handlers: Record<RunKind, RunHandler> = {
    connect: async (run, { signal, step, log }) => {
      step('asking the provider');
      const { id } = await flows.connections.create(flows.work.connectRequestOf(run), signal, run.id);
      // Should this fail, whoever looks next sees that it is due.
      await flows.schedules.goOn().catch((error: unknown) => log.warn('schedule.failed', { error }));
      return { connectionId: id };
    },
    credential: async (run, { signal, step }) => {
      step('asking the provider');
      await flows.connections.replaceCredential(run.connectionId ?? '', flows.work.credentialRequestOf(run), signal);
      return {};
    },
    probe: async (run, { signal, step }) => {
      step('asking the provider');
      const report = await flows.probes.run(run.connectionId ?? '', signal);
      return report as unknown as JsonObject;
    },
    scan: (run, context) => flows.scans.run(run, context),
    delta: (run, context) => flows.deltas.run(run, context),
    follow: (run, context) => flows.activity.run(run, context),
    replay: async (run, context) => {
      context.step('judging the log once more');
      const backtest = await flows.backtests.run(run.connectionId ?? '', replayInputOf(run), context);
      return backtest as unknown as JsonObject;
    },
    evaluate: (run, context) => flows.evaluations.run(run, context),
    preview: async (run, { step }) => {
      step('judging');
      const preview = await flows.previews.of(run.connectionId ?? '', run.input['tuning'] as unknown as Tuning);
      return preview as unknown as JsonObject;
    },
    project: (run, context) => flows.projections.run(run, context),
    triage: (run, context) => flows.bulkChanges.run(run, context),
    purge: (_run, context) => flows.purges.run(context),
  };
  const afterwards = (run: Run) => flows.aftermath.of(run);
  return new RunWorker({
    runs,
    handlers,
    urgent: SOON,
    asked: QUESTIONS,
    standing: STANDING,
    clock,
    logger,
    random: chance,
    afterwards,
  });
}
