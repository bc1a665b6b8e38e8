import { MINUTE, loadEntry, saveEntry } from '../entry';
import type { Entry, Found, Operator, SavedEntry } from '../entry';

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

interface SequenceState {
  /** Those of any step, in order, as far back as a sequence may reach. */
  entries: Entry[];
  /** Complete but for an absence: found when the watermark passes their end without it. */
  waiting: { readonly entry: Entry; readonly chain: readonly Entry[] }[];
  /** Ids of entries that proved something before. */
  readonly proven: Map<string, number>;
}

/** Entries of one timeline at most; the oldest go first, and are counted. */
const MOST = 5_000;

export function sequenceOperator(minutes: number, steps: readonly CompiledStep[]): Operator<SequenceState> {
  const length = minutes * MINUTE;
  const present = steps.flatMap((step, index) => (step.absent ? [] : [index]));
  const first = present[0]!;
  const last = present.at(-1)!;
  const endsAbsent = last < steps.length - 1;
  // One of the last step is compared as it comes; it is kept only where several of them, or an absence of them, count.
  const keptFits = steps.reduce(
    (bits, step, index) => (index === last && step.atLeast === 1 ? bits : bits | step.fit),
    0,
  );
  const told = (state: SequenceState, entry: Entry, at: number, chain: readonly Entry[]): Found => {
    const newly = chain.filter(({ id, from }) => !state.proven.has(`${id} ${from}`));
    for (const one of newly) state.proven.set(`${one.id} ${one.from}`, one.at);
    const span = ((chain.at(-1)?.at ?? entry.at) - (chain[0]?.at ?? entry.at)) / MINUTE;
    return { at, entry, newly, figures: { minutes: Math.round(span * 10) / 10, steps: chain.length } };
  };
  return {
    fresh: () => ({ entries: [], waiting: [], proven: new Map() }),
    copy: ({ entries, waiting, proven }) => ({
      entries: [...entries],
      waiting: [...waiting],
      proven: new Map(proven),
    }),
    step: (state, entry): Found | null => {
      if (endsAbsent) cancel(state, entry, steps.at(-1)!.fit, length);
      const chain = (entry.fits & steps[last]!.fit) === 0 ? null : chainTo(entry, state.entries);
      if ((entry.fits & keptFits) !== 0) state.entries.push(entry);
      if (chain === null) return null;
      if (!endsAbsent) return told(state, entry, entry.at, chain);
      state.waiting.push({ entry, chain });
      return null;
    },
    pass: (state, watermark) => {
      const due = state.waiting.filter(({ entry }) => entry.at + length < watermark);
      if (due.length === 0) return [];
      state.waiting = state.waiting.filter(({ entry }) => entry.at + length >= watermark);
      return due.map(({ entry, chain }) => told(state, entry, entry.at + length, chain));
    },
    nextPass: ({ waiting }) => (waiting[0] === undefined ? Number.POSITIVE_INFINITY : waiting[0].entry.at + length),
    prune: (state, watermark) => {
      const from = state.entries.findIndex(({ at }) => at >= watermark - length);
      const gone = from < 0 ? state.entries.length : from;
      const tooMany = Math.max(0, state.entries.length - gone - MOST);
      if (gone + tooMany > 0) state.entries = state.entries.slice(gone + tooMany);
      for (const [id, at] of state.proven) if (at < watermark - 2 * length) state.proven.delete(id);
      return tooMany;
    },
    horizonMs: 2 * length,
    reachMs: length,
    save: ({ entries, waiting, proven }) => ({
      entries: entries.map(saveEntry),
      waiting: waiting.map(({ entry, chain }) => ({
        entry: saveEntry(entry),
        event: entry.event,
        chain: chain.map(saveEntry),
      })),
      proven: [...proven],
    }),
    load: (saved) => {
      const { entries, waiting, proven } = saved as {
        entries: SavedEntry[];
        waiting: { entry: SavedEntry; event: Entry['event']; chain: SavedEntry[] }[];
        proven: [string, number][];
      };
      return {
        entries: entries.map(loadEntry),
        waiting: waiting.map(({ entry, event, chain }) => ({
          entry: { ...loadEntry(entry), event },
          chain: chain.map(loadEntry),
        })),
        proven: new Map(proven),
      };
    },
  };

  /** The steps before an entry of the last one: from the latest beginning that leads to it. */
  function chainTo(end: Entry, entries: readonly Entry[]): Entry[] | null {
    if (first === last) {
      const group = groupBefore(steps[last]!, end, entries, entries.length, end.at - length);
      return group === null || !isClear(first - 1, end.at - length, group[0]!, entries) ? null : group;
    }
    for (let index = entries.length - 1; index >= 0; index -= 1) {
      const anchor = entries[index]!;
      if (anchor.at < end.at - length) return null;
      if ((anchor.fits & steps[first]!.fit) === 0) continue;
      const chain = chainFrom(anchor, index, end, entries);
      if (chain !== null) return chain;
    }
    return null;
  }

  function chainFrom(anchor: Entry, index: number, end: Entry, entries: readonly Entry[]): Entry[] | null {
    const begin = groupBefore(steps[first]!, anchor, entries, index, end.at - length);
    if (begin === null || !isClear(first - 1, end.at - length, begin[0]!, entries)) return null;
    if (!compares(steps[last]!, end, anchor)) return null;
    const chain: Entry[] = [];
    let next = end;
    let below = entries.length;
    for (let step = last; step > first; step -= 1) {
      if (steps[step]!.absent) continue;
      let group: Entry[] | null;
      if (step === last) group = groupBefore(steps[step]!, end, entries, below, anchor.at, anchor);
      else {
        below = latest(steps[step]!, entries, below, index, anchor);
        group = below < 0 ? null : groupBefore(steps[step]!, entries[below]!, entries, below, anchor.at, anchor);
      }
      if (group === null) return null;
      if (step !== last && !isClear(step + 1, group.at(-1)!.at, next, entries, group.at(-1)!)) return null;
      next = group[0]!;
      below = indexBefore(entries, next, below);
      chain.unshift(...group);
    }
    if (!isClear(first + 1, anchor.at, next, entries, anchor)) return null;
    return [...begin, ...chain];
  }

  /** `atLeast` of a step's entries, the given one the last of them; null when there are not so many. */
  function groupBefore(
    step: CompiledStep,
    ending: Entry,
    entries: readonly Entry[],
    below: number,
    since: number,
    anchor: Entry | null = null,
  ): Entry[] | null {
    const group = [ending];
    for (let index = below - 1; index >= 0 && group.length < step.atLeast; index -= 1) {
      const entry = entries[index]!;
      if (entry.at < since || entry === anchor) break;
      if ((entry.fits & step.fit) === 0 || (anchor !== null && !compares(step, entry, anchor))) continue;
      group.unshift(entry);
    }
    return group.length < step.atLeast ? null : group;
  }

  function latest(step: CompiledStep, entries: readonly Entry[], below: number, above: number, anchor: Entry): number {
    for (let index = below - 1; index > above; index -= 1) {
      const entry = entries[index]!;
      if ((entry.fits & step.fit) !== 0 && compares(step, entry, anchor)) return index;
    }
    return -1;
  }

  /** Whether the absent step, if that one is one, has no entry between the two. */
  function isClear(
    step: number,
    since: number,
    next: Entry,
    entries: readonly Entry[],
    after: Entry | null = null,
  ): boolean {
    const absent = steps[step];
    if (absent === undefined || !absent.absent || step > last) return true;
    const from = after === null ? entries.findIndex(({ at }) => at >= since) : entries.indexOf(after) + 1;
    if (from < 0) return true;
    for (let index = from; index < entries.length; index += 1) {
      const entry = entries[index]!;
      if (entry === next || entry.at > next.at) break;
      if ((entry.fits & absent.fit) !== 0) return false;
    }
    return true;
  }
}

function indexBefore(entries: readonly Entry[], entry: Entry, below: number): number {
  const index = entries.lastIndexOf(entry, below);
  return index < 0 ? below : index;
}

function cancel(state: SequenceState, entry: Entry, fit: number, length: number): void {
  if ((entry.fits & fit) === 0) return;
  state.waiting = state.waiting.filter((each) => entry.at > each.entry.at + length);
}

function compares({ differs, same, sameAs }: CompiledStep, entry: Entry, anchor: Entry): boolean {
  return (
    differs.every((field) => isOther(entry.kept[field], anchor.kept[field])) &&
    same.every((field) => isSame(entry.kept[field], anchor.kept[field])) &&
    sameAs.every(([own, first]) => meets(entry.kept[own], anchor.kept[first]))
  );
}

function isOther(a: unknown, b: unknown): boolean {
  return (a ?? null) !== null && (b ?? null) !== null && a !== b;
}

function isSame(a: unknown, b: unknown): boolean {
  return (a ?? null) !== null && a === b;
}

/** Either may be a list. */
function meets(a: unknown, b: unknown): boolean {
  const others = [b ?? []].flat();
  return [a ?? []].flat().some((value) => others.includes(value));
}
