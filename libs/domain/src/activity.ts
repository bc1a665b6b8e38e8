import type { NodeKind } from './graph-schema';
import type { JsonObject } from './records';

/**
 * One dated event of a tenant's log in our words; names follow OCSF 1.8 where it has one. Flat, so that a rule's
 * condition names a field as it names a fact. null: the provider did not say. Instants are milliseconds since 1970 UTC.
 */
export interface Activity {
  /** The provider's own id of the event; the same however often it is delivered. */
  readonly id: string;
  /** The provider's event type, as it writes it. */
  readonly type: string;
  readonly at: number;
  readonly severity: string | null;
  readonly message: string | null;
  /** Upper case: SUCCESS, FAILURE, ALLOW, DENY, CHALLENGE, SKIPPED, UNKNOWN and whatever a provider adds. */
  readonly outcome: string | null;
  readonly reason: string | null;

  readonly actorId: string | null;
  /** The provider's word for the kind of actor, such as User or SystemPrincipal. */
  readonly actorType: string | null;
  /** Kind in the access graph; null for the provider's own principals, which no rule about a user concerns. */
  readonly actorKind: NodeKind | null;
  /** What it was signed in, or tried to sign in, as. */
  readonly actorLogin: string | null;
  /** Characters of `actorLogin`; some providers mishandle what is very long. */
  readonly actorLoginLength: number | null;
  readonly actorName: string | null;
  /** The OAuth client or application the request came through. */
  readonly clientId: string | null;

  readonly srcIp: string | null;
  /** Every address the request passed, the client's first. */
  readonly ipChain: readonly string[];
  readonly asn: number | null;
  readonly asOrg: string | null;
  readonly isp: string | null;
  readonly isProxy: boolean | null;
  readonly zone: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly lat: number | null;
  readonly lon: number | null;

  readonly userAgent: string | null;
  readonly os: string | null;
  readonly browser: string | null;
  /** Computer, Mobile, Unknown … */
  readonly deviceType: string | null;
  /** Stands for one browser or device across users; null when the provider wrote a placeholder. */
  readonly deviceToken: string | null;
  readonly sessionId: string | null;
  /** The sign-in all sessions of one browser began with. */
  readonly rootSessionId: string | null;

  readonly authProvider: string | null;
  readonly credentialType: string | null;
  readonly issuerId: string | null;
  readonly issuerType: string | null;
  readonly factor: string | null;
  /** How a push or a number challenge was answered. */
  readonly pushResponse: string | null;
  readonly methods: readonly string[];
  readonly grantType: string | null;
  readonly scopes: readonly string[];

  /** LOW, MEDIUM or HIGH as the provider rated the request. */
  readonly risk: string | null;
  readonly riskReasons: readonly string[];
  readonly threatSuspected: boolean | null;
  /** Names of the behaviours that were new for the actor, such as New Device. */
  readonly behaviours: readonly string[];

  readonly requestUri: string | null;
  readonly transactionId: string | null;
  readonly transactionType: string | null;
  readonly apiTokenId: string | null;

  /** Roles and permissions given or taken, by the provider's names. */
  readonly privileges: readonly string[];
  readonly targets: readonly ActivityTarget[];
  readonly targetIds: readonly string[];
  /** Names and logins of all targets. */
  readonly targetNames: readonly string[];
  readonly targetTypes: readonly string[];
  readonly targetUserId: string | null;
  readonly targetUserLogin: string | null;
  readonly targetGroupId: string | null;
  readonly targetGroupName: string | null;
  readonly targetAppId: string | null;
  readonly targetAppName: string | null;
  readonly targetDeviceId: string | null;
  /** Host name or the name its owner gave it. */
  readonly targetDeviceName: string | null;
  /** The provider's id of a phone that a code was sent to or that was enrolled. */
  readonly targetPhoneId: string | null;
  /** Whether the actor is the user acted on; null when no user is. */
  readonly isOnSelf: boolean | null;
  /** `name: from → to` of every value that changed. */
  readonly changes: readonly string[];
  /** Everything else the provider put beside the event, by its own names; values as text. */
  readonly details: Readonly<Record<string, string>>;

  /** Our own request. Kept, counted as use, never judged. */
  readonly isOwn: boolean;
}

/** Something an event was done to. */
export interface ActivityTarget {
  readonly id: string;
  /** The provider's word. */
  readonly type: string;
  /** null: not a kind of the access graph. */
  readonly kind: NodeKind | null;
  readonly login: string | null;
  readonly name: string | null;
}

/** A field of an activity a rule may name: everything but the nested ones. */
export type ActivityField = Exclude<keyof Activity, 'targets' | 'details'>;

/** An event that cannot be used, kept with why. */
export interface QuarantinedActivity {
  /** null: it had none. */
  readonly id: string | null;
  readonly reason: 'malformed' | 'oversized' | 'future' | 'too_old';
  /** One sentence: which field, what it held. */
  readonly why: string;
  /** At most 2,000 characters of it. */
  readonly excerpt: string;
}

/** What a provider's raw event is to us. */
export type Normalised =
  { readonly activity: Activity; readonly raw: JsonObject } | { readonly quarantined: QuarantinedActivity };

/** Makes activities of a provider's raw events. Pure: equal input, equal output. */
export interface ActivityNormaliser {
  /**
   * @param raw one event in any spelling the provider or an export of it uses
   * @param receivedAt when it came in, in milliseconds; decides what is future-dated
   */
  normalise(raw: unknown, receivedAt: number): Normalised;
}

/** What our own requests are known by in a tenant's log. */
export interface OwnRequests {
  /** Ids of the API tokens we read with; a token of somebody else must not be among them. */
  readonly apiTokenIds?: readonly string[];
  /** OAuth clients we read as. */
  readonly clientIds?: readonly string[];
  /** What our user agent begins with; it proves little, and counts only while the others are not known. */
  readonly userAgent?: string;
}

/** Which part of a tenant's log is asked for. */
export type ActivityRange =
  /** What was published within, oldest first; it ends. Unless somebody waits for it, it gives way to all else that is read. */
  | {
      readonly kind: 'span';
      readonly since: Date;
      readonly until: Date;
      readonly cursor: string | null;
      readonly isAwaited?: boolean;
    }
  /** All that is written from `since` on, in the order it is written; it goes on for ever. */
  | { readonly kind: 'follow'; readonly since: Date; readonly cursor: string | null };

/** One page of a tenant's log. Save `cursor` in the transaction that stores its events. */
export interface ActivityPage {
  readonly events: readonly Normalised[];
  /** Where to go on; null: the span is read to its end. */
  readonly cursor: string | null;
  /** Whether more is there now. */
  readonly isFull: boolean;
  /** The provider's clock when it answered, in milliseconds; null when it did not say. */
  readonly providerNow: number | null;
  /** How long to wait before the log is asked again, within its limit, in milliseconds. */
  readonly pollAfterMs: number;
}
