import type { FactSet } from '@posture/domain';
import { JWK_FACTS } from '../fact-schema/jwk.facts';
import { ageInDays } from './age-in-days';
import { owningApp, owningAppFacts } from './owning-app';
import { textOf } from '../../../facts/wire';

/** Age of the public keys applications authenticate with. */
export const jwkFacts: FactSet<null> = {
  kind: 'Jwk',
  schema: JWK_FACTS,
  prepare: () => null,
  compute({ view, asOf }, key) {
    const { status, created } = view.props(key);
    return {
      // Keys in an application's own key set carry no status: all of them are accepted.
      status: textOf(status) ?? 'ACTIVE',
      ageDays: ageInDays(asOf, created, 'app-jwks'),
      ...owningAppFacts(view, owningApp(view, key)),
    };
  },
};
