import type { Json, JsonObject } from '@posture/domain';
import { IDP_KEY_OWNER } from './apps';
import {
  cleaned,
  edge,
  inner,
  json,
  node,
  objects,
  plainNode,
  required,
  requiredList,
  text,
  texts,
  wireObject,
  wireProps,
} from './wire';
import type { Mapped, Wire } from './wire';

/** Public metadata of the org, `GET /.well-known/okta-organization`. */
export interface OrgIdentity {
  readonly id: string;
  /** `idx` is Identity Engine, `v1` Classic. */
  readonly pipeline: string;
  /** The org's okta.com host, which its links may name behind a custom domain; null when not told. */
  readonly host: string | null;
}

export function orgIdentity(value: unknown): OrgIdentity {
  const wire = wireObject(value, 'org metadata');
  const href = text(inner(inner(wire, '_links'), 'organization'), 'href');
  return {
    id: required(wire, 'id', 'org metadata'),
    pipeline: text(wire, 'pipeline') ?? 'v1',
    host: href !== null && URL.canParse(href) ? new URL(href).host : null,
  };
}

/**
 * `GET /org` → `Org`, the one of the connection.
 * @param value null when it could not be read
 * @param readerClientId OAuth client this product reads as, which is none of the org's own
 */
export function mapOrg(identity: OrgIdentity, value: unknown, readerClientId: string | null = null): Mapped {
  const wire = value === null ? null : wireObject(value, 'org');
  const props: JsonObject = {
    subdomain: json(wire, 'subdomain'),
    companyName: json(wire, 'companyName'),
    status: json(wire, 'status'),
    created: json(wire, 'created'),
    expiresAt: json(wire, 'expiresAt'),
    website: json(wire, 'website'),
    pipeline: identity.pipeline,
  };
  const id = text(wire, 'id') ?? identity.id;
  const name = text(wire, 'companyName') ?? text(wire, 'subdomain');
  const observed = { lastUpdated: json(wire, 'lastUpdated'), readerClientId };
  return { nodes: [node('Org', id, name, props, observed)], edges: [] };
}

/** A settings document → `Setting:<resource>`. Some endpoints wrap the one document into a list. */
export function mapSetting(resource: string, title: string): (value: unknown) => Mapped {
  return (value) => {
    const wire = wireObject(Array.isArray(value) ? (value[0] ?? {}) : value, title);
    return {
      nodes: [
        node('Setting', resource, title, wireProps(wire, ['lastUpdated']), { lastUpdated: json(wire, 'lastUpdated') }),
      ],
      edges: [],
    };
  };
}

/** `GET /domains` → `Setting:domains`, names and validation only. */
export function mapDomains(value: unknown): Mapped {
  const wire = wireObject(value, 'domains');
  const domains = requiredList(wire, 'domains', 'domains').map((each): JsonObject => {
    const domain = wireObject(each, 'domain');
    return { domain: json(domain, 'domain'), validationStatus: json(domain, 'validationStatus') };
  });
  return { nodes: [node('Setting', 'domains', 'custom domains', { domains })], edges: [] };
}

/** `GET /device-assurances` → `Setting:device-assurances`. */
export function mapDeviceAssurances(value: unknown): Mapped {
  const rows = requiredList({ policies: value }, 'policies', 'device assurance policies');
  const policies = rows.map((each): JsonObject => {
    const wire = wireObject(each, 'device assurance policy');
    return { id: json(wire, 'id'), name: json(wire, 'name'), platform: json(wire, 'platform') };
  });
  return { nodes: [node('Setting', 'device-assurances', 'device assurance policies', { policies })], edges: [] };
}

const POLICY_NAMES = [
  'type',
  'status',
  'priority',
  'system',
  'description',
  'conditions',
  'settings',
  'created',
] as const;
const RULE_NAMES = ['type', 'status', 'priority', 'system', 'conditions', 'actions', 'created'] as const;

/** `GET /policies?type=` → `Policy`. */
export function mapPolicy(value: unknown): Mapped {
  const wire = wireObject(value, 'policy');
  const id = required(wire, 'id', 'policy');
  return {
    nodes: [
      node('Policy', id, text(wire, 'name'), picked(wire, POLICY_NAMES), { lastUpdated: json(wire, 'lastUpdated') }),
    ],
    edges: [],
  };
}

/** `GET /policies/{id}/rules` → `PolicyRule`, CONTAINS. */
export function mapPolicyRule(policyId: string, policyType: string | null): (value: unknown) => Mapped {
  return (value) => {
    const wire = wireObject(value, 'policy rule');
    const id = required(wire, 'id', 'policy rule');
    const props = { policyId, policyType, ...picked(wire, RULE_NAMES) };
    return {
      nodes: [node('PolicyRule', id, text(wire, 'name'), props, { lastUpdated: json(wire, 'lastUpdated') })],
      edges: [edge('CONTAINS', ['Policy', policyId], ['PolicyRule', id])],
    };
  };
}

function picked(wire: Wire, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, json(wire, name)]));
}

/** `GET /authenticators` with its methods → `Authenticator`; null methods: they could not be read. */
export function mapAuthenticator(value: unknown, methods: readonly unknown[] | null): Mapped {
  const wire = wireObject(value, 'authenticator');
  const id = required(wire, 'id', 'authenticator');
  const kept = methods?.map((each): Json => {
    const method = wireObject(each, 'authenticator method');
    return { type: json(method, 'type'), status: json(method, 'status'), settings: json(method, 'settings') };
  });
  const props = { ...wireProps(wire), methods: kept ?? null };
  return {
    nodes: [node('Authenticator', id, text(wire, 'name'), props, { lastUpdated: json(wire, 'lastUpdated') })],
    edges: [],
  };
}

/** `GET /idps` → `IdP`, ASSIGNS_GROUP for what it may put users into, SIGNS_FOR from the key it trusts. */
export function mapIdp(value: unknown): Mapped {
  const wire = wireObject(value, 'identity provider');
  const { nodes } = plainNode('IdP', value, 'identity provider');
  const id = required(wire, 'id', 'identity provider');
  const groups = inner(inner(inner(wire, 'policy'), 'provisioning'), 'groups');
  const named = new Set([...texts(groups, 'assignments'), ...texts(groups, 'filter')]);
  const kid = text(inner(inner(inner(wire, 'protocol'), 'credentials'), 'trust'), 'kid');
  return {
    nodes,
    edges: [
      ...[...named].map((group) => edge('ASSIGNS_GROUP', ['IdP', id], ['Group', group])),
      ...(kid === null ? [] : [edge('SIGNS_FOR', ['SigningKey', `${IDP_KEY_OWNER}.${kid}`], ['IdP', id])]),
    ],
  };
}

/** `GET /authorizationServers/{id}/policies` → `AuthServerPolicy`, CONTAINS. */
export function mapAuthServerPolicy(serverId: string): (value: unknown) => Mapped {
  return (value) => {
    const { nodes } = plainNode('AuthServerPolicy', value, 'authorization server policy');
    return {
      nodes: nodes.map((each) => ({ ...each, props: { ...each.props, authServerId: serverId } })),
      edges: nodes.map((each) => edge('CONTAINS', ['AuthServer', serverId], ['AuthServerPolicy', each.externalId])),
    };
  };
}

/** `GET …/policies/{id}/rules` → `AuthServerRule`, CONTAINS. */
export function mapAuthServerRule(serverId: string, policyId: string): (value: unknown) => Mapped {
  return (value) => {
    const { nodes } = plainNode('AuthServerRule', value, 'authorization server rule');
    return {
      nodes: nodes.map((each) => ({ ...each, props: { ...each.props, authServerId: serverId, policyId } })),
      edges: nodes.map((each) => edge('CONTAINS', ['AuthServerPolicy', policyId], ['AuthServerRule', each.externalId])),
    };
  };
}

/** `GET /eventHooks`, `/inlineHooks` → `Hook`; header values and the shared secret are dropped, their names stay. */
export function mapHook(hookType: 'event' | 'inline'): (value: unknown) => Mapped {
  return (value) => {
    const wire = wireObject(value, 'hook');
    const id = required(wire, 'id', 'hook');
    const channel = inner(wire, 'channel');
    const config = inner(channel, 'config');
    const auth = inner(config, 'authScheme');
    const headers = objects(config, 'headers').map((each): Json => ({ key: json(each, 'key') }));
    const kept = cleaned(config) as JsonObject | null;
    const props: JsonObject = {
      ...wireProps(wire),
      hookType,
      channel: {
        ...(cleaned(channel) as JsonObject | null),
        config: {
          ...kept,
          headers,
          authScheme: auth === null ? null : { type: json(auth, 'type'), key: json(auth, 'key') },
        },
      },
    };
    const createdBy = text(wire, 'createdBy');
    return {
      nodes: [node('Hook', id, text(wire, 'name'), props, { lastUpdated: json(wire, 'lastUpdated') })],
      edges: createdBy === null ? [] : [edge('CREATED', ['User', createdBy], ['Hook', id])],
    };
  };
}

/** `GET /zones` → `Zone`. */
export function mapZone(value: unknown): Mapped {
  return plainNode('Zone', value, 'network zone');
}

/** `GET /behaviors` → `Behavior`. */
export function mapBehavior(value: unknown): Mapped {
  return plainNode('Behavior', value, 'behaviour');
}

/** `GET /trustedOrigins` → `TrustedOrigin`. */
export function mapTrustedOrigin(value: unknown): Mapped {
  return plainNode('TrustedOrigin', value, 'trusted origin');
}

/** `GET /logStreams` → `LogStream`. */
export function mapLogStream(value: unknown): Mapped {
  return plainNode('LogStream', value, 'log stream');
}

/** `GET /authorizationServers` → `AuthServer`. */
export function mapAuthServer(value: unknown): Mapped {
  return plainNode('AuthServer', value, 'authorization server');
}
