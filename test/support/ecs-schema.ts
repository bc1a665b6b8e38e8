import schema from './schemas/ecs-9.4.0.json';

interface Field {
  readonly type: string;
  readonly array?: boolean;
  readonly required?: boolean;
  readonly allowed?: readonly string[];
  readonly types?: Readonly<Record<string, readonly string[]>>;
}

const FIELDS = schema.fields as unknown as Readonly<Record<string, Field>>;
/** Ours alone, which ECS leaves to whoever writes. */
const OURS = 'posture';
const NUMBERS = new Set(['long', 'float']);

/** What a document violates of the published Elastic Common Schema: names, types, allowed values, what is required. */
export function ecsErrors(document: Readonly<Record<string, unknown>>): string[] {
  const flat = flatten(document, '');
  const given = new Map(flat);
  const missing = Object.entries(FIELDS).flatMap(([name, { required }]) =>
    required === true && !given.has(name) ? [`${name} is required`] : [],
  );
  return [...missing, ...flat.flatMap(([name, value]) => fieldErrors(name, value)), ...pairErrors(given)];
}

function flatten(value: object, prefix: string): [string, unknown][] {
  return Object.entries(value).flatMap(([name, each]): [string, unknown][] => {
    const path = `${prefix}${name}`;
    if (path === OURS) return [];
    return typeof each === 'object' && each !== null && !Array.isArray(each)
      ? flatten(each as object, `${path}.`)
      : [[path, each]];
  });
}

function fieldErrors(name: string, value: unknown): string[] {
  const field = FIELDS[name];
  if (field === undefined) return [`${name} is no field`];
  if (field.array === true && !Array.isArray(value)) return [`${name} is no array`];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((each) => {
    const wanted = NUMBERS.has(field.type) ? 'number' : 'string';
    if (typeof each !== wanted) return [`${name} is no ${field.type}`];
    if (field.type === 'date' && Number.isNaN(Date.parse(String(each)))) return [`${name} is no date`];
    return field.allowed !== undefined && !field.allowed.includes(String(each)) ? [`${name} is ${String(each)}`] : [];
  });
}

/** Each category allows some types only. */
function pairErrors(given: ReadonlyMap<string, unknown>): string[] {
  const types = given.get('event.type') as string[];
  const categories = given.get('event.category') as string[];
  return categories.flatMap((category) =>
    types.flatMap((type) =>
      FIELDS['event.category']!.types![category]!.includes(type) ? [] : [`${category} allows no type ${type}`],
    ),
  );
}
