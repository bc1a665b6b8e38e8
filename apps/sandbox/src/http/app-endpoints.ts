import type { SublistName, Wire } from '../org/org';
import { NEEDS, type Need } from './access';
import { allOf, object, paged, type Answer, type Call, type Endpoint } from './endpoint';
import { notFound, validationFailed } from './okta-error';
import { matches, parseFilter, valueAt, type Grammar } from './scim-filter';
import { href, listedApp, selfLinked, withLinks } from './wire-links';

const FILTER: Grammar = {
  caseSensitive: true,
  attributes: {
    id: ['eq'],
    status: ['eq'],
    name: ['eq'],
    'credentials.signing.kid': ['eq'],
    'settings.slo.enabled': ['eq'],
    'user.id': ['eq'],
    'group.id': ['eq'],
  },
};

export const APP_ENDPOINTS: readonly Endpoint[] = [
  { path: '/api/v1/apps', scope: 'okta.apps.read', need: NEEDS.apps, emptyWithoutRole: true, answer: listApps },
  {
    path: '/api/v1/apps/:appId',
    scope: 'okta.apps.read',
    need: NEEDS.apps,
    answer: (call) => object(listedApp(appOf(call))),
  },
  {
    path: '/api/v1/apps/:appId/users',
    scope: 'okta.apps.read',
    need: NEEDS.apps,
    answer: (call) =>
      paged(
        call,
        sublistOf(call, 'appUsers'),
        { normal: 50, max: 500 },
        { show: (row) => assignment(call, row, 'user') },
      ),
  },
  {
    path: '/api/v1/apps/:appId/users/:userId',
    scope: 'okta.apps.read',
    need: NEEDS.apps,
    answer: (call) => {
      const { userId = '' } = call.params;
      const row = sublistOf(call, 'appUsers').find(userId);
      if (!row) throw notFound(userId, 'AppUser');
      return object(assignment(call, row, 'user'));
    },
  },
  {
    path: '/api/v1/apps/:appId/groups',
    scope: 'okta.apps.read',
    need: NEEDS.apps,
    answer: (call) =>
      paged(
        call,
        sublistOf(call, 'appGroups'),
        { normal: 20, max: 200, min: 20 },
        { show: (row) => assignment(call, row, 'group') },
      ),
  },
  {
    path: '/api/v1/apps/:appId/grants',
    scope: 'okta.appGrants.read',
    need: NEEDS.apps,
    answer: (call) => {
      onlyOidc(call);
      return allOf(sublistOf(call, 'appGrants'));
    },
  },
  credentials('keys', 'appKeys', NEEDS.apps, false),
  credentials('jwks', 'appJwks', NEEDS.apps, true),
  credentials('secrets', 'appSecrets', NEEDS.clientCredentials, true),
  {
    path: '/integrations/api/v1/api-services',
    scope: 'okta.oauthIntegrations.read',
    need: NEEDS.superAdmin,
    answer: (call) =>
      paged(call, call.org.list('apiServices'), { normal: 50, max: 50 }, { show: selfLinked(integrationPath) }),
  },
  {
    path: '/integrations/api/v1/api-services/:apiServiceId',
    scope: 'okta.oauthIntegrations.read',
    need: NEEDS.superAdmin,
    answer: ({ org, params }) => {
      const found = org.list('apiServices').find(params.apiServiceId ?? '');
      if (!found) throw notFound(params.apiServiceId ?? '', 'OAuth2Client');
      return object(selfLinked(integrationPath)(found));
    },
  },
  {
    path: '/integrations/api/v1/api-services/:apiServiceId/credentials/secrets',
    scope: 'okta.oauthIntegrations.read',
    need: NEEDS.superAdmin,
    answer: ({ org, params }) => {
      const rows = org.sublist('apiServiceSecrets', params.apiServiceId ?? '');
      if (!rows) throw notFound(params.apiServiceId ?? '', 'OAuth2Client');
      return allOf(rows);
    },
  },
];

const integrationPath = (row: Wire): string => `/integrations/api/v1/api-services/${row.id}`;

function credentials(name: string, sublist: SublistName, need: Need, oidcOnly: boolean): Endpoint {
  return {
    path: `/api/v1/apps/:appId/credentials/${name}`,
    scope: 'okta.apps.read',
    need,
    answer: (call) => {
      if (oidcOnly) onlyOidc(call);
      return allOf(sublistOf(call, sublist));
    },
  };
}

/** Okta shows its own applications to super administrators only, in the list and one by one. */
const OKTA_OWN: ReadonlySet<unknown> = new Set(['saasure', 'okta_enduser', 'okta_browser_plugin']);

function isShown({ name }: Wire, { caller }: Call): boolean {
  return !OKTA_OWN.has(name) || caller.rights.roles.includes('SUPER_ADMIN');
}

function appOf(call: Call): Wire {
  const { org, params } = call;
  const app = org.list('apps').find(params.appId ?? '');
  if (!app || !isShown(app, call)) throw notFound(params.appId ?? '', 'AppInstance');
  return app;
}

function sublistOf(call: Call, name: SublistName) {
  const rows = call.org.sublist(name, appOf(call).id);
  if (!rows) throw notFound(call.params.appId ?? '', 'AppInstance');
  return rows;
}

function onlyOidc(call: Call): void {
  if (appOf(call).signOnMode !== 'OPENID_CONNECT') {
    throw validationFailed('appId', 'The application is not an OAuth 2.0 client.');
  }
}

function assignment(call: Call, row: Wire, kind: 'user' | 'group'): Wire {
  const app = `/api/v1/apps/${call.params.appId ?? ''}`;
  const expanded = call.query.expand === kind ? expansionOf(call, row, kind) : undefined;
  return withLinks(expanded === undefined ? row : { ...row, _embedded: { [kind]: expanded } }, {
    self: href(`${app}/${kind}s/${row.id}`),
    app: href(app),
    [kind]: href(`/api/v1/${kind}s/${row.id}`),
  });
}

function expansionOf({ org }: Call, { id }: Wire, kind: 'user' | 'group'): Wire | undefined {
  return kind === 'user' ? org.user(id) : org.list('groups').find(id);
}

/** Without `includeNonDeleted` or a filter on status, apps that are not active stay out of the list. */
function listApps(call: Call): Answer {
  const { org, query } = call;
  const expression = query.filter === undefined ? null : parseFilter(query.filter, FILTER);
  const activeOnly = query.includeNonDeleted !== 'true' && !(query.filter ?? '').includes('status');
  const wanted = query.q?.toLowerCase();
  const assigned = (app: Wire, name: SublistName, id: unknown): boolean =>
    org.sublist(name, app.id)?.find(String(id)) !== undefined;
  const keep = (app: Wire): boolean => {
    if (!isShown(app, call)) return false;
    if (activeOnly && app.status !== 'ACTIVE') return false;
    if (wanted !== undefined && ![app.name, app.label].some((text) => String(text).toLowerCase().startsWith(wanted))) {
      return false;
    }
    if (expression === null) return true;
    const probe = 'attribute' in expression ? expression : null;
    if (probe?.attribute === 'user.id') return assigned(app, 'appUsers', probe.value);
    if (probe?.attribute === 'group.id') return assigned(app, 'appGroups', probe.value);
    return matches(expression, (name) => valueAt(app, name), true);
  };
  return paged(call, org.list('apps'), { normal: 20, max: 200 }, { keep, show: listedApp });
}
