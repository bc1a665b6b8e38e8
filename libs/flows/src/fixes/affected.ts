import { EDGE_KINDS, NODE_KINDS } from '@posture/domain';
import type { CutEdge, EdgeKind, Edit, GraphView, NodeKey, NodeKind, PrivilegeModel } from '@posture/domain';
import type { VersionView } from '../graphs';
import type { Among } from '../judge';

/** So many steps back from a node are those whose facts may rest on it: an application, its groups, their members. */
const STEPS_BACK = 3;
/** What one of these says may be about anybody. */
const ABOUT_ALL: ReadonlySet<NodeKind> = new Set<NodeKind>([
  ...(['Policy', 'PolicyRule', 'Zone', 'Authenticator', 'Setting', 'UserType', 'Attribute', 'Realm'] as const),
]);
const KINDS = (Object.keys(EDGE_KINDS) as EdgeKind[]).filter((kind) => kind !== 'HAS_MEMBER');

/** Whose facts may differ after a change; undefined: anybody's. */
export function affectedBy(
  edit: Edit,
  differing: readonly CutEdge[],
  before: VersionView,
  after: VersionView,
): Among | undefined {
  const changed = new Set<NodeKey>([
    ...edit.removed,
    ...edit.props.keys(),
    ...[...edit.cut, ...differing].flatMap(({ src, dst }) => [src, dst]),
  ]);
  for (const key of [...edit.removed, ...edit.props.keys()])
    if (ABOUT_ALL.has(key.slice(0, key.indexOf(':')) as NodeKind)) return undefined;
  for (const key of edit.removed) for (const near of neighbours(before.view, key)) changed.add(near);
  for (const key of otherPrivilege(before, after)) changed.add(key);
  for (const key of [...changed]) for (const near of neighbours(after.view, key, 'out')) changed.add(near);
  const reached = reaching(after.view, changed);
  const byKind = new Map<NodeKind, number[]>();
  for (const node of [...reached].sort((a, b) => a - b)) {
    const kind = after.view.kind(node);
    const known = byKind.get(kind);
    if (known === undefined) byKind.set(kind, [node]);
    else known.push(node);
  }
  return (kind) => {
    // The tenant is counted on by all that is in it.
    return kind === 'Org' ? after.view.ofKind(kind) : (byKind.get(kind) ?? []);
  };
}

/** Nodes with another tier, or other roles. */
function otherPrivilege(before: VersionView, after: VersionView): NodeKey[] {
  const found: NodeKey[] = [];
  for (const kind of Object.keys(NODE_KINDS) as NodeKind[]) {
    for (const node of after.view.ofKind(kind)) {
      const was = before.view.indexOf(after.view.key(node));
      if (was < 0 || before.privilege.tier(was) !== after.privilege.tier(node)) found.push(after.view.key(node));
    }
  }
  const rolesOf = ({ view, privilege }: VersionView) =>
    new Map(privilege.holders().map((holder) => [view.key(holder), rolesText(view, privilege, holder)]));
  const [old, now] = [rolesOf(before), rolesOf(after)];
  for (const key of new Set([...old.keys(), ...now.keys()])) if (old.get(key) !== now.get(key)) found.push(key);
  return found;
}

function rolesText(view: GraphView, privilege: PrivilegeModel, holder: number): string {
  return privilege
    .heldRoles(holder)
    .map(({ assignment, holder: by }) => `${view.key(assignment)} ${view.key(by)}`)
    .join();
}

function neighbours(view: GraphView, key: NodeKey, direction?: 'out'): NodeKey[] {
  const node = view.indexOf(key);
  if (node < 0) return [];
  const near = KINDS.flatMap((kind) => [
    ...view.out(node, kind),
    ...(direction === undefined ? view.in(node, kind) : []),
  ]);
  return near.map((each) => view.key(each));
}

/** The nodes, and what leads to them. */
function reaching(view: GraphView, keys: ReadonlySet<NodeKey>): Set<number> {
  const found = new Set([...keys].map((key) => view.indexOf(key)).filter((node) => node >= 0));
  let frontier = [...found].filter((node) => view.kind(node) !== 'Org');
  for (let step = 0; step < STEPS_BACK; step += 1) {
    const next: number[] = [];
    for (const node of frontier)
      for (const kind of KINDS)
        for (const source of view.in(node, kind)) {
          if (found.has(source)) continue;
          found.add(source);
          next.push(source);
        }
    frontier = next;
  }
  return found;
}
