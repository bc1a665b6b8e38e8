import type {
  CoverageView,
  Evaluation,
  Facts,
  Missing,
  NodeKind,
  Severity,
  SubjectRef,
  Tier,
  Verdict,
} from '@posture/domain';
import { FALSE, TRUE, UNKNOWN, compileCondition, isUnread } from './compile-condition';
import type { CompiledCondition, Truth, UnreadFact } from './compile-condition';
import { EvidenceSource } from './evidence';
import type { WhyUnread } from './evidence';
import { compileWords } from './render-finding';
import type { ResolvedRule } from './resolve-rules';
import { SubjectIndex, SubjectSet } from './subject-set';

/** One node and what is known of it. */
export interface PostureSubject {
  readonly ref: SubjectRef;
  readonly facts: Facts;
  readonly tier: Tier;
}

export interface PostureContext {
  /** Dates evidence and words what is missing. */
  readonly coverage: CoverageView;
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
  const evidence = new EvidenceSource(context.coverage);
  const runs = rules
    .filter(({ file }) => file.when !== undefined)
    .map((rule) => new RuleRun(rule, index, evidence, context));
  const byKind = groupByApplicability(runs);
  for (const subject of subjects) {
    const groups = byKind.get(subject.ref.kind);
    if (groups === undefined) continue;
    const number = index.add(subject.ref.key);
    for (let at = 0; at < groups.length; at += 1) {
      const group = groups[at]!;
      const applies = group.appliesTo === null ? TRUE : group.appliesTo.judge(subject.facts);
      if (applies === FALSE) group.notApplicable += 1;
      else for (let rule = 0; rule < group.runs.length; rule += 1) group.runs[rule]!.judge(subject, number, applies);
    }
  }
  for (const { notApplicable, runs: concerned } of [...byKind.values()].flat()) {
    for (const run of concerned) run.countNotApplicable(notApplicable);
  }
  return runs.map((run) => run.result());
}

/** Rules that have business with the same subjects, so that each subject is asked once for all of them. */
interface RuleGroup {
  readonly appliesTo: CompiledCondition | null;
  readonly runs: RuleRun[];
  notApplicable: number;
}

function groupByApplicability(runs: readonly RuleRun[]): Map<NodeKind, RuleGroup[]> {
  const byKind = new Map<NodeKind, Map<string, RuleGroup>>();
  for (const run of runs) {
    const { file, parameters } = run.rule;
    const groups = byKind.get(file.subject) ?? new Map<string, RuleGroup>();
    byKind.set(file.subject, groups);
    const text = JSON.stringify(file.appliesTo ?? null);
    // A parameter of the same name may have another value in another rule.
    const id = text.includes('"params"') ? `${text} ${JSON.stringify(parameters)}` : text;
    const group = groups.get(id);
    if (group !== undefined) group.runs.push(run);
    else groups.set(id, { appliesTo: run.appliesTo, runs: [run], notApplicable: 0 });
  }
  return new Map([...byKind].map(([kind, groups]) => [kind, [...groups.values()]]));
}

/** The verdict on one subject by itself, as cases and the differential test ask for it; no coverage is consulted. */
export function verdictOf(rule: ResolvedRule, facts: Facts): Verdict {
  return new RuleJudge(rule).verdict(facts);
}

/** A rule's conditions, compiled once. */
class RuleJudge {
  readonly appliesTo: CompiledCondition | null;
  private readonly when: CompiledCondition;
  private readonly identity: readonly string[];

  constructor(rule: ResolvedRule) {
    const { file, parameters } = rule;
    if (file.when === undefined) throw new RangeError(`${file.id} is no posture rule`);
    this.appliesTo = file.appliesTo === undefined ? null : compileCondition(file.appliesTo, parameters);
    this.when = compileCondition(file.when, parameters);
    this.identity = file.identity;
  }

  verdict(facts: Facts): Verdict {
    const applies = this.appliesTo === null ? TRUE : this.appliesTo.judge(facts);
    return applies === FALSE ? 'not_applicable' : this.verdictGiven(applies, facts);
  }

  /** @param applies whether the rule has business with the subject, once that is not refuted */
  verdictGiven(applies: Truth, facts: Facts): Verdict {
    if (applies === UNKNOWN) return 'not_assessed';
    const truth = this.when.judge(facts);
    if (truth === FALSE) return 'clear';
    // A match under a half-known identity would be another finding tomorrow.
    return truth === TRUE && this.identity.every((fact) => isKnown(facts, fact)) ? 'match' : 'not_assessed';
  }

  /** Adds the facts to blame for a verdict of not_assessed. */
  blame(applies: Truth, facts: Facts, culprits: UnreadFact[]): void {
    if (applies === UNKNOWN) this.appliesTo?.blame(facts, culprits);
    else if (this.when.judge(facts) === UNKNOWN) this.when.blame(facts, culprits);
    else {
      for (const fact of this.identity) {
        const value = facts[fact];
        if (value !== undefined && isUnread(value)) culprits.push(value);
      }
    }
  }
}

function isKnown(facts: Facts, fact: string): boolean {
  const value = facts[fact];
  return value !== undefined && !isUnread(value);
}

class RuleRun {
  private readonly rules: RuleJudge;
  private readonly words: ReturnType<typeof compileWords>;
  private readonly severity: (tier: Tier, facts: Facts) => Severity;
  private readonly counts: Record<Verdict, number> = { match: 0, clear: 0, not_assessed: 0, not_applicable: 0 };
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

  get appliesTo(): CompiledCondition | null {
    return this.rules.appliesTo;
  }

  countNotApplicable(subjects: number): void {
    this.counts.not_applicable += subjects;
  }

  /** @param applies TRUE or UNKNOWN; a subject the rule has no business with is not asked about */
  judge(subject: PostureSubject, number: number, applies: Truth): void {
    const verdict = this.rules.verdictGiven(applies, subject.facts);
    if (verdict === 'not_assessed' && !this.noteNotAssessed(subject.facts, number, applies)) {
      this.counts.not_applicable += 1;
      return;
    }
    this.counts[verdict] += 1;
    if (verdict === 'match') this.matches.push(this.matchOf(subject));
  }

  /** False when only the tenant's edition is to blame: what it cannot have is nobody's omission. */
  private noteNotAssessed(facts: Facts, number: number, applies: Truth): boolean {
    const culprits: UnreadFact[] = [];
    this.rules.blame(applies, facts, culprits);
    const whys: (readonly WhyUnread[])[] = [];
    let isEdition = culprits.length > 0;
    for (const culprit of culprits) {
      const reasons = this.evidence.whyNotKnown(culprit, number);
      whys.push(reasons);
      for (const why of reasons) if (!why.isUnlicensed) isEdition = false;
    }
    if (isEdition) return false;
    for (const reasons of whys) for (const why of reasons) this.count(why, number);
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
      counts: this.counts,
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
