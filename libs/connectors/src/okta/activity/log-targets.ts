import type { ActivityTarget, NodeKind } from '@posture/domain';
import { jsonText } from './loose-json';
import { LONGEST_LIST, bounded, distinct, textOf, textsOf } from './loose-text';
import { flatten, looseOf, squashed } from './loose-shape';
import type { Entry, Flat, Loose, Shape } from './loose-shape';

/** What an event was done to, and what its targets say of it. */
export interface LogTargets {
  readonly targets: readonly ActivityTarget[];
  readonly changes: readonly string[];
  /** Names of the targets that are a role or permission. */
  readonly privileges: readonly string[];
  /** Authentication methods used. */
  readonly methods: readonly string[];
  readonly scopes: readonly string[];
  /** What else is told of the targets. */
  readonly details: readonly Entry[];
}

/** Okta's words for the kinds of the access graph, as `squashed`. Source: Okta System Log catalogue 2026.08. */
const KINDS: Readonly<Record<string, NodeKind>> = {
  user: 'User',
  usergroup: 'Group',
  group: 'Group',
  appinstance: 'App',
  publicclientapp: 'App',
  oauthclient: 'App',
  client: 'App',
  policyentity: 'Policy',
  policy: 'Policy',
  policyrule: 'PolicyRule',
  rule: 'PolicyRule',
  identityprovider: 'IdP',
  idp: 'IdP',
  idpinstance: 'IdP',
  token: 'ApiToken',
  apitoken: 'ApiToken',
  role: 'Role',
  customrole: 'CustomRole',
  resourceset: 'ResourceSet',
  zone: 'Zone',
  networkzone: 'Zone',
  authorizationserver: 'AuthServer',
  authserver: 'AuthServer',
  trustedorigin: 'TrustedOrigin',
  eventhook: 'Hook',
  inlinehook: 'Hook',
  logstream: 'LogStream',
  authenticator: 'Authenticator',
  device: 'Device',
  realm: 'Realm',
  usertype: 'UserType',
  grouprule: 'GroupRule',
  behavior: 'Behavior',
};
const PRIVILEGES: ReadonlySet<string> = new Set(['role', 'customrole', 'permission', 'rolepermission']);
const SCOPES: ReadonlySet<string> = new Set(['scope', 'oauth2scope', 'oauthscope']);
const CUSTOM_ROLE_ID = /^cr0/;

const SHAPE: Shape = {
  maps: ['detailentry', 'changedetailsfrom', 'changedetailsto'],
  rows: [],
  texts: new Set(['changedetails']),
};

export function targetsOf(rows: readonly Loose[]): LogTargets {
  const flats = rows.slice(0, LONGEST_LIST).map((row) => flatten(Object.entries(row), SHAPE));
  const read = flats.flatMap((flat) => {
    const target = targetOf(flat);
    return target === null ? [] : [{ flat, target, type: squashed(target.type) }];
  });
  const named = (types: ReadonlySet<string>): string[] =>
    read.flatMap(({ target, type }) => (types.has(type) ? (target.name ?? target.id) : []));
  const details = read.flatMap(({ flat }) => flat.maps.get('detailentry') ?? []);
  const detailed = (names: readonly string[], separator: RegExp): string[] =>
    details.flatMap(([name, value]) => (names.includes(squashed(name)) ? textsOf(value, separator) : []));
  return {
    targets: read.map(({ target }) => target),
    changes: read.flatMap(({ flat, target }) => changesOf(flat, target)).slice(0, MOST_CHANGES),
    privileges: distinct(named(PRIVILEGES)),
    methods: distinct(detailed(['methodtypeused'], /\s*,\s*/)),
    scopes: distinct([...named(SCOPES), ...detailed(['scope', 'scopes', 'grantedscopes'], /[\s,]+/)]),
    details: details.filter(([name]) => name !== '' && squashed(name) !== 'methodtypeused'),
  };
}

function targetOf({ values }: Flat): ActivityTarget | null {
  const id = known(values.get('id'));
  const alternate = known(values.get('alternateid'));
  const name = known(values.get('displayname')) ?? known(values.get('name'));
  if (id === null && alternate === null && name === null) return null;
  const type = textOf(values.get('type')) ?? '';
  const short = squashed(type);
  const kind = Object.hasOwn(KINDS, short) ? KINDS[short]! : null;
  const isUser = short === 'user' || short === 'appuser';
  return {
    id: id ?? '',
    type,
    kind: kind === 'Role' && CUSTOM_ROLE_ID.test(id ?? '') ? 'CustomRole' : kind,
    login: isUser ? alternate : null,
    name: name ?? (isUser ? null : alternate),
  };
}

/** Okta writes "unknown" where it has nothing to write. */
export function known(value: unknown): string | null {
  const text = textOf(value)?.trim() ?? null;
  return text === null || /^(unknown|null)$/i.test(text) ? null : text;
}

const MOST_CHANGES = 100;
const LONGEST_CHANGE = 500;
const DEEPEST = 6;

function changesOf({ maps }: Flat, target: ActivityTarget): string[] {
  const from = leavesOf(maps.get('changedetailsfrom') ?? []);
  const to = leavesOf(maps.get('changedetailsto') ?? []);
  const names = [...new Set([...from.keys(), ...to.keys()])];
  return names.flatMap((name) => {
    const before = from.get(name) ?? 'none';
    const after = to.get(name) ?? 'none';
    const of = name === '' ? target.type || 'value' : name;
    return before === after ? [] : [`${bounded(of, 120)}: ${cut(before)} → ${cut(after)}`];
  });
}

function cut(value: string): string {
  return bounded(value, LONGEST_CHANGE / 2);
}

/** Values by their path in dots. */
function leavesOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const add = (name: string, value: unknown, depth: number): void => {
    if (leaves.size >= 4 * MOST_CHANGES) return;
    const nested = depth < DEEPEST ? looseOf(value) : null;
    if (nested === null) leaves.set(name, leafOf(value));
    else for (const [own, each] of Object.entries(nested)) add(name === '' ? own : `${name}.${own}`, each, depth + 1);
  };
  for (const [name, value] of entries) add(name, value, 0);
  return leaves;
}

function leafOf(value: unknown): string {
  const isNested = typeof value === 'object' && value !== null;
  return isNested ? jsonText(value, { longest: LONGEST_CHANGE }) : (textOf(value) ?? 'none');
}
