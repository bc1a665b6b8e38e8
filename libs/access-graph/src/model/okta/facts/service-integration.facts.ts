import { Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, NodeIndex } from '@posture/domain';
import { SERVICE_INTEGRATION_FACTS } from '../fact-schema/service-integration.facts';
import { isManageScope } from './client-reach';
import { unreadList } from '../../../facts/list-coverage';
import { daysWithoutUse } from './log-usage';
import { textOf, textsOf } from '../../../facts/wire';

/** What integrations from the catalogue may do, and who answers for them. */
export const serviceIntegrationFacts: FactSet<readonly FactNeed[]> = {
  kind: 'ServiceIntegration',
  schema: SERVICE_INTEGRATION_FACTS,
  prepare: ({ view }) => unreadList(view.coverage, 'users'),
  compute(context, integration, userNeeds) {
    const { view } = context;
    const { grantedScopes, createdAt } = view.props(integration);
    const scopes = [...new Set(textsOf(grantedScopes))].sort();
    const client = ['client', view.externalId(integration)] as const;
    return {
      grantedScopes: scopes,
      scopeCount: scopes.length,
      manageScopeCount: scopes.filter(isManageScope).length,
      daysSinceLastUse: daysWithoutUse(context, [client], createdAt, 'api-services'),
      ...creatorFacts(context, integration, userNeeds),
    };
  },
};

function creatorFacts({ view }: FactContext, integration: NodeIndex, userNeeds: readonly FactNeed[]): Facts {
  const creator = textOf(view.props(integration)['createdBy']);
  if (creator === null) return { creatorStatus: null, creatorName: null };
  const user = view.indexOf(`User:${creator}`);
  if (user >= 0) {
    return { creatorStatus: textOf(view.props(user)['status']) ?? 'ACTIVE', creatorName: view.name(user) ?? creator };
  }
  // Ids of users begin with 00u; Okta's own services sign with other words.
  if (!creator.startsWith('00u')) return { creatorStatus: null, creatorName: creator };
  if (userNeeds.length > 0) return { creatorStatus: new Unknown(userNeeds), creatorName: creator };
  return { creatorStatus: 'DELETED', creatorName: creator };
}
