import { Unknown } from '@posture/domain';
import type { FactSet } from '@posture/domain';
import { CLIENT_SECRET_FACTS } from '../fact-schema/client-secret.facts';
import { isPrivilegedClient } from './client-reach';
import { ageInDays } from './age-in-days';
import { clientId, daysWithoutUse } from './log-usage';
import { owningApp, owningAppFacts } from './owning-app';
import { textOf } from '../../../facts/wire';

/** Age and weight of client secrets. */
export const clientSecretFacts: FactSet<null> = {
  kind: 'ClientSecret',
  schema: CLIENT_SECRET_FACTS,
  prepare: () => null,
  compute(context, secret) {
    const { view, asOf } = context;
    const { status, created } = view.props(secret);
    const app = owningApp(view, secret);
    const unknownApp = new Unknown([{ resource: 'apps', parent: '' }]);
    return {
      status: textOf(status) ?? 'ACTIVE',
      ageDays: ageInDays(asOf, created, 'client-secrets'),
      ...owningAppFacts(view, app),
      appIsPrivileged: app < 0 ? unknownApp : isPrivilegedClient(context, app),
      daysSinceLastUse:
        app < 0 ? unknownApp : daysWithoutUse(context, [['client', clientId(view, app)]], created, 'client-secrets'),
    };
  },
};
