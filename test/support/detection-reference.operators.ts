import type {
  Condition,
  DetectionPattern,
  Facts,
  FirstSeenSpec,
  MeasureSpec,
  NumberOrParameter,
  PairSpec,
  ParameterValue,
  RateSpec,
  SequenceSpec,
  SequenceStep,
  WindowSpec,
} from '@posture/domain';
import type { Item, ReferenceOccurrence } from './detection-reference';
import { pairFacts } from './detection-reference.pair';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What proves a rate: so many of the first of its hour or day, and the one that completed it. */
const FIRST_OF_BUCKET = 200;

interface Judging {
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly holds: (when: Condition, facts: Facts) => boolean;
  readonly until: number;
}

/** @param items of one timeline, in order */
export function occurrencesOf(
  pattern: DetectionPattern,
  items: readonly Item[],
  judging: Judging,
): ReferenceOccurrence[] {
  const { window, sequence, firstSeen, rate, pair } = pattern;
  return items.flatMap((last, index) => {
    const until = items.slice(0, index + 1);
    if (window !== undefined) return windowAt(window, until, judging) ?? [];
    if (sequence !== undefined) return sequenceAt(sequence, items, index, judging) ?? [];
    if (firstSeen !== undefined) return firstSeenAt(firstSeen, until, judging) ?? [];
    if (rate !== undefined) return rateAt(rate, until, judging) ?? [];
    if (pair !== undefined) return pairAt(pair, until, judging) ?? [];
    return { at: last.at, last, proof: [last], figures: {} };
  });
}

function numberOf(value: NumberOrParameter, { parameters }: Judging): number {
  return typeof value === 'number' ? value : (parameters[value.path.slice(2)] as number);
}

/** null: the event does not say. A list is one value. */
function valueOf({ facts }: Item, field: string): string | null {
  const value = facts[field] ?? null;
  return value === null ? null : JSON.stringify(value);
}

function windowAt(spec: WindowSpec, until: readonly Item[], judging: Judging): ReferenceOccurrence | null {
  const last = until.at(-1)!;
  if (spec.of !== undefined && !judging.holds(spec.of, last.facts)) return null;
  const inside = until.filter(({ at }) => at >= last.at - numberOf(spec.minutes, judging) * MINUTE);
  const figures = Object.fromEntries(
    Object.entries(spec.measures).map(([name, measure]) => [name, measured(measure, inside, judging)]),
  );
  return judging.holds(spec.when, figures) ? { at: last.at, last, proof: inside, figures } : null;
}

function measured(spec: MeasureSpec, window: readonly Item[], judging: Judging): number | null {
  const minutes = spec.minutes === undefined ? Infinity : numberOf(spec.minutes, judging);
  const inside = window.filter(({ at }) => window.at(-1)!.at - at <= minutes * MINUTE);
  const counted = inside.filter(({ facts }) => spec.of === undefined || judging.holds(spec.of, facts));
  switch (spec.measure) {
    case 'count':
      return counted.length;
    case 'percent':
      return (100 * counted.length) / inside.length;
    case 'span':
      return counted.length === 0 ? 0 : (counted.at(-1)!.at - counted[0]!.at) / MINUTE;
    case 'sum':
      return counted.reduce((sum, { facts }) => sum + numeric(facts[spec.field]), 0);
    default:
  }
  const values = counted.flatMap(({ facts }) => [facts[spec.field] ?? []].flat());
  const different = [...new Set(values)];
  const often = different.map((value) => values.filter((one) => one === value).length);
  if (spec.measure === 'distinct') return different.length;
  if (spec.measure === 'maxPer') return Math.max(0, ...often);
  if (different.length === 0) return null;
  if (spec.measure === 'meanPer') return values.length / different.length;
  const [from, to] = [numberOf(spec.from, judging), numberOf(spec.to, judging)];
  return (100 * often.filter((count) => count >= from && count <= to).length) / different.length;
}

function numeric(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** Where the timeline began: after its last silence longer than that. */
function begin(until: readonly Item[], isSilence: (from: Item, to: Item) => boolean): Item {
  return until.reduce(
    (since, item, index) => (index > 0 && isSilence(until[index - 1]!, item) ? item : since),
    until[0]!,
  );
}

function firstSeenAt(spec: FirstSeenSpec, until: readonly Item[], judging: Judging): ReferenceOccurrence | null {
  const last = until.at(-1)!;
  const days = numberOf(spec.days, judging);
  const daysBetween = (from: Item, to: Item): number => Math.floor(to.at / DAY) - Math.floor(from.at / DAY);
  const age = last.at - begin(until, (from, to) => daysBetween(from, to) > days).at;
  const valuesOf = ({ facts }: Item): string[] =>
    spec.fields
      .map((field) => [facts[field] ?? []].flat().map(String))
      .reduce<string[][]>((all, members) => all.flatMap((one) => members.map((member) => [...one, member])), [[]])
      .map((combination) => JSON.stringify(combination));
  const before = until.slice(0, -1).filter((item) => daysBetween(item, last) <= days);
  const known = new Set(before.flatMap(valuesOf));
  const isNew = valuesOf(last).some((value) => !known.has(value));
  const isLearned = age > 0 && age >= numberOf(spec.learnDays, judging) * DAY;
  if (!isNew || !isLearned || (spec.of !== undefined && !judging.holds(spec.of, last.facts))) return null;
  return { at: last.at, last, proof: [last], figures: { knownDays: age / DAY, knownValues: known.size } };
}

function rateAt(spec: RateSpec, until: readonly Item[], judging: Judging): ReferenceOccurrence | null {
  const last = until.at(-1)!;
  const length = spec.per === 'hour' ? HOUR : DAY;
  const most = (numberOf(spec.baselineDays, judging) * DAY) / length;
  const bucketOf = ({ at }: Item): number => Math.floor(at / length);
  const counts = (item: Item): boolean =>
    (spec.of === undefined || judging.holds(spec.of, item.facts)) &&
    (spec.distinct === undefined || valueOf(item, spec.distinct) !== null);
  if (!counts(last)) return null;
  const inBucket = (bucket: number): Item[] => until.filter((item) => bucketOf(item) === bucket && counts(item));
  const valuesOf = (items: readonly Item[], field: string): number =>
    new Set(items.map((item) => valueOf(item, field)).filter((value) => value !== null)).size;
  const countOf = (items: readonly Item[]): number =>
    spec.distinct === undefined ? items.length : valuesOf(items, spec.distinct);
  const now = bucketOf(last);
  const since = bucketOf(begin(until, (from, to) => bucketOf(to) - bucketOf(from) > most));
  const seen = Math.min(now - since, most);
  const bucket = inBucket(now);
  const against = (figure: (items: readonly Item[]) => number) => {
    const usual = Array.from({ length: seen }, (_, back) => figure(inBucket(now - 1 - back)));
    const mean = usual.reduce((sum, one) => sum + one, 0) / seen;
    const deviation = Math.sqrt(usual.reduce((sum, one) => sum + (one - mean) ** 2, 0) / seen);
    return { mean, deviation, z: (figure(bucket) - mean) / Math.max(1, deviation) };
  };
  const count = countOf(bucket);
  const { mean, deviation, z } = against(countOf);
  const { spread } = spec;
  const isSpread =
    spread === undefined ||
    spread.fields.some((field) => against((items) => valuesOf(items, field)).z >= numberOf(spread.z, judging));
  const isLearned = seen > 0 && seen >= (numberOf(spec.learnDays, judging) * DAY) / length;
  if (!isLearned || count < numberOf(spec.atLeast, judging) || z < numberOf(spec.z, judging) || !isSpread) return null;
  const proof = [...new Set([...bucket.slice(0, FIRST_OF_BUCKET), last])];
  const hundredths = (value: number): number => Math.round(value * 100) / 100;
  const figures = { count, usual: hundredths(mean), deviation: hundredths(deviation), z: hundredths(z) };
  return { at: last.at, last, proof, figures };
}

function pairAt(spec: PairSpec, until: readonly Item[], judging: Judging): ReferenceOccurrence | null {
  const last = until.at(-1)!;
  if (spec.of !== undefined && !judging.holds(spec.of, last.facts)) return null;
  const accuracyKm = spec.accuracyKm === undefined ? 0 : numberOf(spec.accuracyKm, judging);
  const before = until
    .slice(0, -1)
    .reverse()
    .slice(0, spec.against === 'previous' ? 1 : undefined);
  for (const earlier of before) {
    if (earlier.at < last.at - numberOf(spec.minutes, judging) * MINUTE) return null;
    const facts = pairFacts(earlier, last, accuracyKm);
    if (!judging.holds(spec.when, facts)) continue;
    const { srcIp = null, city = null, country = null } = earlier.facts;
    const figures = { ...facts, earlierIp: srcIp, earlierCity: city, earlierCountry: country };
    return { at: last.at, last, proof: [earlier, last], figures };
  }
  return null;
}

function sequenceAt(
  { steps, minutes }: SequenceSpec,
  items: readonly Item[],
  end: number,
  judging: Judging,
): ReferenceOccurrence | null {
  const length = numberOf(minutes, judging) * MINUTE;
  const present = steps.flatMap(({ absent }, index) => (absent === true ? [] : [index]));
  const last = items[end]!;
  const since = items.findIndex(({ at }) => at >= last.at - length);
  const fits = (step: number, index: number, anchor: number): boolean => {
    const { differs = [], same = [], sameAs = {} } = steps[step]!;
    const members = (index: number, field: string) => [items[index]!.facts[field] ?? []].flat() as unknown[];
    const pair = (field: string): [string | null, string | null] => [
      valueOf(items[index]!, field),
      valueOf(items[anchor]!, field),
    ];
    return (
      items[index]!.fits[step]! &&
      (index === anchor ||
        (differs.every((field) => !pair(field).includes(null) && new Set(pair(field)).size === 2) &&
          same.every((field) => !pair(field).includes(null) && new Set(pair(field)).size === 1) &&
          Object.entries(sameAs).every(([own, first]) =>
            members(index, own).some((value) => members(anchor, first).includes(value)),
          )))
    );
  };
  const isAbsent = (step: number, above: number, below: number, anchor: number): boolean =>
    steps[step]?.absent !== true ||
    !items.some((_, index) => index > above && index < below && fits(step, index, anchor));
  /** Up to the step in that place, its last event given: every way to get there, the latest first. */
  const chain = (place: number, ending: number, anchor: number): number[] | null => {
    const step = present[place]!;
    const fitting = (index: number): boolean =>
      place === 0 ? items[index]!.fits[step]! : index > anchor && fits(step, index, anchor);
    const group = items
      .map((_, index) => index)
      .filter((index) => index >= since && index <= ending && fitting(index))
      .slice(-countOf(steps[step]!, judging));
    if (group.length < countOf(steps[step]!, judging) || group.at(-1) !== ending) return null;
    const head = group[0]!;
    if (place === 0) {
      const before = items.findIndex(({ at }) => at >= items[head]!.at - length) - 1;
      return isAbsent(step - 1, before, head, anchor) ? group : null;
    }
    for (let previous = head - 1; previous >= anchor; previous -= 1) {
      if ((place === 1) !== (previous === anchor)) continue;
      if (!isAbsent(step - 1, previous, head, anchor)) continue;
      const rest = chain(place - 1, previous, anchor);
      if (rest !== null) return [...rest, ...group];
    }
    return null;
  };
  const isOnly = present.length === 1;
  for (let anchor = isOnly ? end : end - 1; anchor >= since; anchor -= 1) {
    if (isOnly && anchor !== end) return null;
    if (!items[anchor]!.fits[present[0]!]! || !items[end]!.fits[present.at(-1)!]!) continue;
    const found = chain(present.length - 1, end, anchor);
    if (found === null) continue;
    const proof = found.map((index) => items[index]!);
    const apart = (proof.at(-1)!.at - proof[0]!.at) / MINUTE;
    const figures = { minutes: Math.round(apart * 10) / 10, steps: proof.length };
    if (present.at(-1) === steps.length - 1) return { at: last.at, last, proof, figures };
    const over = items.findIndex(({ at }) => at > last.at + length);
    const isOver = isAbsent(steps.length - 1, end, over < 0 ? items.length : over, anchor);
    return isOver && last.at + length < judging.until ? { at: last.at + length, last, proof, figures } : null;
  }
  return null;
}

function countOf({ atLeast }: SequenceStep, judging: Judging): number {
  return atLeast === undefined ? 1 : numberOf(atLeast, judging);
}
