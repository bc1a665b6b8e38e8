import type { JsonObject } from '@posture/domain';
import { activityOf, debug, having, pushEvent, refusalOf, told } from './log-event.spec-support';
import { flattened } from './log-spellings.spec-support';

type Member = Record<string, unknown>;

const ID = String(pushEvent()['uuid']);

describe('The instant of an event', () => {
  const at = Date.parse('2026-11-20T08:15:30.123Z');

  it.each([
    ['2026-11-20T08:15:30.123Z', at],
    ['2026-11-20 08:15:30.123Z', at],
    ['2026-11-20T08:15:30.123', at],
    ['2026-11-20 08:15:30.123', at],
    ['2026-11-20 08:15:30,123 UTC', at],
    ['2026-11-20T08:15:30.123456Z', at],
    ['2026-11-20T08:15:30.123999999Z', at],
    ['2026-11-20T08:15:30Z', at - 123],
    ['2026-11-20T08:15Z', at - 30_123],
    ['2026-11-20T10:15:30.123+02:00', at],
    ['2026-11-20T03:45:30.123-0430', at],
    ['2026-11-20T10:15:30.123+02', at],
    [' 2026-11-20T08:15:30.123Z ', at],
    [at, at],
    [String(at), at],
    [at / 1000, at],
    [String(at / 1000), at],
    [Math.floor(at / 1000), at - 123],
    [`${at}456`, at],
  ])('is told from %j', (published, expected) => {
    expect(activityOf(having(['published', published])).at).toBe(expected);
  });

  it('is that of the export where the export took it away', () => {
    const { published, ...event } = pushEvent();

    const normalised = told({ '@timestamp': published, okta: event });

    expect(normalised).toMatchObject({ activity: { at } });
    expect(activityOf((normalised as { raw: JsonObject }).raw).at).toBe(at);
  });

  it.each(['yesterday', '2026-02-31T00:00:00Z', '2026-11-20T25:00:00Z', '20.11.2026 08:15', '12', true, {}, [], null])(
    'is not guessed from %j',
    (published) => {
      expect(refusalOf(having(['published', published]))).toMatchObject({
        reason: 'malformed',
        id: ID,
        why: expect.stringMatching(/^The field "published" /) as string,
      });
    },
  );
});

describe('Placeholders', () => {
  it.each([
    ['deviceToken', 'debugContext.debugData.dtHash', ['-', 'unknown', '', null]],
    ['sessionId', 'authenticationContext.externalSessionId', ['unknown', '', null]],
    ['rootSessionId', 'authenticationContext.rootSessionId', ['unknown', null]],
    ['zone', 'client.zone', ['null', '', null]],
    ['actorId', 'actor.id', ['unknown', null]],
    ['actorName', 'actor.displayName', ['unknown', null]],
    ['asn', 'securityContext.asNumber', [0, '0', '', 'none', null]],
    ['isProxy', 'securityContext.isProxy', ['', 'perhaps', null]],
    ['lat', 'client.geographicalContext.geolocation.lat', ['', 'north', 912, null]],
  ] as const)('of %s are nothing', (field, path, values) => {
    for (const value of values) expect(activityOf(having([path, value]))[field]).toBeNull();
  });

  it('leave the name that was tried by whoever is unknown', () => {
    const event = having([
      'actor',
      { id: 'unknown', type: 'User', alternateId: 'nobody@x.test', displayName: 'unknown' },
    ]);

    expect(activityOf(event)).toMatchObject({ actorId: null, actorKind: 'User', actorLogin: 'nobody@x.test' });
  });
});

describe('Who acted', () => {
  it.each([
    ['User', '00u1', 'a@x.test', 'Ada', 'User'],
    ['User', '00u2', 'okta.admin@x.test', 'Okta Admin', 'User'],
    ['PublicClientApp', '0oa1', 'unknown', 'Tide Tables', 'App'],
    ['Client', '0oa1', 'unknown', 'Tide Tables', 'App'],
    ['AppInstance', '0oa1', 'unknown', 'Tide Tables', 'App'],
    ['SERVICE_CLIENT', '0oa1', 'unknown', 'Tide Tables', 'App'],
    ['SystemPrincipal', '00u3', 'system@okta.com', 'Okta System', null],
    ['User', '00u3', 'System@Okta.com', 'Okta System', null],
    ['PublicClientApp', 'okta.b58d5b75-0000', 'unknown', 'Console', null],
    ['PublicClientApp', '0oa9', 'unknown', 'Okta Dashboard', null],
    ['Mystery', 'x', 'y', 'z', null],
  ])('%s %s %s %s is of kind %s', (type, id, alternateId, displayName, kind) => {
    expect(activityOf(having(['actor', { type, id, alternateId, displayName }])).actorKind).toBe(kind);
  });

  it('is the client too where a client acted and none is named', () => {
    const actor = { type: 'PublicClientApp', id: '0oa7', displayName: 'Tide Tables' };

    expect(activityOf(having(['actor', actor], ['client.id', null])).clientId).toBe('0oa7');
    expect(activityOf(having(['client.id', null])).clientId).toBeNull();
  });
});

describe('Where it came from', () => {
  const chain = [
    { ip: '192.0.2.7', geographicalContext: { country: 'Peru', geolocation: { lat: -12, lon: -77 } } },
    { ip: '192.0.2.8' },
  ];

  it('is the first hop where the client has no address', () => {
    const event = having(['client.ipAddress', null], ['client.geographicalContext', null], ['request.ipChain', chain]);

    const expected = { srcIp: '192.0.2.7', ipChain: ['192.0.2.7', '192.0.2.8'], country: 'Peru', lat: -12 };
    expect(activityOf(event)).toMatchObject(expected);
  });

  it('is told by hooks beside the client', () => {
    const event = having(['client.ipChain', chain], ['request', null]);

    expect(activityOf(event)).toMatchObject({ srcIp: '198.51.100.24', ipChain: ['192.0.2.7', '192.0.2.8'] });
  });

  it('does not take the place of another hop for that of the client', () => {
    const event = having(['client.geographicalContext', null], ['request.ipChain', chain]);

    expect(activityOf(event)).toMatchObject({ srcIp: '198.51.100.24', country: null, lat: null });
  });
});

describe('Behaviours', () => {
  it.each([
    ['{New Device=POSITIVE, New IP=NEGATIVE}', ['New Device']],
    ['{"New Device":"POSITIVE","New IP":"UNKNOWN"}', ['New Device']],
    [{ new_geo_location: 'positive', newip: 'BAD_REQUEST' }, ['New Geo-Location']],
    ['New Device=POSITIVE', []],
    ['{Odd, New City=POSITIVE, Velocity = positive }', ['New City', 'Velocity']],
    ['{}', []],
    [null, []],
  ])('of %j that were new are told', (behaviors, expected) => {
    const event = having(['debugContext.debugData', { behaviors }], ['securityContext', null]);

    expect(activityOf(event).behaviours).toEqual(expected);
  });

  it('may each have a field of their own', () => {
    const event = { ...flattened(debug(null), '.'), 'debugContext.debugData.behaviors.New State': 'POSITIVE' };

    expect(activityOf(event).behaviours).toEqual(['New State', 'New City']);
  });
});

describe('Risk', () => {
  it.each([
    [{ risk: '{level=LOW}' }, 'LOW', []],
    [{ risk: '{reasons=Odd hour, Odd place, level=HIGH}' }, 'HIGH', ['Odd hour', 'Odd place']],
    [{ risk: 'high' }, 'HIGH', []],
    [{ risk: { level: 'MEDIUM', reasons: ['Odd hour'] } }, 'MEDIUM', ['Odd hour']],
    [{ risk: '{level=LOW}', logOnlySecurityData: '{"risk":{"level":"HIGH"}}' }, 'HIGH', []],
    [{ logOnlySecurityData: '{"risk":' }, null, []],
    [{ risk: '{level=NONE}' }, null, []],
  ])('is told from %j', (data, risk, riskReasons) => {
    const event = having(['debugContext.debugData', data], ['securityContext', null]);

    expect(activityOf(event)).toMatchObject({ risk, riskReasons });
  });

  it('is that of the security context where debug data has none', () => {
    expect(activityOf(debug({}))).toMatchObject({ risk: 'MEDIUM', riskReasons: ['Anomalous Location'] });
  });
});

describe('What was acted on', () => {
  it.each([
    ['nothing', null],
    ['an empty list', []],
    ['what is no list', 'x'],
    ['a list of nothing', [null, 7, 'x', {}]],
  ])('may be %s', (_, target) => {
    const expected = { targets: [], targetIds: [], targetUserId: null, isOnSelf: null, changes: [] };

    expect(activityOf(having(['target', target]))).toMatchObject(expected);
  });

  it('may be one object instead of a list', () => {
    const target = { id: '00u2', type: 'User', alternateId: 'ben@x.test', displayName: 'Ben' };

    const expected = { targetUserId: '00u2', targetUserLogin: 'ben@x.test', isOnSelf: false };
    expect(activityOf(having(['target', target]))).toMatchObject(expected);
    expect(activityOf(flattened(having(['target', target]), '_'))).toMatchObject(expected);
  });

  it('is the actor by login where no id is told', () => {
    const target = [{ type: 'User', alternateId: 'Hazel.Quill@brightwater.example' }];

    expect(activityOf(having(['target', target]))).toMatchObject({ isOnSelf: true, targetUserId: null });
  });

  it.each([
    ['ROLE', '00role', 'Role'],
    ['CUSTOM_ROLE', 'cr0x', 'CustomRole'],
    ['ROLE', 'cr0x', 'CustomRole'],
    ['PolicyRule', '0pr1', 'PolicyRule'],
    ['IDP', '0oa2', 'IdP'],
    ['Token', '00T9', 'ApiToken'],
    ['access_token', 'AT.1', null],
    ['constructor', 'x', null],
  ])('%s %s is of kind %s', (type, id, kind) => {
    expect(activityOf(having(['target', [{ type, id, displayName: 'x' }]])).targets).toMatchObject([{ kind }]);
  });

  it('gives privileges by the words of the event, else by the roles among its targets', () => {
    const target = [{ id: 'r1', type: 'ROLE', displayName: 'Dock master' }];
    const granted = { privilegeGranted: 'Super administrator, Help desk administrator' };

    expect(activityOf(having(['target', target])).privileges).toEqual(['Dock master']);
    expect(activityOf(having(['target', target], ['debugContext.debugData', granted])).privileges).toEqual([
      'Super administrator',
      'Help desk administrator',
    ]);
    expect(activityOf(debug({ privilegeRevoked: 'Read-only administrator' })).privileges).toHaveLength(1);
  });

  it.each([
    [{ from: 'ALLOW', to: 'DENY' }, ['PolicyRule: ALLOW → DENY']],
    [{ from: null, to: { mfa: true } }, ['mfa: none → true']],
    [{ from: { a: [1, 2], b: 1 }, to: { a: [1], b: 1 } }, ['a: [1,2] → [1]']],
    ['{"from":{"factorMode":"2FA"},"to":{"factorMode":"1FA"}}', ['factorMode: 2FA → 1FA']],
    [{ from: '{"mode":"2FA"}', to: '{"mode":"1FA"}' }, ['mode: 2FA → 1FA']],
    [null, []],
  ])('tells of %j what changed', (changeDetails, expected) => {
    const target = [{ id: 'r1', type: 'PolicyRule', displayName: 'x', changeDetails }];

    expect(activityOf(having(['target', target])).changes).toEqual(expected);
  });

  it('tells of no more changes than a reader bears', () => {
    const to = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, 'v'.repeat(1000)]));
    const target = [{ id: 'r1', type: 'PolicyRule', changeDetails: { to: { ...to } } }];
    const small = Object.fromEntries(Object.entries(to).slice(0, 150));

    expect(refusalOf(having(['target', target])).reason).toBe('oversized');
    const { changes } = activityOf(having(['target', [{ ...target[0], changeDetails: { to: small } }]]));
    expect(changes).toHaveLength(100);
    expect(Math.max(...changes.map((each) => each.length))).toBeLessThan(700);
  });
});

describe('Details', () => {
  it('are kept by the names of the provider, so many and so long', () => {
    const data = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, 'v']));
    expect(Object.keys(activityOf(debug(data)).details)).toHaveLength(100);

    const { details } = activityOf(
      debug({ long: 'é'.repeat(9000), list: [{ a: 1 }], no: null, yes: true, blank: ' ' }),
    );
    expect(details).toMatchObject({ list: '[{"a":1}]', yes: 'true' });
    expect(details['long']).toHaveLength(2000);
    expect(details).not.toHaveProperty('no');
    expect(details).not.toHaveProperty('blank');
  });

  it('hold no text that a database refuses', () => {
    const { details, message } = activityOf(
      having(['displayMessage', 'a\u0000b'], ['debugContext.debugData', { x: 'a\ud800b' }]),
    );

    expect(message).toBe('ab');
    expect(details['x']).toBe('a\ufffdb');
  });
});

describe('Our own requests', () => {
  const byToken = (id: string) => having(['transaction.detail', { requestApiTokenId: id }], ['client.id', null]);
  const agent = ['client.userAgent.rawUserAgent', 'posture-engine/1.2'] as const;

  it('are those of our API token or OAuth client', () => {
    expect(activityOf(byToken('00Tours'), { apiTokenIds: ['00Tours'] }).isOwn).toBe(true);
    expect(activityOf(byToken('00Ttheirs'), { apiTokenIds: ['00Tours'] }).isOwn).toBe(false);
    expect(activityOf(having(['client.id', '0oaours']), { clientIds: ['0oaours'] }).isOwn).toBe(true);
    const actor = { id: '0oaours', type: 'PublicClientApp', displayName: 'Engine' };
    expect(activityOf(having(['actor', actor], ['client.id', null]), { clientIds: ['0oaours'] }).isOwn).toBe(true);
    expect(activityOf(pushEvent()).isOwn).toBe(false);
  });

  it('are told by the user agent only of programs, and only while we do not know our token', () => {
    const event = { ...byToken('00Tsome') };
    (event['client'] as Member)['userAgent'] = { rawUserAgent: agent[1] };

    expect(activityOf(event, { userAgent: 'posture-engine' }).isOwn).toBe(true);
    expect(activityOf(event, { userAgent: 'posture-engine', apiTokenIds: ['00Tours'] }).isOwn).toBe(false);
    const signIn = having(agent, ['transaction.detail', {}]);
    expect(activityOf(signIn, { userAgent: 'posture-engine' }).isOwn).toBe(false);
  });
});
