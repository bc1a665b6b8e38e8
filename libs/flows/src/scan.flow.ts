import { DomainError, lastWaveOf } from '@posture/domain';
import type { JsonObject } from '@posture/domain';
import type { Run, RunContext } from '@posture/platform';
import type { ConnectionFlow } from './connection.flow';
import type { EvaluateFlow, JudgedVersion, OpenScan } from './evaluate.flow';
import type { ProjectionFlow } from './projection.flow';
import { ScanTeller } from './scan-progress';
import type { SyncFlow } from './sync.flow';

/**
 * One scan, top to bottom: connector → inventory → access graph → rules → findings → outbox, wave by wave, so that the
 * first true findings are there minutes before the last page. Every step can be repeated: an attempt that dies is
 * followed by one that goes on at its last committed page.
 */
export class ScanFlow {
  constructor(
    private readonly connections: ConnectionFlow,
    private readonly sync: SyncFlow,
    private readonly evaluation: EvaluateFlow,
    private readonly projection: ProjectionFlow,
  ) {}

  /**
   * Runs of kind `scan`.
   * @throws {DomainError} `run.fenced`, `sync.fenced`, and what the provider's refusal of the credential says
   */
  async run(run: Run, context: RunContext): Promise<JsonObject> {
    const { lease, signal } = context;
    const asked = await this.evaluation.open(run);
    const { connection, provider, input } = asked;
    const { catalogue } = provider;
    const expected = await this.sync.requestsOfLast(connection.id, input);
    const titleOf = (resource: string) => catalogue.resources[resource]?.title ?? resource;
    const teller = new ScanTeller((told) => context.progress(told), titleOf, lastWaveOf(catalogue), expected);
    const link = await this.connections.open(connection, input.read, (read) => teller.reading(read));
    const sync = await this.sync.begin(lease, connection.id, provider, input);
    // What an earlier run has read is part of what this one says.
    const scan = { ...asked, startedAt: sync.lease.startedAt };
    try {
      await this.projection.prepare();
      let judged: JudgedVersion | null = null;
      for (const wave of sync.waves) {
        context.step(`wave ${wave}`);
        const merged = await this.sync.wave(sync, wave, provider, link, input, signal);
        await this.projection.request(connection.id, merged.version, run.trigger);
        context.step(`judging wave ${wave}`);
        judged = await this.evaluation.judge(scan, merged.version, wave, sync.lease.syncId);
        teller.judged(wave, judged.summary);
        if (!teller.knowsSize) teller.expect(link.stats().requests + link.plan(judged.context.view));
      }
      context.step('keeping what was said');
      const read = link.stats();
      await this.evaluation.finish(scan, judged!, { ...read, changes: await this.sync.changes(sync) });
      // The sync last: whoever dies before it is followed, and what was done until then may be done again.
      await this.sync.complete(sync, read);
      return { scanId: scan.id, version: judged!.context.view.version };
    } catch (error) {
      if (endsTheSync(error, signal)) await this.#fail(scan, sync, error);
      throw error;
    } finally {
      await link.close();
    }
  }

  async #fail(scan: OpenScan, sync: Parameters<SyncFlow['fail']>[0], error: unknown): Promise<void> {
    await this.evaluation.fail(scan, error);
    await this.sync.fail(sync, error);
  }
}

/** Worth going on with: the provider, the database or this process was away. Anything else another attempt would meet again. */
const PASSING = ['unavailable', 'rate_limited', 'upstream', 'conflict'];

function endsTheSync(error: unknown, signal: AbortSignal): boolean {
  return !signal.aborted && !(error instanceof DomainError && PASSING.includes(error.kind));
}
