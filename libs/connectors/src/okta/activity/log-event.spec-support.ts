import type { Activity, Normalised, OwnRequests, QuarantinedActivity } from '@posture/domain';
import { oktaNormaliser } from './okta-normaliser';

type Member = Record<string, unknown>;

/** An event of an invented org as Okta sends it, with everything in it that an activity shows. */
export function pushEvent(): Record<string, unknown> {
  return {
    uuid: '5e1f0c2a-8d11-4c53-9f0b-1a2b3c4d5e6f',
    published: '2026-11-20T08:15:30.123Z',
    version: '0',
    severity: 'WARN',
    eventType: 'user.authentication.auth_via_mfa',
    legacyEventType: 'core.user.factor.attempt_fail',
    displayMessage: 'Authentication of user via MFA',
    actor: {
      id: '00uhazelquill0000001',
      type: 'User',
      alternateId: 'hazel.quill@brightwater.example',
      displayName: 'Hazel Quill',
      detailEntry: null,
    },
    client: {
      id: '0oabrightportal00001',
      device: 'Computer',
      ipAddress: '198.51.100.24',
      zone: 'null',
      userAgent: { rawUserAgent: 'Mozilla/5.0 (Macintosh) Chrome/140', os: 'Mac OS X', browser: 'CHROME' },
      geographicalContext: {
        city: 'Lisbon',
        state: 'Lisboa',
        country: 'Portugal',
        postalCode: '1100',
        geolocation: { lat: 38.71, lon: -9.14 },
      },
    },
    request: {
      ipChain: [
        { ip: '198.51.100.24', version: 'V4', source: null, geographicalContext: { country: 'Portugal' } },
        { ip: '203.0.113.9', version: 'V4', source: null, geographicalContext: null },
      ],
    },
    securityContext: {
      asNumber: 64501,
      asOrg: 'tagus cable',
      isp: 'tagus cable lda',
      domain: 'tagus.example',
      isProxy: false,
      userBehaviors: [
        { id: 'bhv1', name: 'New City', result: 'POSITIVE' },
        { id: 'bhv2', name: 'Velocity', result: 'NEGATIVE' },
      ],
      risk: { level: 'MEDIUM', reasons: ['Anomalous Location'] },
    },
    authenticationContext: {
      authenticationProvider: 'FACTOR_PROVIDER',
      credentialProvider: 'OKTA_CREDENTIAL_PROVIDER',
      credentialType: 'OTP',
      issuer: { id: '0oabrightidp00000001', type: 'OIDC' },
      interface: null,
      authenticationStep: 0,
      externalSessionId: 'idxSession4711',
      rootSessionId: 'idxRoot4711',
    },
    outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
    target: [
      {
        id: '00uhazelquill0000001',
        type: 'User',
        alternateId: 'hazel.quill@brightwater.example',
        displayName: 'Hazel Quill',
        detailEntry: null,
      },
      {
        id: 'pfdpush1',
        type: 'AuthenticatorEnrollment',
        alternateId: 'unknown',
        displayName: 'Okta Verify',
        detailEntry: { methodTypeUsed: 'Get a push notification' },
      },
      { id: '0oabrightportal00001', type: 'AppInstance', alternateId: 'Tide Tables', displayName: 'Tide Tables' },
      {
        id: '00gpilots00000000001',
        type: 'UserGroup',
        displayName: 'Pilots',
        changeDetails: { from: { mode: 'two', window: { hours: 2 } }, to: { mode: 'one', window: { hours: 12 } } },
      },
    ],
    transaction: { type: 'WEB', id: 'txBright1', detail: { requestApiTokenId: '00Tbright1' } },
    debugContext: {
      debugData: {
        requestUri: '/idp/idx/challenge/poll',
        url: '/idp/idx/challenge/poll?',
        dtHash: 'd7a1cafe',
        factor: 'OKTA_VERIFY_PUSH',
        pushOnlyResponseType: 'OV_RESPONSE_DENY',
        threatSuspected: 'false',
        risk: '{reasons=Suspicious rate, Anomalous Device, level=HIGH}',
        behaviors: '{New Geo-Location=NEGATIVE, New Device=POSITIVE, New IP=POSITIVE, Night Shift=POSITIVE}',
        logOnlySecurityData:
          '{"risk":{"level":"HIGH","reasons":"Anomalous Device"},"behaviors":{"New Country":"POSITIVE","New IP":"POSITIVE"}}',
        grantedScopes: 'okta.users.read, okta.groups.read',
        grantType: 'client_credentials',
        deviceFingerprint: 'fp-99',
        tunnels: '[{"anonymous":true,"operator":"DUNE","type":"VPN"}]',
      },
    },
  };
}

const RECEIVED = Date.parse('2026-11-20T08:16:00Z');

/** What the normaliser makes of it half a minute after it was published. */
export function told(raw: unknown, own?: OwnRequests): Normalised {
  return oktaNormaliser(own).normalise(raw, RECEIVED);
}

export function activityOf(raw: unknown, own?: OwnRequests): Activity {
  const normalised = told(raw, own);
  if ('quarantined' in normalised) throw new Error(normalised.quarantined.why);
  return normalised.activity;
}

export function refusalOf(raw: unknown): QuarantinedActivity {
  const normalised = told(raw);
  if (!('quarantined' in normalised)) throw new Error('it was taken');
  return normalised.quarantined;
}

/** The event with one part of it otherwise. */
export function having(...changes: readonly (readonly [path: string, value: unknown])[]): Member {
  const event = pushEvent();
  for (const [path, value] of changes) {
    const names = path.split('.');
    const last = names.pop()!;
    let at: Member = event;
    for (const name of names) at = at[name] as Member;
    at[last] = value;
  }
  return event;
}

/** The event with other debug data. */
export const debug = (data: unknown): Member => having(['debugContext.debugData', data]);
