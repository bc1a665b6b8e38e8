import { GraphSources, oktaModel } from '@posture/access-graph';
import { DomainError, ruleVocabulary } from '@posture/domain';
import type { Connector, RuleVocabulary } from '@posture/domain';
import { OKTA_CATALOGUE } from './okta-catalogue';

/** A connector and what follows from its catalogue and model together, worked out once a process. */
export interface Provider extends Pick<Connector, 'provider' | 'catalogue' | 'model'> {
  readonly sources: GraphSources;
  readonly vocabulary: RuleVocabulary;
}

/** Every kind of provider a connection may be of: the only place that names one. */
export const PROVIDERS: ReadonlyMap<string, Provider> = new Map(
  [{ provider: 'okta', catalogue: OKTA_CATALOGUE, model: oktaModel }].map((connector) => [
    connector.provider,
    knowing(connector),
  ]),
);

/** @throws {DomainError} `connection.provider_unknown` */
export function providerOf({ provider: name }: { readonly provider: string }): Provider {
  const provider = PROVIDERS.get(name);
  if (provider !== undefined) return provider;
  throw new DomainError('connection.provider_unknown', 'invalid', `This build reads no provider "${name}".`, {
    field: 'provider',
    remedy: `Use ${[...PROVIDERS.keys()].join(' or ')}.`,
  });
}

/** @throws {RangeError} when catalogue and model do not speak of the same kinds */
function knowing(connector: Pick<Connector, 'provider' | 'catalogue' | 'model'>): Provider {
  const { catalogue, model } = connector;
  return { ...connector, sources: new GraphSources(catalogue, model), vocabulary: ruleVocabulary(model, catalogue) };
}
