import type { Activity, ActivityNormaliser, JsonObject, NodeKind, Normalised, OwnRequests } from '@posture/domain';
import { debugDataOf } from './debug-data';
import { excessOf, excerptOf, withoutSecrets } from './loose-json';
import { distinct, flagOf, instantOf, numberOf, textOf } from './loose-text';
import { eventIn } from './loose-event';
import { flatten, looseOf, squashed } from './loose-shape';
import type { Entry, Flat, Shape } from './loose-shape';
import { known, targetsOf } from './log-targets';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Further ahead of its coming in no clock's error puts an event. */
const FUTURE_MS = 10 * MINUTE_MS;
/** Older than anything that is kept. */
const TOO_OLD_MS = 400 * DAY_MS;
const LONGEST_EXCERPT = 2_000;

const DEBUG_DATA = 'debugcontextdebugdata';
const HOPS = ['requestipchain', 'clientipchain'];
const BEHAVIOURS = 'securitycontextuserbehaviors';

const SHAPE: Shape = {
  maps: [DEBUG_DATA, 'actordetailentry'],
  rows: ['target', ...HOPS, BEHAVIOURS],
  texts: new Set(
    (
      'actor client clientuseragent clientgeographicalcontext clientgeographicalcontextgeolocation request outcome ' +
      'securitycontext securitycontextrisk securitycontextipdetails authenticationcontext ' +
      'authenticationcontextissuer transaction transactiondetail debugcontext device'
    ).split(' '),
  ),
};
const HOP_SHAPE: Shape = {
  maps: [],
  rows: [],
  texts: new Set(['geographicalcontext', 'geographicalcontextgeolocation']),
};

/** Further fields of an event that are told as details, by the name they are told by. */
const BESIDE: Readonly<Record<string, string>> = {
  legacyEventType: 'legacyeventtype',
  postalCode: 'clientgeographicalcontextpostalcode',
  domain: 'securitycontextdomain',
  botProtection: 'securitycontextbotprotectionlevel',
  detectionName: 'securitycontextriskdetectionname',
  previousLevel: 'securitycontextriskpreviouslevel',
  interface: 'authenticationcontextinterface',
  credentialProvider: 'authenticationcontextcredentialprovider',
  rootApiTokenId: 'transactiondetailrootapitokenid',
  deviceId: 'deviceid',
  deviceName: 'devicename',
  deviceManaged: 'devicemanaged',
  deviceRegistered: 'deviceregistered',
};

/**
 * Makes activities of events of Okta's System Log, as Okta sends them or as an export spells them: lower-cased,
 * flattened, in snake case, inside of an envelope, with maps as text. Hostile input costs time in proportion to its size.
 * Sources: Okta API description 2026.06.3, schema LogEvent; Okta event hooks guide.
 */
export function oktaNormaliser(own: OwnRequests = {}): ActivityNormaliser {
  const isOwn = ownJudge(own);
  return { normalise: (raw, receivedAt) => normalise(raw, receivedAt, isOwn) };
}

function normalise(raw: unknown, receivedAt: number, isOwn: OwnJudge): Normalised {
  const refuse = (reason: 'malformed' | 'oversized' | 'future' | 'too_old', why: string, id: string | null) => ({
    quarantined: { id, reason, why, excerpt: excerptOf(raw, LONGEST_EXCERPT) },
  });
  const excess = excessOf(raw);
  if (excess === 'oversized') return refuse('oversized', 'The event is larger than 256 kB.', null);
  const found = eventIn(raw);
  // An object in which no event was found still tells by its names what it lacks.
  const object = found?.event ?? looseOf(raw);
  if (object === null) return refuse('malformed', `The event is ${kindOf(raw)}, not an object.`, null);
  // What was text is judged again: its nesting was none before.
  if ((object === raw ? excess : excessOf(object)) !== null)
    return refuse('malformed', 'The event is nested deeper than 32 levels.', null);
  const flat = flatten(Object.entries(object), SHAPE, found?.under);
  const value = flat.values;
  const id = textOf(value.get('uuid'));
  if (id === null) return refuse('malformed', 'The field "uuid" is missing or empty.', null);
  const type = textOf(value.get('eventtype'))?.trim() ?? null;
  if (type === null) return refuse('malformed', 'The field "eventType" is missing or empty.', id);
  const own = value.get('published') ?? null;
  const published = own ?? found?.exportedAt ?? null;
  const at = instantOf(published);
  if (at === null) return refuse('malformed', `The field "published" ${heldBy(published)}.`, id);
  const dated = `The field "published" is ${new Date(at).toISOString()}`;
  if (at > receivedAt + FUTURE_MS) return refuse('future', `${dated}, more than 10 minutes ahead.`, id);
  if (at < receivedAt - TOO_OLD_MS) return refuse('too_old', `${dated}, more than 400 days ago.`, id);
  const activity = activityOf(flat, id, type, at, isOwn);
  // Without the envelope that dated it an event must still be one.
  const kept = own === null ? { ...object, [`${found?.under ?? ''}published`]: new Date(at).toISOString() } : object;
  return { activity, raw: kept as JsonObject };
}

function kindOf(raw: unknown): string {
  if (raw === null || raw === undefined) return 'empty';
  if (typeof raw === 'string') return 'text that is no JSON object';
  return Array.isArray(raw) ? 'a list' : `a ${typeof raw}`;
}

function heldBy(published: unknown): string {
  if (published === null) return 'is missing or empty';
  const text = typeof published === 'object' ? null : textOf(published);
  return text === null ? 'is no instant' : `is no instant: "${withoutSecrets(text, 60)}"`;
}

function activityOf(flat: Flat, id: string, type: string, at: number, isOwn: OwnJudge): Activity {
  const value = (...paths: readonly string[]): unknown => {
    const path = paths.find((each) => flat.values.has(each));
    return path === undefined ? null : flat.values.get(path);
  };
  const text = (...paths: readonly string[]): string | null => textOf(value(...paths));
  const told = (path: string): string | null => known(value(path));

  const hops = (HOPS.map((path) => flat.rows.get(path) ?? []).find((rows) => rows.length > 0) ?? []).map(
    (row) => flatten(Object.entries(row), HOP_SHAPE).values,
  );
  const ipChain = distinct(hops.map((hop) => known(hop.get('ip'))));
  const srcIp = known(value('clientipaddress', 'clientip')) ?? ipChain[0] ?? null;
  const ofClient = geoOf(flat.values, 'clientgeographicalcontext');
  const geo = ofClient ?? (srcIp === ipChain[0] && hops[0] ? geoOf(hops[0], 'geographicalcontext') : null) ?? NOWHERE;

  const { targets, details: ofTargets, ...named } = targetsOf(flat.rows.get('target') ?? []);
  const first = (kind: NodeKind) => targets.find((target) => target.kind === kind) ?? null;
  const [user, group, app, device] = [first('User'), first('Group'), first('App'), first('Device')];
  const phone = targets.find(({ type }) => type.toLowerCase() === 'mobilephone') ?? null;

  const beside = Object.entries(BESIDE).map(([name, path]): Entry => [name, flat.values.get(path)]);
  const debug = debugDataOf(
    flat.maps.get(DEBUG_DATA) ?? [],
    {
      behaviours: flat.rows.get(BEHAVIOURS),
      risk: value('securitycontextrisklevel'),
      riskReasons: value('securitycontextriskreasons'),
    },
    [...beside, ...ofTargets, ...(flat.maps.get('actordetailentry') ?? [])],
  );
  const debugged = (name: string): string | null => debug.text(name);
  const privileges = ['privilegeGranted', 'privilegeRevoked'].flatMap((name) => debug.texts(name, /\s*,\s*/));

  const actor = {
    actorId: told('actorid'),
    actorType: text('actortype'),
    actorLogin: told('actoralternateid'),
    actorName: told('actordisplayname'),
  };
  const actorKind = actorKindOf(actor);
  const clientId = told('clientid') ?? (actorKind === 'App' ? actor.actorId : null);
  const userAgent = text('clientuseragentrawuseragent', 'clientuseragent');
  const apiTokenId = told('transactiondetailrequestapitokenid');
  return {
    id,
    type,
    at,
    severity: text('severity')?.toUpperCase() ?? null,
    message: text('displaymessage'),
    outcome: text('outcomeresult')?.trim().toUpperCase() ?? null,
    reason: text('outcomereason'),
    ...actor,
    actorLoginLength: actor.actorLogin?.length ?? null,
    actorKind,
    clientId,
    srcIp,
    ipChain,
    asn: asnOf(value('securitycontextasnumber', 'securitycontextipdetailsasnumber')),
    asOrg: text('securitycontextasorg', 'securitycontextasorganizationname', 'securitycontextipdetailsasorg'),
    isp: text('securitycontextisp', 'securitycontextipdetailsisp'),
    isProxy: flagOf(value('securitycontextisproxy')),
    zone: told('clientzone'),
    ...geo,
    userAgent,
    os: text('clientuseragentos'),
    browser: text('clientuseragentbrowser'),
    deviceType: text('clientdevice'),
    deviceToken: placed(debugged('dtHash')),
    sessionId: told('authenticationcontextexternalsessionid'),
    rootSessionId: told('authenticationcontextrootsessionid'),
    authProvider: text('authenticationcontextauthenticationprovider'),
    credentialType: text('authenticationcontextcredentialtype'),
    issuerId: told('authenticationcontextissuerid'),
    issuerType: text('authenticationcontextissuertype'),
    factor: debugged('factor'),
    pushResponse: debugged('pushOnlyResponseType') ?? debugged('pushWithNumberChallengeResponseType'),
    methods: distinct([...named.methods, ...debug.texts('methodTypeUsed', /\s*,\s*/)]),
    grantType: debugged('grantType'),
    scopes: distinct([
      ...['grantedScopes', 'requestedScopes'].flatMap((name) => debug.texts(name, /[\s,]+/)),
      ...named.scopes,
    ]),
    risk: debug.risk,
    riskReasons: debug.riskReasons,
    threatSuspected: debug.flag('threatSuspected'),
    behaviours: debug.behaviours,
    requestUri: debugged('requestUri') ?? debugged('url')?.split('?', 1)[0] ?? null,
    transactionId: text('transactionid'),
    transactionType: text('transactiontype'),
    apiTokenId,
    privileges: privileges.length > 0 ? distinct(privileges) : named.privileges,
    targets,
    targetIds: distinct(targets.map((target) => target.id)),
    targetNames: distinct(targets.flatMap((target) => [target.name, target.login])),
    targetTypes: distinct(targets.map((target) => target.type)),
    targetUserId: user?.id || null,
    targetUserLogin: user?.login ?? null,
    targetGroupId: group?.id || null,
    targetGroupName: group?.name ?? null,
    targetAppId: app?.id || null,
    targetAppName: app?.name ?? null,
    targetDeviceId: device?.id || debugged('oktaDeviceId'),
    targetDeviceName: device?.name ?? null,
    targetPhoneId: phone?.id || null,
    isOnSelf: user === null ? null : isSame(actor, user),
    changes: named.changes,
    details: debug.details,
    isOwn: isOwn({ apiTokenId, clientId, actorId: actor.actorId, actorKind, userAgent }),
  };
}

type Geo = Pick<Activity, 'country' | 'region' | 'city' | 'lat' | 'lon'>;
const NOWHERE: Geo = { country: null, region: null, city: null, lat: null, lon: null };

function geoOf(values: Flat['values'], path: string): Geo | null {
  const text = (name: string): string | null => known(values.get(path + name));
  const degrees = (name: string, most: number): number | null => {
    const number = numberOf(values.get(`${path}geolocation${name}`));
    return number !== null && Math.abs(number) <= most ? number : null;
  };
  const [lat, lon] = [degrees('lat', 90), degrees('lon', 180)];
  const isPlaced = lat !== null && lon !== null;
  const geo: Geo = {
    country: text('country'),
    region: text('state'),
    city: text('city'),
    lat: isPlaced ? lat : null,
    lon: isPlaced ? lon : null,
  };
  return Object.values(geo).every((each) => each === null) ? null : geo;
}

/** Okta writes 0 for networks that have none. */
function asnOf(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && Number.isInteger(number) && number > 0 ? number : null;
}

/** @returns null for what Okta writes where a browser gave no token */
function placed(token: string | null): string | null {
  return known(token) === null || token === '-' ? null : token;
}

const APP_TYPES: ReadonlySet<string> = new Set(
  ['PublicClientApp', 'Client', 'AppInstance', 'ServiceClient', 'OAuthClient', 'ServiceApp', 'App'].map(squashed),
);

type Actor = Pick<Activity, 'actorId' | 'actorType' | 'actorLogin' | 'actorName'>;

function actorKindOf({ actorId, actorType, actorLogin, actorName }: Actor): NodeKind | null {
  if (actorLogin?.toLowerCase() === 'system@okta.com') return null;
  const type = squashed(actorType ?? '');
  if (type === 'user') return 'User';
  const isOktas = [actorId, actorName].some((each) => each?.toLowerCase().startsWith('okta') === true);
  return APP_TYPES.has(type) && !isOktas ? 'App' : null;
}

/** By login where either id is not told. */
function isSame({ actorId, actorLogin }: Actor, user: { readonly id: string; readonly login: string | null }): boolean {
  if (actorId !== null && user.id !== '') return actorId === user.id;
  return actorLogin !== null && actorLogin.toLowerCase() === user.login?.toLowerCase();
}

type OwnJudge = (of: Pick<Activity, 'apiTokenId' | 'clientId' | 'actorId' | 'actorKind' | 'userAgent'>) => boolean;

/**
 * Whether an event is of our own request. A user agent is anybody's to write: it speaks for us only of a request an API
 * token or client made, and only while it is not known which of them is ours.
 */
function ownJudge({ apiTokenIds = [], clientIds = [], userAgent }: OwnRequests): OwnJudge {
  const tokens = new Set(apiTokenIds);
  const clients = new Set(clientIds);
  const areKnown = tokens.size + clients.size > 0;
  return ({ apiTokenId, clientId, actorId, actorKind, userAgent: agent }) => {
    if (apiTokenId !== null && tokens.has(apiTokenId)) return true;
    if ([clientId, actorId].some((each) => each !== null && clients.has(each))) return true;
    if (areKnown || userAgent === undefined || userAgent === '') return false;
    const isProgram = apiTokenId !== null || actorKind === 'App';
    return isProgram && agent !== null && agent.startsWith(userAgent);
  };
}
