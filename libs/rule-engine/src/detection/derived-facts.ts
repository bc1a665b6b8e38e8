import type { DerivedFact } from '@posture/domain';
import { DAY, HOUR } from './spans';

type Fields = Readonly<Record<string, unknown>>;
type Derive = (event: Fields) => number | string | null;

/** 1 January 1970 was a Thursday. */
const FIRST_DAY = 3;

const PARTS = ['night', 'morning', 'afternoon', 'evening'] as const;

const DERIVE: Readonly<Record<DerivedFact, Derive>> = {
  hourOfDay: ({ at }) => Math.floor((at as number) / HOUR) % 24,
  partOfDay: ({ at }) => PARTS[Math.floor((at as number) / (6 * HOUR)) % 4]!,
  dayOfWeek: ({ at }) => ((Math.floor((at as number) / DAY) + FIRST_DAY) % 7) + 1,
  actorDomain: ({ actorLogin }) => {
    const sign = typeof actorLogin === 'string' ? actorLogin.lastIndexOf('@') : -1;
    return sign < 0 ? null : (actorLogin as string).slice(sign + 1).toLowerCase() || null;
  },
};
const DERIVED: ReadonlyMap<string, Derive> = new Map(Object.entries(DERIVE));

/** How a fact follows from an event; undefined for what the event itself says. Events are many: none is copied for it. */
export function derivation(name: string): Derive | undefined {
  return DERIVED.get(name);
}

/** A field of an event, or what follows from its fields under that name; null when it does not say. */
export function fieldOf(event: Fields, name: string): unknown {
  return event[name] ?? DERIVED.get(name)?.(event) ?? null;
}

/** All that follows from an event, for whoever is shown it. */
export function derivedOf(event: Fields): Readonly<Record<string, number | string | null>> {
  return Object.fromEntries([...DERIVED].map(([name, derive]) => [name, derive(event)]));
}
