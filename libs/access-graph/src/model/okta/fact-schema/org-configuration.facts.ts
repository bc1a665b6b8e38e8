import type { FactSchema } from '@posture/domain';

/** What the tenant is set up with, as one value to compare with an accepted one. */
export const ORG_CONFIGURATION_FACTS = {
  configurationHashes: {
    type: 'list',
    means:
      'for each kind of object that protects the tenant its name and a hash over all objects of the kind, such as "Policy 3f2a9c01d47e"',
    source:
      'GET /api/v1/policies, GET /api/v1/policies/{id}/rules, GET /api/v1/zones, GET /api/v1/idps, GET /api/v1/authenticators, GET /api/v1/trustedOrigins, GET /api/v1/eventHooks, GET /api/v1/inlineHooks, GET /api/v1/behaviors',
    needs: [
      'policies',
      'policy-rules',
      'zones',
      'idps',
      'authenticators',
      'trusted-origins',
      'event-hooks',
      'inline-hooks',
      'behaviors',
    ],
  },
} as const satisfies FactSchema;
