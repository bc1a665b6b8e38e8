import type {
  CoverageView,
  Evaluation,
  Facts,
  Missing,
  NodeKind,
  RuleVocabulary,
  Severity,
  SubjectRef,
  Tier,
  Verdict,
} from '@posture/domain';
import { ApplicabilityTree } from './applicability-tree';
import { FALSE, TRUE, compileCondition } from './compile-condition';
import type { Truth, UnreadFact } from './compile-condition';
import { EvidenceSource } from './evidence';
import type { WhyUnread } from './evidence';
import { compileWords } from './render-finding';
import type { ResolvedRule } from './resolve-rules';
import { RuleJudge } from './rule-judge';
import { SubjectIndex, SubjectSet } from './subject-set';

/** One node and what is known of it. */
export interface PostureSubject {
  readonly ref: SubjectRef;
  readonly facts: Facts;
  readonly tier: Tier;
}

/** What judging needs besides facts: how well was read, how to say it, and who carries a group finding. */
export interface PostureContext {
  /** Dates evidence and words what is missing. */
  readonly coverage: CoverageView;
  readonly vocabulary: RuleVocabulary;
  /** The org or app that carries a group finding about the subject; null makes the subject its own parent. */
  readonly parentOf: (subject: SubjectRef, parent: 'Org' | 'App') => SubjectRef | null;
}

/** What one rule says about all its subjects. Clear and not applicable subjects are only counted. */
export interface RuleEvaluation {
  readonly rule: ResolvedRule;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** In the order the subjects came. */
  readonly matches: readonly Evaluation[];
  readonly notAssessed: ReadonlySet<string>;
  /** Distinct reasons over all subjects not assessed, the most frequent first. */
  readonly reasons: readonly NotAssessedReason[];
}

/** One cause, of those that kept a rule from judging, with its weight. */
export interface NotAssessedReason extends Missing {
  /** Subjects it kept from being assessed; one subject may have several reasons. */
  readonly subjects: number;
}

/**
 * Judges every subject by every posture rule of its kind, in one pass over the subjects: facts need not be kept.
 * Built for 100,000 users: a clear verdict allocates nothing.
 * @param rules rules of other kinds (path) are passed over
 */
export function evaluatePosture(
  rules: readonly ResolvedRule[],
  subjects: Iterable<PostureSubject>,
  context: PostureContext,
): RuleEvaluation[] {
  const index = new SubjectIndex();
  const evidence = new EvidenceSource(context.coverage, context.vocabulary);
  const runs = rules
    .filter(({ file }) => file.when !== undefined)
    .map((rule) => new RuleRun(rule, index, evidence, context));
  const byKind = new Map<NodeKind, ApplicabilityTree<RuleRun>>();
  for (const run of runs) {
    const { file, parameters } = run.rule;
    const tree = byKind.get(file.subject) ?? new ApplicabilityTree();
    byKind.set(file.subject, tree);
    tree.add(run, file.appliesTo, parameters);
  }
  for (const subject of subjects) {
    const tree = byKind.get(subject.ref.kind);
    if (tree === undefined) continue;
    const number = index.add(subject.ref.key);
    tree.visit(subject.facts, (run, applies) => run.judge(subject, number, applies));
  }
  for (const tree of byKind.values()) tree.eachRefuted((run, times) => run.countNotApplicable(times));
  return runs.map((run) => run.result());
}

class RuleRun {
  private readonly rules: RuleJudge;
  private readonly words: ReturnType<typeof compileWords>;
  private readonly severity: (tier: Tier, facts: Facts) => Severity;
  private clear = 0;
  private notApplicable = 0;
  private readonly matches: Evaluation[] = [];
  private readonly notAssessed: SubjectSet;
  private readonly reasons = new Map<WhyUnread, { subjects: number; last: number }>();

  constructor(
    readonly rule: ResolvedRule,
    index: SubjectIndex,
    private readonly evidence: EvidenceSource,
    private readonly context: PostureContext,
  ) {
    this.rules = new RuleJudge(rule);
    this.words = compileWords(rule);
    this.severity = compileSeverity(rule);
    this.notAssessed = new SubjectSet(index);
  }

  countNotApplicable(subjects: number): void {
    this.notApplicable += subjects;
  }

  /** @param applies TRUE or UNKNOWN; a subject the rule has no business with is not asked about */
  judge(subject: PostureSubject, number: number, applies: Truth): void {
    const truth = this.rules.truthGiven(applies, subject.facts);
    if (truth === FALSE) this.clear += 1;
    else if (truth === TRUE) this.matches.push(this.matchOf(subject));
    else if (!this.noteNotAssessed(subject.facts, number, applies)) this.notApplicable += 1;
  }

  /** False when only the tenant's edition is to blame: what it cannot have is nobody's omission. */
  private noteNotAssessed(facts: Facts, number: number, applies: Truth): boolean {
    const culprits: UnreadFact[] = [];
    this.rules.blame(applies, facts, culprits);
    let isEdition = culprits.length > 0;
    for (const culprit of culprits) {
      for (const why of this.evidence.whyNotKnown(culprit, number)) if (!why.isUnlicensed) isEdition = false;
    }
    if (isEdition) return false;
    for (const culprit of culprits) {
      for (const why of this.evidence.whyNotKnown(culprit, number)) this.count(why, number);
    }
    this.notAssessed.add(number);
    return true;
  }

  private count(why: WhyUnread, subject: number): void {
    const reason = this.reasons.get(why);
    if (reason === undefined) this.reasons.set(why, { subjects: 1, last: subject });
    else if (reason.last !== subject) {
      reason.subjects += 1;
      reason.last = subject;
    }
  }

  private matchOf({ ref, facts, tier }: PostureSubject): Evaluation {
    const { file } = this.rule;
    const report = file.report;
    const parent = typeof report === 'object' ? (this.context.parentOf(ref, report.group) ?? ref) : null;
    return {
      rule: file.id,
      subject: ref,
      verdict: 'match',
      severity: this.severity(tier, facts),
      identity: file.identity.map((fact) => JSON.stringify(facts[fact] ?? null)),
      evidence: { facts: this.evidence.facts(file.finding.evidence, ref, facts), path: [] },
      missing: [],
      parent,
      ...this.words(parent ?? ref, facts, parent === null ? undefined : { count: 1 }),
    };
  }

  result(): RuleEvaluation {
    return {
      rule: this.rule,
      counts: {
        match: this.matches.length,
        clear: this.clear,
        not_assessed: this.notAssessed.size,
        not_applicable: this.notApplicable,
      },
      matches: this.matches,
      notAssessed: this.notAssessed,
      reasons: [...this.reasons]
        .map(([{ missing }, { subjects }]) => ({ ...missing, subjects }))
        .sort((a, b) => b.subjects - a.subjects),
    };
  }
}

/** The first entry of `severityWhen` that certainly fits wins; what is unknown does not fit. */
export function compileSeverity({ file, parameters }: ResolvedRule): (tier: Tier, facts: Facts) => Severity {
  const entries = (file.severityWhen ?? []).map(({ severity, tiers, when }) => ({
    severity,
    tiers: tiers ?? null,
    when: when === undefined ? null : compileCondition(when, parameters),
  }));
  return (tier, facts) => {
    const fitting = entries.find(
      (entry) =>
        (entry.tiers === null || entry.tiers.includes(tier)) &&
        (entry.when === null || entry.when.judge(facts) === TRUE),
    );
    return fitting?.severity ?? file.severity;
  };
}
