import { createHash } from 'node:crypto';
import type { BulkCause } from '@posture/domain';
import type { RuleOutcome, SaidBefore } from '@posture/evaluations';
import type { ResolvedRule } from '@posture/rule-engine';
import type { JudgedRule } from './judge';

/** A list that hides fewer subjects than before by this is seen again. */
const SEEN_AGAIN = { share: 0.1, subjects: 25 };

/**
 * Why what rules say is not all news, rule by rule, whoever judges, and however often it was begun: the last completed
 * scan did not judge the rule, or not by this, or saw less.
 */
export function bulkOf(
  before: ReadonlyMap<string, SaidBefore>,
  judged: readonly JudgedRule[],
  mapperSchema: number,
): (rule: string) => BulkCause | null {
  const byRule = new Map(judged.map((each) => [each.rule.file.id, each]));
  return (rule) => {
    if (before.size === 0) return 'first_scan';
    const [then, now] = [before.get(rule), byRule.get(rule)];
    if (then === undefined || now === undefined || then.digest !== digestOf(now.rule, mapperSchema))
      return 'rules_changed';
    return seesMore(then.reasons, now.reasons) ? 'recovered' : null;
  };
}

/** Changes with whatever decides what a rule says of the same tenant. */
export function digestOf({ file, parameters, classified }: ResolvedRule, mapperSchema: number): string {
  const { version, subject, severity, severityWhen, appliesTo, when, path, identity, report, supersedes } = file;
  const decides = { version, subject, severity, severityWhen, appliesTo, when, path, identity, report, supersedes };
  return createHash('sha256')
    .update(JSON.stringify([mapperSchema, decides, parameters, ...(classified === undefined ? [] : [classified])]))
    .digest('hex');
}

type Reasons = RuleOutcome['reasons'];

function seesMore(before: Reasons, now: Reasons): boolean {
  const hidden = hiddenBy(now);
  return [...hiddenBy(before)].some(([resource, subjects]) => {
    const still = hidden.get(resource);
    if (still === undefined) return true;
    const fewer = subjects - still;
    return fewer >= SEEN_AGAIN.subjects && fewer > subjects * SEEN_AGAIN.share;
  });
}

function hiddenBy(reasons: Reasons): Map<string, number> {
  const hidden = new Map<string, number>();
  for (const { resource, subjects } of reasons) hidden.set(resource, (hidden.get(resource) ?? 0) + subjects);
  return hidden;
}
