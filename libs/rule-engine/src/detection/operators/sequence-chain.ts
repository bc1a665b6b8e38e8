import { comparable, firstSince } from '../entry';
import type { Entry } from '../entry';

/** A step with its parameters' values in; `fit` is its bit. */
export interface CompiledStep {
  readonly name: string;
  readonly fit: number;
  readonly atLeast: number;
  readonly absent: boolean;
  readonly differs: readonly string[];
  readonly same: readonly string[];
  /** A field of the step, and that of the first step it has to meet. */
  readonly sameAs: readonly (readonly [string, string])[];
}

/** The steps of a sequence; `first` and `last` are those of them that happen. */
export interface Steps {
  readonly steps: readonly CompiledStep[];
  readonly first: number;
  readonly last: number;
  /** In milliseconds. */
  readonly length: number;
  /** Whether something has to be absent between the first step and each. */
  readonly afterAbsence: readonly boolean[];
}

/** What proves one step. */
interface Group {
  readonly entries: readonly Entry[];
  /** Where its first is among the entries of the timeline. */
  readonly head: number;
}

/**
 * The events that lead to one of the last step: from the latest beginning there is, and after that by the latest of
 * each step.
 * @param entries those before it, in order
 * @returns null: nothing leads to it
 */
export function chainTo(all: Steps, end: Entry, entries: readonly Entry[]): readonly Entry[] | null {
  const { steps, first, last, length } = all;
  const since = firstSince(entries, end.at - length);
  if (first === last) {
    const group = groupBefore(steps[first]!, end, entries.length, since - 1);
    return group !== null && isClearBefore(group, end) ? group.entries : null;
  }
  for (let index = entries.length - 1; index >= since; index -= 1) {
    const anchor = entries[index]!;
    if ((anchor.fits & steps[first]!.fit) === 0 || !compares(steps[last]!, end, anchor)) continue;
    const begin = groupBefore(steps[first]!, anchor, index, since - 1);
    // There is no other before it either.
    if (begin === null) return null;
    if (!isClearBefore(begin, anchor)) continue;
    const rest = chainAfter(anchor, index);
    if (rest !== null) return [...begin.entries, ...rest];
  }
  return null;

  function chainAfter(anchor: Entry, floor: number): readonly Entry[] | null {
    const failed = new Set<string>();
    const fits = (step: CompiledStep, entry: Entry): boolean =>
      (entry.fits & step.fit) !== 0 && compares(step, entry, anchor);
    const endingWith = (step: number, ending: Entry, at: number): readonly Entry[] | null => {
      const group = groupBefore(steps[step]!, ending, at, floor, anchor);
      if (group === null) return null;
      const between = steps[step - 1]!;
      const previous = between.absent ? step - 2 : step - 1;
      let above = floor;
      if (between.absent) {
        above = group.head - 1;
        while (above > floor && !fits(between, entries[above]!)) above -= 1;
      }
      if (previous === first) return above === floor ? group.entries : null;
      for (let index = group.head - 1; index > above; index -= 1) {
        if (!fits(steps[previous]!, entries[index]!) || failed.has(`${previous} ${index}`)) continue;
        const chain = endingWith(previous, entries[index]!, index);
        if (chain !== null) return [...chain, ...group.entries];
        // An earlier one leads there only when it comes before what has to be absent.
        if (!all.afterAbsence[previous]!) return null;
        failed.add(`${previous} ${index}`);
      }
      return null;
    };
    return endingWith(last, end, entries.length);
  }

  /** As many as the step wants, up to the one given; null when there are not so many above the floor. */
  function groupBefore(
    step: CompiledStep,
    ending: Entry,
    at: number,
    floor: number,
    anchor: Entry | null = null,
  ): Group | null {
    const group = [ending];
    let head = at;
    for (let index = at - 1; index > floor && group.length < step.atLeast; index -= 1) {
      const entry = entries[index]!;
      if ((entry.fits & step.fit) === 0 || (anchor !== null && !compares(step, entry, anchor))) continue;
      group.unshift(entry);
      head = index;
    }
    return group.length < step.atLeast ? null : { entries: group, head };
  }

  /** Whether what has to be absent first was, for as long before the first step as the whole may take. */
  function isClearBefore({ entries: [begin], head }: Group, anchor: Entry): boolean {
    const absent = steps[first - 1];
    if (absent === undefined) return true;
    for (let index = head - 1; index >= 0 && entries[index]!.at >= begin!.at - length; index -= 1) {
      if ((entries[index]!.fits & absent.fit) !== 0 && compares(absent, entries[index]!, anchor)) return false;
    }
    return true;
  }
}

/** Whether an entry of a step goes with the one the sequence began with. */
export function compares({ differs, same, sameAs }: CompiledStep, entry: Entry, anchor: Entry): boolean {
  const pair = (field: string): [unknown, unknown] => [comparable(entry.kept[field]), comparable(anchor.kept[field])];
  const isOther = ([a, b]: [unknown, unknown]): boolean => a !== null && b !== null && a !== b;
  const isSame = ([a, b]: [unknown, unknown]): boolean => a !== null && a === b;
  return (
    differs.every((field) => isOther(pair(field))) &&
    same.every((field) => isSame(pair(field))) &&
    sameAs.every(([own, first]) => meets(entry.kept[own], anchor.kept[first]))
  );
}

/** Either may be a list. */
function meets(a: unknown, b: unknown): boolean {
  const others = [b ?? []].flat();
  return [a ?? []].flat().some((value) => others.includes(value));
}
