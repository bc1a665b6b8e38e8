import type { FactSchema } from '@posture/domain';

const LIST = 'GET /api/v1/authenticators';

/** Authenticators of an Identity Engine org. Facts about one kind of authenticator are null for the others. */
export const AUTHENTICATOR_FACTS = {
  key: { type: 'string', means: 'kind of authenticator, such as okta_verify', source: LIST, needs: ['authenticators'] },
  status: { type: 'string', means: 'ACTIVE or INACTIVE', source: LIST, needs: ['authenticators'] },
  allowedForSignIn: {
    type: 'boolean',
    means: 'ACTIVE and usable to sign in, not for recovery only (a phone: by SMS or call)',
    source: `${LIST}, GET /api/v1/authenticators/{id}/methods`,
    needs: ['authenticators', 'authenticator-methods'],
  },
  fipsRequired: {
    type: 'boolean',
    nullable: true,
    means: 'Okta Verify: only devices with FIPS-validated cryptography may enrol',
    source: LIST,
    needs: ['authenticators'],
  },
  pushActive: {
    type: 'boolean',
    nullable: true,
    means: 'Okta Verify: push is ACTIVE',
    source: 'GET /api/v1/authenticators/{id}/methods',
    needs: ['authenticator-methods'],
  },
  numberChallenge: {
    type: 'string',
    nullable: true,
    means: 'Okta Verify: when a push asks for the number shown at sign-in: ALWAYS, HIGH_RISK_ONLY or NEVER',
    source: LIST,
    needs: ['authenticators'],
  },
  userVerification: {
    type: 'string',
    nullable: true,
    means: 'Okta Verify: PIN or biometrics at each use: REQUIRED, PREFERRED or DISCOURAGED',
    source: LIST,
    needs: ['authenticators'],
  },
  multiUse: {
    type: 'boolean',
    nullable: true,
    means: 'temporary access code: may be used more than once',
    source: LIST,
    needs: ['authenticators'],
  },
  maxLifetimeMinutes: {
    type: 'number',
    nullable: true,
    unit: 'minutes',
    means: 'temporary access code: longest life an administrator may give it',
    source: LIST,
    needs: ['authenticators'],
  },
  modelsRestricted: {
    type: 'boolean',
    nullable: true,
    means: 'WebAuthn: an ACTIVE enrolment policy limits which security key models may enrol',
    source: 'GET /api/v1/policies?type=MFA_ENROLL',
    needs: ['policies'],
  },
} as const satisfies FactSchema;
