const TEXTS = { type: 'array' as const, items: { type: 'string' } };

const VALUE = {
  oneOf: [
    { type: 'boolean' },
    { type: 'number' },
    { type: 'string' },
    { type: 'array', items: { oneOf: [{ type: 'number' }, { type: 'string' }] } },
  ],
};

/** By rule id: what is chosen for it. */
export const RULE_SETTINGS = {
  type: 'object' as const,
  description: 'by rule id; what is left out is as the profile of a scan, or the rule itself, has it',
  additionalProperties: {
    type: 'object',
    properties: {
      enabled: { type: 'boolean' },
      severity: { $ref: '#/components/schemas/Severity' },
      parameters: { type: 'object', additionalProperties: VALUE },
    },
  },
};

/** What operators know of their tenant. */
export const CLASSIFICATION = {
  type: 'object' as const,
  description: "what you know of your tenant and nobody can read; what is left out is the provider's usual",
  properties: {
    servicePattern: { type: 'string', description: 'names of service accounts, in the syntax of RE2' },
    serviceUserTypes: TEXTS,
    serviceGroups: { ...TEXTS, description: 'groups whose members are service accounts' },
    internalDomains: { ...TEXTS, description: 'mail domains of your own' },
    breakGlassGroups: TEXTS,
    tier1Apps: { ...TEXTS, description: 'critical applications, as the catalogue calls them' },
    tier2Apps: TEXTS,
    trustedAsns: { type: 'array', items: { type: 'integer' } },
    trustedZones: TEXTS,
    automationLogins: { ...TEXTS, description: 'logins by which programs act' },
    approvedIdentityProviders: { ...TEXTS, description: 'by name or id' },
    approvedIntegrations: TEXTS,
  },
} as const;

/** The same for a change: null takes something out, and what is not named stays (JSON Merge Patch, RFC 7386). */
export const RULE_SETTINGS_CHANGE = {
  ...RULE_SETTINGS,
  additionalProperties: { type: ['object', 'null'], additionalProperties: true },
  description: 'by rule id; null takes a setting out, what is not named stays, a list is replaced whole',
};

export const CLASSIFICATION_CHANGE = {
  type: 'object' as const,
  additionalProperties: true,
  description: 'as in the answer; null takes a part out',
};
