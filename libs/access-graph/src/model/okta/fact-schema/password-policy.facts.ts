import type { FactSchema, FactSpec } from '@posture/domain';

const POLICY = 'GET /api/v1/policies?type=PASSWORD';
const RULES = 'GET /api/v1/policies/{id}/rules';

const setting = (type: 'number' | 'boolean' | 'list', means: string, unit?: string): FactSpec => ({
  type,
  nullable: true,
  means: `${means}; null for other policy types`,
  source: POLICY,
  needs: ['policies'],
  ...(unit === undefined ? {} : { unit }),
});

/** Password policies. A setting that the org leaves out has the default Okta documents. */
export const PASSWORD_POLICY_FACTS = {
  passwordProvider: {
    type: 'string',
    nullable: true,
    means: 'whose passwords the policy governs: OKTA, ACTIVE_DIRECTORY, LDAP or ANY; null for other policy types',
    source: POLICY,
    needs: ['policies'],
  },
  minLength: setting('number', 'least length of a password', 'characters'),
  minUpperCase: setting('number', 'upper case letters required', 'count'),
  minLowerCase: setting('number', 'lower case letters required', 'count'),
  minNumber: setting('number', 'digits required', 'count'),
  minSymbol: setting('number', 'symbols required', 'count'),
  historyCount: setting('number', 'earlier passwords that may not be used again', 'count'),
  minAgeMinutes: setting('number', 'time before a password may be changed again; 0 is none', 'minutes'),
  maxAgeDays: setting('number', 'age at which a password expires; 0 is never', 'days'),
  maxAttempts: setting('number', 'wrong passwords before the user is locked; 0 is never', 'count'),
  excludesCommonPasswords: setting('boolean', 'common passwords are refused'),
  excludesUsername: setting('boolean', 'the username is refused as part of the password'),
  excludedAttributes: setting('list', 'profile attributes refused as part of the password'),
  answersBreach: setting('boolean', 'a password seen in a breach expires, ends sessions or runs a workflow'),
  recoveryQuestionMinLength: {
    type: 'number',
    nullable: true,
    unit: 'characters',
    means:
      'least length of the answer to the recovery question; null when the question is off, or for other policy types',
    source: POLICY,
    needs: ['policies'],
  },
  weakRecoveryRuleCount: {
    type: 'number',
    nullable: true,
    unit: 'count',
    means:
      'rules that allow a password reset by SMS, call or e-mail only, without a further step; null for other policy types',
    source: `${POLICY}, ${RULES}`,
    needs: ['policy-rules'],
  },
  selfServiceRuleCount: {
    type: 'number',
    nullable: true,
    unit: 'count',
    means: 'rules that allow self-service password reset or unlock; null for other policy types',
    source: RULES,
    needs: ['policy-rules'],
  },
  coversAdmins: {
    type: 'boolean',
    nullable: true,
    means: 'the policy is the one that decides for at least one user with an admin role; null for other policy types',
    source: `${POLICY}, GET /api/v1/users/{id}/roles, GET /api/v1/groups/{id}/roles, GET /api/v1/groups/{id}/users`,
    needs: ['policies', 'role-assignees', 'user-roles', 'group-roles', 'group-members'],
  },
} as const satisfies FactSchema;
