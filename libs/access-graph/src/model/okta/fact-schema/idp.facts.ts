import type { FactSchema } from '@posture/domain';

const IDPS = { source: 'GET /api/v1/idps', needs: ['idps'] } as const;
const GROUPS = {
  source: 'GET /api/v1/idps, GET /api/v1/groups/{id}/roles, GET /api/v1/apps/{id}/groups',
  needs: ['idps', 'group-roles', 'apps', 'app-groups'],
} as const;
const RULES = { source: 'GET /api/v1/groups/rules', needs: ['idps', 'group-rules'] } as const;

/** Whom an identity provider may sign in as, and how far its word is taken. */
export const IDP_FACTS = {
  status: { type: 'string', means: 'ACTIVE or INACTIVE', ...IDPS },
  type: { type: 'string', means: 'SAML2, OIDC, X509, GOOGLE …', ...IDPS },
  identifiers: { type: 'list', means: 'its id and its name', ...IDPS },
  autoLinks: {
    type: 'boolean',
    means: "whom it asserts becomes the existing user with the same name, without the user's doing",
    ...IDPS,
  },
  linkGroupCount: { type: 'number', unit: 'count', means: 'groups that such linking is limited to', ...IDPS },
  linkExcludesAdmins: { type: 'boolean', means: 'such linking leaves administrators out', ...IDPS },
  linkReachesAdmin: {
    type: 'boolean',
    means: 'such linking may sign in a user who holds an admin role',
    source: 'GET /api/v1/idps, GET /api/v1/groups/{id}/users, roles of users and groups',
    needs: ['idps', 'groups', 'group-members', 'role-assignees', 'user-roles', 'group-roles'],
  },
  groupAction: {
    type: 'string',
    means: 'what it does with group memberships at sign-in: NONE, ASSIGN, APPEND or SYNC',
    ...IDPS,
  },
  privilegedGroups: {
    type: 'list',
    means: 'groups it may put users into that hold an admin role or give a T0 or T1 application',
    ...GROUPS,
  },
  privilegedGroupCount: { type: 'number', unit: 'count', means: 'how many those are', ...GROUPS },
  daysSinceLastUse: {
    type: 'number',
    unit: 'days',
    means: 'time since somebody last signed in through it; if never, since it was created',
    source: 'GET /api/v1/logs',
    needs: ['idps', 'logs'],
  },
  mastersProfile: { type: 'boolean', means: 'it overwrites the profile of the users it signs in', ...IDPS },
  ruleAttributes: { type: 'list', means: 'profile attributes that ACTIVE group rules decide by', ...RULES },
  ruleAttributeCount: { type: 'number', unit: 'count', means: 'how many those are', ...RULES },
  subjectTemplate: { type: 'string', nullable: true, means: 'expression that makes the Okta username', ...IDPS },
  subjectClaims: { type: 'list', means: 'claims of the provider that this expression reads', ...IDPS },
  limitsSubjects: {
    type: 'boolean',
    means:
      'a pattern names the domains of the usernames it may assert; one that fits everything is none, one of another form unknown',
    ...IDPS,
  },
  signatureAlgorithm: {
    type: 'string',
    nullable: true,
    means: 'weakest signature accepted from it, SHA-1 or SHA-256; null outside SAML',
    ...IDPS,
  },
  signatureScope: {
    type: 'string',
    nullable: true,
    means: 'what must be signed: RESPONSE, TOKEN, ANY, or NONE; null outside SAML',
    ...IDPS,
  },
  maxClockSkewMs: {
    type: 'number',
    unit: 'milliseconds',
    nullable: true,
    means: 'how far its clock may differ, so how long a message can be replayed',
    ...IDPS,
  },
  trustsForeignMfa: {
    type: 'boolean',
    means: 'what it says about the authenticators used counts as if Okta had asked for them',
    ...IDPS,
  },
  issuerParts: {
    type: 'list',
    means: 'issuer of the smart cards it accepts, whole and by its parts such as ou=pki, in lower case',
    ...IDPS,
  },
  issuer: { type: 'string', nullable: true, means: 'issuer as it is written in Okta', ...IDPS },
} as const satisfies FactSchema;
