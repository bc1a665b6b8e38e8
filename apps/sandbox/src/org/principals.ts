import { generateKeyPairSync } from 'node:crypto';
import type { Jwk, Principal, Rights, Wire, WireUser } from './org';
import { RECOMMENDED_READ_PERMISSIONS, READ_SCOPES, VENDOR_MINIMUM_SCOPES } from './reader-access';
import { appWire } from './generate/app-wire';
import { idOf } from './generate/baseline-world';
import { DOMAIN } from './generate/names';
import { userWire } from './generate/user-generator';
import type { OrgState } from './state/org-state';

/**
 * The sandbox's own credentials. They work, and show in no list, so that a quiet org can be read without its reader
 * being a finding in it. Found by name in `principals`:
 * `sandbox-super-admin-token`, `sandbox-read-only-token`, `sandbox-reader` (RS256, super admin), `sandbox-least-privilege`
 * (ES256, DPoP, Read-only Administrator and the recommended custom permissions), `sandbox-no-role` (scopes, no role),
 * `sandbox-integration` (client id and secret, the vendor minimum of scopes).
 */
interface OwnCredential {
  readonly principal: Principal;
  readonly rights: Rights;
}

export class Principals {
  private readonly own = new Map<string, OwnCredential>();

  constructor(private readonly state: OrgState) {
    for (const credential of ownCredentials(state)) this.own.set(credential.principal.id, credential);
  }

  all(): Principal[] {
    return [...[...this.own.values()].map(({ principal }) => principal), ...this.listed()];
  }

  rightsOf(id: string): Rights | undefined {
    const own = this.own.get(id);
    if (own) return own.rights;
    const { state } = this;
    const token = state.list('apiTokens').find(id);
    if (token) {
      const owner = state.users.find(String(token.userId));
      if (owner?.status !== 'ACTIVE' || Date.parse(String(token.expiresAt)) <= state.instants.now.getTime())
        return undefined;
      return this.fromRoles([...state.rolesOf(owner.id), ...state.groupRolesOf(owner.id)]);
    }
    const app = state.apps.find(id);
    if (app) return app.status === 'ACTIVE' ? this.fromRoles(state.rolesOf(id)) : undefined;
    // An integration needs no role: its scopes bound it.
    return state.list('apiServices').find(id) ? { roles: ['SUPER_ADMIN'], permissions: [] } : undefined;
  }

  private fromRoles(rows: readonly { type: string; status: string; roleId: string | null }[]): Rights {
    const active = rows.filter(({ status }) => status === 'ACTIVE');
    const permissions = active.flatMap(({ roleId }) =>
      roleId === null
        ? []
        : this.state
            .children('permissions', roleId)
            .range(0, 1000)
            .map(({ id }) => id),
    );
    return {
      roles: [...new Set(active.filter(({ type }) => type !== 'CUSTOM').map(({ type }) => type))].sort(),
      permissions: [...new Set(permissions)].sort(),
    };
  }

  private listed(): Principal[] {
    const { state } = this;
    const tokens = state
      .list('apiTokens')
      .items()
      .map((token): Principal => {
        const network = (token.network ?? {}) as { connection?: string; include?: string[] };
        return {
          kind: 'token',
          id: token.id,
          name: String(token.name),
          listed: true,
          value: tokenValue(state, token.id),
          ownerId: String(token.userId),
          network: { connection: network.connection === 'ZONE' ? 'ZONE' : 'ANYWHERE', include: network.include ?? [] },
          expiresAt: String(token.expiresAt),
        };
      });
    const integrations = state
      .list('apiServices')
      .items()
      .map((integration): Principal => ({
        kind: 'integration',
        id: integration.id,
        name: String(integration.name),
        listed: true,
        secrets: state
          .children('integrationSecrets', integration.id)
          .range(0, 100)
          .filter(({ status }) => status === 'ACTIVE')
          .map(({ client_secret }) => String(client_secret)),
        scopes: integration.grantedScopes as string[],
      }));
    return [...tokens, ...this.serviceApps(), ...integrations];
  }

  private serviceApps(): Principal[] {
    const { state } = this;
    const { serviceAppsFrom, oidcFrom } = state.layout;
    const generated = Array.from({ length: oidcFrom - serviceAppsFrom }, (_, n) => serviceAppsFrom + n)
      .filter((ordinal) => !state.apps.removed.has(ordinal))
      .map((ordinal) => state.apps.atOrdinal(ordinal));
    return [...generated, ...state.apps.added.values()].flatMap((app) => {
      const client = (app.settings as { oauthClient?: Record<string, unknown> }).oauthClient;
      if (client?.application_type !== 'service') return [];
      const method = (app.credentials as { oauthClient?: { token_endpoint_auth_method?: string } }).oauthClient;
      return [
        {
          kind: 'service-app' as const,
          id: app.id,
          name: String(app.label),
          listed: true,
          publicKeys: ((client.jwks as { keys?: Jwk[] } | undefined)?.keys ?? []) as Jwk[],
          scopes: state
            .children('grants', app.id)
            .range(0, 1000)
            .map(({ scopeId }) => String(scopeId)),
          dpop: client.dpop_bound_access_tokens === true,
          authMethod: method?.token_endpoint_auth_method ?? 'private_key_jwt',
        },
      ];
    });
  }
}

function tokenValue(state: OrgState, id: string): string {
  return `00${state.ids.named('', `value of ${id}`)}${state.ids.named('', `rest of ${id}`)}`;
}

function ownCredentials(state: OrgState): OwnCredential[] {
  const superAdmin: Rights = { roles: ['SUPER_ADMIN'], permissions: [] };
  return [
    ownToken(state, 'sandbox-super-admin-token', superAdmin),
    ownToken(state, 'sandbox-read-only-token', { roles: ['READ_ONLY_ADMIN'], permissions: [] }),
    ownApp(state, 'sandbox-reader', 'RSA', false, superAdmin),
    ownApp(state, 'sandbox-least-privilege', 'EC', true, {
      roles: ['READ_ONLY_ADMIN'],
      permissions: RECOMMENDED_READ_PERMISSIONS,
    }),
    ownApp(state, 'sandbox-no-role', 'RSA', false, { roles: [], permissions: [] }),
    {
      principal: {
        kind: 'integration',
        id: state.ids.named('0oi', 'sandbox-integration'),
        name: 'sandbox-integration',
        listed: false,
        secrets: [tokenValue(state, 'sandbox-integration')],
        scopes: VENDOR_MINIMUM_SCOPES,
      },
      rights: superAdmin,
    },
  ];
}

function ownToken(state: OrgState, name: string, rights: Rights): OwnCredential {
  const owner = hiddenOwner(state, name, rights.roles);
  const id = state.ids.named('00T', name);
  return {
    principal: {
      ...{ kind: 'token', id, name, listed: false, value: tokenValue(state, id), ownerId: owner.id },
      network: { connection: 'ANYWHERE', include: [] },
      expiresAt: state.instants.daysAgo(-30),
    },
    rights,
  };
}

/** A user who answers to `/users/me` and shows in no list. */
function hiddenOwner(state: OrgState, name: string, roles: readonly string[]): WireUser {
  const user = userWire(state.instants, {
    ...{ id: state.ids.named('00u', `${name}-owner`), status: 'ACTIVE', login: `${name}@${DOMAIN}` },
    ...{ firstName: 'Posture', lastName: 'Reader', createdDaysAgo: 90, statusDaysAgo: 90 },
    ...{ lastLoginDaysAgo: 1, passwordDaysAgo: 10, profile: {} },
    ...{ typeId: state.userWorld.typeId, realmId: state.userWorld.realmId },
  });
  state.users.hidden.set(user.id, user);
  hideRoles(state, 'user', user.id, roles);
  return user;
}

function ownApp(state: OrgState, name: string, type: 'RSA' | 'EC', dpop: boolean, rights: Rights): OwnCredential {
  const id = state.ids.named('0oa', name);
  const { publicJwk, privateJwk } = keyPair(name, type);
  const wire = appWire({
    ...{ id, kind: 'service', label: name, status: 'ACTIVE', created: state.instants.daysAgo(90), host: DOMAIN },
    ...{ owner: `platform@${DOMAIN}`, kid: name, accessPolicyId: null, profileEnrollmentPolicyId: null },
    ...{ orgId: idOf(state.baseline, 'org'), zoneId: idOf(state.baseline, 'data-centre-zone'), jwks: [publicJwk] },
  });
  state.apps.hidden.set(id, wire);
  hideRoles(state, 'app', id, rights.roles);
  for (const scope of READ_SCOPES) {
    const grant: Wire = {
      id: state.ids.named('oag', `${name}/${scope}`),
      scopeId: scope,
      clientId: id,
      status: 'ACTIVE',
      source: 'ADMIN',
      issuer: 'https://{org}',
      created: state.instants.daysAgo(90),
      lastUpdated: state.instants.daysAgo(90),
    };
    state.ownChildren('grants', id).put(grant);
  }
  return {
    principal: {
      ...{ kind: 'service-app', id, name, listed: false, publicKeys: [publicJwk], privateKey: privateJwk },
      ...{ scopes: READ_SCOPES, dpop, authMethod: 'private_key_jwt' },
    },
    rights,
  };
}

function hideRoles(state: OrgState, principal: 'user' | 'app', principalId: string, roles: readonly string[]): void {
  for (const type of roles) {
    const id = state.ids.named('ra1', `${principalId}/${type}`);
    state.roles.set(id, {
      ...{ id, principal, principalId, type, label: type, status: 'ACTIVE', created: state.instants.daysAgo(90) },
      ...{ roleId: null, resourceSetId: null, targetGroups: [], targetApps: [], hidden: true },
    });
  }
}

type KeyPair = { readonly publicJwk: Jwk; readonly privateJwk: Jwk };

/** Made once in a process, as RSA keys take their time; nothing of the org depends on the key's bits. */
const keyPairs = new Map<string, KeyPair>();

function keyPair(kid: string, type: 'RSA' | 'EC'): KeyPair {
  let pair = keyPairs.get(kid);
  if (!pair) keyPairs.set(kid, (pair = newKeyPair(kid, type)));
  return pair;
}

function newKeyPair(kid: string, type: 'RSA' | 'EC'): KeyPair {
  const pair =
    type === 'RSA'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const about = { kid, use: 'sig', alg: type === 'RSA' ? 'RS256' : 'ES256', kty: type };
  return {
    publicJwk: { ...pair.publicKey.export({ format: 'jwk' }), ...about },
    privateJwk: { ...pair.privateKey.export({ format: 'jwk' }), ...about },
  };
}
