import type { FactContext, GraphView, NodeIndex } from '@posture/domain';
import { peopleSignIn } from './app-sign-on.facts';
import { textOf } from '../../../facts/wire';

/** Applications that are classified as critical or sensitive, in force, and signed in to by people. */
export function sensitiveApps({
  view,
  classification: { tier1Apps, tier2Apps },
}: Pick<FactContext, 'view' | 'classification'>): ReadonlySet<NodeIndex> {
  const names = new Set([...tier1Apps, ...tier2Apps]);
  return new Set(
    view.ofKind('App').filter((app) => {
      const { status, catalogName, signOnMode } = view.props(app);
      const isSensitive = status === 'ACTIVE' && names.has(textOf(catalogName) ?? '');
      return isSensitive && signOnMode !== 'BOOKMARK' && peopleSignIn(view, app);
    }),
  );
}

/** Those of the applications that were given to the user by name, not through a group. */
export function givenByName(view: GraphView, user: NodeIndex, apps: ReadonlySet<NodeIndex>): readonly NodeIndex[] {
  if (apps.size === 0) return [];
  return view
    .outEdges(user, 'ASSIGNED_TO')
    .filter(({ dst, props }) => props['scope'] !== 'GROUP' && apps.has(dst))
    .map(({ dst }) => dst);
}
