import { privilegedReach } from '@posture/access-graph';
import { SEVERITIES, TIERS } from '@posture/domain';
import type { Evaluation, NodeIndex, SubjectRef, Tier } from '@posture/domain';
import { fingerprintOf, scoreFinding } from '@posture/findings';
import type { Candidate, Confidence } from '@posture/findings';
import { renderGroup } from '@posture/rule-engine';
import { factsOfKind } from './judge';
import type { JudgedRule } from './judge';
import type { VersionView } from './graphs';

/** What findings should exist after this judgement: one per subject, or one per parent with its members. */
export function toCandidates(judged: readonly JudgedRule[], context: VersionView): Candidate[] {
  const score = scorer(context);
  return judged.flatMap((result) => {
    const { report } = result.rule.file;
    if (report === 'measure') return [];
    if (report === 'each') return result.matches.map((match) => eachCandidate(match, score));
    return groupCandidates(result, context, score);
  });
}

type ScoreOf = (match: Evaluation, subject: SubjectRef) => Candidate['score'];

function eachCandidate(match: Evaluation, score: ScoreOf): Candidate {
  return {
    fingerprint: fingerprintOf(match.rule, match.subject.key, match.identity),
    rule: match.rule,
    subject: match.subject,
    severity: match.severity,
    score: score(match, match.subject),
    title: match.title,
    why: match.why,
    evidence: match.evidence,
    members: null,
  };
}

/** Members are sorted by key; severity, score and evidence are those of the worst member, the first by key among equals. */
function groupCandidates({ rule, matches }: JudgedRule, context: VersionView, score: ScoreOf): Candidate[] {
  const byParent = new Map<string, Evaluation[]>();
  for (const match of matches) {
    const parent = match.parent ?? match.subject;
    const list = byParent.get(parent.key) ?? [];
    list.push(match);
    byParent.set(parent.key, list);
  }
  return [...byParent.values()].map((group) => {
    const members = group.map(({ subject }) => subject).sort((a, b) => (a.key < b.key ? -1 : 1));
    const match = group.reduce((worst, next) => (isWorse(next, worst, context) ? next : worst));
    const parent = match.parent ?? match.subject;
    return {
      fingerprint: fingerprintOf(match.rule, parent.key, []),
      rule: match.rule,
      subject: parent,
      severity: match.severity,
      score: score(match, match.subject),
      ...renderGroup(rule, parent, members.length),
      evidence: match.evidence,
      members,
    };
  });
}

/** By severity, then tier, then key: cheap enough for a hundred thousand members, of which one is scored. */
function isWorse(a: Evaluation, b: Evaluation, context: VersionView): boolean {
  const severity = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  if (severity !== 0) return severity > 0;
  const tier =
    TIERS.indexOf(mostPrivileged([a.subject], context)) - TIERS.indexOf(mostPrivileged([b.subject], context));
  return tier !== 0 ? tier < 0 : a.subject.key < b.subject.key;
}

function scorer(context: VersionView): ScoreOf {
  const { provider, view } = context;
  const reachOf = privilegedReach(view, context.privilege);
  const factsByKind = new Map<string, (node: NodeIndex) => ReturnType<ReturnType<typeof factsOfKind>>>();
  return (match, subject) => {
    const node = view.indexOf(subject.key);
    const tier = mostPrivileged([subject, ...match.evidence.path.map(({ to }) => to)], context);
    let factsOf = factsByKind.get(subject.kind);
    if (factsOf === undefined) {
      factsOf = factsOfKind(subject.kind, context);
      factsByKind.set(subject.kind, factsOf);
    }
    return scoreFinding({
      severity: match.severity,
      tier,
      confidence: confidenceOf(match, provider.model.inferredFacts),
      exposures: provider.model.exposures(subject.kind, node < 0 ? {} : factsOf(node)),
      reach: node < 0 ? null : reachOf(node),
    });
  };
}

/** A path is worth what it ends at: an attribute is nothing by itself, the group it opens may be the tenant. */
function mostPrivileged(subjects: readonly SubjectRef[], { view, privilege }: VersionView): Tier {
  const tiers = subjects.map(({ key }) => view.indexOf(key)).map((node) => (node < 0 ? 'T3' : privilege.tier(node)));
  return TIERS.find((tier) => tiers.includes(tier)) ?? 'T3';
}

function confidenceOf({ evidence }: Evaluation, inferred: readonly string[]): Confidence {
  if (evidence.facts.some(({ certainty }) => certainty !== 'known')) return 'partial';
  if (evidence.path.some(({ props }) => props['inputs'] === 'partial')) return 'partial';
  return evidence.facts.some(({ fact, value }) => inferred.includes(fact) && value === true) ? 'inferred' : 'verified';
}
