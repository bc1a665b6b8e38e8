import { lastWaveOf } from '@posture/domain';
import type { JsonObject } from '@posture/domain';
import { costTogether } from '@posture/inventory';
import type { Run, RunContext } from '@posture/platform';
import type { ActivityFlow } from './activity/activity.flow';
import type { ConnectionFlow } from './connection.flow';
import type { DeltaFlow } from './delta.flow';
import type { EvaluateFlow, JudgedVersion } from './evaluate.flow';
import type { ProjectionFlow } from './projection.flow';
import { scanInputOf } from './scan-input';
import { ScanTeller } from './scan-progress';
import type { SyncFlow } from './sync.flow';

/**
 * One scan, top to bottom: connector → inventory → access graph → rules → findings → outbox, wave by wave, so that the
 * first true findings are there minutes before the last page. Every step can be repeated: an attempt that dies is
 * followed by one that goes on at its last committed page. What one that fails for good leaves behind, `Aftermath` ends.
 */
export class ScanFlow {
  constructor(
    private readonly connections: ConnectionFlow,
    private readonly sync: SyncFlow,
    private readonly evaluation: EvaluateFlow,
    private readonly projection: ProjectionFlow,
    private readonly deltas: DeltaFlow,
    private readonly activity: ActivityFlow,
  ) {}

  /**
   * Runs of kind `scan`.
   * @throws {DomainError} `run.fenced`, `sync.fenced`, and what the provider's refusal of the credential says
   */
  async run(run: Run, context: RunContext): Promise<JsonObject> {
    const { lease, step } = context;
    step('opening');
    const asked = await this.evaluation.open(run, context);
    const { connection, provider } = asked;
    const input = scanInputOf(run);
    const { catalogue } = provider;
    const last = lastWaveOf(catalogue);
    const expected = await this.sync.requestsOfLast(connection.id, input);
    const titleOf = (resource: string) => catalogue.resources[resource]?.title ?? resource;
    const teller = new ScanTeller((told) => context.progress(told), titleOf, last, expected);
    const link = await this.connections.open(connection, input.read, (read) => teller.reading(read));
    try {
      const sync = await this.sync.begin(lease, connection.id, provider, input);
      // What an earlier run has read, and what that took, is part of what this one says.
      const scan = { ...asked, startedAt: sync.lease.startedAt };
      const cost = () => costTogether(sync.costBefore, link.stats());
      teller.goOn(sync.costBefore.requests);
      await this.projection.prepare();
      let judged: JudgedVersion | null = null;
      for (const wave of sync.waves) {
        const merged = await this.sync.wave(sync, wave, provider, link, input, context);
        await this.projection.request(connection.id, merged.version, run.trigger);
        step(`judging wave ${wave}`);
        judged = await this.evaluation.judge(scan, merged.version, wave, sync.lease.syncId);
        teller.judged(wave, judged.summary);
        if (!teller.knowsSize) teller.expect(cost().requests + link.plan(judged.context.view));
      }
      const detected = await this.activity.say(scan, input.activityDays, link, context);
      if (detected?.isNewlyRead === true) {
        // What is not used is told by the log that was just read.
        step('judging what is used');
        judged = await this.evaluation.judge(scan, judged!.context.view.version, last, sync.lease.syncId);
      }
      step('recording');
      const read = cost();
      await this.evaluation.finish(scan, judged!, { ...read, ...(await this.sync.rows(sync)) }, detected);
      await this.deltas.after(connection.id, sync, judged!.context.view.version, context);
      // The sync last: whoever dies before it is followed, and what was done until then may be done again.
      step('completing');
      await this.sync.complete(sync, read);
      return { scanId: scan.id, version: judged!.context.view.version };
    } finally {
      await link.close();
    }
  }
}
