import { DomainError, lastWaveOf } from '@posture/domain';
import type { FactContext, JsonObject, Wave } from '@posture/domain';
import type { EvaluationStore, ReadFigures } from '@posture/evaluations';
import type { FindingReconciler, ReconcileSummary } from '@posture/findings';
import type { Connection, ConnectionStore, Inventory } from '@posture/inventory';
import type { Run, RunContext } from '@posture/platform';
import { resolveRules } from '@posture/rule-engine';
import type { ResolvedRule } from '@posture/rule-engine';
import type { Graphs } from './graphs';
import { judge } from './judge';
import type { JudgedRule } from './judge';
import { toJudgement } from './judgement';
import type { Provider, Providers } from './providers';
import { isJudgedIn } from './rule-waves';
import type { ScanInput } from './scan-input';

/** A scan that is under way: what is judged, by what. Its id is that of its run. */
export interface OpenScan {
  readonly id: string;
  readonly trigger: string;
  readonly startedAt: Date;
  readonly connection: Connection;
  readonly provider: Provider;
  readonly input: ScanInput;
  /** The profile's rules with their parameters. */
  readonly rules: readonly ResolvedRule[];
}

/** What one version looks like to the rules. */
export interface JudgedVersion {
  readonly version: number;
  readonly context: FactContext;
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
    private readonly evaluations: EvaluationStore,
  ) {}
}
