import type { GraphView, PrivilegeModel } from '@posture/domain';
import type { GraphSources } from './graph-sources';

/** What a traversal stands on: one version, who holds what in it, and which lists could hide something from it. */
export interface PathContext {
  readonly view: GraphView;
  readonly privilege: PrivilegeModel;
  readonly sources: GraphSources;
}
