import type { FactContext } from '@posture/access-graph';
import type { EngineStores } from './engine-stores';

/** One version with its privileges, ready to be judged at the version's own instant. */
export async function viewOf(stores: EngineStores, connectionId: string, version: number): Promise<FactContext> {
  const { view, privilege } = await stores.graphs.open(connectionId, version);
  return { view, privilege, classification: stores.classification, asOf: view.at };
}
