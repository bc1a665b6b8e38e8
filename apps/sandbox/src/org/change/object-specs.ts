import type { ListName, Wire, WireUser } from '../org';
import { ORG_ORIGIN } from '../org';
import { secretWire, signingKeyWire } from '../generate/app-generator';
import { policyWire, ruleWire } from '../generate/baseline-policies';
import { frame, idOf } from '../generate/baseline-world';
import { deviceWire } from '../generate/device-generator';
import { DOMAIN } from '../generate/names';
import { attributeWire, type SchemaWire } from '../generate/user-schema';
import type { OrgState } from '../state/org-state';
import { FieldError, childSpec, listSpec, optionalText, text, texts, type CollectionSpec } from './collection-spec';
import { merge, without, type Plain } from './merge';
import { titleOf } from './title';

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
    (object) => text(object, 'type'),
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
