import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';

type Schema = Readonly<Record<string, unknown>>;

interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Operation {
  readonly responses?: Readonly<Record<string, Response>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Response>>;
  };
}

/** Where Okta's API description lies: `OKTA_SPEC`, or beside the repository. */
export const OKTA_DESCRIPTION_PATH =
  process.env.OKTA_SPEC ?? resolve(__dirname, '../../../shared/okta-spec/management-subset.json');

export const HAS_OKTA_DESCRIPTION = existsSync(OKTA_DESCRIPTION_PATH);

/**
 * Properties the service is known to answer otherwise than described: their values are not judged. Roles match both
 * branches of their `oneOf`, which reading it as `anyOf` heals.
 */
const KNOWN_DEFECTS: readonly (readonly [schema: string, property: string])[] = [
  ['Policy', '_embedded'],
  ['HookKey', 'isUsed'],
  ['UserSchemaAttribute', 'unique'],
  ['ApiToken', 'tokenWindow'],
  ['DomainResponse', 'validationStatus'],
];

/**
 * Reads Okta's description the way real answers can be held against it: every property may be null, `oneOf` is
 * `anyOf`, discriminators, formats, patterns and enums are advisory, unknown properties are allowed. `type`,
 * `required` and nesting are judged.
 */
export class OktaDescription {
  private readonly description: Description;
  private readonly ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(path: string) {
    this.description = JSON.parse(readFileSync(path, 'utf8')) as Description;
    const schemas: Record<string, unknown> = {};
    for (const [name, schema] of Object.entries(this.description.components.schemas)) {
      schemas[name] = relaxed(withoutDefects(name, schema));
    }
    this.ajv.addSchema({ $id: 'okta', components: { schemas } });
  }

  /** The described path of the same shape: parameters may bear other names. */
  pathLike(template: string): string | null {
    const paths = Object.keys(this.description.paths);
    if (paths.includes(template)) return template;
    const wanted = template.split('/');
    const fits = (path: string): boolean => {
      const parts = path.split('/');
      return (
        parts.length === wanted.length && parts.every((part, i) => part === wanted[i] || bothFree(part, wanted[i]))
      );
    };
    return paths.find(fits) ?? paths.find((path) => looseFit(path.split('/'), wanted)) ?? null;
  }

  /** @returns what is wrong with `body` as the answer `status` of that operation; empty when nothing is */
  faultsOf(path: string, method: 'get' | 'post', status: number, body: unknown): readonly string[] {
    const validate = this.validatorOf(path, method, status);
    if (validate(body)) return [];
    return (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? ''}`);
  }

  private validatorOf(path: string, method: string, status: number): ValidateFunction {
    const key = `${method} ${path} ${status}`;
    const known = this.validators.get(key);
    if (known) return known;
    const operation = this.description.paths[path]?.[method] as Operation | undefined;
    const response = operation?.responses?.[String(status)];
    const shared =
      response?.$ref === undefined ? response : this.description.components.responses[nameIn(response.$ref)];
    const schema = shared?.content?.['application/json']?.schema;
    if (!schema) throw new Error(`the description has no JSON answer ${status} for ${method} ${path}`);
    const validate = this.ajv.compile(relaxed(schema) as object);
    this.validators.set(key, validate);
    return validate;
  }
}

function nameIn(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

function bothFree(part: string, wanted: string | undefined): boolean {
  return part.startsWith('{') && (wanted ?? '').startsWith('{');
}

/** A literal of ours may stand for a described parameter, as `admin-console` does for `{appName}`. */
function looseFit(parts: readonly string[], wanted: readonly string[]): boolean {
  return parts.length === wanted.length && parts.every((part, i) => part === wanted[i] || part.startsWith('{'));
}

function withoutDefects(name: string, schema: Schema): Schema {
  const defects = KNOWN_DEFECTS.filter(([owner]) => owner === name).map(([, property]) => property);
  const properties = schema.properties as Record<string, unknown> | undefined;
  if (defects.length === 0 || !properties) return schema;
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).filter(([key]) => !defects.includes(key))),
  };
}

const ADVISORY = new Set(['enum', 'format', 'pattern', 'discriminator', 'nullable', 'default', 'description', 'title']);
const BOUNDS = new Set([
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'readOnly',
  'writeOnly',
]);

function relaxed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(relaxed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (ADVISORY.has(key) || BOUNDS.has(key) || key.startsWith('x-')) continue;
    if (key === '$ref') out.$ref = `okta${String(value)}`;
    else if (key === 'oneOf') out.anyOf = relaxed(value);
    else if (key === 'properties') out.properties = mapped(value as Schema, orNull);
    else if (key === 'additionalProperties') {
      if (typeof value === 'object') out.additionalProperties = orNull(value);
    } else if (key === 'required') out.required = value;
    else out[key] = relaxed(value);
  }
  return out;
}

function mapped(properties: Schema, change: (schema: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, change(schema)]));
}

function orNull(schema: unknown): unknown {
  return { anyOf: [{ type: 'null' }, relaxed(schema)] };
}
