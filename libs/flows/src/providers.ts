import { GraphSources, oktaModel } from '@posture/access-graph';
import { DomainError, ruleVocabulary } from '@posture/domain';
import type { Connector, RuleFile, RuleVocabulary } from '@posture/domain';
import type { RuleBook } from '@posture/rule-engine';
import { oktaWire } from '@posture/connectors';

/** A connector and what follows from its catalogue and model together, worked out once a process. */
export interface Provider extends Connector {
  readonly sources: GraphSources;
  readonly vocabulary: RuleVocabulary;
}

/** @throws {RangeError} when catalogue and model do not speak of the same kinds */
export function knowing(connector: Connector): Provider {
  const { catalogue, model, activity } = connector;
  return {
    ...connector,
    sources: new GraphSources(catalogue, model, [activity.resource]),
    vocabulary: ruleVocabulary(model, catalogue, activity),
  };
}

/** Every kind of provider this build reads: the only place that puts the two halves of one together. */
export const SHIPPED: readonly Provider[] = [{ ...oktaWire, model: oktaModel }].map(knowing);

/** What is known of each kind of tenant, with the rules about it. */
export class Providers {
  readonly #known: Map<string, { readonly provider: Provider; readonly book: RuleBook }>;
  #generation = 0;

  constructor(known: readonly (readonly [Provider, readonly RuleFile[]])[]) {
    this.#known = new Map(
      known.map(([provider, rules]) => {
        const { provider: name, vocabulary } = provider;
        return [name, { provider, book: { provider: name, rules, vocabulary } }];
      }),
    );
  }

  /** Another number whenever rules were loaded anew. */
  get generation(): number {
    return this.#generation;
  }

  /** @throws {DomainError} `connection.provider_unknown` */
  get(name: string): Provider {
    return this.#of(name).provider;
  }

  /** @throws {DomainError} `connection.provider_unknown` */
  rulesOf(name: string): readonly RuleFile[] {
    return this.#of(name).book.rules;
  }

  /** Puts other rules in the place of those of a provider. @throws {DomainError} `connection.provider_unknown` */
  replaceRules(name: string, rules: readonly RuleFile[]): void {
    const { provider, book } = this.#of(name);
    this.#known.set(name, { provider, book: { ...book, rules } });
    this.#generation += 1;
  }

  get all(): readonly Provider[] {
    return [...this.#known.values()].map(({ provider }) => provider);
  }

  get books(): readonly RuleBook[] {
    return [...this.#known.values()].map(({ book }) => book);
  }

  get rules(): readonly RuleFile[] {
    return this.books.flatMap(({ rules }) => rules);
  }

  #of(name: string) {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    throw new DomainError('connection.provider_unknown', 'invalid', `This build reads no provider "${name}".`, {
      field: 'provider',
      remedy: `Use ${[...this.#known.keys()].join(' or ')}.`,
    });
  }
}
