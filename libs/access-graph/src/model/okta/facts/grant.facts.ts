import type { FactSet } from '@posture/domain';
import { GRANT_FACTS } from '../fact-schema/grant.facts';
import { owningApp, owningAppFacts } from './owning-app';
import { textOf } from '../../../facts/wire';

/** Scopes of Okta's API that applications were granted. */
export const grantFacts: FactSet<null> = {
  kind: 'Grant',
  schema: GRANT_FACTS,
  prepare: () => null,
  compute({ view }, grant) {
    const { scopeId, status } = view.props(grant);
    return {
      scopeId: textOf(scopeId) ?? '',
      // Okta leaves the status out where a grant cannot be anything else.
      status: textOf(status) ?? 'ACTIVE',
      ...owningAppFacts(view, owningApp(view, grant)),
    };
  },
};
