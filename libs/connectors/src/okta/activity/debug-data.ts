import { jsonText } from './loose-json';
import { LONGEST_TEXT, bounded, distinct, flagOf, textOf, textsOf } from './loose-text';
import { flatten, looseOf, squashed } from './loose-shape';
import type { Entry, Flat, Shape } from './loose-shape';

/** What the connector makes of `debugContext.debugData`: a free map of strings, in which the rest of an event hides. */
export interface DebugData {
  /** A value by its name in Okta's spelling. */
  text(name: string): string | null;
  texts(name: string, separator: RegExp): string[];
  flag(name: string): boolean | null;
  readonly behaviours: readonly string[];
  readonly risk: string | null;
  readonly riskReasons: readonly string[];
  /** What is no field of an activity, by Okta's names. */
  readonly details: Readonly<Record<string, string>>;
}

const SHAPE: Shape = {
  maps: ['behaviors', 'logonlysecuritydatabehaviors'],
  rows: [],
  texts: new Set(['risk', 'logonlysecuritydata', 'logonlysecuritydatarisk']),
};

/** Names in Okta's spelling, for exports that lost it. Source: Okta System Log catalogue 2026.08, and recorded events. */
const NAMES: ReadonlyMap<string, string> = new Map(
  (
    'anonymizerStatus appContextName appId appName associatedProxies audience authMethodFirstEnrollment ' +
    'authMethodFirstType authMethodFirstVerificationTime authMethodSecondEnrollment authMethodSecondType ' +
    'authMethodSecondVerificationTime authnRequestId authTime authenticatorContext authenticatorKey behaviors ' +
    'changedDeviceSignals clientAuthType clientAddress clientSecret concurrencyPercentage consentId ' +
    'deviceFingerprint deviceId deviceIntegrator deviceName devicePlatform dtHash excludedNetworkZones ' +
    'expiryTime factor factorIntent factorType filePath grantedScopes grantType groupId includedNetworkZones ' +
    'initiationType ja3 ja4 jti keyTypeUsedForAuthentication legacyEventType loginResult logOnlySecurityData ' +
    'managed methodTypeUsed methodUsedVerifiedProperties networkConnection networkZones newIpAddress oktaDeviceId ' +
    'oktaUserAgentExtended origin originalPrincipal phoneNumber policyRuleFactorMode policySnapshotJson policyType previousIpAddress ' +
    'privilegeGranted privilegeRevoked promptingPolicyTypes proxyType pushOnlyResponseType ' +
    'pushWithNumberChallengeResponseType rateLimitPercentage rateLimitSecondsToReset rateLimitScope redirectUri ' +
    'registered requestId requestedScopes requestUri responseMode responseTime responseType risk riskLevel ' +
    'rootApiTokenId signOnMode signOnModeEvaluationResult signOnModeType smsProvider state targetEventHookIds threatDetections threatSuspected threshold ' +
    'timeSpan timeUnit tokenLifetime traceId tunnels url userId validationStatus warningPercent webhooks'
  )
    .split(' ')
    .map((name) => [squashed(name), name]),
);

/** Names whose value a field of an activity shows whole. */
const FIELDS: ReadonlySet<string> = new Set(
  (
    'behaviors risk riskLevel riskReasons logOnlySecurityData threatSuspected dtHash requestUri factor grantType ' +
    'pushOnlyResponseType pushWithNumberChallengeResponseType privilegeGranted privilegeRevoked grantedScopes ' +
    'requestedScopes methodTypeUsed'
  )
    .split(' ')
    .map(squashed),
);
/** Of those, the ones an export may have flattened further. */
const MAPS = ['behaviors', 'logonlysecuritydata'];

const MOST_DETAILS = 100;
/** No name, and one that whoever copies the map would lose themselves with. */
const NOT_KEPT: ReadonlySet<string> = new Set(['', '__proto__']);

/**
 * @param securityContext what the event says beside it about risk and behaviour, in the newer form
 * @param beside further values that no field shows, kept where debug data has no such name
 */
export function debugDataOf(
  entries: readonly Entry[],
  securityContext: { readonly behaviours: unknown; readonly risk: unknown; readonly riskReasons: unknown },
  beside: readonly Entry[],
): DebugData {
  const flat = flatten(entries, SHAPE);
  const value = (name: string): unknown => flat.values.get(squashed(name));
  return {
    text: (name) => textOf(value(name)),
    texts: (name, separator) => textsOf(value(name), separator),
    flag: (name) => flagOf(value(name)),
    behaviours: behavioursOf(flat, securityContext.behaviours),
    risk:
      levelOf(value('logOnlySecurityData.risk.level')) ??
      levelOf(value('risk.level')) ??
      levelOf(value('risk')) ??
      levelOf(securityContext.risk),
    riskReasons: distinct(
      [value('logOnlySecurityData.risk.reasons'), value('risk.reasons'), securityContext.riskReasons].flatMap((each) =>
        textsOf(each, /\s*,\s*/),
      ),
    ),
    // Identity Threat Protection names what it detected within the risk.
    details: detailsOf(entries, [...beside, ['detectionName', value('risk.detectionName')]]),
  };
}

const NO_LEVELS: ReadonlySet<string> = new Set(['', 'NONE', 'NULL', 'UNKNOWN']);

function levelOf(value: unknown): string | null {
  const level = textOf(value)?.trim().toUpperCase() ?? '';
  return NO_LEVELS.has(level) || !/^[A-Z_]{1,40}$/.test(level) ? null : level;
}

const BEHAVIOURS: ReadonlyMap<string, string> = new Map(
  ['New Device', 'New IP', 'New Geo-Location', 'New Country', 'New State', 'New City', 'Velocity'].map((name) => [
    squashed(name),
    name,
  ]),
);

/** Behaviours that were new, from the three places Okta tells of them: one place alone misses some. */
function behavioursOf({ maps }: Flat, listed: unknown): string[] {
  const told = [...SHAPE.maps.flatMap((path) => maps.get(path) ?? []), ...ofList(listed)];
  const positive = told.filter(([name, result]) => name !== '' && isPositive(result));
  return distinct(positive.map(([name]) => BEHAVIOURS.get(squashed(name)) ?? bounded(name.trim(), 200)));
}

function isPositive(result: unknown): boolean {
  return typeof result === 'string' && result.trim().toUpperCase() === 'POSITIVE';
}

function ofList(rows: unknown): Entry[] {
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row): Entry[] => {
    const { values } = flatten(Object.entries(looseOf(row) ?? {}), { maps: [], rows: [], texts: new Set() });
    const name = textOf(values.get('name'));
    return name === null ? [] : [[name, values.get('result')]];
  });
}

function detailsOf(entries: readonly Entry[], beside: readonly Entry[]): Record<string, string> {
  const details = new Map<string, string>();
  for (const [name, value] of [...entries, ...beside]) {
    if (value === null || value === undefined) continue;
    const short = squashed(name);
    if (FIELDS.has(short) || MAPS.some((map) => short.startsWith(map))) continue;
    const known = NAMES.get(short) ?? bounded(name.trim(), 200);
    const isNested = typeof value === 'object';
    const text = isNested ? jsonText(value, { longest: LONGEST_TEXT }) : textOf(value);
    if (text === null || NOT_KEPT.has(known) || details.has(known)) continue;
    details.set(known, text);
    if (details.size >= MOST_DETAILS) break;
  }
  return Object.fromEntries(details);
}
