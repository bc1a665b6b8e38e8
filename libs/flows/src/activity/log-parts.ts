import type { ActivityStore, DetectionStates } from '@posture/activity';
import type { DetectionReconciler, FindingStore } from '@posture/findings';
import type { PendingChanges, SyncHistory } from '@posture/inventory';
import type { Clock, Database, FarNudges } from '@posture/platform';
import type { Graphs } from '../graphs';
import type { Work } from '../work';
import type { DetectorStores } from './detector';
import type { Nudges } from './nudges';

/** What whoever reads and judges a log works with. */
export class LogParts implements DetectorStores {
  constructor(
    readonly database: Database,
    readonly activity: ActivityStore,
    readonly states: DetectionStates,
    readonly findings: FindingStore,
    readonly reconciler: DetectionReconciler,
    readonly syncs: SyncHistory,
    readonly pending: PendingChanges,
    readonly graphs: Graphs,
    readonly work: Work,
    readonly nudges: Nudges,
    readonly farNudges: FarNudges,
    readonly clock: Clock,
  ) {}
}
