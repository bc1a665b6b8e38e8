import { Unknown } from '@posture/domain';
import type { FactContext, Facts, FactSet, FactValue, NodeIndex } from '@posture/domain';
import { GRANT_FACTS } from '../fact-schema/grant.facts';
import { isManageScope } from './client-reach';
import { LOG, appKeys, clientId, daysWithoutUse, scopeKey } from './log-usage';
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
      allowsChanges: isManageScope(textOf(scopeId) ?? ''),
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
    return { daysSinceLastUse: unknown, appDaysSinceLastUse: unknown, daysSinceClientChange: unknown };
  }
  const app = owningApp(view, grant);
  return {
    daysSinceLastUse: daysWithoutUse(context, [key], view.props(grant)['created'], 'app-grants'),
    appDaysSinceLastUse: daysWithoutUse(context, appKeys(view, app), view.props(app)['created'], 'apps'),
    daysSinceClientChange: daysSinceChange(context, grant, clientId(view, app)),
  };
}

/** A scope that allows changes which leave no trace may be used without anybody knowing. */
function daysSinceChange(context: FactContext, grant: NodeIndex, client: string): FactValue {
  const { created, scopeId } = context.view.props(grant);
  const scope = textOf(scopeId) ?? '';
  if (LOGGED.has(scope)) return daysWithoutUse(context, [['admin', client]], created, 'app-grants');
  const reason = `the System Log is not known to record what is changed with ${scope}`;
  return new Unknown([{ resource: LOG, parent: '', reason }]);
}

/** Scopes whose every change Okta writes an event of (Okta event types, 2026). */
const LOGGED: ReadonlySet<string> = new Set(
  [
    'apiTokens',
    'appGrants',
    'apps',
    'authenticators',
    'authorizationServers',
    'behaviors',
    'clients',
    'eventHooks',
    'groups',
    'idps',
    'inlineHooks',
    'logStreams',
    'networkZones',
    'policies',
    'roles',
    'sessions',
    'threatInsights',
    'trustedOrigins',
    'users',
  ].map((family) => `okta.${family}.manage`),
);
