import type { ListName, Wire, WireUser } from '../org';
import { ORG_ORIGIN } from '../org';
import { jwkWire, secretWire, signingKeyWire } from '../generate/app-generator';
import { APP_KINDS, appWire, type AppKind } from '../generate/app-wire';
import { policyWire, ruleWire } from '../generate/baseline-policies';
import { frame, idOf } from '../generate/baseline-world';
import { deviceWire } from '../generate/device-generator';
import { DOMAIN } from '../generate/names';
import { attributeWire, type SchemaWire } from '../generate/user-schema';
import type { AssignmentOverride, OrgState } from '../state/org-state';
import { FieldError, childSpec, listSpec, optionalText, text, texts, type CollectionSpec } from './collection-spec';
import { merge, without, type Plain } from './merge';
import { titleOf } from './principal-specs';

const SECRET_METHODS = /^client_secret_/;

/** A list whose objects are a frame and what the scenario says. */
function plain(
  list: ListName,
  prefix: string,
  path: string,
  defaults: Plain,
  required: readonly string[] = [],
): CollectionSpec {
  return listSpec(list, prefix, required, (state, object, name) =>
    merge(
      { ...frame(state.baseline, object.id, path, 200), name: titleOf(name), status: 'ACTIVE', ...defaults },
      object,
    ),
  );
}

export const OBJECT_SPECS: Readonly<Record<string, CollectionSpec>> = {
  apps: {
    prefix: '0oa',
    required: ['id'],
    add: addApp,
    find: (state, id) => state.apps.find(id),
    put: (state, _id, object) => state.apps.put(object as Wire),
    remove: (state, id) => state.apps.remove(id),
  },
  assignments: {
    prefix: null,
    required: ['app'],
    add: (state, object) => {
      const [kind, id] =
        object.user === undefined
          ? (['group', text(object, 'group')] as const)
          : (['user', text(object, 'user')] as const);
      assign(state, kind, text(object, 'app'), id, without(object, 'id', 'app', 'user', 'group'));
    },
    // Named `<app id>/<user or group id>`.
    remove: (state, id) => {
      const [app, principal] = id.split('/', 2) as [string, string];
      assign(state, principal.startsWith('00g') ? 'group' : 'user', app, principal, null);
      return true;
    },
  },
  grants: childSpec(
    'grants',
    'oag',
    ['app', 'scope'],
    (object) => text(object, 'app'),
    (state, object) =>
      grantWire(state, object.id, text(object, 'app'), text(object, 'scope'), without(object, 'app', 'scope')),
  ),
  secrets: childSpec(
    'secrets',
    'ocs',
    ['app'],
    (object) => text(object, 'app'),
    (state, object) =>
      merge(secretWire(object.id, text(object, 'app'), state.instants.daysAgo(60)), without(object, 'app')),
  ),
  integrationSecrets: childSpec(
    'integrationSecrets',
    'ocs',
    ['integration'],
    (object) => text(object, 'integration'),
    (state, object) =>
      merge(
        secretWire(object.id, text(object, 'integration'), state.instants.daysAgo(60)),
        without(object, 'integration'),
      ),
  ),
  jwks: keySetSpec(),
  keys: childSpec(
    'keys',
    null,
    ['kid'],
    (object) => text(object, object.app === undefined ? 'idp' : 'app'),
    (state, object) =>
      merge(
        signingKeyWire(text(object, 'kid'), state.instants.daysAgo(300), state.instants.daysAgo(-1500)),
        without(object, 'id', 'app', 'idp'),
      ),
  ),
  integrations: listSpec('apiServices', '0oi', ['scopes'], (state, object, name) =>
    merge(
      {
        id: object.id,
        type: `${name.replace(/\W+/g, '_')}`,
        name: titleOf(name),
        createdAt: state.instants.daysAgo(150),
        createdBy: idOf(state.baseline, 'staff-0'),
        grantedScopes: texts(object, 'scopes'),
        configGuideUrl: 'https://docs.vendor.example/okta',
        properties: {},
        _links: { self: { href: `${ORG_ORIGIN}/integrations/api/v1/api-services/${object.id}` } },
      },
      without(object, 'scopes'),
    ),
  ),
  policies: listSpec('policies', '00p', ['type'], (state, object, name) =>
    merge(
      policyWire(state.baseline, object.id, { type: text(object, 'type'), name: titleOf(name), priority: 1 }, {}),
      object,
    ),
  ),
  policyRules: childSpec(
    'policyRules',
    '0pr',
    ['id', 'policy'],
    (object) => text(object, 'policy'),
    (state, object, name) => {
      const policy = state.list('policies').find(text(object, 'policy'));
      if (!policy) throw new FieldError('policy', 'names no policy');
      const type = policy.type === 'OKTA_SIGN_ON' ? 'SIGN_ON' : String(policy.type);
      const wire = ruleWire(state.baseline, object.id, policy.id, { type, name: titleOf(name), priority: 1 }, {});
      return merge(wire, without(object, 'policy'));
    },
  ),
  idps: listSpec('idps', '0ob', ['type'], (state, object, name) => merge(idpWire(state, object.id, name), object)),
  idpKeys: listSpec('idpKeys', 'kid', ['expiresAt'], (state, object) =>
    merge(signingKeyWire(object.id, state.instants.daysAgo(300), text(object, 'expiresAt')), object),
  ),
  authenticators: plain('authenticators', 'aut', 'api/v1/authenticators', {}, ['key', 'type']),
  authenticatorMethods: childSpec(
    'authenticatorMethods',
    null,
    ['authenticator', 'type'],
    (object) => text(object, 'authenticator'),
    (_state, object) =>
      merge(
        { id: text(object, 'type'), type: text(object, 'type'), status: 'ACTIVE', settings: {} },
        without(object, 'id', 'authenticator'),
      ),
  ),
  zones: plain('zones', 'nzo', 'api/v1/zones', { usage: 'POLICY', system: false }, ['type']),
  behaviors: plain('behaviors', 'ibh', 'api/v1/behaviors', { settings: {} }, ['type']),
  trustedOrigins: plain('trustedOrigins', 'tos', 'api/v1/trustedOrigins', { scopes: [{ type: 'CORS' }] }, ['origin']),
  logStreams: plain('logStreams', '0ls', 'api/v1/logStreams', { settings: {} }, ['type']),
  realms: plain('realms', 'guo', 'api/v1/realms', { isDefault: false }, ['profile']),
  userTypes: {
    ...plain('userTypes', 'oty', 'api/v1/meta/types/user', { default: false, displayName: 'Type', description: null }),
    add: (state, object, name) => {
      plain('userTypes', 'oty', 'api/v1/meta/types/user', {
        default: false,
        displayName: titleOf(name),
        description: null,
      }).add?.(state, object, name);
      const standard = state.schemas.get(state.userWorld.typeId) as SchemaWire;
      state.schemas.set(object.id, merge(standard, { id: standard.id.replace(state.userWorld.typeId, object.id) }));
    },
  },
  authorizationServers: plain('authorizationServers', 'aus', 'api/v1/authorizationServers', {
    description: null,
    issuerMode: 'DYNAMIC',
    audiences: [`https://api.${DOMAIN}`],
    credentials: { signing: { kid: 'key', use: 'sig', rotationMode: 'AUTO' } },
  }),
  authorizationServerPolicies: childSpec(
    'serverPolicies',
    '00q',
    ['id', 'server'],
    (object) => text(object, 'server'),
    (state, object, name) =>
      merge(
        {
          ...frame(state.baseline, object.id, `api/v1/authorizationServers/${text(object, 'server')}/policies`, 200),
          type: 'OAUTH_AUTHORIZATION_POLICY',
          status: 'ACTIVE',
          name: titleOf(name),
          priority: 1,
          system: false,
          conditions: { clients: { include: [] } },
        },
        without(object, 'server'),
      ),
  ),
  authorizationServerRules: childSpec(
    'serverRules',
    '0pq',
    ['id', 'policy'],
    (object) => text(object, 'policy'),
    (state, object, name) =>
      merge(
        {
          ...frame(state.baseline, object.id, `api/v1/authorizationServers/rules`, 200),
          type: 'RESOURCE_ACCESS',
          status: 'ACTIVE',
          name: titleOf(name),
          priority: 1,
          system: false,
          conditions: { people: {}, grantTypes: { include: ['client_credentials'] }, scopes: { include: [] } },
          actions: {
            token: {
              accessTokenLifetimeMinutes: 30,
              refreshTokenLifetimeMinutes: 10_080,
              refreshTokenWindowMinutes: 1440,
            },
          },
        },
        without(object, 'policy'),
      ),
  ),
  eventHooks: plain('eventHooks', 'who', 'api/v1/eventHooks', {
    verificationStatus: 'VERIFIED',
    createdBy: null,
    events: { type: 'EVENT_TYPE', items: ['user.lifecycle.create'], filter: null },
    channel: {
      type: 'HTTP',
      version: '1.0.0',
      config: {
        uri: `https://hooks.${DOMAIN}/okta`,
        headers: [],
        method: 'POST',
        authScheme: { type: 'HEADER', key: 'authorization' },
      },
    },
  }),
  inlineHooks: plain(
    'inlineHooks',
    'cal',
    'api/v1/inlineHooks',
    {
      version: '1.0.0',
      channel: {
        type: 'HTTP',
        version: '1.0.0',
        config: {
          uri: `https://hooks.${DOMAIN}/inline`,
          headers: [],
          method: 'POST',
          authScheme: { type: 'HEADER', key: 'authorization' },
        },
      },
    },
    ['type'],
  ),
  devices: listSpec('devices', 'guf', [], (state, object, name) => {
    const users = [...texts(object, 'users'), ...(object.user === undefined ? [] : [text(object, 'user')])];
    const wire = deviceWire(state.instants, object.id, {
      platform: 'MACOS',
      serial: name.toUpperCase(),
      createdDaysAgo: 100,
      updatedDaysAgo: 2,
      users: users.map((user) => state.users.find(user) as WireUser),
    });
    return merge(wire, without(object, 'users', 'user'));
  }),
  deviceAssurances: plain('deviceAssurances', 'dae', 'api/v1/device-assurances', {}, ['platform']),
  domains: plain('domains', 'OcD', 'api/v1/domains', { validationStatus: 'COMPLETED' }, ['domain']),
  agentPools: plain('agentPools', '0oc', 'api/v1/agentPools', { operationalStatus: 'OPERATIONAL', agents: [] }, [
    'type',
  ]),
  attributes: {
    prefix: null,
    required: ['name', 'permission'],
    add: (state, object) =>
      putAttribute(state, optionalText(object, 'type') ?? state.userWorld.typeId, text(object, 'name'), {
        permission: text(object, 'permission'),
        ...(object.master === undefined ? {} : { master: text(object, 'master') }),
      }),
  },
  settings: {
    prefix: null,
    required: [],
    find: (state, id) => state.settings[id as keyof OrgState['settings']],
    put: (state, id, object) =>
      void (state.settings[id as keyof OrgState['settings']] = object as Record<string, unknown>),
  },
};

/** Public keys show twice: in a list of their own and in the application's key set. */
function keySetSpec(): CollectionSpec {
  const spec = childSpec(
    'jwks',
    'pks',
    ['app'],
    (object) => text(object, 'app'),
    (state, object, name) => {
      const kid = optionalText(object, 'kid') ?? name;
      const wire = jwkWire(object.id, kid, state.instants.daysAgo(60), state.dice, object.id.length + name.length);
      return merge(wire, without(object, 'app'));
    },
  );
  const inKeySet = (state: OrgState, appId: string): void => {
    const app = state.apps.find(appId);
    const keys = state.children('jwks', appId).range(0, 1000);
    if (app) state.apps.put(merge(app, { settings: { oauthClient: { jwks: { keys } } } }));
  };
  return {
    ...spec,
    add: (state, object, name) => {
      spec.add?.(state, object, name);
      inKeySet(state, text(object, 'app'));
    },
    put: (state, id, object) => {
      const parent = state.findChild('jwks', id)?.parent;
      spec.put?.(state, id, object);
      if (parent !== undefined) inKeySet(state, parent);
    },
    remove: (state, id) => {
      const parent = state.findChild('jwks', id)?.parent;
      const removed = spec.remove?.(state, id) ?? false;
      if (parent !== undefined) inKeySet(state, parent);
      return removed;
    },
  };
}

function addApp(state: OrgState, object: Plain & { readonly id: string }, name: string): void {
  const kind = (optionalText(object, 'kind') ?? 'saml') as AppKind;
  if (!APP_KINDS.includes(kind)) throw new FieldError('kind', `must be one of ${APP_KINDS.join(', ')}`);
  const { policies } = state.appWorld;
  const method = optionalText(object, 'authMethod');
  const scopes = texts(object, 'scopes');
  const kid = state.ids.named('kid', object.id);
  const keyed =
    kind === 'service' && object.jwks === undefined && (method === undefined || method === 'private_key_jwt');
  const jwks = keyed
    ? [
        jwkWire(
          state.ids.named('pks', object.id),
          `${name}-key`,
          state.instants.daysAgo(60),
          state.dice,
          900_000 + name.length,
        ),
      ]
    : [];
  const wire = appWire({
    id: object.id,
    orgId: idOf(state.baseline, 'org'),
    kind,
    label: optionalText(object, 'label') ?? titleOf(name),
    status: 'ACTIVE',
    created: state.instants.daysAgo(120),
    host: `${name.toLowerCase()}.${DOMAIN}`,
    owner: `platform@${DOMAIN}`,
    kid,
    accessPolicyId: object.policy === null || !policies ? null : (optionalText(object, 'policy') ?? policies.workforce),
    profileEnrollmentPolicyId: policies && policies.enrollment,
    zoneId: idOf(state.baseline, 'data-centre-zone'),
    jwks,
  });
  const authMethod =
    method === undefined ? {} : { credentials: { oauthClient: { token_endpoint_auth_method: method } } };
  const app = merge(
    merge(wire, authMethod),
    without(object, 'kind', 'policy', 'authMethod', 'scopes', 'users', 'groups', 'label', 'secrets', 'jwks'),
  );
  state.apps.put(app);
  const used =
    (app.credentials as { oauthClient?: { token_endpoint_auth_method?: string } }).oauthClient
      ?.token_endpoint_auth_method ?? '';
  if (SECRET_METHODS.test(used) && object.secrets === undefined) {
    state
      .ownChildren('secrets', object.id)
      .put(secretWire(state.ids.named('ocs', object.id), object.id, state.instants.daysAgo(60)));
  }
  for (const jwk of jwks) state.ownChildren('jwks', object.id).put(jwk);
  if (kind !== 'bookmark') {
    state
      .ownChildren('keys', object.id)
      .put(signingKeyWire(kid, state.instants.daysAgo(100), state.instants.daysAgo(-3000)));
  }
  for (const scope of scopes) {
    const id = state.ids.named('oag', `${object.id}/${scope}`);
    state.ownChildren('grants', object.id).put(grantWire(state, id, object.id, scope, {}));
  }
  for (const user of texts(object, 'users')) assign(state, 'user', object.id, user, {});
  for (const group of texts(object, 'groups')) assign(state, 'group', object.id, group, {});
}

function assign(
  state: OrgState,
  kind: 'user' | 'group',
  app: string,
  principal: string,
  row: AssignmentOverride,
): void {
  const all = kind === 'user' ? state.appUsers : state.appGroups;
  let of = all.get(app);
  if (!of) all.set(app, (of = new Map()));
  of.set(principal, row);
}

function grantWire(state: OrgState, id: string, app: string, scope: string, partial: Plain): Wire {
  return merge(
    {
      id,
      status: 'ACTIVE',
      created: state.instants.daysAgo(100),
      lastUpdated: state.instants.daysAgo(100),
      createdBy: { id: idOf(state.baseline, 'admin-0'), type: 'User' },
      issuer: ORG_ORIGIN,
      clientId: app,
      scopeId: scope,
      source: 'ADMIN',
      _links: {
        app: { href: `${ORG_ORIGIN}/api/v1/apps/${app}` },
        self: { href: `${ORG_ORIGIN}/api/v1/apps/${app}/grants/${id}` },
      },
    },
    partial,
  );
}

/** A SAML identity provider that links and provisions nobody by itself. */
function idpWire(state: OrgState, id: string, name: string): Wire {
  return {
    ...frame(state.baseline, id, 'api/v1/idps', 200),
    name: titleOf(name),
    status: 'ACTIVE',
    issuerMode: 'DYNAMIC',
    protocol: {
      type: 'SAML2',
      endpoints: {
        sso: { url: `https://${name}.partner.example/sso`, binding: 'HTTP-POST' },
        acs: { binding: 'HTTP-POST', type: 'INSTANCE' },
      },
      algorithms: {
        request: { signature: { algorithm: 'SHA-256', scope: 'REQUEST' } },
        response: { signature: { algorithm: 'SHA-256', scope: 'ANY' } },
      },
      credentials: {
        trust: {
          issuer: `https://${name}.partner.example`,
          audience: `https://www.okta.example/${id}`,
          kid: `kid-${name}`,
        },
      },
    },
    policy: {
      accountLink: { action: 'DISABLED', filter: null },
      provisioning: {
        action: 'DISABLED',
        profileMaster: false,
        groups: { action: 'NONE' },
        conditions: { deprovisioned: { action: 'NONE' }, suspended: { action: 'NONE' } },
      },
      subject: {
        userNameTemplate: { template: 'idpuser.subjectNameId' },
        filter: `^.+@partner\\.example$`,
        matchType: 'USERNAME',
        matchAttribute: null,
      },
      trustClaims: false,
      mapAMRClaims: false,
      maxClockSkew: 120_000,
    },
  };
}

function putAttribute(
  state: OrgState,
  typeId: string,
  name: string,
  attribute: { permission: string; master?: string },
): void {
  const schema = state.schemas.get(typeId);
  if (!schema) throw new FieldError('type', 'names no user type');
  const where = name in schema.definitions.base.properties ? 'base' : 'custom';
  state.schemas.set(
    typeId,
    merge(schema, { definitions: { [where]: { properties: { [name]: attributeWire(name, attribute) } } } }),
  );
}
