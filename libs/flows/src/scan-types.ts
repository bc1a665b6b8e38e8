import type { ReconcileSummary } from '@posture/findings';
import type { Connection, MergeResult, SyncLease } from '@posture/inventory';
import type { ResolvedRule } from '@posture/rule-engine';
import type { JudgedRule } from './judge';
import type { Wave } from './rule-waves';
import type { VersionView } from './version-view';

export interface ScanRequest {
  readonly connection: Connection;
  readonly profile: string;
  /** The profile's rules with their parameters. */
  readonly rules: readonly ResolvedRule[];
  /** Written to the sync row, so that another process can continue it. */
  readonly options: ScanOptions;
  /** Give all members of group findings instead of the first hundred. */
  readonly allMembers?: boolean;
  /** Believe complete lists from which much or everything is gone at once, which are doubted otherwise. */
  readonly acceptDisappearance?: boolean;
}

export interface ScanOptions {
  readonly profile: 'default' | 'strict-gov' | 'everything';
  readonly factors: 'admins' | 'all';
  readonly includeClientSecrets: boolean;
}

/** What happens while a scan runs, for whoever watches. */
export interface ScanWatch {
  onWave?(wave: Wave, summary: ReconcileSummary): void;
  onLease?(lease: SyncLease): void;
}

export interface WaveResult {
  readonly judged: readonly JudgedRule[];
  readonly context: VersionView;
  readonly merged: MergeResult;
  readonly scanId: string;
}
