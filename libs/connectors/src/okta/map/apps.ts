import type { EdgeRecord, JsonObject, NodeRecord } from '@posture/domain';
import { edge, inner, json, keysOfSet, linkedId, node, required, text, texts, wireObject } from './wire';
import type { Mapped, Wire } from './wire';

/** `GET /apps` → `App`, PROTECTS from its sign-on policy, and its public keys when the list tells their age. */
export function mapApp(value: unknown): Mapped {
  const wire = wireObject(value, 'app');
  const id = required(wire, 'id', 'app');
  const accessPolicyId = linkedId(wire, 'accessPolicy');
  const props: JsonObject = {
    catalogName: json(wire, 'name'),
    status: json(wire, 'status'),
    signOnMode: json(wire, 'signOnMode'),
    created: json(wire, 'created'),
    features: texts(wire, 'features'),
    accessPolicyId,
    profileEnrollmentPolicyId: linkedId(wire, 'profileEnrollment'),
    accessibility: json(wire, 'accessibility'),
    visibility: json(wire, 'visibility'),
    credentials: json(wire, 'credentials'),
    settings: json(wire, 'settings'),
    universalLogout: json(wire, 'universalLogout'),
    ...(wire['expressConfiguration'] === undefined ? {} : { expressConfiguration: json(wire, 'expressConfiguration') }),
  };
  const keys = keysOf(wire);
  const dated = keys.every((key) => text(key, 'created') !== null);
  const jwks = dated ? keys.map((key) => mapJwk(id)(key)) : [];
  const edges: EdgeRecord[] = jwks.flatMap((each) => each.edges);
  if (accessPolicyId !== null) edges.push(edge('PROTECTS', ['Policy', accessPolicyId], ['App', id]));
  const nodes: NodeRecord[] = [
    node('App', id, text(wire, 'label'), props, { lastUpdated: json(wire, 'lastUpdated') }),
    ...jwks.flatMap((each) => each.nodes),
  ];
  return { nodes, edges };
}

function keysOf(wire: Wire): Wire[] {
  const client = inner(inner(wire, 'settings'), 'oauthClient');
  return keysOfSet(client?.['jwks']).filter((key) => text(key, 'kid') !== null || text(key, 'id') !== null);
}

/** A public key of a client (`GET /apps/{id}/credentials/jwks`, or in the app list) → `Jwk`, CREDENTIAL_OF. */
export function mapJwk(appId: string): (value: unknown) => Mapped {
  return (value) => {
    const wire = wireObject(value, 'public key');
    const kid = text(wire, 'kid') ?? required(wire, 'id', 'public key');
    const key = `${appId}.${kid}`;
    const props: JsonObject = {
      appId,
      kid,
      kty: json(wire, 'kty'),
      use: json(wire, 'use'),
      alg: json(wire, 'alg'),
      status: json(wire, 'status'),
      created: json(wire, 'created'),
    };
    return {
      nodes: [node('Jwk', key, kid, props, { lastUpdated: json(wire, 'lastUpdated') }, kid)],
      edges: [edge('CREDENTIAL_OF', ['Jwk', key], ['App', appId])],
    };
  };
}

/** `GET /apps/{id}/credentials/secrets` → `ClientSecret`: id, age and status. The value is never looked at. */
export function mapClientSecret(appId: string): (value: unknown) => Mapped {
  return (value) => {
    const wire = wireObject(value, 'client secret');
    const id = required(wire, 'id', 'client secret');
    const props = { appId, status: json(wire, 'status'), created: json(wire, 'created') };
    return {
      nodes: [node('ClientSecret', id, null, props, { lastUpdated: json(wire, 'lastUpdated') })],
      edges: [edge('CREDENTIAL_OF', ['ClientSecret', id], ['App', appId])],
    };
  };
}

/** `GET /apps/{id}/credentials/keys` → `SigningKey`, SIGNS_FOR the app. */
export function mapSigningKey(appId: string): (value: unknown) => Mapped {
  return (value) => {
    const wire = wireObject(value, 'signing key');
    const kid = required(wire, 'kid', 'signing key');
    const key = `${appId}.${kid}`;
    return {
      nodes: [
        node('SigningKey', key, kid, keyProps(wire, appId, kid), { lastUpdated: json(wire, 'lastUpdated') }, kid),
      ],
      edges: [edge('SIGNS_FOR', ['SigningKey', key], ['App', appId])],
    };
  };
}

function keyProps(wire: Wire, ownerId: string, kid: string): JsonObject {
  return { ownerId, kid, use: json(wire, 'use'), created: json(wire, 'created'), expiresAt: json(wire, 'expiresAt') };
}

/** Keys of identity providers are the org's, shared by kid; their owner part is this word. */
export const IDP_KEY_OWNER = 'idps';

/** `GET /idps/credentials/keys` → `SigningKey`; which IdP it signs for is written in the IdP. */
export function mapIdpKey(value: unknown): Mapped {
  const wire = wireObject(value, 'identity provider key');
  const kid = required(wire, 'kid', 'identity provider key');
  const props = keyProps(wire, IDP_KEY_OWNER, kid);
  return {
    nodes: [node('SigningKey', `${IDP_KEY_OWNER}.${kid}`, kid, props, { lastUpdated: json(wire, 'lastUpdated') }, kid)],
    edges: [],
  };
}

/** `GET /apps/{id}/grants` → `Grant`, HAS_GRANT. */
export function mapGrant(appId: string): (value: unknown) => Mapped {
  return (value) => {
    const wire = wireObject(value, 'grant');
    const id = required(wire, 'id', 'grant');
    const props: JsonObject = {
      appId,
      scopeId: required(wire, 'scopeId', 'grant'),
      issuer: json(wire, 'issuer'),
      source: json(wire, 'source'),
      status: json(wire, 'status'),
      created: json(wire, 'created'),
      createdBy: json(wire, 'createdBy'),
    };
    return {
      nodes: [node('Grant', id, text(wire, 'scopeId'), props, { lastUpdated: json(wire, 'lastUpdated') })],
      edges: [edge('HAS_GRANT', ['App', appId], ['Grant', id])],
    };
  };
}

/** `GET /apps/{id}/users` → User ASSIGNED_TO the app. */
export function mapAppUser(appId: string): (value: unknown) => Mapped {
  return (value) => {
    const wire = wireObject(value, 'app user');
    const id = required(wire, 'id', 'app user');
    return {
      nodes: [],
      edges: [
        edge('ASSIGNED_TO', ['User', id], ['App', appId], { scope: json(wire, 'scope'), status: json(wire, 'status') }),
      ],
    };
  };
}

/** `GET /apps/{id}/groups` → Group ASSIGNED_TO the app. The other side of it knows no priority, so neither does the edge. */
export function mapAppGroup(appId: string): (value: unknown) => Mapped {
  return (value) => {
    const wire = wireObject(value, 'app group');
    const id = required(wire, 'id', 'app group');
    return {
      nodes: [],
      edges: [edge('ASSIGNED_TO', ['Group', id], ['App', appId])],
    };
  };
}

/** `GET /groups/{id}/apps` → the same edge read from the group's side. */
export function mapGroupApp(groupId: string): (value: unknown) => Mapped {
  return (value) => {
    const id = required(wireObject(value, 'app of a group'), 'id', 'app of a group');
    return { nodes: [], edges: [edge('ASSIGNED_TO', ['Group', groupId], ['App', id])] };
  };
}

/** `GET /api-tokens` → `ApiToken`, AUTHENTICATES_AS its owner, who also created it. Expiry slides with use. */
export function mapApiToken(value: unknown): Mapped {
  const wire = wireObject(value, 'API token');
  const id = required(wire, 'id', 'API token');
  const userId = text(wire, 'userId');
  const props: JsonObject = {
    userId,
    clientName: json(wire, 'clientName'),
    network: json(wire, 'network'),
    tokenWindow: json(wire, 'tokenWindow'),
    created: json(wire, 'created'),
  };
  const observed = { expiresAt: json(wire, 'expiresAt'), lastUpdated: json(wire, 'lastUpdated') };
  const edges =
    userId === null
      ? []
      : [
          edge('AUTHENTICATES_AS', ['ApiToken', id], ['User', userId]),
          edge('CREATED', ['User', userId], ['ApiToken', id]),
        ];
  return { nodes: [node('ApiToken', id, text(wire, 'name'), props, observed)], edges };
}

/** `GET /integrations/api/v1/api-services` → `ServiceIntegration` with the scopes it was granted. */
export function mapServiceIntegration(value: unknown): Mapped {
  const wire = wireObject(value, 'API service integration');
  const id = required(wire, 'id', 'API service integration');
  const createdBy = text(wire, 'createdBy');
  const props: JsonObject = {
    type: json(wire, 'type'),
    createdAt: json(wire, 'createdAt'),
    createdBy,
    grantedScopes: texts(wire, 'grantedScopes').sort(),
  };
  return {
    nodes: [node('ServiceIntegration', id, text(wire, 'name'), props)],
    edges: createdBy === null ? [] : [edge('CREATED', ['User', createdBy], ['ServiceIntegration', id])],
  };
}
