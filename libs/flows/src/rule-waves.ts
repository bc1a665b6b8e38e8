import { lastWaveOf } from '@posture/domain';
import type { RuleFile, Wave } from '@posture/domain';
import { resourcesOf } from '@posture/rule-engine';
import type { Provider } from './providers';

export type { Wave };

/** Whether everything the rule requires is read once the wave is in. Path rules cross all of them. */
export function isJudgedIn(rule: RuleFile, wave: Wave, provider: Provider): boolean {
  return waveOf(rule, provider) <= wave;
}

function waveOf(rule: RuleFile, { catalogue, vocabulary }: Provider): Wave {
  if (rule.kind === 'path') return lastWaveOf(catalogue);
  const waves = resourcesOf(rule, vocabulary).map((resource) => catalogue.resources[resource]?.wave ?? 1);
  return Math.max(1, ...waves);
}
