import { eventType } from './event-types';

export type Outcome =
  | 'SUCCESS'
  | 'FAILURE'
  | 'SKIPPED'
  | 'ALLOW'
  | 'DENY'
  | 'CHALLENGE'
  | 'UNKNOWN'
  | 'RATE_LIMIT'
  | 'DEFERRED'
  | 'UNANSWERED'
  | 'ABANDONED';

/** A point Okta's geolocation knows. */
export interface Place {
  readonly city: string;
  readonly state: string;
  /** By name, as Okta writes it. */
  readonly country: string;
  readonly postalCode: string;
  readonly lat: number;
  readonly lon: number;
}

/** Where a request comes from. */
export interface Network {
  readonly ip: string;
  readonly place: Place;
  readonly asn: number;
  readonly org: string;
  readonly domain: string;
  readonly isProxy: boolean;
  /** Name of the network zone of the org it is in; null: none. */
  readonly zone: string | null;
  /** Set for a known anonymiser or VPN. */
  readonly tunnel?: { readonly operator: string; readonly type: 'VPN' | 'PROXY' | 'TOR' };
}

/** What a request is sent with. */
export interface Agent {
  readonly raw: string;
  readonly os: string;
  readonly browser: string;
  readonly device: 'Computer' | 'Mobile' | 'Unknown';
}

/** Actor or target, as the log writes either. */
export interface Entity {
  readonly id: string;
  readonly type: string;
  readonly alternateId: string;
  readonly displayName: string;
  readonly detailEntry?: Readonly<Record<string, unknown>> | null;
  readonly changeDetails?: ChangeDetails;
}

export interface ChangeDetails {
  readonly from: Readonly<Record<string, unknown>>;
  readonly to: Readonly<Record<string, unknown>>;
}

/** What is particular about one event; everything else follows. Times in milliseconds since 1970 UTC. */
export interface EventDraft {
  readonly uuid: string;
  readonly type: string;
  readonly at: number;
  readonly actor: Entity;
  /** Null: nobody asked over HTTP. */
  readonly network: Network | null;
  readonly agent: Agent | null;
  /** Default SUCCESS. */
  readonly outcome?: Outcome;
  readonly reason?: string;
  readonly targets?: readonly Entity[];
  /** Hash of the device token of the browser. */
  readonly dtHash?: string;
  readonly session?: string;
  readonly rootSession?: string;
  readonly clientId?: string;
  readonly credential?: { readonly type: string; readonly provider: string };
  readonly issuer?: { readonly id: string; readonly type: string };
  /** Who checked the credential, such as `ACTIVE_DIRECTORY`. */
  readonly authProvider?: string;
  readonly transaction?: { readonly type?: 'WEB' | 'JOB'; readonly id?: string; readonly tokenId?: string };
  /** Path of the request. */
  readonly uri?: string;
  readonly behaviors?: Behaviors;
  readonly risk?: { readonly level: 'LOW' | 'MEDIUM' | 'HIGH'; readonly reasons?: string };
  readonly debug?: Readonly<Record<string, string>>;
}

/** Names of the behaviours that were new; all others were seen before. */
export type Behaviors = readonly string[];

/** One event as `GET /api/v1/logs` answers it. */
export interface LogEvent {
  readonly uuid: string;
  readonly published: string;
  readonly eventType: string;
  readonly version: string;
  readonly severity: string;
  readonly legacyEventType: string | null;
  readonly displayMessage: string;
  readonly actor: Entity | null;
  readonly outcome: { readonly result: string; readonly reason: string | null } | null;
  readonly target: readonly Entity[] | null;
  readonly [key: string]: unknown;
}

export const BEHAVIORS = [
  ...['New Geo-Location', 'New Device', 'New IP', 'New State', 'New Country', 'Velocity', 'New City'],
] as const;

const LOGIN_FAILED = 'core.user_auth.login_failed';

/** The wire form of an event. */
export function writeEvent(draft: EventDraft): LogEvent {
  const { network, agent, actor, outcome = 'SUCCESS' } = draft;
  const known = eventType(draft.type);
  const geographicalContext = network && geoOf(network.place);
  return {
    actor: { detailEntry: null, ...actor },
    client: {
      userAgent: agent && { rawUserAgent: agent.raw, os: agent.os, browser: agent.browser },
      zone: network?.zone ?? 'null',
      device: agent?.device ?? 'Unknown',
      id: draft.clientId ?? null,
      ipAddress: network?.ip ?? null,
      geographicalContext,
    },
    device: null,
    authenticationContext: {
      authenticationProvider: draft.authProvider ?? null,
      credentialProvider: draft.credential?.provider ?? null,
      credentialType: draft.credential?.type ?? null,
      issuer: draft.issuer ?? null,
      interface: null,
      authenticationStep: 0,
      externalSessionId: draft.session ?? (network === null ? null : 'unknown'),
      rootSessionId: draft.rootSession ?? draft.session ?? null,
    },
    displayMessage: known.message,
    eventType: draft.type,
    outcome: { result: outcome, reason: draft.reason ?? null },
    published: new Date(draft.at).toISOString(),
    securityContext: securityOf(network),
    severity: outcome === 'FAILURE' || outcome === 'DENY' ? 'WARN' : known.severity,
    debugContext: { debugData: debugOf(draft) },
    legacyEventType: draft.type === 'user.session.start' && outcome === 'FAILURE' ? LOGIN_FAILED : known.legacy,
    transaction: {
      type: draft.transaction?.type ?? 'WEB',
      id: draft.transaction?.id ?? `W${draft.uuid.replace(/-/g, '').slice(0, 24)}`,
      detail: draft.transaction?.tokenId === undefined ? {} : { requestApiTokenId: draft.transaction.tokenId },
    },
    uuid: draft.uuid,
    version: '0',
    request: {
      ipChain: network
        ? [{ ip: network.ip, geographicalContext, version: network.ip.includes(':') ? 'V6' : 'V4', source: null }]
        : [],
    },
    target: draft.targets?.map((target) => ({ detailEntry: null, changeDetails: null, ...target })) ?? null,
  } as LogEvent;
}

function geoOf({ city, state, country, postalCode, lat, lon }: Place): object {
  return { city, state, country, postalCode, geolocation: { lat, lon } };
}

function securityOf(network: Network | null): object {
  return {
    asNumber: network?.asn ?? null,
    asOrg: network?.org.toLowerCase() ?? null,
    isp: network?.org.toLowerCase() ?? null,
    domain: network?.domain ?? null,
    isProxy: network?.isProxy ?? null,
  };
}

/** Every value is text, also where it looks like an object. */
function debugOf({ uuid, uri, dtHash, behaviors, risk, debug, network }: EventDraft): Record<string, string> {
  const out: Record<string, string> = {};
  if (uri !== undefined) {
    out.requestId = uuid.replace(/-/g, '');
    out.requestUri = uri;
    out.url = `${uri}?`;
    out.threatSuspected = 'false';
  }
  if (dtHash !== undefined) out.dtHash = dtHash;
  if (behaviors) {
    const level = risk?.level ?? 'LOW';
    const of = Object.fromEntries(BEHAVIORS.map((name) => [name, behaviors.includes(name) ? 'POSITIVE' : 'NEGATIVE']));
    out.behaviors = `{${Object.entries(of)
      .map(([name, value]) => `${name}=${value}`)
      .join(', ')}}`;
    out.risk = risk?.reasons === undefined ? `{level=${level}}` : `{reasons=${risk.reasons}, level=${level}}`;
    const reasons = risk?.reasons === undefined ? {} : { reasons: risk.reasons };
    out.logOnlySecurityData = JSON.stringify({ risk: { level, ...reasons }, behaviors: of });
  }
  if (network?.tunnel) out.tunnels = JSON.stringify([{ anonymous: true, ...network.tunnel }]);
  return { ...out, ...debug };
}
