import type { EdgeRecord, Json, JsonObject, NodeKind, NodeRecord } from '@posture/domain';
import { nodeKey } from '@posture/domain';

/** What one wire object became. */
export interface Mapped {
  readonly nodes: readonly NodeRecord[];
  readonly edges: readonly EdgeRecord[];
}

/** A wire object without what identifies it: set aside with its reason, the rest of its page is kept. */
export class UnmappableRecord extends Error {
  constructor(
    reason: string,
    readonly externalId: string | null,
  ) {
    super(reason);
    this.name = 'UnmappableRecord';
  }
}

/** One JSON object of the wire. */
export type Wire = Readonly<Record<string, unknown>>;

/** @throws {UnmappableRecord} */
export function wireObject(value: unknown, what: string): Wire {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Wire;
  throw new UnmappableRecord(`${what} is not an object`, null);
}

/** @throws {UnmappableRecord} when the name is absent or holds neither a text nor a number */
export function required(wire: Wire, name: string, what: string): string {
  const value = text(wire, name);
  if (value !== null && value !== '') return value;
  throw new UnmappableRecord(`${what} has no "${name}"`, text(wire, 'id'));
}

/** @throws {UnmappableRecord} when the name holds no list: an absent list is not an empty one */
export function requiredList(wire: Wire, name: string, what: string): readonly unknown[] {
  const value = wire[name];
  if (Array.isArray(value)) return value;
  throw new UnmappableRecord(`${what} has no list "${name}"`, null);
}

/** A text, or a number as a text: servers and profile sources write ids and codes as either. */
export function text(wire: Wire | null, name: string): string | null {
  return plainText(wire?.[name]);
}

function plainText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

export function flag(wire: Wire | null, name: string): boolean | null {
  const value = wire?.[name];
  return typeof value === 'boolean' ? value : null;
}

export function inner(wire: Wire | null, name: string): Wire | null {
  const value = wire?.[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : null;
}

export function list(wire: Wire | null, name: string): readonly unknown[] {
  const value = wire?.[name];
  return Array.isArray(value) ? value : [];
}

/** The keys of a key set, `{ keys: […] }` as RFC 7517 has it or a bare list as some servers write it. */
export function keysOfSet(value: unknown): Wire[] {
  return objects({ keys: Array.isArray(value) ? value : (inner({ value }, 'value')?.['keys'] ?? null) }, 'keys');
}

export function texts(wire: Wire | null, name: string): string[] {
  return list(wire, name).flatMap((each) => plainText(each) ?? []);
}

export function objects(wire: Wire | null, name: string): Wire[] {
  return list(wire, name).filter(
    (each): each is Wire => typeof each === 'object' && each !== null && !Array.isArray(each),
  );
}

/** The value as it came, free of links, embedded objects and secrets; null when absent. */
export function json(wire: Wire | null, name: string): Json {
  return cleaned(wire?.[name], name);
}

/** Last segment of a link's path: the id of what it points at. */
export function linkedId(wire: Wire | null, relation: string): string | null {
  const link = inner(inner(wire, '_links'), relation);
  return idOfHref(text(link, 'href'));
}

export function idOfHref(href: string | null): string | null {
  const path = href?.split(/[?#]/, 1)[0]?.replace(/\/+$/, '');
  const last = path?.slice(path.lastIndexOf('/') + 1);
  if (last === undefined || last === '') return null;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

const NEVER_KEPT = new Set(['_links', '_link', '_embedded', 'x5c', 'secret_hash']);
/** Names, without dashes and case, whose text is a secret wherever it stands. */
const SECRET_NAME =
  /(secret|password|passphrase|privatekey|accesskey|secretkey|sharedkey|apikey|authtoken|apitoken|accesstoken|refreshtoken|bearertoken|oauthtoken)$/;
/** Private parts of a JWK. */
const KEY_PARTS = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'n', 'e', 'x', 'y']);

/**
 * A deep copy without links, embedded objects, key material and secrets. Secrets are recognised by name and only as
 * text: `password` of a password policy is an object of settings and stays.
 */
export function cleaned(value: unknown, name = ''): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'string') return isSecretName(name) ? null : value;
  if (Array.isArray(value)) return value.map((each) => cleaned(each, name));
  if (typeof value !== 'object') return null;
  const source = value as Wire;
  const isKey = typeof source['kty'] === 'string';
  const copy: JsonObject = {};
  for (const [key, each] of Object.entries(source)) {
    if (NEVER_KEPT.has(key) || (isKey && KEY_PARTS.has(key))) continue;
    if ((typeof each === 'string' || Array.isArray(each)) && isSecretName(key)) continue;
    copy[key] = cleaned(each, key);
  }
  return copy;
}

/** The whole object cleaned, without the names given: what is a column, or volatile. */
export function wireProps(wire: Wire, without: readonly string[] = ['id', 'name', 'lastUpdated']): JsonObject {
  const copy = cleaned(wire) as JsonObject;
  for (const name of without) delete copy[name];
  return copy;
}

/** Few names come a million times. */
const judgedNames = new Map<string, boolean>();
const NAMES_REMEMBERED = 5_000;

function isSecretName(name: string): boolean {
  let secret = judgedNames.get(name);
  if (secret === undefined) {
    const plain = name.replace(/[_-]/g, '').toLowerCase();
    secret = plain === 'token' || SECRET_NAME.test(plain);
    if (judgedNames.size < NAMES_REMEMBERED) judgedNames.set(name, secret);
  }
  return secret;
}

export function node(
  kind: NodeKind,
  id: string,
  name: string | null,
  props: JsonObject,
  observed?: JsonObject,
  externalId = id,
): NodeRecord {
  const key = nodeKey(kind, id);
  return observed === undefined
    ? { kind, key, externalId, name, props }
    : { kind, key, externalId, name, props, observed };
}

export function edge(
  kind: EdgeRecord['kind'],
  src: readonly [NodeKind, string],
  dst: readonly [NodeKind, string],
  props?: JsonObject,
): EdgeRecord {
  const from = nodeKey(src[0], src[1]);
  const to = nodeKey(dst[0], dst[1]);
  return props === undefined ? { kind, src: from, dst: to } : { kind, src: from, dst: to, props };
}

/** A wire object kept as it is: props are the wire's names, `lastUpdated` is volatile. */
export function plainNode(
  kind: NodeKind,
  value: unknown,
  what: string,
  nameOf: (wire: Wire) => string | null = (wire) => text(wire, 'name'),
): Mapped {
  const wire = wireObject(value, what);
  const id = required(wire, 'id', what);
  return {
    nodes: [node(kind, id, nameOf(wire), wireProps(wire), { lastUpdated: json(wire, 'lastUpdated') })],
    edges: [],
  };
}
