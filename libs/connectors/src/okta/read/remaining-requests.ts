import type { GraphView, NodeIndex } from '@posture/domain';
import { OKTA_RESOURCE_NAMES, OKTA_ROWS } from '../catalogue/okta-catalogue';
import type { OktaResource } from '../catalogue/okta-catalogue';
import type { PlanOptions } from '../catalogue/okta-sizes';
import { estimatedSizes } from '../probe/estimated-sizes';
import { requestPlan } from './request-plan';
import { appFacts, groupFacts } from './selection';

/**
 * Requests the second and third wave will take, by the published plan over the groups and applications the first wave
 * found. How many users an application has is not known before they are read; each counts as one page.
 */
export function remainingRequests(view: GraphView, options: PlanOptions): number {
  const record = (node: NodeIndex) => ({
    externalId: view.externalId(node),
    name: view.name(node),
    props: view.props(node),
    observed: view.observed(node),
  });
  const groupList = view.ofKind('Group').map((node) => groupFacts(record(node)));
  const appList = view.ofKind('App').map((node) => appFacts(record(node)));
  // What only the first wave reads is not asked again.
  const count = (resource: OktaResource) => (resource === 'apps' ? appList.length : 0);
  const { byResource } = requestPlan(estimatedSizes('idx', { groupList, appList, count }), options);
  return OKTA_RESOURCE_NAMES.filter((resource) => OKTA_ROWS[resource].wave > 1).reduce(
    (sum, resource) => sum + (byResource[resource] ?? 0),
    0,
  );
}
