import { nothingHidden, runPath } from '@posture/access-graph';
import type { PathAnswer } from '@posture/access-graph';
import { AtLeast, EDGE_KINDS, Unknown } from '@posture/domain';
import type {
  Evaluation,
  CoverageView,
  EvidenceEdge,
  FactContext,
  FactNeed,
  FactValue,
  GraphEdge,
  GraphView,
  NodeIndex,
  NodeKind,
  SubjectRef,
  Verdict,
} from '@posture/domain';
import { evaluatePosture, evaluationFromPath, resourcesOf } from '@posture/rule-engine';
import type {
  NotAssessedReason,
  PathOutcome,
  PostureContext,
  PostureSubject,
  ResolvedRule,
} from '@posture/rule-engine';
import type { Provider } from './providers';
import type { VersionView } from './graphs';

/** What one rule says about one version of the inventory. */
export interface JudgedRule {
  readonly rule: ResolvedRule;
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly matches: readonly Evaluation[];
  /** Keys of the subjects that could not be assessed. */
  readonly notAssessed: ReadonlySet<string>;
  /** Of subjects that could not be assessed, and of those that nobody saw. */
  readonly reasons: readonly NotAssessedReason[];
}

/** Judges one version by all given rules. Pure: no clock, no store. */
export function judge(rules: readonly ResolvedRule[], context: VersionView): JudgedRule[] {
  const evaluated = judgedBy(context);
  const posture = evaluatePosture(rules, subjects(rules, context), evaluated);
  const paths = rules.filter(({ path }) => path !== null).map((rule) => judgePath(rule, context, evaluated));
  return [...posture, ...paths].map((judged) => withUnseen(judged, context));
}

/** What judging a version needs besides facts. */
export function judgedBy(context: VersionView): PostureContext {
  const { provider, view } = context;
  const org = view.ofKind('Org')[0];
  const parentOf = (subject: SubjectRef, parent: 'Org' | 'App'): SubjectRef | null => {
    if (parent === 'Org') return org === undefined ? null : subjectRef(context, org);
    const node = view.indexOf(subject.key);
    const app = node < 0 ? null : provider.model.appOf(view, node);
    return app === null ? null : subjectRef(context, app);
  };
  return { coverage: view.coverage, vocabulary: provider.vocabulary, parentOf };
}

/** What is known of one node, as rules judge it. */
export function postureSubject(node: NodeIndex, context: VersionView): PostureSubject {
  const facts = knownFactsOf(context.view.kind(node), context)(node);
  return { ref: subjectRef(context, node), facts, tier: context.privilege.tier(node) };
}

/** A list that was not read to its end may hide subjects; without a word on them the rule would seem to be clear. */
function withUnseen(judged: JudgedRule, context: VersionView): JudgedRule {
  const { provider, view } = context;
  const known = new Set(judged.reasons.map(({ resource }) => resource));
  const { file, path } = judged.rule;
  const kinds = path?.from.kinds ?? [file.subject];
  const unseen = kinds
    .flatMap((kind) => unseenSubjects(provider, kind, view.coverage))
    .filter(({ resource }) => !known.has(resource))
    .concat(hiddenFrom(judged.rule, context));
  return unseen.length === 0 ? judged : { ...judged, reasons: [...judged.reasons, ...unseen] };
}

/**
 * Why there may be subjects of a kind that nobody saw; empty when each list was read to its end. Their number is not
 * known, so `subjects` is 0.
 */
function unseenSubjects({ sources }: Provider, kind: NodeKind, coverage: CoverageView): readonly NotAssessedReason[] {
  return sources
    .listsOf(kind)
    .filter((resource) => !nothingHidden(coverage, resource))
    .map((resource) => {
      const { reason, missing } = coverage.of(resource);
      return { resource, reason: reason ?? 'It was not read.', missing, subjects: 0 };
    });
}

/** Why a rule could not judge all subjects of its kind although their list was read to its end. */
export function hiddenFrom({ file }: ResolvedRule, { provider, view }: VersionView): readonly NotAssessedReason[] {
  const asked = resourcesOf(file, provider.vocabulary);
  return provider.model
    .hidden(view)
    .filter((hidden) => hidden.kind === file.subject && hidden.asked.some((resource) => asked.includes(resource)))
    .flatMap(({ needs }) => needs)
    .map(({ resource, reason = '' }) => ({ resource, reason, missing: null, subjects: 0 }));
}

export function subjectRef({ view }: Pick<FactContext, 'view'>, node: NodeIndex): SubjectRef {
  return { kind: view.kind(node), key: view.key(node), externalId: view.externalId(node), name: view.name(node) };
}

/** @param key of a node the version has */
export function subjectOfKey(context: Pick<FactContext, 'view'>, key: string): SubjectRef {
  return subjectRef(context, context.view.indexOf(key));
}

/** Facts are computed as the evaluator asks for the next subject, so that those of 100,000 users are never all in memory. */
function* subjects(rules: readonly ResolvedRule[], context: VersionView): Generator<PostureSubject> {
  const kinds = new Set(rules.filter(({ file }) => file.when !== undefined).map(({ file }) => file.subject));
  for (const kind of kinds) {
    const factsOf = knownFactsOf(kind, context);
    for (const node of context.view.ofKind(kind)) {
      const facts = factsOf(node);
      yield { ref: subjectRef(context, node), facts, tier: context.privilege.tier(node) };
    }
  }
}

/** Facts of a kind as they count: prepared once, those of a node its caller's own. */
export function knownFactsOf(kind: NodeKind, context: VersionView): (node: NodeIndex) => Record<string, FactValue> {
  const factsOf = factsOfKind(kind, context);
  return (node) => withoutKeptBounds(factsOf(node), context.view);
}

/**
 * A bound counts what was seen. Of a list that was read once and is refused now, nobody sees any more what it holds: rows
 * kept from then keep findings open, and prove neither a match nor that all is well.
 */
function withoutKeptBounds(facts: Record<string, FactValue>, view: GraphView): Record<string, FactValue> {
  if (!view.keeps()) return facts;
  for (const name in facts) {
    const value = facts[name];
    if (!(value instanceof AtLeast)) continue;
    if (value.needs.some(({ resource, parent }) => view.keeps(resource, parent)))
      facts[name] = new Unknown(value.needs);
  }
  return facts;
}

/** All themes of a kind, prepared once. The facts of a node are the caller's own. */
export function factsOfKind(kind: NodeKind, context: VersionView): (node: NodeIndex) => Record<string, FactValue> {
  const [widest, ...others] = context.provider.model.facts
    .filter((set) => set.kind === kind)
    .sort((a, b) => Object.keys(b.schema).length - Object.keys(a.schema).length)
    .map((set) => ({ set, prepared: set.prepare(context) }));
  if (widest === undefined) return () => ({});
  return (node) => {
    // The rest is added to the widest: copying forty facts of each of 100,000 users takes as long as computing them.
    const facts: Record<string, FactValue> = widest.set.compute(context, node, widest.prepared);
    for (const { set, prepared } of others) Object.assign(facts, set.compute(context, node, prepared));
    return facts;
  };
}

function judgePath(rule: ResolvedRule, context: VersionView, evaluated: PostureContext): JudgedRule {
  const counts: Record<Verdict, number> = { match: 0, clear: 0, not_assessed: 0, not_applicable: 0 };
  const matches: Evaluation[] = [];
  const notAssessed = new Set<string>();
  const reasons = new Map<string, NotAssessedReason>();
  const { provider, view, privilege } = context;
  for (const answer of runPath({ view, privilege, sources: provider.sources }, rule.path!, rule.parameters)) {
    const verdict = verdictOfPath(answer);
    counts[verdict] += 1;
    if (verdict === 'clear') continue;
    const outcome = toOutcome(answer, verdict, context);
    const evaluation = evaluationFromPath(rule, outcome, evaluated);
    if (evaluation.verdict === 'match') {
      matches.push(evaluation);
      continue;
    }
    notAssessed.add(evaluation.subject.key);
    for (const missing of evaluation.missing) {
      const id = JSON.stringify([missing.resource, missing.reason, missing.missing]);
      reasons.set(id, { ...missing, subjects: (reasons.get(id)?.subjects ?? 0) + 1 });
    }
  }
  return { rule, counts, matches, notAssessed, reasons: [...reasons.values()].sort((a, b) => b.subjects - a.subjects) };
}

/** A path seen is a match, whatever else was not read; none seen is clear only when nothing could hide one. */
export function verdictOfPath({ edges, missing }: PathAnswer): Verdict {
  return edges !== null ? 'match' : missing.length > 0 ? 'not_assessed' : 'clear';
}

export function toOutcome({ start, edges, missing }: PathAnswer, verdict: Verdict, context: VersionView): PathOutcome {
  return {
    subject: subjectRef(context, start),
    tier: context.privilege.tier(start),
    verdict,
    path: (edges ?? []).map((edge) => evidenceEdge(edge, context)),
    needs: missing.flatMap((resource) => needsOf(resource, context)),
  };
}

/** A list that was read to its end hides only what its reader is not shown. */
function needsOf(resource: string, { provider, view }: VersionView): readonly FactNeed[] {
  const hidden = provider.model.hidden(view).flatMap(({ needs }) => needs);
  const own = hidden.filter((need) => need.resource === resource);
  return own.length > 0 ? own : [{ resource, parent: '' }];
}

function evidenceEdge(edge: GraphEdge, context: FactContext): EvidenceEdge {
  return {
    kind: edge.kind,
    from: subjectRef(context, edge.src),
    to: subjectRef(context, edge.dst),
    derived: 'derived' in EDGE_KINDS[edge.kind],
    props: edge.props,
  };
}
