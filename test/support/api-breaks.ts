type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type Schema = { readonly [name: string]: Json };

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

interface Content {
  readonly [type: string]: { readonly schema?: Schema };
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: { readonly [status: string]: { readonly content?: Content } };
}

/** As far as it is compared. */
export interface Description {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components?: { readonly schemas?: { readonly [name: string]: Schema } };
}

/** Whoever is given the value reads it; whoever gives it is read. */
type Side = 'answer' | 'request';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * What a client written against `before` may stumble over in `after`: in answers what is gone, or may be missing, null or
 * of another type now; in requests what is refused now. New values of an enum in an answer are none: clients allow for them.
 * @returns sentences in order; empty when nothing breaks
 */
export function breaksBetween(before: Description, after: Description): string[] {
  const found: string[] = [];
  for (const [path, item] of Object.entries(before.paths)) {
    for (const method of METHODS.filter((each) => item[each] !== undefined)) {
      const now = after.paths[path]?.[method];
      const name = `${method.toUpperCase()} ${path}`;
      if (now === undefined) found.push(`${name} is gone`);
      else found.push(...new Comparison(before, after, name).operation(item[method]!, now));
    }
  }
  return [...new Set(found)].sort();
}

class Comparison {
  readonly #found: string[] = [];
  /** Schemas that hold themselves are compared once. */
  readonly #seen = new Set<string>();

  constructor(
    private readonly before: Description,
    private readonly after: Description,
    private readonly name: string,
  ) {}

  operation(was: Operation, is: Operation): string[] {
    this.#parameters(was.parameters ?? [], is.parameters ?? []);
    this.#body(was.requestBody, is.requestBody);
    for (const [status, answer] of Object.entries(was.responses).filter(([code]) => code.startsWith('2'))) {
      const now = is.responses[status];
      if (now === undefined) this.#say(`answers ${status} no more`);
      else this.#contents(answer.content ?? {}, now.content ?? {}, 'answer', 'the answer');
    }
    return this.#found;
  }

  #parameters(was: readonly Parameter[], is: readonly Parameter[]): void {
    const same = (one: Parameter) => (other: Parameter) => other.name === one.name && other.in === one.in;
    for (const one of was) {
      const now = is.find(same(one));
      if (now === undefined) this.#say(`takes the ${one.in} parameter ${one.name} no more`);
      else this.#schemas(one.schema, now.schema, 'request', `the ${one.in} parameter ${one.name}`);
    }
    for (const one of is.filter(({ required }) => required === true)) {
      if (was.find(same(one))?.required !== true) this.#say(`needs the ${one.in} parameter ${one.name}`);
    }
  }

  #body(was: Operation['requestBody'], is: Operation['requestBody']): void {
    if (is?.required === true && was?.required !== true) this.#say('needs a body');
    if (was !== undefined) this.#contents(was.content, is?.content ?? {}, 'request', 'the body');
  }

  #contents(was: Content, is: Content, side: Side, where: string): void {
    for (const [type, { schema }] of Object.entries(was)) {
      if (is[type] === undefined) this.#say(`${where} is no ${type} any more`);
      else this.#schemas(schema, is[type].schema, side, where);
    }
  }

  #schemas(wasGiven: Schema | undefined, isGiven: Schema | undefined, side: Side, where: string): void {
    if (wasGiven === undefined || isGiven === undefined) return;
    const key = `${side} ${JSON.stringify(wasGiven)} ${JSON.stringify(isGiven)}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const [was, is] = [resolved(wasGiven, this.before), resolved(isGiven, this.after)];
    const [wide, narrow] = side === 'answer' ? [is, was] : [was, is];
    const more = typesOf(wide).filter((type) => !typesOf(narrow).includes(type));
    if (more.length > 0 && typesOf(narrow).length > 0)
      this.#say(
        side === 'answer' ? `${where} may be ${more.join(', ')} now` : `${where} may be ${more.join(', ')} no more`,
      );
    if (side === 'request') this.#narrowed(was, is, where);
    this.#properties(was, is, side, where);
    this.#schemas(itemsOf(was), itemsOf(is), side, `each of ${where}`);
  }

  #narrowed(was: Schema, is: Schema, where: string): void {
    const values = (schema: Schema) => (Array.isArray(schema['enum']) ? (schema['enum'] as readonly Json[]) : null);
    const [before, now] = [values(was), values(is)];
    const gone = now === null ? [] : (before ?? []).filter((value) => !now.includes(value));
    if (gone.length > 0) this.#say(`${where} may be ${gone.join(', ')} no more`);
    if (now !== null && before === null) this.#say(`${where} may be ${now.join(', ')} only`);
    for (const [limit, isNarrower] of LIMITS) {
      const [old, limited] = [was[limit], is[limit]];
      if (limited !== undefined && (old === undefined || isNarrower(Number(limited), Number(old))))
        this.#say(`${where} has another ${limit}: ${String(limited)}`);
    }
  }

  #properties(was: Schema, is: Schema, side: Side, where: string): void {
    const [old, now] = [propertiesOf(was), propertiesOf(is)];
    for (const [name, schema] of Object.entries(old)) {
      const place = `${name} of ${where}`;
      if (now[name] === undefined) this.#say(`${place} is gone`);
      else {
        if (side === 'answer' && isRequired(was, name) && !isRequired(is, name))
          this.#say(`${place} may be missing now`);
        this.#schemas(schema, now[name], side, place);
      }
    }
    if (side === 'answer') return;
    for (const name of Object.keys(now))
      if (isRequired(is, name) && !isRequired(was, name)) this.#say(`${name} of ${where} is needed now`);
  }

  #say(what: string): void {
    this.#found.push(`${this.name}: ${what}`);
  }
}

const LIMITS: readonly (readonly [limit: string, isNarrower: (now: number, before: number) => boolean])[] = [
  ['maxLength', (now, before) => now < before],
  ['maximum', (now, before) => now < before],
  ['maxItems', (now, before) => now < before],
  ['minLength', (now, before) => now > before],
  ['minimum', (now, before) => now > before],
];

/** What a `$ref` names, and the one part of a choice that is not null. */
function resolved(schema: Schema, document: Description): Schema {
  if (typeof schema['$ref'] === 'string') {
    const { $ref, ...beside } = schema;
    const target = document.components?.schemas?.[String($ref).split('/').at(-1)!] ?? {};
    return { ...resolved(target, document), ...beside };
  }
  if (Array.isArray(schema['allOf'])) {
    const { allOf, ...beside } = schema;
    const parts = (allOf as readonly Schema[]).map((part) => resolved(part, document));
    return Object.assign({}, ...parts, beside) as Schema;
  }
  const choice = schema['oneOf'];
  if (!Array.isArray(choice)) return schema;
  const parts = (choice as readonly Schema[]).filter((part) => part['type'] !== 'null');
  if (parts.length !== 1) return schema;
  const part = resolved(parts[0]!, document);
  return { ...part, type: [...typesOf(part), ...(parts.length < choice.length ? ['null'] : [])] };
}

function typesOf(schema: Schema): readonly string[] {
  const type = schema['type'];
  return type === undefined ? [] : ([type].flat() as string[]);
}

function propertiesOf(schema: Schema): Readonly<Record<string, Schema>> {
  return (schema['properties'] ?? {}) as Record<string, Schema>;
}

function itemsOf(schema: Schema): Schema | undefined {
  return schema['items'] as Schema | undefined;
}

function isRequired(schema: Schema, name: string): boolean {
  return ((schema['required'] ?? []) as readonly string[]).includes(name);
}
