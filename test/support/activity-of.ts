import type { Activity, NodeKind } from '@posture/domain';

/** What of a raw event of the simulated org says what changed. */
export interface RawEvent {
  readonly uuid: string;
  readonly published: string;
  readonly eventType: string;
  readonly outcome?: { readonly result: string } | null;
  readonly target?: readonly { readonly id: string; readonly type: string }[] | null;
}

const UNTOLD = {
  severity: null,
  message: null,
  reason: null,
  actorId: null,
  actorType: null,
  actorKind: null,
  actorLogin: null,
  actorName: null,
  clientId: null,
  srcIp: null,
  ipChain: [],
  asn: null,
  asOrg: null,
  isp: null,
  isProxy: null,
  zone: null,
  country: null,
  region: null,
  city: null,
  lat: null,
  lon: null,
  userAgent: null,
  os: null,
  browser: null,
  deviceType: null,
  deviceToken: null,
  sessionId: null,
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
  risk: null,
  riskReasons: [],
  threatSuspected: null,
  behaviours: [],
  requestUri: null,
  transactionId: null,
  transactionType: null,
  apiTokenId: null,
  privileges: [],
  targetIds: [],
  targetNames: [],
  targetTypes: [],
  targetUserId: null,
  targetUserLogin: null,
  targetGroupId: null,
  targetGroupName: null,
  targetAppId: null,
  targetAppName: null,
  isOnSelf: null,
  changes: [],
  details: {},
  isOwn: false,
} satisfies Omit<Activity, 'id' | 'type' | 'at' | 'outcome' | 'targets'>;

/** An event that says what was done to what, and nothing else. */
export function activityOf({ uuid, published, eventType, outcome, target }: RawEvent): Activity {
  const targets = (target ?? []).map(({ id, type }) => ({
    id,
    type,
    kind: KINDS[type] ?? null,
    login: null,
    name: null,
  }));
  return {
    ...UNTOLD,
    id: uuid,
    type: eventType,
    at: Date.parse(published),
    outcome: outcome?.result ?? null,
    targets,
  };
}

const KINDS: Readonly<Record<string, NodeKind>> = {
  User: 'User',
  UserGroup: 'Group',
  AppInstance: 'App',
  PublicClientApp: 'App',
  PolicyEntity: 'Policy',
  PolicyRule: 'PolicyRule',
  AuthorizationServer: 'AuthServer',
  Device: 'Device',
};
