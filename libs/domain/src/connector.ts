import type { Activity, ActivityNormaliser, ActivityPage, ActivityRange, OwnRequests } from './activity';
import type { Changes, ObjectChange, StaleResource } from './changes';
import type { DomainError } from './errors';
import type { GraphView } from './graph-view';
import type { ProviderModel } from './provider-model';
import type { Coverage, JsonObject } from './records';
import type { ResourceCatalogue, Wave } from './resource-catalogue';
import type { SyncProgress, SyncSink } from './sync';

/** Text that does not show itself in logs; a secret of the floor is one. */
export interface SecretText {
  reveal(): string;
}

/** Everything the product knows of one kind of provider. The only place where a provider's name means anything. */
export interface Connector {
  /** Lower case, stable: it is stored with connections and is the folder of the provider's rules. */
  readonly provider: string;
  /** As people call it; connections are named by it where nobody named them. */
  readonly title: string;
  readonly catalogue: ResourceCatalogue;
  /** Raised whenever a mapper writes other props for the same wire object; the sync after it is no drift. */
  readonly mapperSchema: number;
  readonly model: ProviderModel;
  readonly activity: ActivityLog;
  /** What events of the tenant's log say has changed, in the order they were written. Pure. */
  changesOf(events: readonly Activity[]): Changes;
  /**
   * Opens a way to one tenant. Calls nobody.
   * @throws {DomainError} naming the input at fault: address, credential or a choice the catalogue does not offer
   */
  open(request: OpenLink): Promise<Link>;
}

/** The provider's log: no row of the catalogue, because no wave reads it and it yields nothing of the inventory. */
export interface ActivityLog {
  /** The name its coverage goes by. */
  readonly resource: string;
  /** In an administrator's words; goes after "may not read". */
  readonly title: string;
  /** As the provider documents it. */
  readonly endpoint: string;
  readonly scope: string;
  /** The least role or permission that reads it, as the provider names it. */
  readonly role: string;
  /** How far back the provider keeps it; nothing older is asked for. */
  readonly historyDays: number;
  /** @param own what `Link.self` told; without it no event is our own */
  normaliser(own: OwnRequests): ActivityNormaliser;
  /** Whether who acted used the target application, as by signing in to it; changing one is no use of it. */
  isAppUse(activity: Activity): boolean;
  /** Whether the target application was given to the target user, by name or by whatever else. */
  isAppGiven(activity: Activity): boolean;
  /** Whether it takes an admin role, or a scope of the provider's API, to do that; looking into the console does. */
  isAdminAct(activity: Activity): boolean;
  /** Id of the identity provider somebody came in through, `UNTOLD_IDP` when the event does not say; null: through none. */
  idpOf(activity: Activity): string | null;
  /** What a failure of `Link.readActivity` says about the log, as its coverage. */
  coverageOf(error: DomainError): Pick<Coverage, 'state' | 'reason' | 'missing'>;
  /** null: the provider calls nobody when something happens. */
  readonly hook: EventHook | null;
}

/**
 * How a provider calls when something has happened. Such a call is a reason to read the log and nothing else: what it
 * tells is never believed, and never kept.
 */
export interface EventHook {
  /** The request header that carries the secret both sides know, as a person enters it at the provider. */
  readonly secretHeader: string;
  /** A delivery all of which is older was recorded and is sent again; the log was read past it long since. */
  readonly windowMs: number;
  /**
   * What a provider that asks whether somebody listens wants to hear. Pure.
   * @param headers of the request, names in lower case
   * @returns null when it does not ask that
   */
  challengeAnswer(headers: RequestHeaders): JsonObject | null;
  /**
   * Date of the newest thing a delivery tells of, in milliseconds since 1970 UTC. Pure.
   * @param body as JSON was read
   * @returns null when it is no delivery of this provider's
   */
  newestOf(body: unknown): number | null;
}

/** Names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a way to one tenant is opened with; checked by `open`, stored nowhere. */
export interface OpenLink {
  /** As a person types it, or the origin a connection keeps. */
  readonly address: string;
  /** The connector's own text of a credential; what is sealed. */
  readonly credential: SecretText;
  /** Admits literal loopback addresses; a setting of the installation, never of a request. */
  readonly allowLoopback: boolean;
  readonly clock: { now(): Date };
  /** Default `read`: whatever would change the tenant is refused before it is sent. */
  readonly mode?: ConnectionMode;
  readonly read?: ReadOptions;
  readonly onProgress?: (progress: SyncProgress) => void;
}

/** What a connection may do in its tenant. */
export const CONNECTION_MODES = ['read', 'read_and_act'] as const;
/** One of `CONNECTION_MODES`. */
export type ConnectionMode = (typeof CONNECTION_MODES)[number];

/** How a sync reads beyond its default; it changes what is read, never how well. */
export interface ReadOptions {
  /** Names of the catalogue's choices that were asked for. */
  readonly choices: readonly string[];
}

/**
 * One open way to one tenant. Close it when done. Later links also answer `act` (a planned change); it comes with its
 * first caller.
 */
export interface Link {
  /** As a connection keeps it, such as `https://acme.example`. */
  readonly origin: string;
  readonly credentialKind: string;
  /** What a person tells the credential from others by: at most its last four characters; null where that would tell too much. */
  readonly credentialHint: string | null;
  /** The provider's id of the tenant, once the credential was accepted. @throws {DomainError} naming the input at fault */
  identify(signal?: AbortSignal): Promise<string>;
  /** Tries each resource once, as cheaply as it can be tried. Stores nothing, reads no secret. @throws as `identify` */
  probe(signal?: AbortSignal): Promise<Probe>;
  /** Requests the waves after the first will take, from what the first one found. */
  plan(view: GraphView): number;
  /**
   * Ends when every resource of the wave has its coverage, whatever the provider refused.
   * @throws {DomainError} when nothing can be read at all; `sync.fenced`; the signal's reason when aborted
   * @throws {RangeError} for a wave the catalogue does not have
   */
  read(wave: Wave, sink: SyncSink, signal: AbortSignal): Promise<void>;
  /**
   * What our own requests are known by in the tenant's log. What may not be read is left out.
   * @throws {DomainError} when the provider does not answer; the signal's reason when aborted
   */
  self(signal?: AbortSignal): Promise<OwnRequests>;
  /**
   * One page of the tenant's log, within its limit; a span gives way to all else that is read. Save its cursor in the
   * transaction that stores its events. An event of ours is told as such.
   * @throws {DomainError} kind `conflict` when the cursor is refused: start again without it, a while before the last
   * event that was stored; otherwise what `ActivityLog.coverageOf` tells; the signal's reason when aborted
   */
  readActivity(range: ActivityRange, signal: AbortSignal): Promise<ActivityPage>;
  /**
   * Reads again what changed, and nothing else, with what follows from it by the provider's own rules. An object that
   * is no more is one its read shows without.
   * @param known what was published last; says which lists there are
   * @returns resources that changed and could not be read again
   * @throws as `read`
   */
  readChanges(
    changes: readonly ObjectChange[],
    known: GraphView,
    sink: SyncSink,
    signal: AbortSignal,
  ): Promise<readonly StaleResource[]>;
  stats(): ReadStats;
  close(): Promise<void>;
}

/** What reading has cost so far. */
export interface ReadStats {
  readonly requests: number;
  /** By the provider's rate-limit bucket. */
  readonly requestsByBucket: Readonly<Record<string, number>>;
  readonly throttledMs: number;
  /** Requests that came back with an error, or not at all, whether or not a later try went well; those sent too soon aside. */
  readonly failed: number;
  /** The first `SHOWN_FAILURES` of them. */
  readonly failures: readonly FailedRequest[];
}

/** How many failed requests of a sync are kept word for word. */
export const SHOWN_FAILURES = 50;

/** A request that went wrong, as the provider's support asks about it. */
export interface FailedRequest {
  /** ISO 8601. */
  readonly at: string;
  /** Without names of objects: `/api/v1/users/{}/roles`. */
  readonly path: string;
  /** null: no answer came. */
  readonly status: number | null;
  /** The provider's own, where it gave one. */
  readonly code: string | null;
  readonly requestId: string | null;
}

/** What a credential may read, and what a sync would cost. */
export interface Probe {
  readonly org: {
    readonly id: string;
    readonly name: string | null;
    /** The provider's edition or engine. */
    readonly pipeline: string;
    readonly origin: string;
  };
  readonly credential: {
    readonly kind: string;
    /** The administrator a credential acts as; null when it acts as itself. */
    readonly owner: { readonly id: string; readonly login: string | null } | null;
    /** Types of the owner's own admin roles; null when they may not be read. */
    readonly roles: readonly string[] | null;
    readonly grantedScopes: readonly string[] | null;
    readonly missingScopes: readonly string[];
  };
  readonly resources: readonly ProbedResource[];
  readonly warnings: readonly string[];
  /** Requests a minute by bucket, as the tenant's answers gave them. */
  readonly limits: Readonly<Record<string, number>>;
  readonly plan: {
    readonly requests: number;
    readonly byBucket: Readonly<Partial<Record<string, number>>>;
    readonly minutes: number;
    readonly firstWaveMinutes: number;
    /** True when the tenant is larger than the probe looked, or a count may not be read: it takes at least this. */
    readonly atLeast: boolean;
  };
}

/** How one resource of the catalogue answered a probe, with what would make it readable. */
export interface ProbedResource {
  readonly resource: string;
  readonly title: string;
  readonly endpoint: string;
  /** not_probed: it could not be tried without an object of its kind, or would leave a trace. */
  readonly state: 'ok' | 'forbidden' | 'unlicensed' | 'failed' | 'not_probed';
  readonly status: number | null;
  readonly latencyMs: number | null;
  readonly reason: string | null;
  /** Scope, role or permission by name; null when granting would not help. */
  readonly missing: string | null;
  /** What to do about it, in an administrator's words. */
  readonly grant: string | null;
}
