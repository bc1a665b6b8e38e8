import type { SaidBefore } from '@posture/evaluations';
import type { Judgement } from '@posture/findings';
import type { ResolvedRule } from '@posture/rule-engine';
import { absenceOf } from './absence';
import { bulkOf } from './bulk';
import { toCandidates } from './candidates';
import type { VersionView } from './graphs';
import type { JudgedRule } from './judge';

/**
 * What findings should follow from what the rules said.
 * @param rules of the whole scan; findings of those judged later stand for others all the while
 * @param settled those of them whose reads are all in: what the others do not prove says nothing, so they resolve nothing
 * @param before how the rules were judged last
 */
export function toJudgement(
  rules: readonly ResolvedRule[],
  judged: readonly JudgedRule[],
  settled: readonly JudgedRule[],
  context: VersionView,
  scanId: string,
  before: ReadonlyMap<string, SaidBefore>,
): Judgement {
  const byRule = new Map(judged.map((result) => [result.rule.file.id, result]));
  const { connectionId, version } = context.view;
  return {
    connectionId,
    scanId,
    version,
    rules: judged.map(({ rule }) => rule.file.id),
    candidates: toCandidates(judged, context),
    absenceOf: absenceOf(byRule, new Set(settled.map(({ rule }) => rule.file.id)), context),
    notAssessed: (rule) => byRule.get(rule)?.notAssessed ?? new Set(),
    supersededBy: (rule) => rules.filter(({ file }) => file.supersedes?.includes(rule)).map(({ file }) => file.id),
    bulk: bulkOf(before, judged, context.provider.mapperSchema),
  };
}
