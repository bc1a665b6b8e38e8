import type { FactSet, GraphView, NodeIndex } from '@posture/domain';
import { SIGNING_KEY_FACTS } from '../fact-schema/signing-key.facts';
import { daysFact } from '../../../facts/when-read';
import { isActive, label } from './policy-rules';
import { pick, textOf, textsOf } from '../../../facts/wire';

/** IdP key id → names of the ACTIVE identity providers that trust it. */
type Trusting = ReadonlyMap<string, readonly string[]>;

/** When the certificates in use end. An application keeps its former keys, whose end concerns nobody. */
export const signingKeyFacts: FactSet<Trusting> = {
  kind: 'SigningKey',
  schema: SIGNING_KEY_FACTS,
  prepare: ({ view }) => trustingProviders(view),
  compute({ view, asOf }, key, trusting) {
    const { kid, expiresAt } = view.props(key);
    const id = textOf(kid) ?? view.externalId(key);
    const sinceExpiry = daysFact(asOf, expiresAt, isProviderKey(view, key) ? 'idp-keys' : 'app-keys');
    const owners = view.out(key, 'SIGNS_FOR');
    const apps = owners.filter(
      (app) => view.kind(app) === 'App' && isActive(view, app) && signsWith(view, app, key, id),
    );
    const appNames = apps.map((app) => label(view, app)).sort();
    // Keys of applications live in lists of their own, so that the same id there is another key.
    const idpNames = isProviderKey(view, key) ? (trusting.get(id) ?? []) : [];
    return {
      daysUntilExpiry: typeof sinceExpiry === 'number' ? -sinceExpiry : sinceExpiry,
      activeAppNames: appNames,
      activeAppCount: appNames.length,
      activeIdpNames: idpNames,
      activeIdpCount: idpNames.length,
      ownerNames: [...appNames, ...idpNames],
    };
  },
};

/** The application names the key it signs with; where it does not, its newest key is taken for it. */
function signsWith(view: GraphView, app: NodeIndex, key: NodeIndex, kid: string): boolean {
  const named = textOf(pick(view.props(app)['credentials'], 'signing', 'kid'));
  if (named !== null) return named === kid;
  const created = (one: NodeIndex): string => textOf(view.props(one)['created']) ?? '';
  return view.in(app, 'SIGNS_FOR').every((other) => created(other) <= created(key));
}

function isProviderKey(view: GraphView, key: NodeIndex): boolean {
  return (
    view.key(key).startsWith('SigningKey:idps.') || view.out(key, 'SIGNS_FOR').some((one) => view.kind(one) === 'IdP')
  );
}

function trustingProviders(view: GraphView): Trusting {
  const trusting = new Map<string, string[]>();
  for (const idp of view.ofKind('IdP')) {
    if (!isActive(view, idp)) continue;
    const trust = pick(view.props(idp)['protocol'], 'credentials', 'trust');
    const kids = [textOf(pick(trust, 'kid')), ...textsOf(pick(trust, 'additionalKids'))];
    for (const kid of new Set(kids.filter((each) => each !== null))) {
      trusting.set(kid, [...(trusting.get(kid) ?? []), label(view, idp)].sort());
    }
  }
  return trusting;
}
