import type { Json, JsonObject } from '@posture/domain';

/** Part of the description of a body. */
export interface BodySchema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly format?: string;
  readonly writeOnly?: boolean;
  readonly properties?: Readonly<Record<string, BodySchema>>;
  readonly items?: BodySchema;
  readonly allOf?: readonly BodySchema[];
  readonly oneOf?: readonly BodySchema[];
  readonly anyOf?: readonly BodySchema[];
}

/** By `$ref`. */
export type Schemas = Readonly<Record<string, BodySchema>>;

/** In place of what nobody may read again. */
export const MASKED = '[secret]';
/** Names of what secures something; of texts, what people call so. */
const SECRET_NAME = /secret|token|passw|passphrase|credential|private|authorization|cookie|header|(^|_|[a-z])keys?$/i;
const URL_TEXT = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+/i;
const TEXT_LENGTH = 200;
const MEMBERS = 50;
const DEPTH = 6;

/**
 * What of a body is written down: declared fields only, as nobody knows what else holds; secrets as such; of addresses not
 * the path, which is a secret with many receivers; of long values the start.
 */
export function shownFields(body: unknown, schema: BodySchema, schemas: Schemas): JsonObject {
  const shown = shownOf(body, schema, schemas, DEPTH);
  return typeof shown === 'object' && shown !== null && !Array.isArray(shown) ? shown : {};
}

function shownOf(value: unknown, schema: BodySchema, schemas: Schemas, depth: number): Json {
  if (schema.writeOnly === true || schema.format === 'password') return MASKED;
  if (typeof value === 'string') return shownText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return null;
  if (depth === 0) return '…';
  const parts = partsOf(schema, schemas);
  if (Array.isArray(value)) {
    const items = parts.find((part) => part.items !== undefined)?.items ?? {};
    const shown = value.slice(0, MEMBERS).map((each) => shownOf(each, items, schemas, depth - 1));
    return value.length > MEMBERS ? [...shown, `… ${value.length} in all`] : shown;
  }
  const declared = Object.assign({}, ...parts.map(({ properties = {} }) => properties)) as Schemas;
  const isFree = Object.keys(declared).length === 0;
  const members = Object.entries(value).filter(([name]) => isFree || Object.hasOwn(declared, name));
  return Object.fromEntries(
    members
      .slice(0, MEMBERS)
      .map(([name, inner]) => [
        shownText(name),
        SECRET_NAME.test(name) ? MASKED : shownOf(inner, declared[name] ?? {}, schemas, depth - 1),
      ]),
  );
}

function shownText(text: string): string {
  const origin = URL_TEXT.exec(text)?.[0];
  if (origin !== undefined) {
    // What stands before an @ signs in.
    const bare = origin.replace(/\/\/[^@]*@/, '//');
    return origin.length < text.length ? `${bare}/…` : bare;
  }
  return text.length > TEXT_LENGTH ? `${text.slice(0, TEXT_LENGTH)}…` : text;
}

/** A schema with all it is put together from. */
function partsOf(schema: BodySchema, schemas: Schemas, seen = 0): BodySchema[] {
  if (seen > DEPTH) return [];
  const target = schema.$ref === undefined ? [] : [schemas[schema.$ref.split('/').at(-1)!] ?? {}];
  const inner = [...target, ...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return [schema, ...inner.flatMap((part) => partsOf(part, schemas, seen + 1))];
}
