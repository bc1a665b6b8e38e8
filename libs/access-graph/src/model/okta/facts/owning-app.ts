import type { GraphView, NodeIndex } from '@posture/domain';
import { textOf } from '../../../facts/wire';

/** The application a credential or grant belongs to; -1 when it was not among those read. */
export function owningApp(view: GraphView, node: NodeIndex): NodeIndex {
  const [app] = [...view.out(node, 'CREDENTIAL_OF'), ...view.in(node, 'HAS_GRANT')];
  return app ?? view.indexOf(`App:${textOf(view.props(node)['appId']) ?? ''}`);
}

/** A credential whose application is unknown is taken for one in use. */
export function owningAppFacts(
  view: GraphView,
  app: NodeIndex,
): { readonly appName: string | null; readonly appStatus: string } {
  if (app < 0) return { appName: null, appStatus: 'ACTIVE' };
  return { appName: view.name(app) ?? view.externalId(app), appStatus: textOf(view.props(app)['status']) ?? 'ACTIVE' };
}
