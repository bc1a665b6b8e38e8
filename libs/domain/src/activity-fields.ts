import type { Activity, ActivityField } from './activity';
import type { FactSchema, FactSpec, FactType, FactValue } from './facts';
import type { NodeKind } from './graph-schema';

const field = (type: FactType, means: string, unit?: string): FactSpec => ({
  type,
  nullable: type !== 'list',
  ...(unit === undefined ? {} : { unit }),
  means,
  source: 'activity log',
  needs: [],
});

/** Every field of an activity a rule may name. `details.<name>` names one of the provider's own beside them. */
export const ACTIVITY_FIELDS: Readonly<Record<ActivityField, FactSpec>> = {
  id: field('string', "the provider's id of the event"),
  type: field('string', 'the event type'),
  at: field('number', 'when it was published, since 1970 UTC', 'milliseconds'),
  severity: field('string', "the provider's severity"),
  message: field('string', 'what happened, in the words of the provider'),
  outcome: field('string', 'SUCCESS, FAILURE, ALLOW, DENY, CHALLENGE …'),
  reason: field('string', 'why it ended so'),
  actorId: field('string', 'id of who acted'),
  actorType: field('string', 'kind of who acted, such as User or SystemPrincipal'),
  actorKind: field('string', 'User, App or another kind of the access graph; null for the provider itself'),
  actorLogin: field('string', 'login of who acted, or the name that was tried'),
  actorLoginLength: field('number', 'length of the login of who acted', 'characters'),
  actorName: field('string', 'display name of who acted'),
  clientId: field('string', 'OAuth client or application the request came through'),
  srcIp: field('string', 'address the request came from'),
  ipChain: field('list', 'every address the request passed'),
  asn: field('number', 'autonomous system of the address'),
  asOrg: field('string', 'organisation of the autonomous system'),
  isp: field('string', 'internet provider of the address'),
  isProxy: field('boolean', 'whether the address is a known proxy or anonymiser'),
  zone: field('string', 'network zone of the tenant the address is in'),
  country: field('string', 'country of the address, by name'),
  region: field('string', 'state or region of the address'),
  city: field('string', 'city of the address'),
  lat: field('number', 'latitude of the address', 'degrees'),
  lon: field('number', 'longitude of the address', 'degrees'),
  userAgent: field('string', 'raw user agent'),
  os: field('string', 'operating system of the user agent'),
  browser: field('string', 'browser of the user agent'),
  deviceType: field('string', 'Computer, Mobile, Unknown …'),
  deviceToken: field('string', 'stands for one browser or device, across users'),
  sessionId: field('string', 'session the event belongs to'),
  rootSessionId: field('string', 'sign-in the session began with'),
  authProvider: field('string', 'who authenticated'),
  credentialType: field('string', 'credential that was shown'),
  issuerId: field('string', 'identity provider that issued the assertion'),
  issuerType: field('string', 'kind of issuer'),
  factor: field('string', 'factor that was used'),
  pushResponse: field('string', 'how a push or number challenge was answered'),
  methods: field('list', 'authentication methods used'),
  grantType: field('string', 'OAuth grant type'),
  scopes: field('list', 'OAuth scopes asked for or granted'),
  risk: field('string', 'LOW, MEDIUM or HIGH as the provider rated it'),
  riskReasons: field('list', 'why it was rated so'),
  threatSuspected: field('boolean', 'whether the provider suspected a threat'),
  behaviours: field('list', 'behaviours new for the actor, such as New Device'),
  requestUri: field('string', 'path that was asked for'),
  transactionId: field('string', 'transaction the event belongs to'),
  transactionType: field('string', 'WEB or JOB'),
  apiTokenId: field('string', 'API token the request was made with'),
  privileges: field('list', 'roles or permissions given or taken, by name'),
  targetIds: field('list', 'ids of what was acted on'),
  targetNames: field('list', 'names and logins of what was acted on'),
  targetTypes: field('list', "the provider's kinds of what was acted on"),
  targetUserId: field('string', 'user acted on'),
  targetUserLogin: field('string', 'login of the user acted on'),
  targetGroupId: field('string', 'group acted on'),
  targetGroupName: field('string', 'name of the group acted on'),
  targetAppId: field('string', 'application acted on'),
  targetAppName: field('string', 'name of the application acted on'),
  targetDeviceId: field('string', 'device acted on'),
  targetDeviceName: field('string', 'name of the device acted on'),
  targetPhoneId: field('string', 'phone that a code was sent to or that was enrolled'),
  isOnSelf: field('boolean', 'whether the actor is the user acted on'),
  changes: field('list', 'changed values as "name: from → to"'),
  isOwn: field('boolean', 'whether it is our own request'),
};

const joined = (type: FactType, means: string, unit?: string): FactSpec => ({
  ...field(type, means, unit),
  source: 'inventory, when the event came in',
});

/** What the inventory adds to an event. Unknown where there is no inventory, as when a file is replayed. */
export const JOINED_FACTS = {
  actorTier: joined('string', 'tier of who acted; T3 for whoever is not in the inventory'),
  actorRoles: joined('list', 'admin roles of who acted'),
  actorIsServiceAccount: joined('boolean', 'whether a program signs in as the actor'),
  actorDaysSinceLastLogin: joined('number', 'days since the last sign-in before this event', 'days'),
  actorGroups: joined('list', 'names of the groups the actor is in'),
  targetTier: joined('string', 'tier of the most privileged thing acted on'),
  targetUserTier: joined('string', 'tier of the user acted on'),
  targetGroupTier: joined('string', 'tier of the group acted on'),
  targetAppTier: joined('string', 'tier of the application acted on'),
  clientTier: joined('string', 'tier of the OAuth client or application the request came through'),
  tokenOwnerTier: joined('string', 'tier of the owner of the API token the request was made with'),
} as const satisfies Record<string, FactSpec>;

/** One of `JOINED_FACTS`, by name. */
export type JoinedFact = keyof typeof JOINED_FACTS;

/** What follows from the fields of an event, so that a condition can name it. */
export const DERIVED_FACTS = {
  hourOfDay: field('number', 'hour of the day it was published in, 0 to 23 UTC', 'hours'),
  partOfDay: field('string', 'night, morning, afternoon or evening: six hours each from midnight UTC'),
  dayOfWeek: field('number', 'day of the week it was published on in UTC, 1 for Monday to 7 for Sunday'),
  actorDomain: field('string', 'what follows the @ in the login of who acted, in lower case'),
} as const satisfies Record<string, FactSpec>;

/** One of `DERIVED_FACTS`, by name. */
export type DerivedFact = keyof typeof DERIVED_FACTS;

/** Facts an event rule may read: those of the event, what follows from them, and what the inventory adds. */
export const EVENT_FACTS: FactSchema = { ...ACTIVITY_FIELDS, ...DERIVED_FACTS, ...JOINED_FACTS };

/** What another rule found, where a rule selects detections: beside the fields of the event that proved it. */
export const DETECTION_FACTS = {
  detection: field('string', 'id of the rule that found it'),
  detectionSeverity: field('string', 'how severe that occurrence of it was'),
  detectionIsSignal: field('boolean', 'whether the rule only adds to a risk'),
  detectionFamily: field('string', 'family of the rule'),
  detectionPoints: field('number', 'points it adds to the risk of its entity', 'points'),
} as const satisfies Record<string, FactSpec>;

/** Two events of one timeline side by side; of the later one seen from the earlier. */
export const PAIR_FACTS = {
  minutesApart: field('number', 'time between the two', 'minutes'),
  km: field('number', 'great-circle distance, less the accuracy of both positions', 'km'),
  kmPerHour: field('number', 'speed one would have to travel', 'km/h'),
  sameIp: field('boolean', 'whether both came from one address'),
  sameAsn: field('boolean', 'whether both came through one autonomous system'),
  sameCountry: field('boolean', 'whether both came from one country'),
  sameDeviceToken: field('boolean', 'whether both carry one device token'),
  sameUserAgent: field('boolean', 'whether both carry one user agent'),
  sameOs: field('boolean', 'whether both run one operating system'),
  sameBrowser: field('boolean', 'whether both run one browser'),
  userAgentSimilarity: field('number', 'how alike the user agents are, 0 to 1'),
} as const satisfies Record<string, FactSpec>;

/** Who or what a detection is about: which field names it, and what shows it to a reader. */
export const DETECTION_ENTITIES = {
  /** Who acted, when it is a user; by the name that was tried when there is none. */
  user: { kind: 'User', id: 'actorId', name: 'actorLogin' },
  /** Whoever acted; the tenant where that was the provider itself. */
  actor: { kind: null, id: 'actorId', name: 'actorLogin' },
  targetUser: { kind: 'User', id: 'targetUserId', name: 'targetUserLogin' },
  /** The user acted on; who acted where none is named. */
  affectedUser: { kind: 'User', id: 'targetUserId', name: 'targetUserLogin' },
  targetGroup: { kind: 'Group', id: 'targetGroupId', name: 'targetGroupName' },
  targetApp: { kind: 'App', id: 'targetAppId', name: 'targetAppName' },
  client: { kind: 'App', id: 'clientId', name: 'clientId' },
  apiToken: { kind: 'ApiToken', id: 'apiTokenId', name: 'apiTokenId' },
  issuer: { kind: 'IdP', id: 'issuerId', name: 'issuerId' },
  ip: { kind: 'IpAddress', id: 'srcIp', name: 'srcIp' },
  session: { kind: 'Session', id: 'sessionId', name: 'actorLogin' },
  deviceToken: { kind: 'DeviceToken', id: 'deviceToken', name: 'deviceToken' },
  /** The first target, whatever its kind. */
  target: { kind: null, id: 'targetIds', name: 'targetNames' },
  org: { kind: 'Org', id: null, name: null },
} as const satisfies Record<string, { kind: NodeKind | null; id: ActivityField | null; name: ActivityField | null }>;

/** One of `DETECTION_ENTITIES`: whom a rule's findings are about. */
export type DetectionEntity = keyof typeof DETECTION_ENTITIES;

/** Facts that the inventory adds to an event: computed when it came in, kept with it. One may be unknown. */
export type JoinedFacts = { readonly [name in JoinedFact]?: FactValue };

/** An event as rules see it. */
export type EventFacts = Activity & JoinedFacts;
