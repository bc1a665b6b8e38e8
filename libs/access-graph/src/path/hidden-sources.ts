import { EDGE_KINDS, NODE_KINDS } from '@posture/domain';
import type { EdgeKind, GraphView, NodeIndex, NodeKind } from '@posture/domain';
import { nothingHidden } from '../graph/coverage-index';
import type { GraphSources } from './graph-sources';
import type { PathContext } from './path-context';
import type { PlannedStep } from './planned-step';

type Landings = () => readonly NodeIndex[];

/**
 * Says which resources could hide a path from a start node.
 *
 * A path nobody saw has a last hidden hop; all after it was seen, so the hop arrives at one of the step's landings.
 * A list kept by the node arrived at (a group's members) therefore matters only for landings; a list kept by the node
 * left (a user's roles) matters for the start when it is the first hop, else for anybody. Hops that cannot lead on to
 * the end do not matter at all.
 */
export function hiddenSources(
  { view, privilege, sources }: PathContext,
  steps: readonly PlannedStep[],
  landings: (step: number) => readonly NodeIndex[],
): (start: NodeIndex) => readonly string[] {
  const shared = new Set<string>();
  const ofStart: ((start: NodeIndex) => readonly string[])[] = [];
  const unseen = sources.model.hidden(view);
  steps.forEach((step, at) => {
    const leadsOn = kindsThatLeadOn(steps, at);
    const kinds = step.kinds.filter((kind) => arrivals(kind, step).some((node) => leadsOn.has(node)));
    for (const resource of arrivalSources(sources, steps, at, kinds, leadsOn)) {
      if (!nothingHidden(view.coverage, resource)) shared.add(resource);
    }
    const startsHere = at === 0 && step.max === 1 && step.direction === 'out';
    const arrived = once(() => landings(at));
    for (const kind of kinds) {
      if (kind === 'CREDENTIAL_OF' && !startsHere && step.direction === 'out') {
        for (const node of arrived()) {
          for (const resource of sources.model.hiddenCredentials(view, node)) shared.add(resource);
        }
      }
      for (const { edges, needs } of unseen) {
        if (edges.includes(kind)) for (const { resource } of needs) shared.add(resource);
      }
      for (const resource of sources.sourcesOf(kind)) {
        if (sources.comesWithStart(kind, resource, step.direction)) continue;
        if (shared.has(resource) || isResourceRead(view, sources, resource)) continue;
        const keeper = sources.keptByTarget(kind, resource);
        if (keeper !== null) {
          if (hiddenAtTarget(view, keeper, resource, step, arrived)) shared.add(resource);
        } else if (startsHere && sources.isRoleList(resource)) {
          ofStart.push((start) => privilege.ownRolesNeeds(start).map((need) => need.resource));
        } else if (startsHere && sources.isKeptBySource(kind, resource)) {
          ofStart.push((start) => (nothingHidden(view.coverage, resource, view.key(start)) ? [] : [resource]));
        } else {
          shared.add(resource);
        }
      }
    }
  });
  const common = [...shared].sort();
  if (ofStart.length === 0) return () => common;
  return (start) => {
    const own = ofStart.flatMap((needs) => needs(start));
    return own.length === 0 ? common : [...new Set([...common, ...own])].sort();
  };
}

const ALL_KINDS = Object.keys(NODE_KINDS) as NodeKind[];

/** Node kinds from which the steps from `at` on can be walked; any kind once no step is left. */
function kindsThatGoOn(steps: readonly PlannedStep[], at: number): ReadonlySet<NodeKind> {
  const step = steps[at];
  if (step === undefined) return new Set(ALL_KINDS);
  const kinds = new Set(departures(step));
  if (step.min === 0) {
    const later = kindsThatGoOn(steps, at + 1);
    for (const kind of step.toKinds) if (later.has(kind)) kinds.add(kind);
  }
  return kinds;
}

/** Node kinds a hop of the step may arrive at and still lead to the end. */
function kindsThatLeadOn(steps: readonly PlannedStep[], at: number): ReadonlySet<NodeKind> {
  const step = steps[at] as PlannedStep;
  const later = kindsThatGoOn(steps, at + 1);
  return new Set([...step.toKinds.filter((kind) => later.has(kind)), ...(step.max > 1 ? departures(step) : [])]);
}

function departures(step: PlannedStep): NodeKind[] {
  return step.kinds.flatMap((kind) => [...EDGE_KINDS[kind][step.direction === 'out' ? 'from' : 'to']] as NodeKind[]);
}

/** A set stands for what else the edge may end at: it leads on where that does. */
function arrivals(kind: EdgeKind, step: PlannedStep): readonly NodeKind[] {
  const ends = [...EDGE_KINDS[kind][step.direction === 'out' ? 'to' : 'from']] as NodeKind[];
  const plain = ends.filter((end) => end !== 'TargetSet');
  return plain.length === 0 ? ends : plain;
}

/** A path hides as well when a node on it does: the lists of the nodes a step may pass or arrive at. */
function arrivalSources(
  sources: GraphSources,
  steps: readonly PlannedStep[],
  at: number,
  kinds: readonly EdgeKind[],
  leadsOn: ReadonlySet<NodeKind>,
): ReadonlySet<string> {
  const step = steps[at] as PlannedStep;
  const reached = new Set(kinds.flatMap((kind) => arrivals(kind, step)));
  const nodes = [...reached].filter((kind) => leadsOn.has(kind) && sources.hasNodes(kind));
  const ends = at === steps.length - 1 ? nodes.filter((kind) => step.toKinds.includes(kind)) : [];
  return new Set([
    ...nodes.flatMap((kind) => sources.nodeSourcesOf(kind)),
    ...ends.flatMap((kind) => sources.endSourcesOf(kind)),
  ]);
}

function hiddenAtTarget(
  view: GraphView,
  keeper: NodeKind,
  resource: string,
  step: PlannedStep,
  arrived: Landings,
): boolean {
  const lists = step.direction === 'out' ? arrived().filter((node) => view.kind(node) === keeper) : view.ofKind(keeper);
  return lists.some((node) => !nothingHidden(view.coverage, resource, view.key(node)));
}

/**
 * Whether a resource hides nothing: all of its lists were read. Where one list names the objects of another, it stands in
 * for the lists of everything that is not on it.
 */
export function isResourceRead(view: GraphView, sources: GraphSources, resource: string): boolean {
  if (nothingHidden(view.coverage, resource)) return true;
  const naming = sources.namedBy(resource);
  return naming !== null && view.coverage.of(resource).state === 'not_read' && nothingHidden(view.coverage, naming);
}

function once<T>(compute: () => T): () => T {
  let value: { readonly of: T } | null = null;
  return () => (value ??= { of: compute() }).of;
}
