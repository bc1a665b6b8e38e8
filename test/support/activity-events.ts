import type { ActivityEntry, IncomingPage } from '@posture/activity';
import type { Activity, JsonObject } from '@posture/domain';

/** An event of an invented log: a user signs in to an app, unless said otherwise. */
export function activityOf(id: string, at: number, over: Partial<Activity> = {}): Activity {
  return {
    id,
    type: 'user.authentication.sso',
    at,
    severity: 'INFO',
    message: 'User single sign on to app',
    outcome: 'SUCCESS',
    reason: null,
    actorId: '00u-ada',
    actorType: 'User',
    actorKind: 'User',
    actorLogin: 'ada@acme.example',
    actorLoginLength: null,
    actorName: 'Ada Example',
    clientId: null,
    srcIp: '192.0.2.10',
    ipChain: ['192.0.2.10'],
    asn: 64_500,
    asOrg: 'Example Net',
    isp: 'Example Net',
    isProxy: false,
    zone: null,
    country: 'Germany',
    region: 'Berlin',
    city: 'Berlin',
    lat: 52.5,
    lon: 13.4,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    os: 'Linux',
    browser: 'CHROME',
    deviceType: 'Computer',
    deviceToken: 'device-1',
    sessionId: 'session-1',
    rootSessionId: null,
    authProvider: null,
    credentialType: null,
    issuerId: null,
    issuerType: null,
    factor: null,
    pushResponse: null,
    methods: [],
    grantType: null,
    scopes: [],
    risk: 'LOW',
    riskReasons: [],
    threatSuspected: false,
    behaviours: [],
    requestUri: '/app/acme/sso/saml',
    transactionId: `transaction-${id}`,
    transactionType: 'WEB',
    apiTokenId: null,
    privileges: [],
    targets: [{ id: '0oa-wiki', type: 'AppInstance', kind: 'App', login: null, name: 'Wiki' }],
    targetIds: ['0oa-wiki'],
    targetNames: ['Wiki'],
    targetTypes: ['AppInstance'],
    targetUserId: null,
    targetUserLogin: null,
    targetGroupId: null,
    targetGroupName: null,
    targetAppId: '0oa-wiki',
    targetAppName: 'Wiki',
    targetDeviceId: null,
    targetDeviceName: null,
    targetPhoneId: null,
    isOnSelf: null,
    changes: [],
    details: {},
    isOwn: false,
    ...over,
  };
}

export function entryOf(activity: Activity, over: Partial<Omit<ActivityEntry, 'activity'>> = {}): ActivityEntry {
  const isAppUse = activity.targetAppId !== null;
  const uses = { isAppUse, isAppGiven: false, isAdminAct: false, idp: null };
  return { activity, raw: rawOf(activity), joined: {}, ...uses, ...over };
}

/** About as much as a provider writes. */
export function rawOf(activity: Activity): JsonObject {
  const place = { city: activity.city, state: activity.region, country: activity.country, postalCode: '10115' };
  const geolocation = { lat: activity.lat, lon: activity.lon };
  return {
    uuid: activity.id,
    published: new Date(activity.at).toISOString(),
    version: '0',
    severity: activity.severity,
    eventType: activity.type,
    displayMessage: activity.message,
    actor: { id: activity.actorId, type: activity.actorType, alternateId: activity.actorLogin, detailEntry: null },
    client: {
      id: activity.clientId,
      device: activity.deviceType,
      ipAddress: activity.srcIp,
      zone: 'null',
      userAgent: { rawUserAgent: activity.userAgent, os: activity.os, browser: activity.browser },
      geographicalContext: { ...place, geolocation },
    },
    request: { ipChain: [{ ip: activity.srcIp, geographicalContext: { ...place, geolocation }, version: 'V4' }] },
    outcome: { result: activity.outcome, reason: activity.reason },
    securityContext: { asNumber: activity.asn, asOrg: activity.asOrg, isp: activity.isp, domain: 'acme.example' },
    transaction: { type: 'WEB', id: activity.transactionId, detail: {} },
    authenticationContext: { externalSessionId: activity.sessionId, authenticationStep: 0 },
    target: activity.targets.map(({ id, type, name }) => ({ id, type, displayName: name, alternateId: name })),
    debugContext: {
      debugData: {
        requestUri: activity.requestUri,
        dtHash: activity.deviceToken,
        risk: '{level=LOW}',
        behaviors: '{New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=NEGATIVE, New State=NEGATIVE}',
        url: `${activity.requestUri}?RelayState=%2Fhome`,
      },
    },
  };
}

export function pageOf(events: readonly ActivityEntry[], over: Partial<IncomingPage> = {}): IncomingPage {
  return { events, quarantined: [], cursor: 'next', isFull: true, providerNow: null, ...over };
}
