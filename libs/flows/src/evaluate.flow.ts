import type { ActivityStore } from '@posture/activity';
import { lastWaveOf } from '@posture/domain';
import type { ClassificationSetting, JsonObject, Wave } from '@posture/domain';
import type { EvaluationStore, ReadFigures, SaidBefore } from '@posture/evaluations';
import type { FindingReconciler, FindingStore, Lapses, ReconcileSummary } from '@posture/findings';
import type { Connection, ConnectionStore, Inventory } from '@posture/inventory';
import type { Hold, Logger, Run, RunContext } from '@posture/platform';
import type { ResolvedRule, VersionedTuning, TuningStore } from '@posture/rule-engine';
import type { SaidActivity } from './activity/said-activity';
import type { Graphs, VersionView } from './graphs';
import { judge } from './judge';
import type { JudgedRule } from './judge';
import { toJudgement } from './judgement';
import type { Provider, Providers } from './providers';
import { outcomeOf, recordOf } from './report/record-scan';
import { isJudgedIn } from './rule-waves';
import { livingRules, stateRules } from './rules/tuned-connection';
import { profileOf } from './scan-input';
import type { Profile } from './scan-input';
import { usageOf } from './usage';

/** A scan that is under way: what is judged, by what. Its id is that of its run. */
export interface OpenScan {
  readonly id: string;
  readonly trigger: string;
  readonly startedAt: Date;
  readonly connection: Connection;
  readonly provider: Provider;
  readonly profile: Profile;
  /** How its operators tuned the rules. */
  readonly tuning: VersionedTuning;
  /** The profile's rules about state, as they are tuned. */
  readonly rules: readonly ResolvedRule[];
  /** What is said after the run was stopped or taken over is refused. */
  readonly hold: Hold;
  readonly log: Logger;
}

/** What one version looks like to the rules. */
export interface JudgedVersion {
  readonly context: VersionView;
  readonly judged: readonly JudgedRule[];
  readonly summary: ReconcileSummary;
}

/** access graph → rules → findings: what is known of a tenant is judged, and what was said is kept. */
export class EvaluateFlow {
  constructor(
    private readonly providers: Providers,
    private readonly connections: ConnectionStore,
    private readonly inventory: Inventory,
    private readonly graphs: Graphs,
    private readonly reconciler: FindingReconciler,
    private readonly findings: FindingStore,
    private readonly evaluations: EvaluationStore,
    private readonly activity: ActivityStore,
    private readonly tunings: TuningStore,
    private readonly lapses: Lapses,
  ) {}

  /** Runs of kind `evaluate`: the published version again, without asking the tenant. @throws {DomainError} `inventory.empty` */
  async run(run: Run, context: Pick<RunContext, 'hold' | 'step' | 'log'>): Promise<JsonObject> {
    context.step('opening');
    const scan = await this.open(run, context);
    const { view } = await this.graphs.published(scan.connection.id);
    context.step('judging');
    const judged = await this.judge(scan, view.version, lastWaveOf(scan.provider.catalogue), null);
    context.step('recording');
    await this.finish(scan, judged, NOT_READ);
    return { scanId: scan.id, version: view.version };
  }

  /** @throws {DomainError} `connection.not_found` when it was deleted since, and as `profileOf` */
  async open(
    run: Run,
    { hold, log }: Pick<RunContext, 'hold' | 'log'>,
    profile: Profile = profileOf(run),
  ): Promise<OpenScan> {
    const connection = await this.connections.get(run.connectionId ?? '');
    const tuning = await this.tunings.current(connection.id);
    return {
      id: run.id,
      trigger: run.trigger,
      startedAt: run.startedAt ?? run.createdAt,
      connection,
      provider: this.providers.get(connection.provider),
      profile,
      tuning,
      rules: stateRules(this.providers.rulesOf(connection.provider), profile, tuning.tuning),
      hold,
      log,
    };
  }

  /**
   * Before the last wave a rule may lack what a later wave reads. What it proves already is a finding; paths cross all
   * of them and are judged last.
   * @param syncId that read the version; null when nothing was read for it
   */
  async judge(scan: OpenScan, version: number, wave: Wave, syncId: string | null): Promise<JudgedVersion> {
    const { id, connection, provider, profile, trigger, startedAt, hold } = scan;
    const context = await this.look(provider, connection.id, version, scan.tuning.tuning.classification);
    const isLast = wave === lastWaveOf(provider.catalogue);
    const rules = scan.rules.filter(({ file, path }) => isLast || path === null || isJudgedIn(file, wave, provider));
    const judged = judge(rules, context);
    const about = { id, connectionId: connection.id, syncId, trigger, profile, startedAt };
    await this.evaluations.begin({ ...about, version, asOf: context.asOf }, hold);
    const settled = judged.filter(({ rule }) => isJudgedIn(rule.file, wave, provider));
    const before = await this.#saidBefore(scan);
    const judgement = toJudgement(scan.rules, judged, settled, context, id, before);
    const summary = await this.reconciler.reconcile({ ...judgement, hold });
    await this.evaluations.recordWave(
      id,
      settled.map((each) => outcomeOf(each, provider)),
      hold,
    );
    return { context, judged, summary };
  }

  /**
   * Findings as they follow from a version that differs in little from one that was judged. What a scan says, its counts
   * and fixes, stays that of the last scan.
   */
  async judgeChanges(scan: OpenScan, version: number): Promise<JudgedVersion> {
    const { provider, connection, tuning } = scan;
    const context = await this.look(provider, connection.id, version, tuning.tuning.classification);
    const judged = judge(scan.rules, context);
    const before = await this.#saidBefore(scan);
    const judgement = toJudgement(scan.rules, judged, judged, context, scan.id, before);
    const summary = await this.reconciler.reconcile({ ...judgement, hold: scan.hold });
    return { context, judged, summary };
  }

  #saidBefore({ connection, rules }: OpenScan): Promise<Map<string, SaidBefore>> {
    return this.evaluations.saidBefore(
      connection.id,
      rules.map(({ file }) => file.id),
    );
  }

  /**
   * A version with what the log says of use until then, which grows while the version stays what it is.
   * @param classified what operators say of the tenant
   */
  async look(
    provider: Provider,
    connectionId: string,
    version: number,
    classified: ClassificationSetting,
  ): Promise<VersionView> {
    const context = await this.graphs.open(provider, connectionId, version, classified);
    const asked = provider.model.usageAsked(context);
    return { ...context, usage: await usageOf(this.activity, connectionId, provider.activity, asked, context.asOf) };
  }

  /** Keeps all that the scan said, from its last judgement. */
  async finish(
    scan: OpenScan,
    { context, judged }: JudgedVersion,
    read: ReadFigures,
    detected: SaidActivity | null = null,
  ): Promise<void> {
    const coverage = await this.inventory.reader(scan.connection.id).coverage(context.view.version);
    if (detected !== null) await this.evaluations.recordWave(scan.id, detected.outcomes, scan.hold);
    const rules = new Set([
      ...scan.rules.map(({ file }) => file.id),
      ...(detected?.outcomes ?? []).map(({ rule }) => rule),
    ]);
    const findings = (await this.findings.allPresent(scan.connection.id)).filter(({ rule }) => rules.has(rule));
    const record = recordOf({ rules: scan.rules, context, judged, findings, coverage, read, detected });
    await this.evaluations.finish(scan.id, record, scan.hold);
    const living = livingRules(this.providers.rulesOf(scan.connection.provider), scan.tuning.tuning);
    await this.lapses.retire(scan.connection.id, living, scan.hold);
    const { match, notAssessed } = record.summary;
    const counts = { match, notAssessed, findings: findings.length, requests: read.requests };
    scan.log.info('scan.completed', { connectionId: scan.connection.id, version: context.view.version, ...counts });
  }
}

const NONE = { added: 0, changed: 0, closed: 0 };
const NOT_READ = { requests: 0, requestsByBucket: {}, throttledMs: 0, changes: { nodes: NONE, edges: NONE } };
