import type { FactValue } from '@posture/domain';
import { isUnread } from '../../compile-condition';
import { NONE, allShown, appended, firstSince, loadEntry, recordOf, saveEntry } from '../entry';
import type { Entry, Found, Operator, Said, SavedEntry } from '../entry';
import { chainTo, compares } from './sequence-chain';
import type { CompiledStep, Steps } from './sequence-chain';
import { MINUTE } from '../spans';

interface Waiting {
  readonly entry: Entry;
  readonly chain: readonly Entry[];
}

interface SequenceState {
  /** Those of any step, in order, as far back as a sequence may reach. */
  entries: Entry[];
  /** Complete but for an absence: found when the watermark passes their end without it. */
  waiting: Waiting[];
  /** Ids of entries that proved something before. */
  proven: Map<string, number>;
  evicted: number;
}

/** Nothing is ever put in. */
const NOBODY = new Map<string, number>();

/** Entries of one timeline at most; the oldest go first, a quarter at a time, and are counted. */
const MOST = 2_000;

export function sequenceOperator(minutes: number, compiled: readonly CompiledStep[]): Operator<SequenceState> {
  const length = minutes * MINUTE;
  const steps = stepsOf(compiled, length);
  const last = compiled[steps.last]!;
  const awaited = compiled[steps.last + 1];
  // What a chain may hold, and before it what may not have been.
  const memory = steps.first > 0 ? 2 * length : length;
  // One of the last step is compared as it comes; it is kept only where several of them count.
  const keptFits = compiled
    .slice(0, last.atLeast === 1 ? steps.last : steps.last + 1)
    .reduce((bits, { fit }) => bits | fit, 0);
  const told = (state: SequenceState, entry: Entry, at: number, chain: readonly Entry[]): Found => {
    const newly = chain.filter(({ id, from }) => !state.proven.has(`${id} ${from}`));
    if (newly.length > 0 && state.proven === NOBODY) state.proven = new Map();
    for (const one of newly) state.proven.set(`${one.id} ${one.from}`, one.at);
    const span = (chain.at(-1)!.at - chain[0]!.at) / MINUTE;
    return { at, entry, newly, proof: chain, figures: { minutes: Math.round(span * 10) / 10, steps: chain.length } };
  };
  const anchorOf = ({ chain }: Waiting): Entry => chain[compiled[steps.first]!.atLeast - 1]!;
  return {
    fresh: () => ({ entries: NONE, waiting: NONE, proven: NOBODY, evicted: 0 }),
    copy: ({ entries, waiting, proven, evicted }) => ({
      entries: [...entries],
      waiting: [...waiting],
      proven: proven.size === 0 ? NOBODY : new Map(proven),
      evicted,
    }),
    step: (state, entry): Found | null => {
      if (awaited !== undefined && (entry.fits & awaited.fit) !== 0 && state.waiting.length > 0) {
        state.waiting = state.waiting.filter(
          (each) => entry.at > each.entry.at + length || !compares(awaited, entry, anchorOf(each)),
        );
      }
      const chain = (entry.fits & last.fit) === 0 ? null : chainTo(steps, entry, state.entries);
      if ((entry.fits & keptFits) !== 0) {
        state.entries = appended(state.entries, entry);
        if (state.entries.length > MOST) shorten(state, entry.at - memory);
      }
      if (chain === null) return null;
      if (awaited === undefined) return told(state, entry, entry.at, chain);
      state.waiting = appended(state.waiting, { entry, chain });
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
      if (state.entries.length > 0 && state.entries[0]!.at < watermark - memory)
        state.entries = state.entries.slice(firstSince(state.entries, watermark - memory));
      for (const [id, at] of state.proven) if (at < watermark - 2 * length) state.proven.delete(id);
      const { evicted } = state;
      state.evicted = 0;
      return evicted;
    },
    horizonMs: 2 * length,
    reachMs: length,
    least: compiled.reduce((sum, { absent, atLeast }) => sum + (absent ? 0 : atLeast), 0),
    // Where one step is all that happens, it may be found with nothing before it.
    opening: steps.first === steps.last ? 0 : keptFits,
    lasting: keptFits === 0 ? last.fit : keptFits,
    closing: last.fit,
    needs: compiled.filter(({ absent }) => !absent).map(({ fit }) => fit),
    isPlain: ({ waiting, proven }) => waiting.length === 0 && proven.size === 0,
    save: ({ entries, waiting, proven }, keeps) => ({
      entries: entries.map((entry) => saveEntry(entry, keeps)),
      waiting: waiting.map(({ entry, chain }) => ({
        entry: saveEntry(entry, keeps),
        said: entry.said === null ? null : known({ ...entry.kept, ...recordOf(entry.said) }),
        chain: chain.map((one) => saveEntry(one, keeps)),
      })),
      proven: [...proven],
    }),
    load: (saved, keeps) => {
      const { entries, waiting, proven } = saved as {
        entries: SavedEntry[];
        waiting: { entry: SavedEntry; said: Said | null; chain: SavedEntry[] }[];
        proven: [string, number][];
      };
      return {
        entries: entries.map((entry) => loadEntry(entry, keeps)),
        waiting: waiting.map(({ entry, said, chain }) => ({
          entry: { ...loadEntry(entry, keeps), said: said === null ? null : allShown(said) },
          chain: chain.map((one) => loadEntry(one, keeps)),
        })),
        proven: proven.length === 0 ? NOBODY : new Map(proven),
        evicted: 0,
      };
    },
  };
}

function stepsOf(steps: readonly CompiledStep[], length: number): Steps {
  const present = steps.flatMap((step, index) => (step.absent ? [] : [index]));
  const first = present[0]!;
  return {
    steps,
    length,
    first,
    last: present.at(-1)!,
    afterAbsence: steps.map((_, index) => steps.slice(first, index).some(({ absent }) => absent)),
  };
}

/** What is not known is left out: of it there is nothing to show. */
function known(said: Said): Said {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => !isUnread(value as FactValue)));
}

/** What is too old to matter goes uncounted. */
function shorten(state: SequenceState, since: number): void {
  state.entries = state.entries.slice(firstSince(state.entries, since));
  if (state.entries.length <= MOST) return;
  const gone = state.entries.length - (MOST * 3) / 4;
  state.entries = state.entries.slice(gone);
  state.evicted += gone;
}
