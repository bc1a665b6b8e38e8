import { OKTA_RESOURCES } from '@posture/domain';
import type { OktaResource, RuleFile, Wave } from '@posture/domain';
import { resourcesOf } from '@posture/rule-engine';

export type { Wave };

/** Whether everything the rule requires is read once the wave is in. Path rules cross all of them. */
export function isJudgedIn(rule: RuleFile, wave: Wave): boolean {
  return waveOf(rule) <= wave;
}

export function waveOf(rule: RuleFile): Wave {
  if (rule.kind === 'path') return 3;
  const waves = resourcesOf(rule).map((resource) => OKTA_RESOURCES[resource as OktaResource].wave);
  return waves.reduce<Wave>((latest, wave) => (wave > latest ? wave : latest), 1);
}
