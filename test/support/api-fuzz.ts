import fc from 'fast-check';
import type { OpenAPIObject } from '@nestjs/swagger';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Schema = { readonly [name: string]: Json };

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly [type: string]: { readonly schema: Schema } } };
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One request of an operation. */
export interface FuzzCall {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
  /** Whether something of it is against the description, so that it must be refused. */
  readonly isWrong: boolean;
}

export interface FuzzRoute {
  readonly name: string;
  readonly method: Method;
  readonly calls: fc.Arbitrary<FuzzCall>;
}

const METHODS: readonly Method[] = ['get', 'post', 'put', 'patch', 'delete'];
/** Deeper than anything described nests. */
const DEEPEST = 8;
/** Texts that have broken other programs. */
const NASTY = [
  "' or 1=1 --",
  '"; match (n) detach delete n //',
  '{{7*7}}${7*7}',
  '../../etc/passwd',
  '=cmd|x',
  '<img src=x onerror=alert(1)>',
  '\u0000',
  '\ud800',
  'ﷺ\u202e\u0301',
  'x'.repeat(3_000),
  '__proto__',
  '9'.repeat(40),
  '-1',
  'NaN',
  '2026-13-45T99:99:99Z',
  '+275760-09-13T00:00:00.001Z',
  '%00',
];

/** What programs take for an instant although it is none. */
const NO_INSTANTS = ['0.5', '1', '2026', '2026-11-30', '1764460800000'];

/** Calls of every operation of a description, as it describes them and against it, with ids that name something among them. */
export class Fuzz {
  constructor(
    private readonly document: OpenAPIObject,
    private readonly ids: readonly string[],
  ) {}

  /** What deletes comes last. */
  routes(): FuzzRoute[] {
    const found = Object.entries(this.document.paths).flatMap(([template, item]) =>
      METHODS.flatMap((method) => {
        const operation = (item as unknown as Partial<Record<Method, Operation>>)[method];
        return operation === undefined ? [] : [this.#route(template, method, operation)];
      }),
    );
    return [...found.filter(({ method }) => method !== 'delete'), ...found.filter(({ method }) => method === 'delete')];
  }

  #route(template: string, method: Method, operation: Operation): FuzzRoute {
    const { parameters = [], requestBody, operationId } = operation;
    const body = requestBody?.content['application/json']?.schema;
    const of = (place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place);
    const calls = fc
      .record({
        parts: fc.record(Object.fromEntries(of('path').map((one) => [one.name, this.#part(one)]))),
        query: this.#query(of('query')),
        headers: this.#headers(of('header')),
        body: body === undefined ? fc.constant({ value: undefined, isWrong: false }) : this.#body(body),
      })
      .map(({ parts, query, headers, body: { value, isWrong } }) => ({
        path: `${template.replace(/^\/api\/v1/, '').replace(/\{(\w+)\}/g, (_, name: string) => encoded(parts[name]!))}${query.text}`,
        headers,
        body: value,
        isWrong: isWrong || query.isWrong,
      }));
    return { name: operationId, method, calls };
  }

  #part({ schema }: Parameter): fc.Arbitrary<string> {
    const named = this.ids.length === 0 ? fc.uuid() : fc.constantFrom(...this.ids);
    const odd = fc.oneof(text().filter(isOnePart), fc.uuid({ version: 7 }));
    const described = this.#value(schema, 0).map(String).filter(isOnePart);
    return fc.oneof(
      { arbitrary: named, weight: 5 },
      { arbitrary: odd, weight: 2 },
      { arbitrary: described, weight: 2 },
    );
  }

  #query(parameters: readonly Parameter[]): fc.Arbitrary<{ text: string; isWrong: boolean }> {
    const each = parameters.map((parameter) => {
      const { required = false, schema } = parameter;
      const good = this.#value(schema, 0).map((value) => [value].flat().map(String).join(','));
      const given = fc.oneof(
        { arbitrary: good.map((value) => ({ value, isWrong: false })), weight: 4 },
        { arbitrary: text().map((value) => ({ value, isWrong: false })), weight: 1 },
        ...(schema['format'] === 'date-time'
          ? [{ arbitrary: fc.constantFrom(...NO_INSTANTS).map((value) => ({ value, isWrong: true })), weight: 1 }]
          : []),
      );
      return fc
        .option(given, { nil: undefined, freq: required ? 20 : 1 })
        .map((one) => ({ name: parameter.name, value: one?.value, isWrong: one?.isWrong === true }));
    });
    return fc
      .tuple(
        fc.tuple(...each),
        fc.oneof({ arbitrary: fc.constant(undefined), weight: 9 }, { arbitrary: text(), weight: 1 }),
      )
      .map(([known, surplus]) => {
        const all = [...known, { name: 'unknownToAll', value: surplus, isWrong: surplus !== undefined }];
        const given = all.filter(({ value }) => value !== undefined);
        const text = given.map(({ name, value }) => `${encoded(name)}=${encoded(value!)}`).join('&');
        return { text: text === '' ? '' : `?${text}`, isWrong: given.some(({ isWrong }) => isWrong) };
      });
  }

  #headers(parameters: readonly Parameter[]): fc.Arbitrary<Record<string, string>> {
    const valueOf = ({ name }: Parameter) =>
      name === 'Idempotency-Key'
        ? fc.oneof(fc.uuid(), fc.constant('the-same'), fc.constant('two words'))
        : fc.constantFrom('"v1"', '"v2"', '"v3"', '*', '"x"');
    const each = parameters.map((one) =>
      fc
        .option(valueOf(one), { nil: undefined, freq: one.required === true ? 10 : 1 })
        .map((value) => [one.name, value] as const),
    );
    return fc
      .tuple(...each)
      .map((all) => Object.fromEntries(all.filter((one): one is readonly [string, string] => one[1] !== undefined)));
  }

  #body(schema: Schema): fc.Arbitrary<{ value: Json | undefined; isWrong: boolean }> {
    const good = this.#value(schema, 0);
    const other = fc.jsonValue() as fc.Arbitrary<Json>;
    return fc.oneof(
      { arbitrary: good.map((value) => ({ value, isWrong: false })), weight: 5 },
      // A field nobody knows is refused, and a body that is no object.
      {
        arbitrary: good.map((value) => ({ value: { ...(value as object), unknownToAll: 1 }, isWrong: true })),
        weight: 1,
      },
      {
        arbitrary: fc
          .oneof(fc.array(other), fc.constantFrom<Json>(null, true, 7, 'text'))
          .map((value) => ({ value: value as Json, isWrong: true })),
        weight: 1,
      },
      // What may be left out may not be null for that.
      { arbitrary: fc.tuple(good, fc.nat()).map(([value, at]) => this.#nulled(schema, value, at)), weight: 2 },
      { arbitrary: fc.tuple(good, other, fc.nat()).map(([value, wrong, at]) => spoilt(value, wrong, at)), weight: 4 },
    );
  }

  /** null in a place of the first depth that may not be. */
  #nulled(schema: Schema, value: Json, at: number): { value: Json; isWrong: boolean } {
    const { properties = {} } = this.#resolved(schema) as { readonly properties?: Readonly<Record<string, Schema>> };
    const names = Object.keys(properties).filter((name) => !this.#mayBeNull(properties[name]!));
    const name = names[at % Math.max(1, names.length)];
    return name === undefined
      ? { value, isWrong: false }
      : { value: { ...(value as object), [name]: null }, isWrong: true };
  }

  #mayBeNull(schema: Schema): boolean {
    const { type, enum: values, oneOf, anyOf } = this.#resolved(schema);
    if (Array.isArray(values)) return values.includes(null);
    const parts = oneOf ?? anyOf;
    if (Array.isArray(parts)) return (parts as readonly Schema[]).some((part) => this.#mayBeNull(part));
    return type === undefined || [type].flat().includes('null');
  }

  #resolved(schema: Schema): Schema {
    return typeof schema['$ref'] === 'string' ? this.#named(schema['$ref']) : schema;
  }

  #value(schema: Schema, depth: number): fc.Arbitrary<Json> {
    if (depth > DEEPEST) return fc.constant(null);
    if (typeof schema['$ref'] === 'string') return this.#value(this.#named(schema['$ref']), depth + 1);
    for (const choice of ['oneOf', 'anyOf'] as const) {
      const parts = schema[choice];
      if (Array.isArray(parts)) return fc.oneof(...(parts as Schema[]).map((part) => this.#value(part, depth + 1)));
    }
    if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as Json[]));
    const types = [schema['type'] ?? 'object'].flat() as string[];
    return fc.oneof(...types.map((type) => this.#ofType(type, schema, depth)));
  }

  #ofType(type: string, schema: Schema, depth: number): fc.Arbitrary<Json> {
    const within = { min: Number(schema['minimum'] ?? -1_000), max: Number(schema['maximum'] ?? 1_000_000) };
    switch (type) {
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'integer':
        return fc.integer(within);
      case 'number':
        return fc.double({ ...within, noNaN: true });
      case 'array':
        return fc.array(this.#value((schema['items'] ?? {}) as Schema, depth + 1), { maxLength: 4 });
      case 'string':
        return this.#text(schema);
      default:
        return this.#object(schema, depth);
    }
  }

  #text({ format, maxLength, minLength }: Schema): fc.Arbitrary<string> {
    if (format === 'uuid') return this.ids.length === 0 ? fc.uuid() : fc.oneof(fc.uuid(), fc.constantFrom(...this.ids));
    if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    const [least, most] = [Number(minLength ?? 0), Number(maxLength ?? 4_000)];
    return text().filter(({ length }) => length >= least && length <= most);
  }

  #object(schema: Schema, depth: number): fc.Arbitrary<Json> {
    const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
    const required = (schema['required'] ?? []) as string[];
    const model = Object.fromEntries(properties.map(([name, part]) => [name, this.#value(part, depth + 1)]));
    return fc.record(model, { requiredKeys: required.filter((name) => name in model) }) as fc.Arbitrary<Json>;
  }

  #named(reference: string): Schema {
    return (this.document.components?.schemas?.[reference.split('/').at(-1)!] ?? {}) as Schema;
  }
}

function text(): fc.Arbitrary<string> {
  return fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom(...NASTY));
}

/** Another value in a place of the first depth; it may be one that is taken all the same. */
function spoilt(value: Json, wrong: Json, at: number): { value: Json; isWrong: boolean } {
  const names = Object.keys(value as object);
  const name = names[at % Math.max(1, names.length)];
  return { value: name === undefined ? wrong : { ...(value as object), [name]: wrong }, isWrong: false };
}

/** What an address can hold as one part, and does not change on its way. */
function isOnePart(part: string): boolean {
  return part !== '' && !/^\.{1,2}$/.test(part) && part.length <= 500;
}

function encoded(part: string): string {
  // Half a character cannot be sent.
  return encodeURIComponent(Buffer.from(part).toString());
}
