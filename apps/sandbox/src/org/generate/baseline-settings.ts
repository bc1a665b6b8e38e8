import type { ListName, SettingName, Wire } from '../org';
import { ORG_ORIGIN } from '../org';
import type { BaselineWorld } from './baseline-world';
import { frame, idOf } from './baseline-world';
import { COMPANY, DOMAIN, SUBDOMAIN } from './names';

export function baselineSettings(world: BaselineWorld): Record<SettingName, Record<string, unknown>> {
  const { instants } = world;
  const self = (path: string): Record<string, unknown> => ({ self: { href: `${ORG_ORIGIN}/${path}` } });
  const id = idOf(world, 'org');
  return {
    org: {
      id,
      subdomain: SUBDOMAIN,
      companyName: COMPANY,
      status: 'ACTIVE',
      website: `https://www.${DOMAIN}`,
      created: instants.daysAgo(2500),
      lastUpdated: instants.daysAgo(90),
      expiresAt: null,
      phoneNumber: null,
      supportPhoneNumber: null,
      endUserSupportHelpURL: `https://help.${DOMAIN}`,
      city: 'Utrecht',
      country: 'NL',
      _links: self('api/v1/org'),
    },
    'org-third-party-admin': { thirdPartyAdmin: false },
    'org-client-privileges': { clientPrivilegesSetting: false },
    'org-admin-app-assignment': { autoAssignAdminAppSetting: false },
    'org-support-access': { support: 'DISABLED', expiration: null, caseNumber: null, _links: {} },
    'admin-console-settings': { sessionIdleTimeoutMinutes: 15, sessionMaxLifetimeMinutes: 600 },
    'lockout-settings': { preventBruteForceLockoutFromUnknownDevices: true },
    'authenticator-settings': { verifyKnowledgeSecondWhen2faRequired: true },
    'threat-insight': {
      action: 'block',
      excludeZones: [],
      created: instants.daysAgo(2400),
      lastUpdated: instants.daysAgo(300),
      _links: self('api/v1/threats/configuration'),
    },
    'well-known': {
      id,
      pipeline: world.identityEngine ? 'idx' : 'v1',
      settings: { analyticsCollectionEnabled: false, bugReportingEnabled: false, omEnabled: false },
      _links: { organization: { href: ORG_ORIGIN }, alternate: { href: `https://login.${DOMAIN}` } },
    },
  };
}

/** Lists that are short in any org. */
export function baselineLists(world: BaselineWorld): Partial<Record<ListName, Wire[]>> {
  const { instants } = world;
  const at = (name: string, path: string, body: Record<string, unknown>): Wire => ({
    ...frame(world, idOf(world, name), path),
    ...body,
  });
  const zone = (name: string, body: Record<string, unknown>): Wire =>
    at(name, 'api/v1/zones', { status: 'ACTIVE', usage: 'POLICY', system: false, ...body });
  const ip = (...values: string[]): unknown[] => values.map((value) => ({ type: 'CIDR', value }));
  const behavior = (name: string, label: string, type: string, settings: Record<string, unknown>): Wire =>
    at(name, 'api/v1/behaviors', { name: label, type, status: 'ACTIVE', settings });
  return {
    userTypes: [
      at('default-user-type', 'api/v1/meta/types/user', {
        name: 'user',
        displayName: 'User',
        description: 'Okta user profile template with default permission settings',
        default: true,
        createdBy: 'sprz0000000000000000',
        lastUpdatedBy: 'sprz0000000000000000',
      }),
    ],
    realms: world.identityEngine
      ? [
          at('default-realm', 'api/v1/realms', {
            isDefault: true,
            profile: { name: 'Default Realm', realmType: 'DEFAULT' },
          }),
        ]
      : [],
    zones: [
      zone('legacy-zone', {
        type: 'IP',
        name: 'LegacyIpZone',
        system: true,
        gateways: ip('203.0.113.0/28'),
        proxies: null,
      }),
      zone('blocked-zone', {
        type: 'IP',
        name: 'BlockedIpZone',
        system: true,
        usage: 'BLOCKLIST',
        gateways: ip('198.51.100.240/28'),
        proxies: null,
      }),
      zone('anonymizer-zone', {
        type: 'DYNAMIC_V2',
        name: 'DefaultEnhancedDynamicZone',
        system: true,
        usage: 'BLOCKLIST',
        asns: { include: [], exclude: [] },
        locations: { include: [], exclude: [] },
        ipServiceCategories: { include: ['ALL_ANONYMIZERS'], exclude: [] },
      }),
      zone('corporate-zone', {
        type: 'IP',
        name: 'Offices and VPN',
        gateways: ip('192.0.2.0/25', '203.0.113.64/26'),
        proxies: null,
      }),
      zone('data-centre-zone', { type: 'IP', name: 'Data centre', gateways: ip('198.51.100.0/27'), proxies: null }),
    ],
    behaviors: [
      behavior('new-location', 'New city', 'ANOMALOUS_LOCATION', {
        granularity: 'CITY',
        maxEventsUsedForEvaluation: 50,
        minEventsNeededForEvaluation: 0,
      }),
      behavior('new-device', 'New device', 'ANOMALOUS_DEVICE', {
        maxEventsUsedForEvaluation: 50,
        minEventsNeededForEvaluation: 0,
      }),
      behavior('new-ip', 'New IP', 'ANOMALOUS_IP', { maxEventsUsedForEvaluation: 50, minEventsNeededForEvaluation: 0 }),
      behavior('velocity', 'Velocity', 'VELOCITY', { velocityKph: 805 }),
    ],
    trustedOrigins: [
      at('portal-origin', 'api/v1/trustedOrigins', {
        name: 'Employee portal',
        origin: `https://login.${DOMAIN}`,
        status: 'ACTIVE',
        scopes: [{ type: 'CORS' }, { type: 'REDIRECT' }],
        createdBy: idOf(world, 'admin-0'),
        lastUpdatedBy: idOf(world, 'admin-0'),
      }),
    ],
    logStreams: [
      at('siem-stream', 'api/v1/logStreams', {
        name: 'Security monitoring',
        type: 'aws_eventbridge',
        status: 'ACTIVE',
        settings: { accountId: '123456789012', eventSourceName: 'brightwater-okta-log', region: 'eu-west-1' },
      }),
    ],
    domains: [
      at('custom-domain', 'api/v1/domains', {
        domain: `login.${DOMAIN}`,
        validationStatus: 'COMPLETED',
        certificateSourceType: 'OKTA_MANAGED',
        brandId: 'bnd0000000000000000',
        dnsRecords: [],
        publicCertificate: null,
      }),
    ],
    deviceAssurances: world.identityEngine
      ? [
          assurance(world, 'macos-assurance', 'MACOS', 'macOS baseline', { minimum: '15.6' }, ['ALL_INTERNAL_VOLUMES']),
          assurance(world, 'windows-assurance', 'WINDOWS', 'Windows baseline', { minimum: '10.0.26100' }, [
            'ALL_INTERNAL_VOLUMES',
          ]),
        ]
      : [],
    principalRateLimits: [],
    agentPools: [],
    features: [
      {
        ...frame(world, world.ids.named('ftr', 'dpop'), 'api/v1/features', 400),
        name: 'Require DPoP for new service apps',
        description: 'New OAuth service apps ask for proof of possession',
        type: 'self-service',
        stage: { value: 'GA', state: 'OPEN' },
        status: 'ENABLED',
      },
    ],
    authenticators: world.identityEngine ? authenticators(world) : [],
    authorizationServers: [
      authorizationServer(world, 'default-authorization-server', 'default', 'api://default', 'INACTIVE'),
      authorizationServer(world, 'orders-authorization-server', 'Orders API', `https://orders.${DOMAIN}`, 'ACTIVE'),
    ],
    groupRules: [],
    idps: [],
    idpKeys: [],
    eventHooks: [],
    inlineHooks: [],
    apiServices: [
      {
        id: idOf(world, 'backup-integration'),
        type: 'tidewatch_directory_backup',
        name: 'Tidewatch Directory Backup',
        createdAt: instants.daysAgo(200),
        createdBy: idOf(world, 'staff-0'),
        grantedScopes: ['okta.users.read', 'okta.groups.read'],
        configGuideUrl: 'https://docs.tidewatch.example/okta',
        properties: {},
        _links: self(`integrations/api/v1/api-services/${idOf(world, 'backup-integration')}`),
      },
    ],
  };
}

function self(path: string): Record<string, unknown> {
  return { self: { href: `${ORG_ORIGIN}/${path}` } };
}

function assurance(
  world: BaselineWorld,
  name: string,
  platform: string,
  label: string,
  osVersion: Record<string, unknown>,
  disks: string[],
): Wire {
  const id = idOf(world, name);
  return {
    id,
    name: label,
    platform,
    osVersion,
    diskEncryptionType: { include: disks },
    screenLockType: { include: ['PASSCODE', 'BIOMETRIC'] },
    secureHardwarePresent: true,
    displayRemediationMode: 'SHOW',
    createdBy: idOf(world, 'admin-0'),
    createdDate: world.instants.daysAgo(500),
    lastUpdate: world.instants.daysAgo(40),
    lastUpdatedBy: idOf(world, 'admin-0'),
    _links: self(`api/v1/device-assurances/${id}`),
  };
}

function authenticators(world: BaselineWorld): Wire[] {
  const make = (name: string, key: string, type: string, label: string, body: Record<string, unknown>): Wire => {
    const id = idOf(world, name);
    return {
      ...frame(world, id, 'api/v1/authenticators'),
      key,
      type,
      name: label,
      status: 'ACTIVE',
      ...body,
      _links: {
        self: { href: `${ORG_ORIGIN}/api/v1/authenticators/${id}` },
        methods: { href: `${ORG_ORIGIN}/api/v1/authenticators/${id}/methods` },
      },
    };
  };
  return [
    make('password-authenticator', 'okta_password', 'password', 'Password', {}),
    make('email-authenticator', 'okta_email', 'email', 'Email', {
      settings: { allowedFor: 'recovery', tokenLifetimeInMinutes: 5 },
    }),
    make('okta-verify', 'okta_verify', 'app', 'Okta Verify', {
      settings: {
        compliance: { fips: 'REQUIRED' },
        channelBinding: { style: 'NUMBER_CHALLENGE', required: 'ALWAYS' },
        userVerification: 'REQUIRED',
        appInstanceId: world.ids.named('0oa', 'okta-verify-app'),
      },
    }),
    make('webauthn', 'webauthn', 'security_key', 'Security Key or Biometric', {}),
    make('phone', 'phone_number', 'phone', 'Phone', { status: 'INACTIVE', settings: { allowedFor: 'recovery' } }),
    make('security-question', 'security_question', 'security_question', 'Security Question', {
      status: 'INACTIVE',
      settings: { allowedFor: 'recovery' },
    }),
    make('smart-card', 'smart_card_idp', 'federated', 'Smart Card', {
      provider: { type: 'CLAIMS', configuration: { userNameTemplate: { template: 'login' } } },
    }),
  ];
}

/** Methods by authenticator id. */
export function baselineMethods(world: BaselineWorld): Map<string, Wire[]> {
  const method = (type: string, status: string, settings: Record<string, unknown> = {}): Wire => ({
    id: type,
    type,
    status,
    settings,
  });
  const active = 'ACTIVE';
  return new Map<string, Wire[]>(
    Object.entries({
      'password-authenticator': [method('password', active)],
      'email-authenticator': [method('email', active)],
      'okta-verify': [
        method('signed_nonce', active, {
          algorithms: ['ES256', 'RS256'],
          keyProtection: 'HARDWARE',
          showSignInWithOV: 'ALWAYS',
        }),
        method('push', active, {
          algorithms: ['ES256', 'RS256'],
          keyProtection: 'HARDWARE',
          transactionTypes: ['LOGIN'],
        }),
        method('totp', 'INACTIVE', {
          timeIntervalInSeconds: 30,
          encoding: 'base32',
          algorithm: 'HMACSHA1',
          passCodeLength: 6,
        }),
      ],
      webauthn: [
        method('webauthn', active, {
          userVerification: 'REQUIRED',
          userVerificationForVerify: 'REQUIRED',
          attachment: 'ANY',
          residentKeyRequirement: 'REQUIRED',
          hardwareProtected: true,
          fipsCompliant: true,
          allowSyncablePasskeys: false,
          aaguidGroups: [{ name: 'Company security keys', aaguids: ['5b0e46ba-db02-44ac-b979-ca9b84f5e335'] }],
        }),
      ],
      phone: [method('sms', 'INACTIVE'), method('voice', 'INACTIVE')],
      'security-question': [method('security_question', 'INACTIVE')],
      'smart-card': [method('idp', active)],
    }).map(([name, methods]): [string, Wire[]] => [idOf(world, name), methods]),
  );
}

function authorizationServer(
  world: BaselineWorld,
  name: string,
  label: string,
  audience: string,
  status: string,
): Wire {
  const id = idOf(world, name);
  return {
    ...frame(world, id, 'api/v1/authorizationServers'),
    name: label,
    description: null,
    audiences: [audience],
    issuer: `${ORG_ORIGIN}/oauth2/${label === 'default' ? 'default' : id}`,
    issuerMode: 'DYNAMIC',
    status,
    default: label === 'default',
    credentials: {
      signing: {
        kid: world.ids.named('kid', name),
        use: 'sig',
        rotationMode: 'AUTO',
        lastRotated: world.instants.daysAgo(40),
        nextRotation: world.instants.daysAgo(-50),
      },
    },
  };
}

/** Policies by server id, and their rules by policy id. */
export function baselineServerPolicies(world: BaselineWorld): {
  policies: Map<string, Wire[]>;
  rules: Map<string, Wire[]>;
} {
  const policies = new Map<string, Wire[]>();
  const rules = new Map<string, Wire[]>();
  for (const [server, prefix, clients] of [
    ['default-authorization-server', 'default-server', [] as string[]],
    [
      'orders-authorization-server',
      'orders-server',
      world.layout.serviceApps > 0 ? [idOf(world, 'service-app-0')] : [],
    ],
  ] as const) {
    const serverId = idOf(world, server);
    const policyId = idOf(world, `${prefix}-policy`);
    const path = `api/v1/authorizationServers/${serverId}/policies`;
    policies.set(serverId, [
      {
        ...frame(world, policyId, path),
        type: 'OAUTH_AUTHORIZATION_POLICY',
        status: 'ACTIVE',
        name: 'Known clients',
        description: 'Only clients that are named here',
        priority: 1,
        system: false,
        conditions: { clients: { include: clients } },
      },
    ]);
    rules.set(policyId, [
      {
        ...frame(world, idOf(world, `${prefix}-rule`), `${path}/${policyId}/rules`),
        type: 'RESOURCE_ACCESS',
        status: 'ACTIVE',
        name: 'Short tokens',
        priority: 1,
        system: false,
        conditions: {
          people: { users: { include: [], exclude: [] }, groups: { include: [idOf(world, 'everyone')], exclude: [] } },
          grantTypes: { include: ['client_credentials', 'authorization_code'] },
          scopes: { include: ['orders.read'] },
        },
        actions: {
          token: {
            accessTokenLifetimeMinutes: 30,
            refreshTokenLifetimeMinutes: 10_080,
            refreshTokenWindowMinutes: 1440,
            inlineHook: null,
          },
        },
      },
    ]);
  }
  return { policies, rules };
}
