export { FindingsModule } from './findings.module';

/** A finding, and how it is told from others. */
export { ENGINE, REOPEN_REASONS, RESOLUTIONS, fingerprintOf } from './finding';
export type { Candidate, Finding } from './finding';
export { scoreFinding } from './score';
export type { Confidence } from './score';

/** Its life: what each evaluation changes, and who asks for it. */
export type { Absence } from './decide';
export { FindingReconciler } from './finding-reconciler';
export type { Judgement, ReconcileSummary } from './finding-reconciler';
export { openBySeverity } from './finding-figures';
export { FindingStore, severityRank } from './finding-store';
export type { FindingEvent, FindingNews } from './finding-store';

/** What people do to findings. */
export { ACTIONS, allowedActions } from './workflow';
export type { FindingAction } from './workflow';
export { isOverdue } from './sla';
export type { DueDays } from './sla';
export { DUE_BOUNDS, DuePolicies } from './due-policies';
export type { DuePolicy } from './due-policies';
export { FindingTriage } from './triage/finding-triage';
export type { FindingComment, PeoplesRequest } from './triage/finding-triage';
export { BULK_OUTCOMES, BulkChanges } from './triage/bulk-changes';
export type { BulkChoice, BulkCounts, BulkItem, BulkItemOutcome, BulkRequest } from './triage/bulk-changes';

/** Why findings may stand, and until when. */
export { EXCEPTION_KINDS, EXCEPTION_SCOPES, EXCEPTION_STATES } from './exceptions/exception';
export type { Decider, Exception, ExceptionKind, ExceptionScope, ExceptionState } from './exceptions/exception';
export { Exceptions } from './exceptions/exceptions';
/** @public for the suites */
export type { NewException } from './exceptions/exceptions';
export { Lapses } from './exceptions/lapses';

/** Which findings are meant, in words people write: for lists, channels, exceptions. */
export { matches } from './filter/apply-filter';
/** @public for the suites */
export { toSql } from './filter/apply-filter';
export { EVERYTHING } from './filter/filter';
export type { Filter } from './filter/filter';
/** @public for the suites */
export type { Filterable } from './filter/filter';
export { parseFilter } from './filter/parse-filter';
export { printFilter } from './filter/print-filter';

/** Findings looked through: pages, totals, counts, groups. */
/** @public for the suites */
export { FACETS } from './lists/facets';
export type { FacetCount, FacetCounts } from './lists/facets';
export { FindingLists } from './lists/finding-lists';
export type { ListAsked } from './lists/list-asked';
export { GROUPINGS } from './lists/groups';
export type { FindingGroup, GroupPlace, Grouping } from './lists/groups';
export { WORST_FIRST, parseOrder, placeIn } from './lists/list-order';
export type { ListPlace } from './lists/list-order';

/** Filters that people keep. */
export { SavedViews } from './views/saved-views';
export type { SavedView, ViewAsker, ViewTerms } from './views/saved-views';

/** Figures over findings and their lives. */
export { AGE_DAYS, FindingMetrics } from './metrics/finding-metrics';
export type { FindingFigures } from './metrics/finding-metrics';
export type { Median } from './metrics/life-figures';

/** What became of findings, for whoever is told of it. */
export { FindingOutbox } from './finding-outbox';
export type { OutboxEvent } from './finding-outbox';
export { FindingChanges } from './finding-changes';
export type { FindingStep } from './finding-changes';

/** What to do first. */
export { rankFixes } from './fixes';
export type { Fix, FixableFinding } from './fixes';

/** What was detected, and when. */
export { DetectionReconciler, detectedCandidate } from './detection-reconciler';
export type { DetectedChanges, DetectionSummary } from './detection-reconciler';
export { EpisodeStore } from './episode-store';
export type { EpisodeRecord, EpisodesInShort, FoundWithin } from './episode-store';
