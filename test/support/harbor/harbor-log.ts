import type { Activity, ActivityLog, ActivityNormaliser, JsonObject, Normalised, OwnRequests } from '@posture/domain';

/** An entry of Harbor's log as it sends it; `when` in seconds. */
export interface LogEntry {
  readonly no: number;
  readonly when: number;
  readonly act: string;
  readonly by: string;
  /** The key it was done with. */
  readonly key?: string;
}

export const HARBOR_LOG: ActivityLog = {
  resource: 'log',
  title: 'the log',
  endpoint: 'GET /v1/log',
  scope: 'read',
  role: 'reader',
  historyDays: 30,
  normaliser: harborNormaliser,
  isAppUse: () => false,
  isAppGiven: () => false,
  isAdminAct: () => false,
  idpOf: () => null,
  hook: null,
  coverageOf: ({ kind, message }) => {
    const isForbidden = kind === 'forbidden';
    return {
      state: isForbidden ? 'forbidden' : 'failed',
      reason: message,
      missing: isForbidden ? HARBOR_LOG.role : null,
    };
  },
};

/** Harbor tells who did what with which key, and nothing else. */
const UNTOLD: Omit<Activity, 'id' | 'type' | 'at' | 'isOwn'> = {
  ...{ severity: null, message: null, outcome: 'SUCCESS', reason: null },
  ...{ actorId: null, actorType: 'person', actorKind: 'User', actorLogin: null, actorName: null, clientId: null },
  ...{ srcIp: null, ipChain: [], asn: null, asOrg: null, isp: null, isProxy: null, zone: null },
  ...{ country: null, region: null, city: null, lat: null, lon: null },
  ...{ userAgent: null, os: null, browser: null, deviceType: null, deviceToken: null },
  ...{ sessionId: null, rootSessionId: null, authProvider: null, credentialType: null },
  ...{ issuerId: null, issuerType: null, factor: null, pushResponse: null, methods: [], grantType: null, scopes: [] },
  ...{ risk: null, riskReasons: [], threatSuspected: null, behaviours: [] },
  ...{ requestUri: null, transactionId: null, transactionType: null, apiTokenId: null, privileges: [] },
  ...{ targets: [], targetIds: [], targetNames: [], targetTypes: [], targetUserId: null, targetUserLogin: null },
  ...{ targetGroupId: null, targetGroupName: null, targetAppId: null, targetAppName: null, isOnSelf: null },
  ...{ targetDeviceId: null, targetDeviceName: null, targetPhoneId: null, actorLoginLength: null },
  ...{ changes: [], details: {} },
};

function harborNormaliser({ apiTokenIds = [] }: OwnRequests): ActivityNormaliser {
  return { normalise: (raw, receivedAt) => normalise(raw as Partial<LogEntry> | null, receivedAt, apiTokenIds) };
}

function normalise(raw: Partial<LogEntry> | null, receivedAt: number, own: readonly string[]): Normalised {
  const { no, when, act, by = null, key = null } = raw ?? {};
  const id = no === undefined ? null : String(no);
  const excerpt = JSON.stringify(raw).slice(0, 2000);
  if (id === null || when === undefined || act === undefined)
    return { quarantined: { id, reason: 'malformed', why: 'It lacks its number, its date or its act.', excerpt } };
  const at = when * 1000;
  if (at > receivedAt + 600_000)
    return { quarantined: { id, reason: 'future', why: 'It is dated more than 10 minutes ahead.', excerpt } };
  const isOwn = key !== null && own.includes(key);
  return { activity: { ...UNTOLD, id, type: act, at, actorId: by, apiTokenId: key, isOwn }, raw: raw as JsonObject };
}
