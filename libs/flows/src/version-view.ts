import type { FactContext } from '@posture/domain';
import type { EngineStores } from './engine-stores';
import type { Provider } from './providers';

/** One version of a connection, ready to be judged at the version's own instant. */
export interface VersionView extends FactContext {
  readonly provider: Provider;
}

/** @param provider that of the connection */
export async function viewOf(
  { graphs }: Pick<EngineStores, 'graphs'>,
  provider: Provider,
  connectionId: string,
  version: number,
): Promise<VersionView> {
  const { view, privilege } = await graphs.open(provider, connectionId, version);
  return { provider, view, privilege, classification: provider.model.classification, asOf: view.at };
}
