import { DomainError } from '@posture/domain';
import type { JsonObject, Link } from '@posture/domain';
import type { FactContext } from '@posture/access-graph';
import { oktaWire } from '@posture/connectors';
import type { Judgement } from '@posture/findings';
import type { MergeResult, SyncLease } from '@posture/inventory';
import { StagedSync } from '@posture/inventory';
import { absenceOf } from './absence';
import { toCandidates } from './candidates';
import type { EngineStores } from './engine-stores';
import { judge } from './judge';
import type { JudgedRule } from './judge';
import { keepLease } from './keep-lease';
import { progressOfSync } from './progress-of-sync';
import { buildReport } from './report/build-report';
import type { ScanReport } from './report/scan-report';
import { isJudgedIn } from './rule-waves';
import type { Wave } from './rule-waves';
import type { ScanOptions, ScanRequest, ScanWatch, WaveResult } from './scan-types';
import { viewOf } from './version-view';

const WAVES: readonly Wave[] = [1, 2, 3];

/**
 * One scan, top to bottom: connector → inventory → access graph → rules → findings, wave by wave, so that the first
 * true findings are there minutes before the last page. Every step can be repeated: a process that dies is followed
 * by one that takes the sync over and goes on at its last committed page.
 */
export class ScanFlow {
  constructor(private readonly stores: EngineStores) {}

  /**
   * @throws {DomainError} `sync.already_running`, `sync.fenced`, and what the provider's refusal of the credential says
   */
  async run(request: ScanRequest, link: Link, watch: ScanWatch, signal: AbortSignal): Promise<ScanReport> {
    const { syncs } = this.stores;
    const lease = await this.begin(request);
    watch.onLease?.(lease);
    const held = keepLease(syncs, lease, signal);
    try {
      const sink = new StagedSync(this.stores.database, lease, this.stores.clock);
      const before = await progressOfSync(this.stores.database, lease);
      let last: WaveResult | null = null;
      for (const wave of WAVES.filter((each) => each >= before.published)) {
        if (wave > before.read) await link.read(wave, sink, held.signal);
        const published = await this.publishWave(request, lease, wave, held.signal);
        last = await this.judgeWave(request, lease, wave, published, watch);
      }
      const report = await buildReport(this.stores, request, lease, link.stats(), last!);
      // The sync last: whoever dies before it is followed, and what was done until then may be done again.
      await this.stores.scans.finish(lease.syncId, report);
      await syncs.complete(lease, report.sync as never);
      return report;
    } catch (error) {
      if (endsTheSync(error)) {
        await this.stores.scans.fail(lease.syncId, error.message);
        await syncs.fail(lease, { code: error.code, message: error.message });
      }
      throw error;
    } finally {
      held.release();
    }
  }

  /** Goes on with what a dead process left behind, unless that read the tenant in another way than is asked for now. */
  private async begin({ connection, options }: ScanRequest): Promise<SyncLease> {
    const { syncs } = this.stores;
    const start = { mapperSchema: oktaWire.mapperSchema, options: { ...options } };
    const lease = await syncs.begin(connection.id, start);
    if (!lease.resumed || readsAlike(lease.options, options)) return lease;
    await this.stores.scans.fail(lease.syncId, 'Another scan was asked for before this one could go on.');
    await syncs.abort(lease.syncId);
    return syncs.begin(connection.id, start);
  }

  /** Makes what the wave read, and what follows from it, the version everybody sees. */
  private async publishWave(
    { acceptDisappearance = false }: ScanRequest,
    lease: SyncLease,
    wave: Wave,
    signal: AbortSignal,
  ): Promise<MergeResult> {
    const { writer } = this.stores;
    const merged = await writer.mergeWave(lease, wave, { signal, overrideBrake: acceptDisappearance });
    if (merged.published) {
      // Its process may have died before it had put away what the new version no longer needs.
      await writer.publish(lease, merged.version);
      return merged;
    }
    const derived = await this.stores.graphs.derive(lease.connectionId, merged.version, signal);
    const complete = await writer.mergeDerived(
      lease,
      merged.version,
      derived.nodes,
      derived.edges,
      derived.coverage,
      signal,
    );
    await writer.publish(lease, merged.version);
    await this.stores.graphs.published(derived.from);
    return { ...complete, braked: merged.braked };
  }

  private async judgeWave(
    request: ScanRequest,
    lease: SyncLease,
    wave: Wave,
    merged: MergeResult,
    watch: ScanWatch,
  ): Promise<WaveResult> {
    const context = await viewOf(this.stores, lease.connectionId, merged.version);
    const judged = judge(
      request.rules.filter(({ file, path }) => wave === 3 || path === null || isJudgedIn(file, wave)),
      context,
    );
    const scanId = await this.stores.scans.begin(lease, request.profile, merged.version);
    const summary = await this.stores.reconciler.reconcile(
      toJudgement(judged, context, { lease, scanId, wave, merged }),
    );
    watch.onWave?.(wave, summary);
    return { judged, context, merged, scanId };
  }
}

/**
 * Before the last wave a rule may lack what a later wave reads. What it proves already is a finding; what it does not
 * prove says nothing, so only rules whose reads are all in may resolve.
 */
function toJudgement(
  judged: readonly JudgedRule[],
  context: FactContext,
  { lease, scanId, wave, merged }: { lease: SyncLease; scanId: string; wave: Wave; merged: MergeResult },
): Judgement {
  const byRule = new Map(judged.map((result) => [result.rule.file.id, result]));
  const settled = judged.filter(({ rule }) => isJudgedIn(rule.file, wave)).map(({ rule }) => rule.file.id);
  const absence = absenceOf(byRule, new Set(settled), context);
  return {
    connectionId: lease.connectionId,
    scanId,
    version: merged.version,
    rules: judged.map(({ rule }) => rule.file.id),
    candidates: toCandidates(judged, context),
    absenceOf: absence,
    notAssessed: (rule) => byRule.get(rule)?.notAssessed ?? new Set(),
    supersededBy: (rule) =>
      judged.filter((result) => result.rule.file.supersedes?.includes(rule)).map(({ rule: by }) => by.file.id),
  };
}

function readsAlike(before: JsonObject, now: ScanOptions): boolean {
  return before['factors'] === now.factors && before['includeClientSecrets'] === now.includeClientSecrets;
}

/** A refusal that a resumption would meet again ends the sync; anything else leaves it to be resumed. */
function endsTheSync(error: unknown): error is DomainError {
  return error instanceof DomainError && ['unauthenticated', 'forbidden', 'invalid'].includes(error.kind);
}
