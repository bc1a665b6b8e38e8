import { FACT_SCHEMA, OKTA_RESOURCES } from '@posture/domain';
import type { Condition, OktaResource, RuleFile, Wave } from '@posture/domain';

export type { Wave };

/** Whether everything the rule requires is read once the wave is in. Path rules cross all of them. */
export function isJudgedIn(rule: RuleFile, wave: Wave): boolean {
  return waveOf(rule) <= wave;
}

export function waveOf(rule: RuleFile): Wave {
  if (rule.kind === 'path') return 3;
  const schema = FACT_SCHEMA[rule.subject] ?? {};
  let latest: Wave = 1;
  for (const fact of factsOf(rule)) {
    for (const need of schema[fact]?.needs ?? []) {
      const { wave } = OKTA_RESOURCES[need as OktaResource];
      if (wave > latest) latest = wave;
    }
  }
  return latest;
}

/** Resources the rule's facts are read from; for a path rule those its edges come from are named by its verdict. */
export function resourcesOf(rule: RuleFile): Set<string> {
  const schema = FACT_SCHEMA[rule.subject] ?? {};
  return new Set([...factsOf(rule)].flatMap((fact) => schema[fact]?.needs ?? []));
}

function factsOf(rule: RuleFile): Set<string> {
  const facts = new Set<string>(rule.requires);
  const visit = (condition: Condition | undefined): void => {
    if (condition === undefined) return;
    if ('all' in condition) condition.all.forEach(visit);
    else if ('any' in condition) condition.any.forEach(visit);
    else if ('not' in condition) visit(condition.not);
    else facts.add(condition.fact);
  };
  visit(rule.appliesTo);
  visit(rule.when);
  return facts;
}
