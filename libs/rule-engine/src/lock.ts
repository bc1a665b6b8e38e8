import type { DetectionNeed, FactNeed, ParameterValue, RuleFile } from '@posture/domain';
import type { Reporter } from './reporter';
import type { ResolvedRule } from './resolve-rules';
import type { FieldPath } from './rule-text';

/** Not of the provider's catalogue: what only whoever runs the product can give. */
const OPERATOR = 'operator';

/** Whether nothing was given for the parameter. */
export function isEmpty(value: ParameterValue | undefined): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** What a posture or path rule cannot be judged without, as a fact says what it lacks; null when it has all. */
export function lockOf({ file, parameters }: Pick<ResolvedRule, 'file' | 'parameters'>): FactNeed | null {
  const { unlockedBy } = file;
  if (unlockedBy === undefined || !isEmpty(parameters[unlockedBy.parameter])) return null;
  return { resource: OPERATOR, parent: '', reason: unlockedBy.what };
}

/** The parameter that unlocks a rule must be there, and empty at first. */
export function checkLock({ parameters }: RuleFile, need: DetectionNeed | undefined, at: FieldPath, report: Reporter) {
  if (need === undefined || !('parameter' in need)) return;
  const value = parameters[need.parameter]?.default;
  if (value === undefined) report(at, `the rule has no parameter "${need.parameter}"`, 'Declare it under `parameters`');
  else if (!isEmpty(value)) {
    report(at, `${need.parameter} has a value already`, 'Begin with an empty one, or remove `unlockedBy`');
  }
}
