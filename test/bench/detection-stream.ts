import { ACTIVITY_FIELDS, JOINED_FACTS } from '@posture/domain';
import type { Activity, EventFacts, JoinedFacts } from '@posture/domain';
import { eventFacts } from '../../libs/flows/src/activity/event-facts';

const BEGIN = Date.UTC(2026, 0, 5);
/** Busy for a tenant of that many users: some 4 million events a day. */
const EVENTS_PER_SECOND = 50;

type Fields = Readonly<Record<string, unknown>>;

const ofApp = (n: number): Fields => ({
  targetAppId: `0oa${n % 200}`,
  targetAppName: `App ${n % 200}`,
  targetTypes: ['AppInstance'],
});
const ofUser = (n: number): Fields => ({
  targetUserId: `00u${n}`,
  targetUserLogin: `user-${n}@brightwater.example`,
  targetUserTier: 'T3',
  isOnSelf: false,
});

/** Of a thousand events, how many are of which kind: a working day, with what goes wrong in one. */
const MIX: readonly (readonly [share: number, type: string, fields: (n: number) => Fields])[] = [
  [150, 'user.session.start', () => ({ credentialType: 'PASSWORD' })],
  [330, 'user.authentication.sso', ofApp],
  [150, 'user.authentication.auth_via_mfa', () => ({ factor: 'OKTA_VERIFY_PUSH' })],
  [
    120,
    'app.oauth2.token.grant.access_token',
    (n) => ({ clientId: `0oa${n % 200}`, grantType: 'authorization_code', scopes: ['openid'] }),
  ],
  [160, 'policy.evaluate_sign_on', () => ({ outcome: 'ALLOW' })],
  [30, 'user.session.end', () => ({})],
  [30, 'user.session.start', () => ({ outcome: 'FAILURE', reason: 'INVALID_CREDENTIALS' })],
  [8, 'user.authentication.auth_via_mfa', () => ({ outcome: 'FAILURE', reason: 'INVALID_CREDENTIALS' })],
  [4, 'system.push.send_factor_verify_push', () => ({})],
  [4, 'user.mfa.factor.activate', () => ({ factor: 'OKTA_VERIFY_PUSH' })],
  [3, 'user.account.reset_password', ofUser],
  [3, 'user.lifecycle.create', (n) => ({ ...ofUser(n), apiTokenId: '00T1' })],
  [3, 'group.user_membership.add', (n) => ({ ...ofUser(n), targetGroupId: `00g${n % 500}`, targetGroupTier: 'T3' })],
  [2, 'user.mfa.factor.deactivate', ofUser],
  [2, 'user.session.access_admin_app', () => ({ actorTier: 'T1', actorRoles: ['HELP_DESK_ADMIN'] })],
  [1, 'application.user_membership.add', ofApp],
];

const KINDS = MIX.flatMap(([share, type, fields]) => Array.from({ length: share }, () => ({ type, fields })));
const NOTHING: Fields = {
  ...Object.fromEntries(Object.entries(ACTIVITY_FIELDS).map(([name, { type }]) => [name, type === 'list' ? [] : null])),
  ...Object.fromEntries(Object.entries(JOINED_FACTS).map(([name, { type }]) => [name, type === 'list' ? [] : null])),
};

/** Types the stream has. */
export const STREAM_TYPES: readonly string[] = [...new Set(MIX.map(([, type]) => type))];

/** How many users, addresses and devices the first events name. */
export function entitiesOf(events: number, users: number): number {
  const seen = new Set<string>();
  for (let index = 0; index < events; index += 1) {
    const { actorId, srcIp, deviceToken } = whoAndWhere(index, users);
    for (const name of [actorId, srcIp, deviceToken]) seen.add(name);
  }
  return seen.size;
}

/**
 * One event of a stream that is the same every time. Each user has an address, a network, a device and a city of their own
 * and is now and then elsewhere.
 */
export function streamEvent(index: number, users: number): EventFacts {
  const roll = scatter(index);
  const { type, fields } = KINDS[roll % KINDS.length]!;
  const { who, isAway, home, ...names } = whoAndWhere(index, users);
  const event = {
    ...NOTHING,
    ...names,
    id: `${index.toString(36).padStart(8, '0')}-event`,
    type,
    at: BEGIN + Math.floor((index * 1000) / EVENTS_PER_SECOND),
    outcome: 'SUCCESS',
    actorType: 'User',
    actorKind: 'User',
    actorLogin: `user-${who}@brightwater.example`,
    asn: 64_500 + home,
    country: `Country ${home % 12}`,
    city: `City ${home}`,
    lat: (home * 5) % 60,
    lon: (home * 11) % 170,
    isProxy: false,
    userAgent: `Browser/${100 + (who % 8)} (Desk)`,
    os: who % 3 === 0 ? 'macOS' : 'Windows',
    browser: 'BROWSER',
    sessionId: `session-${who}-${Math.floor(index / 2_000_000)}`,
    rootSessionId: `root-${who}`,
    risk: isAway ? 'MEDIUM' : 'LOW',
    behaviours: isAway ? ['New IP'] : [],
    actorTier: who % 500 === 0 ? 'T1' : 'T3',
    actorIsServiceAccount: false,
    actorDaysSinceLastLogin: 1,
    targets: [],
    details: {},
    isOwn: false,
    ...fields(scatter(index + 29) % users),
  };
  // Each event brings texts of its own, as one that was read does.
  return eventFacts(JSON.parse(JSON.stringify(event)) as Activity, {} as JoinedFacts);
}

function whoAndWhere(index: number, users: number) {
  const who = scatter(index + 7) % users;
  const isAway = scatter(index + 13) % 50 === 0;
  const home = isAway ? scatter(index) % 30 : who % 30;
  return {
    who,
    isAway,
    home,
    actorId: `00u${who}`,
    srcIp: `10.${home}.${(who >> 8) & 255}.${who & 255}`,
    deviceToken: `device-${who}${isAway ? '-other' : ''}`,
  };
}

/** A number that says nothing of the one it came from; equal ones give equal ones. */
function scatter(n: number): number {
  let x = Math.imul(n ^ (n >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) >>> 0;
}
