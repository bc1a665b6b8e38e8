import type { GraphView, NodeIndex, NodeKind } from '@posture/domain';

/** The objects an assignment reaches, before Okta's barrier. */
export interface Selection {
  readonly users:
    | 'all'
    | {
        readonly ofGroups: readonly NodeIndex[];
        readonly ofRealms: readonly string[];
        readonly named: readonly NodeIndex[];
      };
  readonly groups: 'all' | readonly NodeIndex[];
  readonly apps: 'all' | readonly NodeIndex[];
  readonly devices: 'all' | readonly NodeIndex[];
  readonly policies: 'all' | readonly NodeIndex[];
  readonly idps: 'all' | readonly NodeIndex[];
  readonly authServers: 'all' | readonly NodeIndex[];
  readonly hooks: 'all' | readonly NodeIndex[];
}

export const EVERYTHING: Selection = {
  users: 'all',
  groups: 'all',
  apps: 'all',
  devices: 'all',
  policies: 'all',
  idps: 'all',
  authServers: 'all',
  hooks: 'all',
};

/** What one entry of a resource set names. */
type Named =
  | { readonly what: keyof Selection; readonly all: true }
  | { readonly what: keyof Selection; readonly id: string }
  | { readonly what: 'users'; readonly ofGroup: string }
  | { readonly what: 'users'; readonly ofRealm: string }
  | { readonly what: 'apps'; readonly catalogName: string }
  | { readonly what: 'policies'; readonly idOrType: string };

const KIND: Readonly<Record<keyof Selection, NodeKind>> = {
  users: 'User',
  groups: 'Group',
  apps: 'App',
  devices: 'Device',
  policies: 'Policy',
  idps: 'IdP',
  authServers: 'AuthServer',
  hooks: 'Hook',
};

/** Words of ORNs and of API paths for the same thing. */
const WORDS: Readonly<Record<string, keyof Selection>> = {
  users: 'users',
  groups: 'groups',
  apps: 'apps',
  devices: 'devices',
  policies: 'policies',
  idps: 'idps',
  identity_providers: 'idps',
  authorization_servers: 'authServers',
  authorizationServers: 'authServers',
};

/** An ORN (`orn:okta:directory:{org}:groups:{id}:contained_resources`) or the API address of the same; null: neither. */
export function parseResource(text: string): Named | null {
  return text.startsWith('orn:') ? parseOrn(text) : parseHref(text);
}

function parseOrn(orn: string): Named | null {
  const [, , , , type = '', id, more, last] = orn.split(':');
  if (type === 'realms' && id !== undefined && id !== '*') return { what: 'users', ofRealm: id };
  const what = Object.hasOwn(WORDS, type) ? WORDS[type] : undefined;
  if (what === undefined) return null;
  if (id === undefined || id === '' || id === '*') return { what, all: true };
  if (what === 'groups' && more === 'contained_resources') return { what: 'users', ofGroup: id };
  // A policy's ORN is …:policies:{type}:{id}; without the id it names every policy of the type.
  if (what === 'policies') return more === undefined || more === '*' ? { what, idOrType: id } : { what, id: more };
  if (what !== 'apps') return { what, id };
  // An application's ORN is …:apps:{catalogue name}:{id}; without the id it names every instance.
  return more === undefined || more === '' || more === '*' || more === 'contained_resources' || last !== undefined
    ? { what, catalogName: id }
    : { what, id: more };
}

function parseHref(href: string): Named | null {
  const client = /\/oauth2\/v1\/clients\/([^/?]+)\/?$/.exec(href)?.[1];
  if (client !== undefined) return { what: 'apps', id: client };
  const match = /\/api\/v1\/([A-Za-z]+)(?:\/([^/?]+))?(?:\/([^/?]+))?\/?(?:\?([^]*))?$/.exec(href);
  if (match === null) return null;
  const [, type = '', id, sub, query] = match;
  if (type === 'realms' && id !== undefined) return { what: 'users', ofRealm: id };
  const what = Object.hasOwn(WORDS, type) ? WORDS[type] : undefined;
  if (what === undefined) return null;
  if (id === undefined) {
    const policyType = what === 'policies' ? /(?:^|&)type=([^&]+)/.exec(query ?? '')?.[1] : undefined;
    if (policyType !== undefined) return { what: 'policies', idOrType: policyType };
    const named = /^filter=name(?:\+|%20| )eq(?:\+|%20| )(?:"|%22)([^"%]+)(?:"|%22)/.exec(query ?? '');
    return what === 'apps' && named?.[1] !== undefined ? { what, catalogName: named[1] } : { what, all: true };
  }
  if (what === 'groups' && sub === 'users') return { what: 'users', ofGroup: id };
  return { what, id };
}

/** Null when the set's resources were not read. Entries that name nothing we read are left out. */
export function resourceSetSelection(view: GraphView, resourceSet: NodeIndex): Selection | null {
  const { resources } = view.props(resourceSet);
  const contained = view.out(resourceSet, 'CONTAINS');
  if (!Array.isArray(resources) && contained.length === 0) return null;
  const named: Named[] = Array.isArray(resources)
    ? resources.flatMap((text) => (typeof text === 'string' ? (parseResource(text) ?? []) : []))
    : contained.flatMap((node) => namedNode(view, node));
  const chosen = (what: keyof Selection): 'all' | readonly NodeIndex[] => {
    const entries = named.filter((entry) => entry.what === what);
    if (entries.some((entry) => 'all' in entry)) return 'all';
    const nodes = entries.flatMap((entry) => {
      if ('id' in entry) return existing(view, KIND[what], entry.id);
      if ('catalogName' in entry) return instancesOf(view, entry.catalogName);
      if ('idOrType' in entry) return policiesOf(view, entry.idOrType);
      return [];
    });
    return [...new Set(nodes)].sort((a, b) => a - b);
  };
  const users = chosen('users');
  return {
    users:
      users === 'all'
        ? 'all'
        : {
            named: users,
            ofGroups: named.flatMap((entry) => ('ofGroup' in entry ? existing(view, 'Group', entry.ofGroup) : [])),
            ofRealms: named.flatMap((entry) => ('ofRealm' in entry ? [entry.ofRealm] : [])),
          },
    groups: chosen('groups'),
    apps: chosen('apps'),
    devices: chosen('devices'),
    policies: chosen('policies'),
    idps: chosen('idps'),
    authServers: chosen('authServers'),
    hooks: [],
  };
}

function namedNode(view: GraphView, node: NodeIndex): Named[] {
  const entry = Object.entries(KIND).find(([, kind]) => kind === view.kind(node));
  return entry === undefined ? [] : [{ what: entry[0] as keyof Selection, id: view.externalId(node) }];
}

function existing(view: GraphView, kind: NodeKind, id: string): NodeIndex[] {
  const node = view.indexOf(`${kind}:${id}`);
  return node < 0 ? [] : [node];
}

function policiesOf(view: GraphView, idOrType: string): NodeIndex[] {
  const named = existing(view, 'Policy', idOrType);
  if (named.length > 0) return named;
  const type = idOrType.toUpperCase();
  return view.ofKind('Policy').filter((policy) => view.props(policy).type === type);
}

/** Every application made from one catalogue entry. */
export function instancesOf(view: GraphView, catalogName: string): NodeIndex[] {
  return view.ofKind('App').filter((app) => view.props(app).catalogName === catalogName);
}
