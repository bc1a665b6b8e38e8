import type { ParameterValue, ProfileName, RuleFile, Tuning } from '@posture/domain';
import { isOn, parameterFault, profileValues, resolveRule } from '../resolve-rules';
import type { ResolvedRule } from '../resolve-rules';
import { isSharedList, sharedValues } from './shared-lists';

/**
 * The rules that judge a connection, in order of id: those of the profile, as they were tuned. A value that fits no more,
 * because the rule has changed since, is passed over: `tuningProblems` names it.
 */
export function tunedRules(files: readonly RuleFile[], profile: ProfileName, tuning: Tuning): ResolvedRule[] {
  return files
    .filter((file) => tuning.rules[file.id]?.enabled ?? isOn(file, profile))
    .map((file) => tunedRule(file, profile, tuning))
    .sort((a, b) => (a.file.id < b.file.id ? -1 : 1));
}

/** One of them, also when it is off. */
export function tunedRule(file: RuleFile, profile: ProfileName, { rules, classification }: Tuning): ResolvedRule {
  const setting = rules[file.id];
  const chosen = { ...sharedValues(file, classification), ...setting?.parameters };
  const resolved = resolveRule(file, { ...profileValues(file, profile), ...fitting(file, chosen) });
  const known = Object.entries(classification).filter(([name]) => !isSharedList(name));
  const classified = known.length === 0 ? resolved : { ...resolved, classified: Object.fromEntries(known) };
  if (setting?.severity === undefined) return classified;
  const { severityWhen: _, ...plain } = file;
  return { ...classified, file: { ...plain, severity: setting.severity } };
}

function fitting(file: RuleFile, values: Readonly<Record<string, ParameterValue>>): Record<string, ParameterValue> {
  const fits = ([name, value]: [string, ParameterValue]) => parameterFault(file.parameters, name, value) === null;
  return Object.fromEntries(Object.entries(values).filter(fits));
}
