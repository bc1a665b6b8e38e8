import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { appSignOnFacts } from './app-sign-on.facts';
import { authenticatorFacts } from './authenticator.facts';
import { deviceFacts } from './device.facts';
import { factsOf, rulesOf } from './facts-of.spec-support';
import { hookFacts } from './hook.facts';
import { logStreamFacts } from './log-stream.facts';
import { trustedOriginFacts } from './trusted-origin.facts';

const STAFF = { key: 'User:s', props: { status: 'ACTIVE', login: 'kim@acme.example' } };

describe('authenticator facts', () => {
  const facts = (props: Record<string, unknown>, more: Partial<SmallGraph> = {}) =>
    factsOf(
      authenticatorFacts,
      {
        edges: [],
        ...more,
        nodes: [{ key: 'Authenticator:a', props: { status: 'ACTIVE', ...props } }, ...(more.nodes ?? [])],
      },
      'Authenticator:a',
    );

  it('know what an authenticator may be used for', () => {
    const phone = (allowedFor: string, methods: unknown) =>
      facts({ key: 'phone_number', settings: { allowedFor }, methods }).allowedForSignIn;
    expect(phone('any', [{ type: 'sms', status: 'ACTIVE' }])).toBe(true);
    expect(
      phone('any', [
        { type: 'sms', status: 'INACTIVE' },
        { type: 'voice', status: 'INACTIVE' },
      ]),
    ).toBe(false);
    expect(phone('recovery', null)).toBe(false);
    expect(phone('sso', null)).toBeInstanceOf(Unknown);
    expect(facts({ key: 'okta_email', settings: { allowedFor: 'any' }, status: 'INACTIVE' }).allowedForSignIn).toBe(
      false,
    );
  });

  it('read the settings of Okta Verify and of temporary codes, and null elsewhere', () => {
    const settings = {
      channelBinding: { required: 'HIGH_RISK_ONLY', style: 'NUMBER_CHALLENGE' },
      compliance: { fips: 'REQUIRED' },
      userVerification: 'REQUIRED',
    };
    expect(facts({ key: 'okta_verify', settings, methods: [{ type: 'push', status: 'ACTIVE' }] })).toMatchObject({
      fipsRequired: true,
      numberChallenge: 'HIGH_RISK_ONLY',
      userVerification: 'REQUIRED',
      pushActive: true,
      multiUse: null,
    });
    expect(facts({ key: 'okta_verify', methods: null })).toMatchObject({
      fipsRequired: false,
      numberChallenge: 'NEVER',
      pushActive: expect.any(Unknown) as Unknown,
    });
    expect(facts({ key: 'tac', provider: { configuration: { maxTtl: 480, multiUseAllowed: true } } })).toMatchObject({
      multiUse: true,
      maxLifetimeMinutes: 480,
      fipsRequired: null,
    });
  });

  it('see whether an enrolment policy names key models', () => {
    const policy = {
      key: 'Policy:p',
      props: {
        type: 'MFA_ENROLL',
        status: 'ACTIVE',
        settings: { authenticators: [{ key: 'webauthn', constraints: { aaguidGroups: ['Keys'] } }] },
      },
    };
    expect(facts({ key: 'webauthn' }, { nodes: [policy] }).modelsRestricted).toBe(true);
    expect(facts({ key: 'webauthn' }).modelsRestricted).toBe(false);
    expect(facts({ key: 'webauthn' }, { missing: ['policies'] }).modelsRestricted).toBeInstanceOf(Unknown);
  });
});

describe('trusted origin facts', () => {
  const facts = (origin: string, more: Partial<SmallGraph> = {}) =>
    factsOf(
      trustedOriginFacts,
      {
        edges: [],
        ...more,
        nodes: [STAFF, { key: 'TrustedOrigin:t', props: { origin, status: 'ACTIVE', scopes: [{ type: 'CORS' }] } }],
      },
      'TrustedOrigin:t',
    );

  it('take an origin apart', () => {
    expect(facts('https://app.acme.example:8443')).toMatchObject({
      unencrypted: false,
      wildcard: false,
      addressLiteral: false,
      ownHost: true,
      hostDomains: ['app.acme.example', 'acme.example', 'example'],
      scopes: ['CORS'],
    });
    expect(facts('http://*.acme.example')).toMatchObject({ unencrypted: true, wildcard: true, ownHost: true });
    expect(facts('https://[2001:db8::1]')).toMatchObject({ addressLiteral: true, ownHost: false });
    expect(facts('https://evil.test')).toMatchObject({ ownHost: false });
  });

  it('do not call a host foreign before own domains are known', () => {
    expect(facts('https://evil.test', { missing: ['domains'] }).ownHost).toBeInstanceOf(Unknown);
  });
});

describe('hook facts', () => {
  const facts = (props: Record<string, unknown>, more: Partial<SmallGraph> = {}) =>
    factsOf(
      hookFacts,
      {
        edges: [],
        ...more,
        nodes: [
          STAFF,
          { key: 'User:00uleaver', props: { status: 'DEPROVISIONED' } },
          { key: 'Hook:h', props: { status: 'ACTIVE', ...props } },
        ],
      },
      'Hook:h',
    );
  const channel = (uri: string, authScheme?: unknown) => ({ type: 'HTTP', config: { uri, authScheme } });

  it('judge the receiver of an event hook', () => {
    expect(
      facts({
        hookType: 'event',
        verificationStatus: 'VERIFIED',
        channel: channel('https://soc.acme.example/okta', { type: 'HEADER', key: 'x' }),
      }),
    ).toMatchObject({
      verified: true,
      authenticated: true,
      encrypted: true,
      receiver: 'soc.acme.example',
      ownReceiver: true,
      inlineType: null,
    });
    expect(
      facts({ hookType: 'event', verificationStatus: 'UNVERIFIED', channel: channel('http://hook.vendor.test', null) }),
    ).toMatchObject({
      verified: false,
      authenticated: false,
      encrypted: false,
      ownReceiver: false,
      receiverDomains: ['hook.vendor.test', 'vendor.test', 'test', '*'],
    });
  });

  it('follow the creator where Okta names one', () => {
    expect(facts({ hookType: 'event', createdBy: '00uleaver' }).creatorStatus).toBe('DEPROVISIONED');
    expect(facts({ hookType: 'event', createdBy: '00ugone' }).creatorStatus).toBe('DELETED');
    expect(facts({ hookType: 'event', createdBy: '00ugone' }, { missing: ['users'] }).creatorStatus).toBeInstanceOf(
      Unknown,
    );
    expect(facts({ hookType: 'inline', type: 'com.okta.saml.tokens.transform' })).toMatchObject({
      creatorStatus: null,
      verified: null,
      inlineType: 'com.okta.saml.tokens.transform',
    });
  });
});

describe('device facts', () => {
  const facts = (props: Record<string, unknown>, more: Partial<SmallGraph> = {}) =>
    factsOf(
      deviceFacts,
      {
        ...more,
        nodes: [
          STAFF,
          { key: 'User:gone', props: { status: 'DEPROVISIONED' } },
          {
            key: 'Device:d',
            props: { status: 'ACTIVE', ...props },
            observed: { lastUpdated: '2025-09-23T00:00:00.000Z' },
          },
        ],
        edges: [
          ['Device:d', 'DEVICE_OF', 'User:s'],
          ['Device:d', 'DEVICE_OF', 'User:gone'],
        ],
      },
      'Device:d',
    );

  it.each([
    ['WINDOWS', '10.0.22631.3155', 22631],
    ['MACOS', '14.6.1', 14.06],
    ['IOS', '17', 17],
    ['ANDROID', 'unknown', null],
    ['WINDOWS', '10', null],
  ])('compare %s %s as %s', (platform, osVersion, release) => {
    expect(facts({ profile: { platform, osVersion } }).osRelease).toBe(release);
  });

  it('take management from the profile, else from what Okta says of the users', () => {
    const managed = (profile: Record<string, unknown>, ...statuses: (string | undefined)[]) => {
      const nodes = [
        { key: 'Device:d', props: { status: 'ACTIVE', profile } },
        ...statuses.map((_, position) => ({ key: `User:u${position}`, props: { status: 'ACTIVE' } })),
      ];
      const edges = statuses.map(
        (managementStatus, position) => ['Device:d', 'DEVICE_OF', `User:u${position}`, { managementStatus }] as const,
      );
      return factsOf(deviceFacts, { nodes, edges }, 'Device:d').managed;
    };
    expect(managed({ managed: false }, 'MANAGED')).toBe(false);
    expect(managed({}, 'NOT_MANAGED')).toBe(false);
    expect(managed({}, 'MANAGED', 'NOT_MANAGED')).toBe(false);
    expect(managed({}, 'MANAGED')).toBe(true);
    expect(managed({}, 'MANAGED', undefined)).toBeInstanceOf(Unknown);
    expect(managed({})).toBeInstanceOf(Unknown);
  });

  it('do not take silence about an integrity signal for good health', () => {
    expect(facts({ profile: { platform: 'ANDROID' } })).toMatchObject({
      jailbroken: expect.any(Unknown),
      secureHardware: expect.any(Unknown),
    });
    expect(facts({ profile: { platform: 'MACOS', secureHardwarePresent: true } })).toMatchObject({
      jailbroken: null,
      secureHardware: true,
    });
  });

  it('keep a missing signal apart from a bad one, and count the users still there', () => {
    expect(facts({ profile: { platform: 'IOS', integrityJailbreak: true } })).toMatchObject({
      jailbroken: true,
      diskEncryption: null,
      daysSinceUpdate: 100,
      userCount: 1,
      userTiers: ['T3'],
    });
    expect(facts({}, { missing: ['role-assignees', 'user-roles'] }).userTiers).toBeInstanceOf(AtLeast);
  });
});

describe('app sign-on facts', () => {
  const facts = (
    props: Record<string, unknown>,
    rules: Record<string, Record<string, unknown>> | null,
    more: Partial<SmallGraph> = {},
  ) => {
    const own = rules === null ? { nodes: [], edges: [] } : rulesOf('Policy:p', 'ACCESS_POLICY', rules);
    return factsOf(
      appSignOnFacts,
      {
        ...more,
        nodes: [
          { key: 'Org:o', props: { pipeline: 'idx' } },
          { key: 'App:a', props: { status: 'ACTIVE', signOnMode: 'SAML_2_0', ...props } },
          ...(rules === null ? [] : [{ key: 'Policy:p', props: { type: 'ACCESS_POLICY', status: 'ACTIVE' } }]),
          ...own.nodes,
        ],
        edges: [...own.edges, ...(rules === null ? [] : [['Policy:p', 'PROTECTS', 'App:a'] as const])],
      },
      'App:a',
    );
  };

  it('look for zones in every rule and at what the catch-all does', () => {
    const catchAll = { system: true, actions: { appSignOn: { access: 'DENY' } } };
    const zoned = { conditions: { network: { connection: 'ZONE', exclude: ['z'] } } };
    expect(facts({}, { zoned, catchAll })).toMatchObject({
      hasUserSignOn: true,
      hasAccessPolicy: true,
      rulesWithoutZoneCount: 0,
      catchAllDenies: true,
    });
    expect(facts({}, { open: {}, catchAll: { system: true } })).toMatchObject({
      rulesWithoutZoneCount: 1,
      catchAllDenies: false,
    });
  });

  it('tell an application without a policy from one whose policy was not read', () => {
    expect(facts({ accessPolicyId: null }, null)).toMatchObject({ hasAccessPolicy: false });
    expect(facts({ accessPolicyId: 'p' }, null, { missing: ['policies'] }).hasAccessPolicy).toBeInstanceOf(Unknown);
    const service = { signOnMode: 'OPENID_CONNECT', settings: { oauthClient: { application_type: 'service' } } };
    expect(facts(service, null).hasUserSignOn).toBe(false);
  });
});

describe('log stream facts', () => {
  it('are status and destination', () => {
    const nodes = [{ key: 'LogStream:l', props: { status: 'INACTIVE', type: 'aws_eventbridge' } }];
    expect(factsOf(logStreamFacts, { nodes, edges: [] }, 'LogStream:l')).toEqual({
      status: 'INACTIVE',
      type: 'aws_eventbridge',
    });
  });
});
