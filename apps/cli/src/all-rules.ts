import { OwnRules, loadProviders } from '@posture/flows';
import type { Providers } from '@posture/flows';
import { systemClock } from '@posture/platform';
import type { AppConfig } from '@posture/platform';

/** What is known of each kind of tenant, with the shipped rules and those of the operator. @throws as `OwnRules.open` */
export async function allRules(config: AppConfig): Promise<Providers> {
  const providers = await loadProviders();
  await OwnRules.open(providers, config, systemClock);
  return providers;
}
