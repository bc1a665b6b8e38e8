import type { Wire } from '../org';
import { ORG_ORIGIN } from '../org';
import { jwkWire, secretWire, signingKeyWire } from '../generate/app-generator';
import { APP_KINDS, appWire, type AppKind } from '../generate/app-wire';
import { idOf } from '../generate/baseline-world';
import { DOMAIN } from '../generate/names';
import type { AssignmentOverride, OrgState } from '../state/org-state';
import { FieldError, childSpec, optionalText, text, texts, type CollectionSpec } from './collection-spec';
import { merge, without, type Plain } from './merge';
import { titleOf } from './title';

const SECRET_METHODS = /^client_secret_/;

/** Applications, who has them, and what they authenticate with. */
export const APP_SPECS: Readonly<Record<string, CollectionSpec>> = {
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
    find: (state, id) => {
      const [app, principal] = id.split('/', 2) as [string, string];
      const has = principal.startsWith('00g')
        ? state.groupIdsOfApp(app).includes(principal)
        : state.directUsersOf(app).has(principal);
      return has ? {} : undefined;
    },
    touched: (object) => [`${text(object, 'app')}/${text(object, object.user === undefined ? 'group' : 'user')}`],
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
    (object) => text(object, 'kid'),
  ),
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
