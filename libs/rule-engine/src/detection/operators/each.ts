import type { Entry, Found, Operator } from '../entry';

/** Every selected event is an occurrence. */
export const each: Operator<null> = {
  fresh: () => null,
  copy: () => null,
  step: (_state, entry: Entry): Found => ({ at: entry.at, entry, newly: [entry], proof: [entry], figures: {} }),
  pass: () => [],
  nextPass: () => Number.POSITIVE_INFINITY,
  prune: () => 0,
  horizonMs: 0,
  reachMs: 0,
  least: 1,
  opening: 0,
  lasting: 0,
  closing: 0,
  needs: [],
  save: () => null,
  load: () => null,
};
