import { EDGE_KINDS, NODE_KINDS } from '@posture/domain';
import type { CoverageState, EdgeKind, GraphView, NodeIndex, NodeKind } from '@posture/domain';
import { nothingHidden } from '../graph/coverage-index';
import { unseenOwnApps } from '../privilege/own-apps';
import { directRoleNeeds } from '../privilege/role-coverage';
import {
  comesWithStart,
  endSourcesOf,
  isRoleList,
  listedBySource,
  listedByTarget,
  nodeSourcesOf,
  sourcesOf,
} from './edge-sources';
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
  view: GraphView,
  steps: readonly PlannedStep[],
  landings: (step: number) => readonly NodeIndex[],
): (start: NodeIndex) => readonly string[] {
  const shared = new Set<string>();
  const ofStart: ((start: NodeIndex) => readonly string[])[] = [];
  steps.forEach((step, at) => {
    const leadsOn = kindsThatLeadOn(steps, at);
    const kinds = step.kinds.filter((kind) => arrivals(kind, step).some((node) => leadsOn.has(node)));
    for (const resource of arrivalSources(steps, at, kinds, leadsOn)) {
      if (!nothingHidden(view.coverage, resource)) shared.add(resource);
    }
    const startsHere = at === 0 && step.max === 1 && step.direction === 'out';
    const arrived = once(() => landings(at));
    for (const kind of kinds) {
      if (kind === 'CREDENTIAL_OF' && !startsHere && step.direction === 'out') {
        for (const resource of hiddenCredentials(view, arrived)) shared.add(resource);
      }
      // Who is assigned to Okta's own applications has nothing of them without a role, and roles have lists of their own.
      if (kind === 'PROTECTS' && unseenOwnApps(view).length > 0) shared.add('apps');
      if (comesWithStart(kind, step.direction)) continue;
      for (const resource of sourcesOf(kind)) {
        if (shared.has(resource) || resourceRead(view, resource)) continue;
        if (listedByTarget(kind, resource)) {
          if (hiddenAtTarget(view, resource, step, arrived)) shared.add(resource);
        } else if (startsHere && isRoleList(resource)) {
          ofStart.push((start) => directRoleNeeds(view, start).map((need) => need.resource));
        } else if (startsHere && listedBySource(kind, resource)) {
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
  steps: readonly PlannedStep[],
  at: number,
  kinds: readonly EdgeKind[],
  leadsOn: ReadonlySet<NodeKind>,
): ReadonlySet<string> {
  const step = steps[at] as PlannedStep;
  const reached = new Set(kinds.flatMap((kind) => arrivals(kind, step)));
  const nodes = [...reached].filter((kind) => leadsOn.has(kind));
  const ends = at === steps.length - 1 ? nodes.filter((kind) => step.toKinds.includes(kind)) : [];
  return new Set([...nodes.flatMap(nodeSourcesOf), ...ends.flatMap(endSourcesOf)]);
}

function hiddenAtTarget(view: GraphView, resource: string, step: PlannedStep, arrived: Landings): boolean {
  const kind = resource.startsWith('group-') ? 'Group' : 'App';
  const lists = step.direction === 'out' ? arrived().filter((node) => view.kind(node) === kind) : view.ofKind(kind);
  return lists.some((node) => !nothingHidden(view.coverage, resource, view.key(node)));
}

/** Keys are listed with the application itself; only a further list that was tried and not fully read hides one. */
const REFUSED: ReadonlySet<CoverageState> = new Set(['forbidden', 'failed', 'partial']);

/** Secrets and keys nobody read matter for applications that authenticate with one and lead on. */
function hiddenCredentials(view: GraphView, arrived: Landings): readonly string[] {
  const hidden = new Set<string>();
  for (const app of arrived()) {
    if (view.kind(app) !== 'App') continue;
    const method = authMethod(view, app);
    const { signOnMode } = view.props(app);
    // Only clients have credentials; an application nothing is known of may be one.
    const isClient = method !== null || typeof signOnMode !== 'string' || signOnMode === 'OPENID_CONNECT';
    if (!isClient || method === 'none') continue;
    const key = view.key(app);
    if (method !== 'private_key_jwt') {
      if (!nothingHidden(view.coverage, 'client-secrets', key)) hidden.add('client-secrets');
    } else if (REFUSED.has(view.coverage.of('app-jwks', key).state)) hidden.add('app-jwks');
  }
  return [...hidden];
}

function authMethod(view: GraphView, app: NodeIndex): string | null {
  const credentials = view.props(app).credentials as
    { oauthClient?: { token_endpoint_auth_method?: unknown } | null } | null | undefined;
  const method = credentials?.oauthClient?.token_endpoint_auth_method;
  return typeof method === 'string' ? method : null;
}

/** The list of role holders stands in for the role lists of everybody who is not on it. */
function resourceRead(view: GraphView, resource: string): boolean {
  if (nothingHidden(view.coverage, resource)) return true;
  if (resource !== 'user-roles') return false;
  return view.coverage.of(resource).state === 'not_read' && nothingHidden(view.coverage, 'role-assignees');
}

function once<T>(compute: () => T): () => T {
  let value: { readonly of: T } | null = null;
  return () => (value ??= { of: compute() }).of;
}
