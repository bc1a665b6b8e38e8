import type { FactContext } from '@posture/domain';
import type { Provider } from './providers';

/** One version of a connection with all that is needed to judge it, at the version's own instant. */
export interface VersionView extends FactContext {
  readonly provider: Provider;
}
