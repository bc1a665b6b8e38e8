import type { FactSchema } from '@posture/domain';

/** What the tenant as a whole has switched on or left off. */
export const ORG_SETTINGS_FACTS = {
  identityEngine: {
    type: 'boolean',
    means: 'the org runs Identity Engine; a Classic org has no authenticators, app policies or device assurance',
    source: 'GET /.well-known/okta-organization',
    needs: ['org'],
  },
  phishingResistantAuthenticatorCount: {
    type: 'number',
    unit: 'count',
    means:
      'ACTIVE authenticators that resist phishing: WebAuthn, smart card, Okta Verify with the FastPass method ACTIVE',
    source: 'GET /api/v1/authenticators, GET /api/v1/authenticators/{id}/methods',
    needs: ['authenticators', 'authenticator-methods'],
  },
  smartCardActive: {
    type: 'boolean',
    means: 'a smart card authenticator exists and is ACTIVE',
    source: 'GET /api/v1/authenticators',
    needs: ['authenticators'],
  },
  unknownDeviceLockoutPrevented: {
    type: 'boolean',
    means: 'wrong passwords from unknown devices do not lock the user out on known ones',
    source: 'GET /attack-protection/api/v1/user-lockout-settings',
    needs: ['lockout-settings'],
  },
  possessionVerifiedFirst: {
    type: 'boolean',
    means: 'where two factors are required, the password is asked for only after a possession factor',
    source: 'GET /attack-protection/api/v1/authenticator-settings',
    needs: ['authenticator-settings'],
  },
  adminConsoleIdleMinutes: {
    type: 'number',
    unit: 'minutes',
    means: 'idle time after which an Admin Console session ends',
    source: 'GET /api/v1/first-party-app-settings/admin-console',
    needs: ['admin-console-settings'],
  },
  adminConsoleLifetimeMinutes: {
    type: 'number',
    unit: 'minutes',
    means: 'longest life of an Admin Console session',
    source: 'GET /api/v1/first-party-app-settings/admin-console',
    needs: ['admin-console-settings'],
  },
  threatInsightAction: {
    type: 'string',
    means: 'what ThreatInsight does with suspicious addresses: none, audit or block',
    source: 'GET /api/v1/threats/configuration',
    needs: ['threat-insight'],
  },
  threatInsightWidestExemptPrefix: {
    type: 'number',
    nullable: true,
    unit: 'prefix length',
    means:
      'prefix length of the widest address range exempt from ThreatInsight, in IPv4 terms (an IPv6 /48 counts as /24); null when no range is exempt',
    source: 'GET /api/v1/threats/configuration, GET /api/v1/zones',
    needs: ['threat-insight', 'zones'],
  },
  threatInsightExemptsDynamicZone: {
    type: 'boolean',
    means: 'a zone by country, network or proxy is exempt from ThreatInsight',
    source: 'GET /api/v1/threats/configuration, GET /api/v1/zones',
    needs: ['threat-insight', 'zones'],
  },
  threatInsightExemptZones: {
    type: 'list',
    means: 'names of the zones exempt from ThreatInsight',
    source: 'GET /api/v1/threats/configuration, GET /api/v1/zones',
    needs: ['threat-insight', 'zones'],
  },
  anonymizersBlocked: {
    type: 'boolean',
    means:
      'an ACTIVE blocklist zone names anonymisers; unknown when only a static address blocklist exists, whose contents cannot be judged',
    source: 'GET /api/v1/zones',
    needs: ['zones'],
  },
  customZoneCount: {
    type: 'number',
    unit: 'count',
    means: 'ACTIVE network zones that Okta did not create itself',
    source: 'GET /api/v1/zones',
    needs: ['zones'],
  },
  activeBehaviorTypes: {
    type: 'list',
    means: 'types of behaviour detection with at least one ACTIVE behaviour',
    source: 'GET /api/v1/behaviors',
    needs: ['behaviors'],
  },
  activeLogStreamCount: {
    type: 'number',
    unit: 'count',
    means: 'log streams that are ACTIVE',
    source: 'GET /api/v1/logStreams',
    needs: ['log-streams'],
  },
  logReaders: {
    type: 'list',
    means:
      'ACTIVE applications and API integrations that may read the System Log (scope okta.logs.read), but the client this product reads as',
    source: 'GET /api/v1/apps/{id}/grants, GET /integrations/api/v1/api-services',
    needs: ['apps', 'app-grants', 'api-services'],
  },
  logReaderCount: {
    type: 'number',
    unit: 'count',
    means: 'how many of those there are',
    source: 'GET /api/v1/apps/{id}/grants, GET /integrations/api/v1/api-services',
    needs: ['apps', 'app-grants', 'api-services'],
  },
  deviceAssuranceCount: {
    type: 'number',
    unit: 'count',
    means: 'device assurance policies',
    source: 'GET /api/v1/device-assurances',
    needs: ['device-assurances'],
  },
} as const satisfies FactSchema;
