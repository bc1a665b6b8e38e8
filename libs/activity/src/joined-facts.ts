import { AtLeast, Unknown } from '@posture/domain';
import type { FactNeed, FactPlain, FactValue, JoinedFact, JoinedFacts } from '@posture/domain';

/** A fact as JSON: plain when it is known. */
export type WrittenFact =
  | FactPlain
  | { readonly unknown: readonly FactNeed[] }
  | { readonly atLeast: number | readonly string[]; readonly needs: readonly FactNeed[] };
export type WrittenFacts = { readonly [name in JoinedFact]?: WrittenFact };

export function writtenFacts(facts: JoinedFacts): WrittenFacts {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, written(value)]));
}

export function joinedFacts(facts: WrittenFacts): JoinedFacts {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, read(value)]));
}

function written(value: FactValue): WrittenFact {
  if (value instanceof Unknown) return { unknown: value.needs };
  return value instanceof AtLeast ? { atLeast: value.value, needs: value.needs } : value;
}

function read(fact: WrittenFact): FactValue {
  if (typeof fact !== 'object' || fact === null) return fact;
  if ('unknown' in fact) return new Unknown(fact.unknown);
  return 'atLeast' in fact ? new AtLeast(fact.atLeast, fact.needs) : fact;
}
