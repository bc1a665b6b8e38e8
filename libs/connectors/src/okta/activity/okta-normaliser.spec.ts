import fc from 'fast-check';
import type { Activity } from '@posture/domain';
import { activityOf, debug, pushEvent, told } from './log-event.spec-support';
import { asOktaText, flattened, inText, lower, numbered, renamed, snake, worded } from './log-spellings.spec-support';

type Member = Record<string, unknown>;

const EXPECTED: Activity = {
  id: '5e1f0c2a-8d11-4c53-9f0b-1a2b3c4d5e6f',
  type: 'user.authentication.auth_via_mfa',
  at: Date.parse('2026-11-20T08:15:30.123Z'),
  severity: 'WARN',
  message: 'Authentication of user via MFA',
  outcome: 'FAILURE',
  reason: 'INVALID_CREDENTIALS',
  actorId: '00uhazelquill0000001',
  actorType: 'User',
  actorKind: 'User',
  actorLogin: 'hazel.quill@brightwater.example',
  actorLoginLength: 31,
  actorName: 'Hazel Quill',
  clientId: '0oabrightportal00001',
  srcIp: '198.51.100.24',
  ipChain: ['198.51.100.24', '203.0.113.9'],
  asn: 64501,
  asOrg: 'tagus cable',
  isp: 'tagus cable lda',
  isProxy: false,
  zone: null,
  country: 'Portugal',
  region: 'Lisboa',
  city: 'Lisbon',
  lat: 38.71,
  lon: -9.14,
  userAgent: 'Mozilla/5.0 (Macintosh) Chrome/140',
  os: 'Mac OS X',
  browser: 'CHROME',
  deviceType: 'Computer',
  deviceToken: 'd7a1cafe',
  sessionId: 'idxSession4711',
  rootSessionId: 'idxRoot4711',
  authProvider: 'FACTOR_PROVIDER',
  credentialType: 'OTP',
  issuerId: '0oabrightidp00000001',
  issuerType: 'OIDC',
  factor: 'OKTA_VERIFY_PUSH',
  pushResponse: 'OV_RESPONSE_DENY',
  methods: ['Get a push notification'],
  grantType: 'client_credentials',
  scopes: ['okta.users.read', 'okta.groups.read'],
  risk: 'HIGH',
  riskReasons: ['Anomalous Device', 'Suspicious rate', 'Anomalous Location'],
  threatSuspected: false,
  behaviours: ['New Device', 'New IP', 'Night Shift', 'New Country', 'New City'],
  requestUri: '/idp/idx/challenge/poll',
  transactionId: 'txBright1',
  transactionType: 'WEB',
  apiTokenId: '00Tbright1',
  privileges: [],
  targets: [
    {
      id: '00uhazelquill0000001',
      type: 'User',
      kind: 'User',
      login: 'hazel.quill@brightwater.example',
      name: 'Hazel Quill',
    },
    { id: 'pfdpush1', type: 'AuthenticatorEnrollment', kind: null, login: null, name: 'Okta Verify' },
    { id: '0oabrightportal00001', type: 'AppInstance', kind: 'App', login: null, name: 'Tide Tables' },
    { id: '00gpilots00000000001', type: 'UserGroup', kind: 'Group', login: null, name: 'Pilots' },
  ],
  targetIds: ['00uhazelquill0000001', 'pfdpush1', '0oabrightportal00001', '00gpilots00000000001'],
  targetNames: ['Hazel Quill', 'hazel.quill@brightwater.example', 'Okta Verify', 'Tide Tables', 'Pilots'],
  targetTypes: ['User', 'AuthenticatorEnrollment', 'AppInstance', 'UserGroup'],
  targetUserId: '00uhazelquill0000001',
  targetUserLogin: 'hazel.quill@brightwater.example',
  targetGroupId: '00gpilots00000000001',
  targetGroupName: 'Pilots',
  targetAppId: '0oabrightportal00001',
  targetAppName: 'Tide Tables',
  targetDeviceId: null,
  targetDeviceName: null,
  targetPhoneId: null,
  isOnSelf: true,
  changes: ['mode: two → one', 'window.hours: 2 → 12'],
  details: {
    url: '/idp/idx/challenge/poll?',
    deviceFingerprint: 'fp-99',
    tunnels: '[{"anonymous":true,"operator":"DUNE","type":"VPN"}]',
    legacyEventType: 'core.user.factor.attempt_fail',
    postalCode: '1100',
    domain: 'tagus.example',
    credentialProvider: 'OKTA_CREDENTIAL_PROVIDER',
  },
  isOwn: false,
};

const withDebug = (change: (data: Member) => unknown): Member =>
  debug(change((pushEvent()['debugContext'] as { debugData: Member }).debugData));
const flatOf = (separator: string, rename = (name: string) => name) =>
  flattened(renamed(pushEvent(), rename) as Member, separator);

const SPELLINGS: readonly (readonly [string, unknown])[] = [
  ['as Okta sends it', pushEvent()],
  ['in lower case', renamed(pushEvent(), lower)],
  ['in snake case', renamed(pushEvent(), snake)],
  ['flattened with dots', flatOf('.')],
  ['flattened with dots in lower case', flatOf('.', lower)],
  ['flattened with underscores', flatOf('_')],
  ['flattened with underscores in lower case', flatOf('_', lower)],
  ['flattened with lists, by dots', numbered(pushEvent(), '.')],
  ['flattened with lists, by underscores', numbered(renamed(pushEvent(), snake) as Member, '_')],
  ['with a column for each field of a list', columns()],
  ['in an envelope of its own', { event: pushEvent() }],
  ['under the name of Okta', { '@timestamp': '2026-11-20T08:15:31Z', okta: renamed(pushEvent(), snake) }],
  ['as an event collector is handed it', { time: 1, source: 'okta', sourcetype: 'OktaIM2:log', event: pushEvent() }],
  ['as a search engine finds it', { _index: 'okta-1', _id: 'x', _source: { okta: renamed(pushEvent(), snake) } }],
  ['as text beside what was parsed of it', { message: JSON.stringify(pushEvent()), host: 'collector.test' }],
  ['as text two envelopes deep', { event: { kind: 'event', original: JSON.stringify(pushEvent()) } }],
  ['flattened under a prefix', flattened({ okta: renamed(pushEvent(), snake) }, '.')],
  ['flattened under another', flattened({ event: pushEvent() }, '_')],
  ['as a line of text', JSON.stringify(pushEvent())],
  ['with its parts as text', inText(pushEvent())],
  ['with numbers and flags as text', worded(pushEvent())],
  ['with debug data as JSON', withDebug((data) => JSON.stringify(data))],
  ['with debug data as a map in text', withDebug((data) => asOktaText(data))],
  ['with debug data partly parsed', withDebug((data) => ({ ...data, logOnlySecurityData: parsed(data) }))],
  ['with the type beside a tag of that name', { eventtype: ['okta_auth'], ...pushEvent() }],
];

function parsed(data: Member): unknown {
  return JSON.parse(data['logOnlySecurityData'] as string);
}

/** As a search over extracted fields shows lists; a field that only some members have would lose its place. */
function columns(): Member {
  const { target, ...event } = pushEvent() as { target: Member[] } & Member;
  const names = ['id', 'type', 'alternateId', 'displayName', 'detailEntry', 'changeDetails'];
  return { ...event, ...Object.fromEntries(names.map((name) => [`target{}.${name}`, target.map((row) => row[name])])) };
}

describe('An event of the log', () => {
  it.each(SPELLINGS)('is the same activity %s', (_, raw) => {
    expect(activityOf(raw)).toEqual(EXPECTED);
  });

  it.each(SPELLINGS)('can be read again from what is kept of it %s', (_, raw) => {
    const normalised = told(raw);

    expect('raw' in normalised && activityOf(JSON.parse(JSON.stringify(normalised.raw)))).toEqual(EXPECTED);
  });

  it('is the same activity in whatever way its parts are spelled', () => {
    const ways: ((event: Member) => Member)[] = [
      (event) => renamed(event, lower) as Member,
      (event) => renamed(event, snake) as Member,
      (event) => flattened(event, '.'),
      (event) => flattened(event, '_'),
      (event) => numbered(event, '.'),
      (event) => inText(event),
      (event) => worded(event) as Member,
      (event) => ({ event }),
      (event) => ({ _source: { okta: event } }),
    ];
    fc.assert(
      fc.property(
        anyEvent(),
        fc.shuffledSubarray(ways.slice(0, 7)),
        fc.subarray(ways.slice(7)),
        (event, some, last) => {
          // What was taken apart or made text has no names left to write anew.
          const isWhole = (each: (event: Member) => Member) => ways.indexOf(each) < 2 || ways.indexOf(each) === 6;
          const order = [...some.filter(isWhole), ...some.filter((each) => !isWhole(each)).slice(0, 1), ...last];
          const spelled = order.reduce((sofar, way) => way(sofar), event);

          expect(activityOf(spelled)).toEqual(activityOf(event));
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Events whose free names are written alike in every spelling. */
function anyEvent(): fc.Arbitrary<Member> {
  const word = fc.constantFrom('harbour', 'Quay 4', 'näckros', 'x=y, z', '{', '[]', 'true', '0', 'a → b', "o'hare");
  const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
  const target = fc.record({
    id: fc.constantFrom('00u1', '00g1', '0oa1', 'cr01'),
    type: fc.constantFrom('User', 'UserGroup', 'AppInstance', 'ROLE', 'PolicyRule', 'Mystery'),
    alternateId: maybe(word),
    displayName: word,
    detailEntry: maybe(fc.record({ policyType: word, methodTypeUsed: word })),
  });
  return fc
    .record({
      actor: fc.record({ id: maybe(fc.constantFrom('00u1', 'unknown')), type: word, alternateId: maybe(word) }),
      ip: maybe(fc.ipV4()),
      asNumber: maybe(fc.nat()),
      isProxy: maybe(fc.boolean()),
      geolocation: maybe(
        fc.record({ lat: fc.integer({ min: -90, max: 90 }), lon: fc.integer({ min: -180, max: 180 }) }),
      ),
      country: maybe(word),
      target: maybe(fc.array(target, { maxLength: 3 })),
      dtHash: maybe(fc.constantFrom('-', 'unknown', 'abc')),
      behaviors: maybe(
        fc.constantFrom('{New IP=POSITIVE}', '{}', 'garbage', '{New Device=NEGATIVE, Velocity=POSITIVE}'),
      ),
      origin: maybe(word),
      detail: fc.constantFrom({}, { requestApiTokenId: '00T1' }),
    })
    .map((given) => ({
      uuid: 'u-1',
      published: '2026-11-20T08:15:30.123Z',
      eventType: 'user.session.start',
      actor: given.actor,
      client: { ipAddress: given.ip, geographicalContext: { country: given.country, geolocation: given.geolocation } },
      securityContext: { asNumber: given.asNumber, isProxy: given.isProxy },
      target: given.target,
      transaction: { type: 'WEB', detail: given.detail },
      debugContext: { debugData: { dtHash: given.dtHash, behaviors: given.behaviors, origin: given.origin } },
    }));
}
