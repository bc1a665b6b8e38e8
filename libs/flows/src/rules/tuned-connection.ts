import type { Classification, ClassificationSetting, ProfileName, RuleFile, Tuning } from '@posture/domain';
import { tunedRules } from '@posture/rule-engine';
import type { ResolvedRule } from '@posture/rule-engine';
import type { Provider } from '../providers';

/** What facts are computed by: the provider's usual, but for what operators said. */
export function classificationOf({ model }: Pick<Provider, 'model'>, setting: ClassificationSetting): Classification {
  return { ...model.classification, ...setting };
}

/** The rules about the state of a connection; what happens is judged as it comes, not by a scan. */
export function stateRules(files: readonly RuleFile[], profile: ProfileName, tuning: Tuning): ResolvedRule[] {
  return tunedRules(files, profile, tuning).filter(({ file }) => file.kind !== 'detection');
}

/** Ids of rules whose findings live on, also where the profile of a scan leaves them out: those that nobody switched off. */
export function livingRules(files: readonly RuleFile[], { rules }: Tuning): string[] {
  return files.filter(({ id }) => rules[id]?.enabled !== false).map(({ id }) => id);
}
