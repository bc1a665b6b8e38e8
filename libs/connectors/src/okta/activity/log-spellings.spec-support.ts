type Member = Record<string, unknown>;

export function isMap(value: unknown): value is Member {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every name at every depth written anew. */
export function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => renamed(each, rename));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [rename(name), renamed(each, rename)]));
}

export const snake = (name: string): string => name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
export const lower = (name: string): string => name.toLowerCase();

/** Objects taken apart: the way to each value as its name; lists stay. */
export function flattened(event: Member, separator: string): Member {
  const flat: Member = {};
  // Between underscores nobody can tell where a name that is no field's ends: what changed stays whole.
  const isWhole = (name: string): boolean => separator === '_' && /_(from|to)$/.test(name);
  const add = (name: string, value: unknown): void => {
    if (!isMap(value) || isWhole(name)) flat[name] = value;
    else for (const [own, each] of Object.entries(value)) add(`${name}${separator}${own}`, each);
  };
  for (const [name, value] of Object.entries(event)) add(name, value);
  return flat;
}

/** Lists taken apart too, member by member: `target.0.id`. */
export function numbered(event: Member, separator: string): Member {
  const listed = (value: unknown): unknown => {
    if (Array.isArray(value) && value.every(isMap)) return listed({ ...value });
    return isMap(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, listed(each)])) : value;
  };
  return flattened(listed(event) as Member, separator);
}

/** Every object and list right under the event as JSON text. */
export function inText(event: Member): Member {
  const entries = Object.entries(event);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : value]),
  );
}

/** Every number and flag as text. */
export function worded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(worded);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, worded(each)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

/** A map as Okta writes it where it writes no JSON. */
export function asOktaText(map: Member): string {
  return `{${Object.entries(map)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(', ')}}`;
}
