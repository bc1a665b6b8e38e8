import { Unknown } from '@posture/domain';
import type { FactContext, Facts, FactSet, NodeIndex } from '@posture/domain';
import { GRANT_FACTS } from '../fact-schema/grant.facts';
import { appKeys, daysWithoutUse, scopeKey } from './log-usage';
import { owningApp, owningAppFacts } from './owning-app';
import { textOf } from '../../../facts/wire';

/** Scopes of Okta's API that applications were granted. */
export const grantFacts: FactSet<null> = {
  kind: 'Grant',
  schema: GRANT_FACTS,
  prepare: () => null,
  compute(context, grant) {
    const { view } = context;
    const { scopeId, status } = view.props(grant);
    return {
      scopeId: textOf(scopeId) ?? '',
      // Okta leaves the status out where a grant cannot be anything else.
      status: textOf(status) ?? 'ACTIVE',
      ...owningAppFacts(view, owningApp(view, grant)),
      ...usageFacts(context, grant),
    };
  },
};

function usageFacts(context: FactContext, grant: NodeIndex): Facts {
  const { view } = context;
  const key = scopeKey(view, grant);
  if (key === null) {
    const unknown = new Unknown([{ resource: 'apps', parent: '' }]);
    return { daysSinceLastUse: unknown, appDaysSinceLastUse: unknown };
  }
  const app = owningApp(view, grant);
  return {
    daysSinceLastUse: daysWithoutUse(context, [key], view.props(grant)['created'], 'app-grants'),
    appDaysSinceLastUse: daysWithoutUse(context, appKeys(view, app), view.props(app)['created'], 'apps'),
  };
}
