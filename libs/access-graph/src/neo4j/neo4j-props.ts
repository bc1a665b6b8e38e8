import type { Json, JsonObject } from '@posture/domain';

type Scalar = boolean | number | string;
export type Neo4jProps = Record<string, Scalar | readonly Scalar[]>;

/** Names the projection keeps for itself; a provider's value of that name is written with this prefix. */
const RESERVED = new Set(['key', 'connection', 'kind', 'name', 'externalId', 'absent', 'resource', 'parent']);
const PREFIX = 'wire_';

/** Neo4j holds scalars and lists of one scalar type: anything nested becomes JSON text, null is left out. */
export function toNeo4jProps(props: JsonObject | undefined): Neo4jProps {
  const flat: Neo4jProps = {};
  for (const [name, value] of Object.entries(props ?? {})) {
    const written = toNeo4jValue(value);
    if (written !== null) flat[RESERVED.has(name) ? `${PREFIX}${name}` : name] = written;
  }
  return flat;
}

function toNeo4jValue(value: Json): Scalar | readonly Scalar[] | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value) && isScalarList(value)) return value;
  return JSON.stringify(value);
}

function isScalarList(list: readonly Json[]): list is readonly Scalar[] {
  const [first] = list;
  return list.every((item) => item !== null && typeof item !== 'object' && typeof item === typeof first);
}

/** Props of an edge as they were before they were written; only flat props come back as they went. */
export function fromNeo4jProps(stored: Readonly<Record<string, unknown>>): JsonObject {
  const props: JsonObject = {};
  for (const [name, value] of Object.entries(stored)) {
    if (RESERVED.has(name)) continue;
    props[name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name] = value as Json;
  }
  return props;
}
