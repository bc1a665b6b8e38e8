import schema from './schemas/ocsf-1.8.0.json';

interface Attribute {
  readonly type: string;
  readonly object?: string;
  readonly array?: boolean;
  readonly required?: boolean;
  readonly deprecated?: boolean;
  readonly enum?: readonly (number | string)[];
}

interface Shape {
  readonly atLeastOne: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

const CLASSES = schema.classes as unknown as Readonly<Record<string, Shape>>;
const OBJECTS = schema.objects as unknown as Readonly<Record<string, Shape>>;
const WHOLE = new Set(['integer_t', 'long_t', 'timestamp_t']);

/** What an event violates of the published OCSF schema: attributes, types, enumerations, what is required or deprecated. */
export function ocsfErrors(event: Readonly<Record<string, unknown>>): string[] {
  const shape = CLASSES[String(event['class_uid'])];
  if (shape === undefined) return [`class_uid ${String(event['class_uid'])} is none of those that are written`];
  const { class_uid: classUid, activity_id: activity, type_uid: type } = event;
  const isTyped = type === Number(classUid) * 100 + Number(activity);
  return [...errorsOf(event, shape, ''), ...(isTyped ? [] : [`type_uid ${String(type)} is not class and activity`])];
}

function errorsOf(value: unknown, { atLeastOne, attributes }: Shape, at: string): string[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [`${at} is no object`];
  const given = value as Record<string, unknown>;
  const missing = Object.entries(attributes).flatMap(([name, { required }]) =>
    required === true && given[name] === undefined ? [`${at}.${name} is required`] : [],
  );
  const none = atLeastOne.length > 0 && atLeastOne.every((name) => given[name] === undefined);
  return [
    ...missing,
    ...(none ? [`${at} has none of ${atLeastOne.join(', ')}`] : []),
    ...Object.entries(given).flatMap(([name, each]) => attributeErrors(each, attributes[name], `${at}.${name}`)),
  ];
}

function attributeErrors(value: unknown, attribute: Attribute | undefined, at: string): string[] {
  if (attribute === undefined) return [`${at} is no attribute`];
  if (attribute.deprecated === true) return [`${at} is deprecated`];
  if (attribute.array !== true) return valueErrors(value, attribute, at);
  if (!Array.isArray(value)) return [`${at} is no array`];
  return value.flatMap((each, index) => valueErrors(each, attribute, `${at}[${index}]`));
}

function valueErrors(value: unknown, { type, object, enum: allowed }: Attribute, at: string): string[] {
  if (allowed !== undefined && !allowed.includes(value as number)) return [`${at} is ${JSON.stringify(value)}`];
  if (type === 'json_t' || at === '.unmapped') return [];
  if (type === 'object_t') {
    const shape = OBJECTS[object!];
    return shape === undefined
      ? [`${at}: ${object!} is none of the objects that are written`]
      : errorsOf(value, shape, at);
  }
  if (WHOLE.has(type)) return Number.isInteger(value) ? [] : [`${at} is no integer`];
  return typeof value === (type === 'boolean_t' ? 'boolean' : 'string') ? [] : [`${at} is no ${type}`];
}
