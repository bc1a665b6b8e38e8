import type { ListName, SettingName, Wire } from '../org/org';
import { NEEDS, type Need } from './access';
import { object, paged, type Answer, type Call, type Endpoint } from './endpoint';
import { notFound } from './okta-error';
import type { PageSize } from './paging';
import { matches, parseFilter, valueAt, type Grammar, type Operator } from './scim-filter';
import { selfLinked, without } from './wire-links';

type More = Partial<Pick<Endpoint, 'identityEngine' | 'licensed'>>;

const OPTIONAL: readonly Operator[] = ['eq', 'gt', 'ge', 'lt', 'le', 'sw', 'co', 'pr'];
const ZONES: Grammar = { caseSensitive: true, attributes: { id: ['eq'], usage: ['eq'], system: ['eq'] } };
const DEVICES: Grammar = {
  caseSensitive: false,
  attributes: { id: OPTIONAL, status: OPTIONAL, lastUpdated: OPTIONAL, 'profile.*': OPTIONAL },
};
const PRINCIPAL_LIMITS: Grammar = {
  caseSensitive: true,
  attributes: { principalType: ['eq'], principalId: ['eq'] },
};
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** Settings, network, hooks, authenticators, devices: what belongs to the tenant rather than to a user, group or app. */
export const TENANT_ENDPOINTS: readonly Endpoint[] = [
  setting('/api/v1/org', 'org'),
  setting('/api/v1/org/orgSettings/thirdPartyAdminSetting', 'org-third-party-admin'),
  setting('/api/v1/org/settings/clientPrivilegesSetting', 'org-client-privileges'),
  setting('/api/v1/org/settings/autoAssignAdminAppSetting', 'org-admin-app-assignment'),
  setting('/api/v1/org/privacy/oktaSupport', 'org-support-access', 'okta.orgs.read', NEEDS.superAdmin),
  setting('/api/v1/first-party-app-settings/admin-console', 'admin-console-settings', 'okta.apps.read'),
  setting('/attack-protection/api/v1/user-lockout-settings', 'lockout-settings'),
  setting('/attack-protection/api/v1/authenticator-settings', 'authenticator-settings'),
  setting('/api/v1/threats/configuration', 'threat-insight', 'okta.threatInsights.read', NEEDS.network),
  {
    path: '/api/v1/domains',
    scope: 'okta.domains.read',
    need: NEEDS.settings,
    answer: ({ org }) => object({ domains: org.list('domains').range(0, org.list('domains').size) }),
  },
  {
    path: '/api/v1/zones',
    scope: 'okta.networkZones.read',
    need: NEEDS.network,
    answer: (call) => filtered(call, 'zones', { normal: NO_LIMIT, max: 200 }, ZONES, call.query.filter),
  },
  list('/api/v1/trustedOrigins', 'trustedOrigins', 'okta.trustedOrigins.read', NEEDS.settings, {
    normal: 20,
    max: 200,
  }),
  list('/api/v1/behaviors', 'behaviors', 'okta.behaviors.read', NEEDS.settings),
  list('/api/v1/eventHooks', 'eventHooks', 'okta.eventHooks.read', NEEDS.hooks),
  list('/api/v1/inlineHooks', 'inlineHooks', 'okta.inlineHooks.read', NEEDS.hooks),
  list(
    '/api/v1/logStreams',
    'logStreams',
    'okta.logStreams.read',
    NEEDS.superAdmin,
    { normal: 20, max: 200 },
    {
      licensed: (org) => org.features.logStreaming,
    },
  ),
  list('/api/v1/api-tokens', 'apiTokens', 'okta.apiTokens.read', NEEDS.apiTokens),
  one('/api/v1/api-tokens/:id', 'apiTokens', 'okta.apiTokens.read', NEEDS.apiTokens, 'ApiToken'),
  list('/api/v1/features', 'features', 'okta.features.read', NEEDS.superAdmin),
  list('/api/v1/agentPools', 'agentPools', 'okta.agentPools.read', NEEDS.agents, { normal: 200, max: 200 }),
  {
    path: '/api/v1/principal-rate-limits',
    scope: 'okta.principalRateLimits.read',
    need: NEEDS.rateLimits,
    answer: (call) =>
      filtered(call, 'principalRateLimits', { normal: 20, max: 50 }, PRINCIPAL_LIMITS, call.query.filter),
  },
  list(
    '/api/v1/realms',
    'realms',
    'okta.realms.read',
    NEEDS.realms,
    { normal: 200, max: 200 },
    {
      licensed: (org) => org.features.realms,
    },
  ),
  list('/api/v1/meta/types/user', 'userTypes', 'okta.userTypes.read', NEEDS.userTypes),
  one('/api/v1/meta/types/user/:id', 'userTypes', 'okta.userTypes.read', NEEDS.userTypes, 'UserType'),
  {
    path: '/api/v1/meta/schemas/user/:typeId',
    scope: 'okta.schemas.read',
    need: NEEDS.userSchema,
    answer: ({ org, params }) => {
      const schema = org.userSchema(params.typeId ?? '');
      if (!schema) throw notFound(params.typeId ?? '', 'UserSchema');
      return object(schema);
    },
  },
  list('/api/v1/authenticators', 'authenticators', 'okta.authenticators.read', NEEDS.policies, undefined, {
    identityEngine: true,
  }),
  one('/api/v1/authenticators/:id', 'authenticators', 'okta.authenticators.read', NEEDS.policies, 'Authenticator', {
    identityEngine: true,
  }),
  {
    path: '/api/v1/authenticators/:id/methods',
    scope: 'okta.authenticators.read',
    need: NEEDS.policies,
    identityEngine: true,
    answer: ({ org, params }) => {
      const methods = org.sublist('authenticatorMethods', params.id ?? '');
      if (!methods) throw notFound(params.id ?? '', 'Authenticator');
      return { style: 'list', rows: methods.range(0, methods.size).map((method) => without(method, 'id')) };
    },
  },
  { path: '/api/v1/devices', scope: 'okta.devices.read', need: NEEDS.devices, identityEngine: true, answer: devices },
  device('/api/v1/devices/:id', (found) =>
    object(selfLinked(({ id }) => `/api/v1/devices/${id}`)(without(found, '_embedded') as Wire)),
  ),
  device('/api/v1/devices/:id/users', (found) => ({
    style: 'list',
    rows: (found._embedded as { readonly users?: readonly unknown[] } | undefined)?.users ?? [],
  })),
  list('/api/v1/device-assurances', 'deviceAssurances', 'okta.deviceAssurance.read', NEEDS.policies, undefined, {
    identityEngine: true,
    licensed: (org) => org.features.deviceAssurance,
  }),
];

function setting(path: string, name: SettingName, scope = 'okta.orgs.read', need: Need = NEEDS.settings): Endpoint {
  return { path, scope, need, answer: ({ org }) => object(org.setting(name)) };
}

/** @param size absent when the endpoint answers the whole list at once */
function list(path: string, name: ListName, scope: string, need: Need, size?: PageSize, more: More = {}): Endpoint {
  const show = selfLinked((row) => `${path}/${row.id}`);
  return {
    path,
    scope,
    need,
    ...more,
    answer: (call) => {
      const rows = call.org.list(name);
      if (size) return paged(call, rows, size, { show });
      return { style: 'list', rows: rows.range(0, rows.size).map(show) };
    },
  };
}

function one(path: string, name: ListName, scope: string, need: Need, type: string, more: More = {}): Endpoint {
  const base = path.slice(0, path.lastIndexOf('/'));
  return {
    path,
    scope,
    need,
    ...more,
    answer: ({ org, params }) => {
      const found = org.list(name).find(params.id ?? '');
      if (!found) throw notFound(params.id ?? '', type);
      return object(selfLinked((row) => `${base}/${row.id}`)(found));
    },
  };
}

function filtered(call: Call, name: ListName, size: PageSize, grammar: Grammar, text: string | undefined) {
  const expression = text === undefined ? null : parseFilter(text, grammar);
  const keep = (row: Wire): boolean =>
    expression === null || matches(expression, (attribute) => valueAt(row, attribute), grammar.caseSensitive);
  const show = selfLinked((row) => `${call.path}/${row.id}`);
  return paged(call, call.org.list(name), size, { keep, show });
}

function device(path: string, answer: (found: Wire) => Answer): Endpoint {
  return {
    path,
    scope: 'okta.devices.read',
    need: NEEDS.devices,
    identityEngine: true,
    answer: ({ org, params }) => {
      const found = org.list('devices').find(params.id ?? '');
      if (!found) throw notFound(params.id ?? '', 'Device');
      return answer(found);
    },
  };
}

/** Users stand in a device's embedding only when `expand` asks for them. */
function devices(call: Call) {
  const { search, expand } = call.query;
  const expression = search === undefined ? null : parseFilter(search, DEVICES);
  const keep = (row: Wire): boolean =>
    expression === null || matches(expression, (attribute) => valueAt(row, attribute), DEVICES.caseSensitive);
  const show = (row: Wire): unknown => {
    const shown = selfLinked(({ id }) => `/api/v1/devices/${id}`)(row);
    if (expand === 'user' || expand === 'userSummary') return shown;
    return without(shown, '_embedded');
  };
  return paged(call, call.org.list('devices'), { normal: 200, max: 200 }, { keep, show });
}
