import { DomainError, textOfAsked } from '@posture/domain';
import type { EdgeKind, GraphEdge, GraphView, NodeIndex, PathSpec, PrivilegeModel, Tier } from '@posture/domain';
import { hiddenSources } from './hidden-sources';
import type { PathContext } from './path-context';
import type { PlannedStep } from './planned-step';
import { compileEnd } from './path-filter';
import type { CompiledEnd, PathParams, TiersOf } from './path-filter';
import { possibleTiers, seenTiers } from './possible-tiers';

/** What a traversal says of one start node. */
export interface PathAnswer {
  readonly start: NodeIndex;
  /** The best path's edges in walking order; null when none was seen. An edge may be walked against its arrow. */
  readonly edges: readonly GraphEdge[] | null;
  /** Resources that could hide a path; when empty and `edges` is null, there is none. Sorted. */
  readonly missing: readonly string[];
}

const UNREACHED = 255;
const MAX_HOPS = 32;

/**
 * Runs one declared traversal from every node its `from` admits, or from `subject` alone.
 *
 * The best path is the shortest; among equals the one whose edges, hop by hop, have the smallest edge kind and then
 * the smallest key of the node arrived at. Searches backward from the ends, once for all starts, so the cost is that
 * of the edges that lead to an end and not that of the starts.
 * @returns one answer for each start, in key order
 * @throws {DomainError} `path.parameter_unknown`, `path.too_long`
 * @throws {RangeError} naming an edge kind of the path that the provider does not have
 */
export function runPath(
  context: PathContext,
  spec: PathSpec,
  params: PathParams,
  subject?: NodeIndex,
): readonly PathAnswer[] {
  const { view, privilege } = context;
  const plan = compilePlan(context, seenTiers(privilege), spec, params);
  // Roles nobody read may make what a path ends at more privileged than it looks.
  const possible = dependsOnTier(spec) ? possibleTiers(privilege) : null;
  const lenient = possible === null ? null : compilePlan(context, possible.tiersOf, spec, params);
  const starts = startsOf(view, privilege, spec, plan.from, params, subject);
  const answers = new Array<PathAnswer>(starts.length);
  const answer = (concerned: readonly number[], startTier: Tier) => {
    const search = searchBackward(view, plan, startTier);
    const maybe = lenient === null ? search : searchBackward(view, lenient, startTier);
    const hidden = hiddenSources(context, plan.steps, (step) => maybe.landings(step));
    for (const n of concerned) {
      const start = starts[n]!;
      const edges = search.best(start);
      const unsure = edges === null && possible !== null ? maybe.best(start) : null;
      const missing = edges === null ? hidden(start) : [];
      answers[n] = {
        start,
        edges,
        missing: unsure === null ? missing : [...new Set([...missing, ...possible!.needsOf(start, unsure)])].sort(),
      };
    }
  };
  // Without a filter that compares with the start, the start's tier is never asked for.
  if (!plan.relative) answer([...starts.keys()], 'T3');
  else for (const [tier, concerned] of byTier(starts, privilege)) answer(concerned, tier);
  return answers;
}

/** Positions of starts by their tier. */
function byTier(starts: readonly NodeIndex[], privilege: PrivilegeModel): ReadonlyMap<Tier, readonly number[]> {
  const groups = new Map<Tier, number[]>();
  starts.forEach((start, n) => {
    const tier = privilege.tier(start);
    const group = groups.get(tier);
    if (group === undefined) groups.set(tier, [n]);
    else group.push(n);
  });
  return groups;
}

interface Plan {
  readonly from: CompiledEnd;
  readonly steps: readonly PlannedStep[];
  readonly relative: boolean;
}

function dependsOnTier({ steps }: PathSpec): boolean {
  return steps.some(({ to }) => to.when?.some(({ prop }) => prop === 'tier' || prop === 'lowerTierThanStart'));
}

function compilePlan({ view, sources }: PathContext, tiersOf: TiersOf, spec: PathSpec, params: PathParams): Plan {
  const from = compileEnd(view, tiersOf, spec.from, params);
  const steps = spec.steps.map((step): PlannedStep => {
    const max = step.max ?? Math.max(1, step.min ?? 1);
    return {
      kinds: step.kinds === 'traversable' ? sources.traversable : [...step.kinds].sort(),
      direction: step.direction ?? 'out',
      min: step.min ?? 1,
      max,
      to: compileEnd(view, tiersOf, step.to, params),
      toKinds: step.to.kinds,
    };
  });
  if (steps.length === 0 || steps.reduce((hops, step) => hops + step.max, 0) > MAX_HOPS) {
    throw new DomainError('path.too_long', 'invalid', `A path has between 1 and ${MAX_HOPS} hops in all.`, {
      field: 'path.steps',
      remedy: 'Lower the max of its steps.',
    });
  }
  return { from, steps, relative: steps.some((step) => step.to.relative) };
}

/** Most rules about users start from the same ones. A model is that of one view, which never changes. */
const startsOfModel = new WeakMap<PrivilegeModel, Map<string, readonly NodeIndex[]>>();

function startsOf(
  view: GraphView,
  privilege: PrivilegeModel,
  spec: PathSpec,
  from: CompiledEnd,
  params: PathParams,
  subject: NodeIndex | undefined,
): readonly NodeIndex[] {
  if (subject !== undefined) return from.test(subject, privilege.tier(subject)) ? [subject] : [];
  const known = startsOfModel.get(privilege) ?? new Map<string, readonly NodeIndex[]>();
  startsOfModel.set(privilege, known);
  const id = textOfAsked(spec.from, params);
  let starts = known.get(id);
  if (starts === undefined) {
    const admitted = (node: NodeIndex) => from.passes(node, from.relative ? privilege.tier(node) : 'T3');
    const kinds = [...new Set(spec.from.kinds)];
    starts = kinds.flatMap((kind) => view.ofKind(kind).filter(admitted)).sort((a, b) => a - b);
    known.set(id, starts);
  }
  return starts;
}

/** How far along a path is: `count` repetitions of step `step` are behind it. */
interface State {
  readonly step: number;
  readonly count: number;
}

interface Search {
  best(start: NodeIndex): readonly GraphEdge[] | null;
  /** Nodes a hop of the step may arrive at so that what follows is there to see. */
  landings(step: number): readonly NodeIndex[];
}

/**
 * Breadth first from all ends at once over (state, node). A step whose minimum is reached is left without a hop, so
 * the states that lead there have the same distance.
 */
function searchBackward(view: GraphView, plan: Plan, startTier: Tier): Search {
  const states: State[] = [];
  const ids = plan.steps.map((step, at) => {
    const first = states.length;
    for (let count = 0; count <= step.max; count++) states.push({ step: at, count });
    return first;
  });
  const distance = states.map(() => new Uint8Array(view.nodeCount).fill(UNREACHED));
  let frontier: number[][] = states.map(() => []);
  let next: number[][] = states.map(() => []);

  /** Marks (state, node) and every earlier state that leads to it without a hop. */
  const reach = (state: number, node: NodeIndex, hops: number, into: number[][]) => {
    const row = distance[state] as Uint8Array;
    if (row[node] !== UNREACHED) return;
    row[node] = hops;
    (into[state] as number[]).push(node);
    const { step, count } = states[state] as State;
    if (count > 0 || step === 0) return;
    const before = plan.steps[step - 1] as PlannedStep;
    if (!before.to.test(node, startTier)) return;
    for (let done = before.min; done <= before.max; done++) {
      reach((ids[step - 1] as number) + done, node, hops, into);
    }
  };

  const last = plan.steps.length - 1;
  const end = plan.steps[last] as PlannedStep;
  for (const kind of new Set(end.toKinds)) {
    for (const node of view.ofKind(kind)) {
      if (!end.to.passes(node, startTier)) continue;
      for (let done = end.min; done <= end.max; done++) reach((ids[last] as number) + done, node, 0, frontier);
    }
  }
  for (let hops = 1; frontier.some((nodes) => nodes.length > 0); hops++) {
    states.forEach(({ step, count }, state) => {
      if (count === 0) return;
      const { kinds, direction } = plan.steps[step] as PlannedStep;
      for (const node of frontier[state] as number[]) {
        for (const kind of kinds) {
          const sources = direction === 'out' ? view.in(node, kind) : view.out(node, kind);
          for (const source of sources) reach(state - 1, source, hops, next);
        }
      }
    });
    frontier = next;
    next = states.map(() => []);
  }

  const distanceAt = (state: number, node: NodeIndex) => (distance[state] as Uint8Array)[node] as number;
  const walk = walker(view, plan, { states, ids, distanceAt, startTier });
  return {
    best: (start) => (distanceAt(0, start) === UNREACHED ? null : walk(start)),
    landings: (step) => {
      const first = ids[step] as number;
      const { max } = plan.steps[step] as PlannedStep;
      const found = new Set<NodeIndex>();
      for (let done = 1; done <= max; done++) {
        (distance[first + done] as Uint8Array).forEach((hops, node) => {
          if (hops !== UNREACHED) found.add(node);
        });
      }
      return [...found];
    },
  };
}

interface Distances {
  readonly states: readonly State[];
  readonly ids: readonly number[];
  readonly distanceAt: (state: number, node: NodeIndex) => number;
  readonly startTier: Tier;
}

interface Hop {
  readonly edge: GraphEdge;
  readonly to: NodeIndex;
  /** The states one may be in after it. */
  readonly states: readonly number[];
}

/**
 * Goes downhill from a start; at each hop every state it may be in counts, and the smallest edge wins. Starts share
 * their ways on, so each is worked out once: a set of 100,000 members is looked through once, not once a start.
 */
function walker(view: GraphView, plan: Plan, distances: Distances): (start: NodeIndex) => readonly GraphEdge[] {
  const known = new Map<string, Hop>();
  const onward = (node: NodeIndex, states: readonly number[], left: number): Hop => {
    const id = `${node} ${states.join()}`;
    let hop = known.get(id);
    if (hop === undefined) known.set(id, (hop = bestHop(view, plan, distances, node, states, left)));
    return hop;
  };
  return (start) => {
    const edges: GraphEdge[] = [];
    let left = distances.distanceAt(0, start);
    let states: readonly number[] = withoutHop(plan, distances, [0], start);
    let node = start;
    for (; left > 0; left--) {
      const hop = node === start ? bestHop(view, plan, distances, node, states, left) : onward(node, states, left);
      edges.push(hop.edge);
      node = hop.to;
      states = hop.states;
    }
    return edges;
  };
}

function bestHop(
  view: GraphView,
  plan: Plan,
  distances: Distances,
  node: NodeIndex,
  current: readonly number[],
  left: number,
): Hop {
  const { states, distanceAt } = distances;
  let chosen: Chosen | null = null;
  let after: number[] = [];
  for (const state of current) {
    const { step, count } = states[state] as State;
    const { kinds, direction, max } = plan.steps[step] as PlannedStep;
    if (count === max) continue;
    for (const kind of kinds) {
      if (chosen !== null && kind > chosen.kind) break;
      const neighbours = direction === 'out' ? view.out(node, kind) : view.in(node, kind);
      for (const to of neighbours) {
        if (distanceAt(state + 1, to) !== left - 1) continue;
        const order: number = chosen === null ? -1 : compareHops({ kind, to, direction }, chosen);
        if (order < 0) {
          chosen = { kind, to, direction };
          after = [state + 1];
        } else if (order === 0) after.push(state + 1);
        // Neighbours come in key order: what follows is larger.
        break;
      }
    }
  }
  if (chosen === null) throw new RangeError('a reached node has no way on');
  return { edge: edgeOf(view, node, chosen), to: chosen.to, states: withoutHop(plan, distances, after, chosen.to) };
}

interface Chosen {
  readonly kind: EdgeKind;
  readonly to: NodeIndex;
  readonly direction: 'out' | 'in';
}

function edgeOf(view: GraphView, node: NodeIndex, { kind, to, direction }: Chosen): GraphEdge {
  const [src, dst] = direction === 'out' ? [node, to] : [to, node];
  // Looked up from the side with fewer edges: a set may have very many members.
  const fromTarget = view.in(dst, kind).length < view.out(src, kind).length;
  const listed = fromTarget ? view.inEdges(dst, kind) : view.outEdges(src, kind);
  return listed.find((edge) => edge.src === src && edge.dst === dst) as GraphEdge;
}

/** By edge kind, then by the node arrived at; of two arrows between the same nodes, the one along the arrow first. */
function compareHops(hop: Chosen, chosen: Chosen): number {
  if (hop.kind !== chosen.kind) return hop.kind < chosen.kind ? -1 : 1;
  if (hop.to !== chosen.to) return hop.to - chosen.to;
  return Number(hop.direction === 'in') - Number(chosen.direction === 'in');
}

/** The states one may be in at the node, leaving steps whose minimum is behind and whose end it satisfies. */
function withoutHop(plan: Plan, { states, ids, startTier }: Distances, from: readonly number[], node: NodeIndex) {
  const found = new Set<number>();
  const visit = (state: number) => {
    if (found.has(state)) return;
    found.add(state);
    const { step, count } = states[state] as State;
    const { min, to } = plan.steps[step] as PlannedStep;
    if (count >= min && step + 1 < plan.steps.length && to.test(node, startTier)) visit(ids[step + 1] as number);
  };
  from.forEach(visit);
  return [...found].sort((a, b) => a - b);
}
