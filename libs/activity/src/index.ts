export { ActivityModule } from './activity.module';

/** What happened, and how far each log was read. */
export { ActivityStore } from './activity.store';
export type {
  ActivityEntry,
  ActivityFilter,
  ActivityPlace,
  ActivityRecord,
  ActivityStream,
  Appended,
  IncomingPage,
  Quarantined,
  QuarantineCount,
  StoredActivity,
  StreamError,
  StreamName,
  StreamProgress,
} from './activity';
export { ACTIVITY_RETENTION } from './purge';
export type { ActivityCoverage, Span } from './coverage';

/** Who used what, day by day. */
export type { UsageDay } from './usage';

/** What detections remember. */
export { DetectionStates } from './detection-states';
export type { DetectionHealth } from './detection-states';
