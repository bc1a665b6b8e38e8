import type { FactSchema } from '@posture/domain';

const ZONES = 'GET /api/v1/zones';
const USES =
  'GET /api/v1/policies/{id}/rules, GET /api/v1/api-tokens, GET /api/v1/apps, GET /api/v1/threats/configuration';

/** Network zones, and what relies on them. */
export const ZONE_FACTS = {
  status: { type: 'string', means: 'ACTIVE or INACTIVE', source: ZONES, needs: ['zones'] },
  usage: {
    type: 'string',
    means: 'POLICY, or BLOCKLIST for a zone that is refused outright',
    source: ZONES,
    needs: ['zones'],
  },
  system: { type: 'boolean', means: 'created by Okta', source: ZONES, needs: ['zones'] },
  widestPrefix: {
    type: 'number',
    nullable: true,
    unit: 'prefix length',
    means:
      'prefix length of the widest gateway range, in IPv4 terms (an IPv6 /48 counts as /24); null without gateway ranges',
    source: ZONES,
    needs: ['zones'],
  },
  wholeCountry: { type: 'boolean', means: 'takes in at least one country as a whole', source: ZONES, needs: ['zones'] },
  trustedUseCount: {
    type: 'number',
    unit: 'count',
    means:
      'ACTIVE sign-on rules that trust the zone: allow rules that include it, and refusals or two-factor rules that spare it',
    source: 'GET /api/v1/policies/{id}/rules',
    needs: ['policy-rules'],
  },
  relaxedUseCount: {
    type: 'number',
    unit: 'count',
    means: 'ACTIVE sign-on rules that ask users inside the zone for less: one factor inside, or sparing it',
    source: 'GET /api/v1/policies/{id}/rules',
    needs: ['policy-rules'],
  },
  trustedBy: {
    type: 'list',
    means: 'names of the rules that trust the zone',
    source: 'GET /api/v1/policies/{id}/rules',
    needs: ['policy-rules'],
  },
  referenceCount: {
    type: 'number',
    unit: 'count',
    means: 'rules, API tokens, OAuth clients and settings that name the zone, ACTIVE or not',
    source: USES,
    needs: ['policies', 'policy-rules', 'auth-server-rules', 'api-tokens', 'apps', 'threat-insight'],
  },
} as const satisfies FactSchema;
