import type { ActivityLog } from './connector';
import type { FactSchema } from './facts';
import type { NodeKind } from './graph-schema';
import { factSchemaOf } from './provider-model';
import type { ProviderModel } from './provider-model';
import type { ResourceCatalogue, ResourceRow } from './resource-catalogue';

/** What rules about one provider may name: facts by the kind of their subject, and the resources these stand on, the log among them. */
export interface RuleVocabulary {
  readonly facts: Readonly<Partial<Record<NodeKind, FactSchema>>>;
  readonly resources: Readonly<Record<string, Pick<ResourceRow, 'title' | 'scope' | 'per'>>>;
}

/** Built once a provider: it merges the schemas of all fact sets. */
export function ruleVocabulary(
  model: Pick<ProviderModel, 'facts'>,
  { resources }: Pick<ResourceCatalogue, 'resources'>,
  { resource, title, scope }: Pick<ActivityLog, 'resource' | 'title' | 'scope'>,
): RuleVocabulary {
  return { facts: factSchemaOf(model), resources: { ...resources, [resource]: { title, scope } } };
}
