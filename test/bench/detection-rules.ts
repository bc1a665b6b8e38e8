import { loadProviders } from '@posture/flows';
import { resolveRules } from '@posture/rule-engine';
import type { ResolvedRule } from '@posture/rule-engine';
import { OKTA } from './tenant';

/** Every shipped detection, those that are off by default too. */
export async function detectionRules(): Promise<readonly ResolvedRule[]> {
  const rules = (await loadProviders()).rulesOf(OKTA.provider);
  return resolveRules(rules, 'everything').filter(({ file }) => file.kind === 'detection');
}
