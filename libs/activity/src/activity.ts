import type {
  Activity,
  CoverageState,
  EvidenceEvent,
  JoinedFacts,
  JsonObject,
  QuarantinedActivity,
} from '@posture/domain';

/** An event as it comes in. */
export interface ActivityEntry {
  readonly activity: Activity;
  /** As the provider wrote it, to be normalised again. */
  readonly raw: JsonObject;
  readonly joined: JoinedFacts;
  /** Whether who acted used the target app, as by signing in to it; changing an app is no use of it. */
  readonly isAppUse: boolean;
  /** Whether the target app was given to the target user. */
  readonly isAppGiven: boolean;
  /** Whether who acted did what takes an admin role or a scope of the provider's API. */
  readonly isAdminAct: boolean;
  /** Id of the identity provider who acted came in through, or `UNTOLD_IDP`; null: through none. */
  readonly idp: string | null;
}

/** An event that is kept. Facts the inventory could not tell are unknown, as they were when it came in. */
export interface StoredActivity {
  /** Its place in the order of arrival within its connection; later ones are higher, not every number is taken. */
  readonly position: number;
  readonly activity: Activity;
  readonly joined: JoinedFacts;
}

/** With what the provider wrote. */
export interface ActivityRecord extends StoredActivity {
  readonly raw: JsonObject;
}

/** The two ways a log is read: a span of the past that ends, and all that is written from an instant on. */
export type ActivityStream =
  | { readonly name: 'backfill'; readonly since: Date; readonly until: Date }
  | { readonly name: 'follow'; readonly since: Date };
/** `backfill` or `follow`; a connection has at most one of each. */
export type StreamName = ActivityStream['name'];

/** What comes of one page of the log. */
export interface IncomingPage {
  /** In the order they came. */
  readonly events: readonly ActivityEntry[];
  readonly quarantined: readonly QuarantinedActivity[];
  /** Where to go on. null: a backfill is at its end; a stream that is followed goes on where it was. */
  readonly cursor: string | null;
  readonly isFull: boolean;
  /** The provider's clock when it answered, in milliseconds; null when it did not say. */
  readonly providerNow: number | null;
}

/** What became of a page. */
export interface Appended {
  /** What was new, in order of position. */
  readonly stored: readonly StoredActivity[];
  /** Events that were kept already, or twice in the page. */
  readonly duplicates: number;
  /** Events from before the retention, counted and not kept. */
  readonly tooOld: number;
  /** Unusable ones that were not known yet. */
  readonly quarantined: number;
  /** How far the stream is with it. */
  readonly progress: StreamProgress;
}

/** Why a stream does not go on. */
export interface StreamError {
  /** How the log counts as read while it stands. */
  readonly state: CoverageState;
  /** A sentence for an administrator. */
  readonly reason: string;
  /** Scope, role or permission to grant; null when granting would not help. */
  readonly missing: string | null;
  readonly code: string;
  readonly message: string;
  readonly remedy: string | null;
}

/** How far a stream is. */
export interface StreamProgress {
  readonly stream: StreamName;
  readonly since: Date;
  /** null: it has no end. */
  readonly until: Date | null;
  readonly cursor: string | null;
  /** A failed one goes on with its next page. */
  readonly state: 'reading' | 'completed' | 'failed';
  /** Up to where all that the provider had written was read; null before the first page. */
  readonly reached: Date | null;
  /** Instants of the events it showed; null while it showed none. */
  readonly oldest: Date | null;
  readonly newest: Date | null;
  readonly error: StreamError | null;
  readonly updatedAt: Date;
  readonly completedAt: Date | null;
}

/** Which events are asked for: those that meet all of it. */
export interface ActivityFilter {
  /** An id the event names as actor, target, client, credential, session, device or issuer, an address, or a login. */
  readonly entity?: string;
  readonly type?: string;
  readonly outcome?: string;
  /** Inclusive. */
  readonly from?: Date;
  /** Exclusive. */
  readonly to?: Date;
}

/** The last event of the page before. */
export type ActivityPlace = EvidenceEvent;

/** An event that could not be used, with when it came in. */
export interface Quarantined extends QuarantinedActivity {
  /** Its place in the order of arrival; not every number is taken. */
  readonly serial: number;
  readonly receivedAt: Date;
}

/** How many events of one day could not be used, for one reason. */
export interface QuarantineCount {
  readonly reason: string;
  /** When they came in, as YYYY-MM-DD. */
  readonly day: string;
  readonly events: number;
}
