import type { GraphView, NodeIndex } from '@posture/domain';

/** The application a credential or grant belongs to; an application is its own. */
export function appOf(view: GraphView, node: NodeIndex): NodeIndex | null {
  if (view.kind(node) === 'App') return node;
  return view.out(node, 'CREDENTIAL_OF')[0] ?? view.in(node, 'HAS_GRANT')[0] ?? null;
}
