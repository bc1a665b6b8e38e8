import { Module } from '@nestjs/common';
import { CLOCK, Database, plain } from '@posture/platform';
import { DetectionReconciler } from './detection-reconciler';
import { DuePolicies } from './due-policies';
import { EpisodeStore } from './episode-store';
import { Exceptions } from './exceptions/exceptions';
import { Lapses } from './exceptions/lapses';
import { FindingChanges } from './finding-changes';
import { FindingOutbox } from './finding-outbox';
import { FindingReconciler } from './finding-reconciler';
import { FindingStore } from './finding-store';
import { FindingLists } from './lists/finding-lists';
import { FindingMetrics } from './metrics/finding-metrics';
import { BulkChanges } from './triage/bulk-changes';
import { SavedViews } from './views/saved-views';
import { FindingTriage } from './triage/finding-triage';

const PROVIDERS = [
  plain(FindingStore, Database),
  plain(FindingLists, Database, CLOCK),
  plain(SavedViews, Database, CLOCK),
  plain(FindingMetrics, Database, CLOCK),
  plain(EpisodeStore, Database),
  plain(FindingOutbox, Database),
  plain(FindingChanges, Database),
  plain(FindingReconciler, Database, FindingStore, CLOCK),
  plain(FindingTriage, Database, FindingStore, CLOCK),
  plain(BulkChanges, Database, FindingTriage, CLOCK),
  plain(Lapses, Database, CLOCK),
  plain(DuePolicies, Database, CLOCK),
  plain(Exceptions, Database, FindingStore, Lapses, CLOCK),
  plain(DetectionReconciler, FindingStore, EpisodeStore, CLOCK),
];

/** Gives the reading of findings and their episodes, and the only writers of them. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class FindingsModule {}
