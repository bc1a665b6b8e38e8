import { createHash } from 'node:crypto';
import type { Json, JsonObject, NodeRecord } from '@posture/domain';

/**
 * What decides whether a node changed: id, name and props, with keys in order, so that the order a provider sends
 * members in means nothing. 128 bits, written as a uuid because PostgreSQL stores and compares those in 16 bytes.
 */
export function nodeHash(node: NodeRecord): string {
  return digest(canonical([node.kind, node.externalId, node.name, node.props]));
}

/** null for an edge without props: there is nothing on it that could change. */
export function edgeHash(props: JsonObject | undefined): string | null {
  return props === undefined || Object.keys(props).length === 0 ? null : digest(canonical(props));
}

/** JSON with sorted keys. Members that are undefined are left out, as JSON does. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonical(member)}`);
  }
  return `{${members.join(',')}}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
