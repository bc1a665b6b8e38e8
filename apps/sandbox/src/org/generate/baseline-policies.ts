import type { Wire } from '../org';
import { ORG_ORIGIN } from '../org';
import type { BaselineWorld } from './baseline-world';
import { frame, idOf } from './baseline-world';

export interface PolicyWithRules {
  readonly policy: Wire;
  readonly rules: readonly Wire[];
}

type Body = Readonly<Record<string, unknown>>;

const CLASSIC_TYPES = new Set(['OKTA_SIGN_ON', 'MFA_ENROLL', 'PASSWORD', 'IDP_DISCOVERY']);

/** Every policy of a careful org: the system defaults Okta creates, tightened to the STIG's values. */
export function baselinePolicies(world: BaselineWorld): PolicyWithRules[] {
  const policy = (name: string, type: string, label: string, priority: number, body: Body): Wire =>
    policyWire(world, idOf(world, name), { type, name: label, priority, system: body.system === true }, body);
  const rule = (name: string, policyName: string, type: string, label: string, priority: number, body: Body): Wire =>
    ruleWire(world, idOf(world, name), idOf(world, policyName), { type, name: label, priority }, body);

  const everyone = { people: { groups: { include: [idOf(world, 'everyone')] } } };
  const anywhere = { network: { connection: 'ANYWHERE' } };
  const offices = {
    network: { connection: 'ZONE', include: [idOf(world, 'corporate-zone'), idOf(world, 'legacy-zone')] },
  };
  const dataCentre = { network: { connection: 'ZONE', include: [idOf(world, 'data-centre-zone')] } };
  const nobodyExcluded = { people: { users: { exclude: [] }, groups: { exclude: [] } } };

  const all: PolicyWithRules[] = [
    {
      policy: policy('service-account-session-policy', 'OKTA_SIGN_ON', 'Service accounts', 1, {
        conditions: { people: { groups: { include: [idOf(world, 'service-accounts')] } } },
      }),
      rules: [
        rule('service-account-session-rule', 'service-account-session-policy', 'SIGN_ON', 'Data centre only', 1, {
          conditions: { people: { users: { exclude: [] } }, ...dataCentre, authContext: { authType: 'ANY' } },
          actions: { signon: sessionActions() },
        }),
      ],
    },
    {
      policy: policy('global-session-policy', 'OKTA_SIGN_ON', 'Default Policy', 2, {
        system: true,
        conditions: everyone,
      }),
      rules: [
        rule('global-session-rule', 'global-session-policy', 'SIGN_ON', 'Offices and VPN', 1, {
          conditions: { people: { users: { exclude: [] } }, ...offices, authContext: { authType: 'ANY' } },
          actions: { signon: sessionActions() },
        }),
        rule('global-session-catch-all', 'global-session-policy', 'SIGN_ON', 'Default Rule', 2, {
          system: true,
          conditions: { ...anywhere, authContext: { authType: 'ANY' } },
          actions: { signon: { ...sessionActions(), access: 'DENY' } },
        }),
      ],
    },
    {
      policy: policy('admin-password-policy', 'PASSWORD', 'Administrators', 1, {
        conditions: {
          people: { groups: { include: [idOf(world, 'okta-administrators')] } },
          authProvider: { provider: 'OKTA' },
        },
        settings: passwordSettings(),
      }),
      rules: [
        rule(
          'admin-password-rule',
          'admin-password-policy',
          'PASSWORD',
          'No self-service',
          1,
          passwordRule(nobodyExcluded, anywhere),
        ),
      ],
    },
    {
      policy: policy('password-policy', 'PASSWORD', 'Default Policy', 2, {
        system: true,
        conditions: { ...everyone, authProvider: { provider: 'OKTA' } },
        settings: passwordSettings(),
      }),
      rules: [
        rule('password-rule', 'password-policy', 'PASSWORD', 'Default Rule', 1, {
          system: true,
          ...passwordRule({}, anywhere),
        }),
      ],
    },
    {
      policy: policy('mfa-policy', 'MFA_ENROLL', 'Default Policy', 1, {
        system: true,
        conditions: everyone,
        settings: world.identityEngine
          ? {
              type: 'AUTHENTICATORS',
              authenticators: [
                { key: 'okta_password', enroll: { self: 'REQUIRED' } },
                { key: 'okta_verify', enroll: { self: 'REQUIRED' } },
                {
                  key: 'webauthn',
                  enroll: { self: 'REQUIRED' },
                  constraints: { aaguidGroups: ['Company security keys'] },
                },
                { key: 'okta_email', enroll: { self: 'OPTIONAL' } },
                { key: 'phone_number', enroll: { self: 'NOT_ALLOWED' } },
                { key: 'security_question', enroll: { self: 'NOT_ALLOWED' } },
              ],
            }
          : {
              type: 'FACTORS',
              factors: {
                okta_otp: { enroll: { self: 'REQUIRED' }, consent: { type: 'NONE' } },
                fido_webauthn: { enroll: { self: 'REQUIRED' }, consent: { type: 'NONE' } },
                okta_sms: { enroll: { self: 'NOT_ALLOWED' }, consent: { type: 'NONE' } },
              },
            },
      }),
      rules: [
        rule('mfa-rule', 'mfa-policy', 'MFA_ENROLL', 'Default Rule', 1, {
          system: true,
          conditions: { ...anywhere, people: { users: { exclude: [] } } },
          actions: { enroll: { self: 'LOGIN' } },
        }),
      ],
    },
    {
      policy: policy('idp-discovery-policy', 'IDP_DISCOVERY', 'Idp Discovery Policy', 1, {
        system: true,
        conditions: null,
      }),
      rules: [
        rule('idp-discovery-rule', 'idp-discovery-policy', 'IDP_DISCOVERY', 'Default Rule', 1, {
          system: true,
          conditions: { ...anywhere, userIdentifier: { patterns: [] }, app: { include: [], exclude: [] } },
          actions: { idp: { providers: [{ type: 'OKTA' }], idpSelectionType: 'SPECIFIC', matchCriteria: [] } },
        }),
      ],
    },
    ...['admin-console', 'dashboard', 'browser-plugin', 'workforce-apps'].map((app, n): PolicyWithRules => {
      const label = ['Okta Admin Console', 'Okta Dashboard', 'Okta Browser Plugin', 'Workforce applications'][
        n
      ] as string;
      return {
        policy: policy(`${app}-policy`, 'ACCESS_POLICY', label, 1, {
          system: app === 'workforce-apps',
          conditions: null,
        }),
        rules: [
          rule(`${app}-rule`, `${app}-policy`, 'ACCESS_POLICY', 'Managed devices in our networks', 0, {
            conditions: {
              people: { users: { exclude: [] }, groups: { include: [idOf(world, 'everyone')], exclude: [] } },
              ...offices,
              device: {
                registered: true,
                managed: true,
                assurance: { include: [idOf(world, 'macos-assurance'), idOf(world, 'windows-assurance')] },
              },
              riskScore: { level: 'LOW' },
              userType: { include: [], exclude: [] },
            },
            actions: { appSignOn: strongSignOn() },
          }),
          rule(`${app}-catch-all`, `${app}-policy`, 'ACCESS_POLICY', 'Catch-all Rule', 99, {
            system: true,
            conditions: null,
            actions: { appSignOn: { ...strongSignOn(), access: 'DENY' } },
          }),
        ],
      };
    }),
    {
      policy: policy('profile-enrollment-policy', 'PROFILE_ENROLLMENT', 'Default Policy', 1, {
        system: true,
        conditions: null,
      }),
      rules: [
        rule('profile-enrollment-rule', 'profile-enrollment-policy', 'PROFILE_ENROLLMENT', 'Catch-all Rule', 99, {
          system: true,
          conditions: null,
          actions: {
            profileEnrollment: {
              access: 'DENY',
              unknownUserAction: 'DENY',
              activationRequirements: { emailVerification: true },
              preRegistrationInlineHooks: [],
              profileAttributes: [{ name: 'email', label: 'Email', required: true }],
              targetGroupIds: [],
            },
          },
        }),
      ],
    },
    {
      policy: policy('entity-risk-policy', 'ENTITY_RISK', 'Entity Risk Policy', 1, { system: true, conditions: null }),
      rules: [
        rule('entity-risk-rule', 'entity-risk-policy', 'ENTITY_RISK', 'High risk', 1, {
          conditions: {
            people: everyone.people,
            entityRisk: { level: 'HIGH' },
            riskDetectionTypes: { include: [], exclude: [] },
          },
          actions: { entityRisk: { actions: [{ action: 'TERMINATE_ALL_SESSIONS' }] } },
        }),
      ],
    },
    {
      policy: policy('post-auth-session-policy', 'POST_AUTH_SESSION', 'Session Protection', 1, {
        system: true,
        conditions: null,
      }),
      rules: [
        rule('post-auth-session-rule', 'post-auth-session-policy', 'POST_AUTH_SESSION', 'Default Rule', 1, {
          conditions: {
            people: { users: { exclude: [] }, groups: { include: [idOf(world, 'everyone')], exclude: [] } },
          },
          actions: { postAuthSession: { failureActions: [{ action: 'TERMINATE_SESSION' }] } },
        }),
      ],
    },
    {
      policy: policy('user-lifecycle-policy', 'USER_LIFECYCLE', 'Inactive users', 1, { conditions: everyone }),
      rules: [
        rule('user-lifecycle-rule', 'user-lifecycle-policy', 'USER_LIFECYCLE', 'Suspend after 35 days', 1, {
          conditions: {
            people: {
              users: { inactivity: { number: 35, unit: 'DAYS' } },
              groups: { include: [idOf(world, 'everyone')] },
            },
            scheduledLifecycleAction: { status: 'SUSPENDED' },
          },
          actions: { updateUserLifecycle: { targetStatus: 'SUSPENDED' } },
        }),
      ],
    },
  ];
  return world.identityEngine ? all : all.filter(({ policy: wire }) => CLASSIC_TYPES.has(wire.type as string));
}

export function policyWire(
  world: BaselineWorld,
  id: string,
  head: { type: string; name: string; priority: number; system?: boolean },
  body: Body,
): Wire {
  return {
    ...frame(world, id, 'api/v1/policies'),
    status: 'ACTIVE',
    description: null,
    conditions: null,
    ...body,
    ...head,
    system: head.system ?? false,
    _links: {
      self: { href: `${ORG_ORIGIN}/api/v1/policies/${id}` },
      rules: { href: `${ORG_ORIGIN}/api/v1/policies/${id}/rules` },
      ...(head.type === 'ACCESS_POLICY' ? { mappings: { href: `${ORG_ORIGIN}/api/v1/policies/${id}/mappings` } } : {}),
    },
  };
}

export function ruleWire(
  world: BaselineWorld,
  id: string,
  policyId: string,
  head: { type: string; name: string; priority: number },
  body: Body,
): Wire {
  return {
    ...frame(world, id, `api/v1/policies/${policyId}/rules`),
    status: 'ACTIVE',
    system: false,
    conditions: null,
    ...body,
    ...head,
  };
}

/** Strong enough for the STIG: 15 minutes idle, 18 hours at most, a second factor each time, no persistent cookie. */
function sessionActions(): Body {
  return {
    access: 'ALLOW',
    requireFactor: true,
    primaryFactor: 'PASSWORD_IDP_ANY_FACTOR',
    factorPromptMode: 'ALWAYS',
    rememberDeviceByDefault: false,
    factorLifetime: 0,
    session: { usePersistentCookie: false, maxSessionIdleMinutes: 15, maxSessionLifetimeMinutes: 600 },
  };
}

/** Password and a phishing-resistant, device-bound possession factor; asked again every two hours. */
export function strongSignOn(): Body {
  return {
    access: 'ALLOW',
    keepMeSignedIn: { postAuth: 'NOT_ALLOWED' },
    verificationMethod: {
      type: 'ASSURANCE',
      factorMode: '2FA',
      reauthenticateIn: 'PT2H',
      inactivityPeriod: 'PT15M',
      constraints: [
        {
          knowledge: { types: ['password'], required: true, reauthenticateIn: 'PT2H' },
          possession: {
            required: true,
            deviceBound: 'REQUIRED',
            hardwareProtection: 'REQUIRED',
            phishingResistant: 'REQUIRED',
            userPresence: 'REQUIRED',
            userVerification: 'REQUIRED',
          },
        },
      ],
    },
  };
}

export function passwordSettings(): Body {
  return {
    password: {
      complexity: {
        minLength: 15,
        minLowerCase: 1,
        minUpperCase: 1,
        minNumber: 1,
        minSymbol: 1,
        excludeUsername: true,
        excludeAttributes: ['firstName', 'lastName'],
        dictionary: { common: { exclude: true } },
      },
      age: { maxAgeDays: 60, expireWarnDays: 10, minAgeMinutes: 1440, historyCount: 24 },
      lockout: {
        maxAttempts: 3,
        autoUnlockMinutes: 0,
        showLockoutFailures: false,
        userLockoutNotificationChannels: ['EMAIL'],
      },
      breachedProtection: { expireAfterDays: 0, logoutEnabled: true, delegatedWorkflowId: null },
    },
    recovery: {
      factors: {
        okta_email: { status: 'ACTIVE', properties: { recoveryToken: { tokenLifetimeMinutes: 10 } } },
        okta_sms: { status: 'INACTIVE' },
        okta_call: { status: 'INACTIVE' },
        recovery_question: { status: 'INACTIVE', properties: { complexity: { minLength: 12 } } },
      },
    },
    delegation: { options: { skipUnlock: false } },
  };
}

function passwordRule(people: Body, network: Body): Body {
  return {
    conditions: { ...people, ...network },
    actions: {
      passwordChange: { access: 'ALLOW' },
      selfServicePasswordReset: {
        access: 'DENY',
        requirement: {
          accessControl: 'LEGACY',
          primary: { methods: ['email'] },
          stepUp: { required: true, methods: ['security_question'] },
        },
      },
      selfServiceUnlock: { access: 'DENY' },
    },
  };
}
