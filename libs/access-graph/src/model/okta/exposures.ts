import { AtLeast, Unknown } from '@posture/domain';
import type { Exposure, Facts, NodeKind } from '@posture/domain';

/** A known value of the fact that passes; a partly read or unread one moves nothing. */
function is(facts: Facts, name: string, test: (value: unknown) => boolean): boolean {
  const value = facts[name];
  return value !== undefined && !(value instanceof Unknown) && !(value instanceof AtLeast) && test(value);
}

const PHISHING_RESISTANT = ['webauthn', 'signed_nonce', 'u2f', 'smart_card_idp'];
const network = (facts: Facts, where: string): boolean =>
  is(facts, 'networkConnection', (value) => value === where) || is(facts, 'clientNetwork', (value) => value === where);

/** From the facts of users, tokens, secrets and clients, in the order a score shows them. */
const OF_FACTS: readonly (Exposure & { when(facts: Facts): boolean })[] = [
  { name: 'no second factor', value: 0.1, when: (f) => is(f, 'mfaFactorCount', (v) => v === 0) },
  { name: 'usable from any network', value: 0.1, when: (f) => network(f, 'ANYWHERE') },
  { name: 'older than a year', value: 0.05, when: (f) => is(f, 'ageDays', (v) => typeof v === 'number' && v > 365) },
  {
    name: 'only phishing-resistant factors',
    value: -0.15,
    when: (f) =>
      is(
        f,
        'activeFactors',
        (v) => Array.isArray(v) && v.length > 0 && v.every((one) => PHISHING_RESISTANT.includes(one)),
      ),
  },
  { name: 'bound to a network zone', value: -0.1, when: (f) => network(f, 'ZONE') },
];
const THIRD_PARTY: Exposure = { name: 'in the hands of a third party', value: 0.05 };

/** What makes use of a weakness of this subject likelier or less likely. */
export function exposuresOf(kind: NodeKind, facts: Facts): readonly Exposure[] {
  const exposures = OF_FACTS.filter(({ when }) => when(facts));
  return kind === 'ServiceIntegration' ? [...exposures, THIRD_PARTY] : exposures;
}
