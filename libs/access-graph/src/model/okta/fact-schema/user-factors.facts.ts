import type { FactSchema } from '@posture/domain';

const FACTORS = { source: 'GET /api/v1/users/{id}/factors', needs: ['factors'] } as const;

/**
 * What a user proves itself with beyond a password. Assurance levels: 3 phishing-resistant (webauthn, u2f,
 * signed_nonce, smart card), 2 possession (push, tokens, external factors), 1 phone, mail or question.
 */
export const USER_FACTOR_FACTS = {
  mfaFactorCount: {
    type: 'number',
    unit: 'count',
    means: 'ACTIVE factors other than a security question',
    ...FACTORS,
  },
  strongFactorCount: { type: 'number', unit: 'count', means: 'ACTIVE factors of assurance level 2 or 3', ...FACTORS },
  strongestFactorAal: {
    type: 'number',
    unit: 'level',
    means: 'assurance level of the strongest ACTIVE factor; 0 without any',
    ...FACTORS,
  },
  activeFactors: { type: 'list', means: 'types of the ACTIVE factors', ...FACTORS },
  daysSinceOldestPendingFactor: {
    type: 'number',
    unit: 'days',
    nullable: true,
    means: 'time since the oldest enrolment that was begun and not finished; null when there is none',
    ...FACTORS,
  },
  phoneUserCount: {
    type: 'number',
    unit: 'count',
    means: 'users with an ACTIVE factor on the most shared phone number of this user, itself included',
    ...FACTORS,
  },
  deviceCount: {
    type: 'number',
    unit: 'count',
    means: 'ACTIVE and unsuspended devices registered to the user',
    source: 'GET /api/v1/devices?expand=user',
    needs: ['devices'],
  },
  deviceUserCount: {
    type: 'number',
    unit: 'count',
    means: 'users of the most shared device in use of this user, itself included',
    source: 'GET /api/v1/devices?expand=user',
    needs: ['devices'],
  },
} as const satisfies FactSchema;
