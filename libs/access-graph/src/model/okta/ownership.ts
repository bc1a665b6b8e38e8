import type { GraphView, NodeIndex } from '@posture/domain';

/** The application a credential or grant belongs to; an application is its own. */
export function appOf(view: GraphView, node: NodeIndex): NodeIndex | null {
  if (view.kind(node) === 'App') return node;
  return view.out(node, 'CREDENTIAL_OF')[0] ?? view.in(node, 'HAS_GRANT')[0] ?? null;
}

/** A token's user, a credential's or grant's application, an assignment's holder, a rule's policy. */
export function ownerOf(view: GraphView, node: NodeIndex): NodeIndex | null {
  return (
    view.out(node, 'AUTHENTICATES_AS')[0] ??
    view.out(node, 'CREDENTIAL_OF')[0] ??
    view.in(node, 'HAS_GRANT')[0] ??
    view.in(node, 'HAS_ROLE_ASSIGNMENT')[0] ??
    (view.kind(node) === 'PolicyRule' ? view.in(node, 'CONTAINS')[0] : undefined) ??
    null
  );
}
