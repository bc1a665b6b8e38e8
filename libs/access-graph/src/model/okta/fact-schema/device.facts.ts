import type { FactSchema, FactSpec } from '@posture/domain';

const signal = (type: 'string' | 'boolean' | 'number', means: string, nullable = true): FactSpec => ({
  type,
  ...(nullable ? { nullable } : {}),
  means,
  source: 'GET /api/v1/devices',
  needs: ['devices'],
});

/** Devices registered with Okta Verify. A yes or no that the device did not send is unknown, other signals are null. */
export const DEVICE_FACTS = {
  status: signal('string', 'ACTIVE, SUSPENDED, UNSUSPENDED or DEACTIVATED', false),
  platform: signal('string', 'ANDROID, IOS, MACOS, WINDOWS'),
  jailbroken: signal(
    'boolean',
    'the device reports to be jailbroken or rooted; null on computers, which Okta does not ask',
  ),
  diskEncryption: signal('string', 'what is encrypted: ALL_INTERNAL_VOLUMES, FULL, USER, SYSTEM_VOLUME, NONE'),
  secureHardware: signal('boolean', 'keys can be kept in secure hardware', false),
  managed: {
    ...signal(
      'boolean',
      'managed by a device management system, by its profile or by what Okta says of its users',
      false,
    ),
    source: 'GET /api/v1/devices?expand=user',
  },
  osVersion: signal('string', 'operating system version as the device reports it'),
  osRelease: signal(
    'number',
    'the version as one figure to compare: the build on Windows, major version and minor as hundredths elsewhere (17.04 is 17.4)',
  ),
  daysSinceUpdate: {
    type: 'number',
    nullable: true,
    unit: 'days',
    means: 'time since Okta last collected signals from the device or its status changed',
    source: 'GET /api/v1/devices',
    needs: ['devices'],
  },
  userCount: {
    type: 'number',
    unit: 'count',
    means: 'users of the device that are not deprovisioned',
    source: 'GET /api/v1/devices?expand=user',
    needs: ['devices', 'users'],
  },
  userTiers: {
    type: 'list',
    means: 'tiers of those users',
    source: 'GET /api/v1/devices?expand=user, GET /api/v1/users/{id}/roles',
    needs: ['devices', 'users', 'role-assignees', 'user-roles', 'group-roles'],
  },
} as const satisfies FactSchema;
