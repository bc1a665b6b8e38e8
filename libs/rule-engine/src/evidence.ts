import { AtLeast, Unknown } from '@posture/domain';
import type {
  Coverage,
  CoverageView,
  EvidenceFact,
  FactNeed,
  Facts,
  FactSpec,
  Missing,
  NodeKind,
  RuleVocabulary,
  SubjectRef,
} from '@posture/domain';
import type { UnreadFact } from './compile-condition';

/** Says when and from where facts were read, and what kept others from being read. One per evaluation. */
export class EvidenceSource {
  private readonly wholeTenant = new Map<string, string | null>();
  private readonly reasonOf = new Map<Coverage, WhyUnread>();
  private readonly reasons = new Map<string, WhyUnread>();

  /** What was asked about last, and why it was not read. */
  private lastNeed: FactNeed | null = null;
  private lastWhy: WhyUnread | null = null;
  private subject = -1;
  private readonly asked: UnreadFact[] = [];
  private readonly answers: (readonly WhyUnread[])[] = [];

  constructor(
    private readonly coverage: CoverageView,
    private readonly vocabulary: RuleVocabulary,
  ) {}

  facts(names: readonly string[], subject: SubjectRef, facts: Facts): EvidenceFact[] {
    const schema = this.vocabulary.facts[subject.kind] ?? {};
    return names.map((name) => {
      const spec = schema[name];
      const value = facts[name];
      const isUnknown = value === undefined || value instanceof Unknown;
      return {
        fact: name,
        value: isUnknown ? null : value instanceof AtLeast ? value.value : value,
        unit: spec?.unit ?? null,
        source: spec?.source ?? '',
        readAt: spec === undefined ? null : this.readAt(spec, subject),
        certainty: isUnknown ? 'unknown' : value instanceof AtLeast ? 'at_least' : 'known',
      };
    });
  }

  /** A fact is as old as the oldest read it stands on; null when one of them never happened. */
  private readAt(spec: FactSpec, subject: SubjectRef): string | null {
    let oldest: string | null = null;
    for (const resource of spec.needs) {
      const at = this.resourceReadAt(resource, subject);
      if (at !== null && (oldest === null || at < oldest)) oldest = at;
    }
    return oldest;
  }

  private resourceReadAt(resource: string, subject: SubjectRef): string | null {
    if (this.isReadPer(resource, subject.kind)) return instantOf(this.coverage.of(resource, subject.key));
    let at = this.wholeTenant.get(resource);
    if (at === undefined) {
      at = instantOf(this.coverage.of(resource));
      this.wholeTenant.set(resource, at);
    }
    return at;
  }

  /**
   * What kept the fact of one subject from being known. Many rules ask about the same few facts of a subject, so the
   * answers are kept until the next subject begins.
   */
  whyNotKnown(fact: UnreadFact, subject: number): readonly WhyUnread[] {
    if (fact.needs.length === 1) return this.whyUnread(fact.needs[0]!).alone;
    if (subject !== this.subject) {
      this.subject = subject;
      this.asked.length = 0;
      this.answers.length = 0;
    }
    const at = this.asked.indexOf(fact);
    if (at >= 0) return this.answers[at]!;
    const answer = fact.needs.map((need) => this.whyUnread(need));
    this.asked.push(fact);
    this.answers.push(answer);
    return answer;
  }

  /** Equal answers are the same object, so that a million of them can be counted cheaply. */
  whyUnread(need: FactNeed): WhyUnread {
    // The facts of one subject mostly lack the same list.
    if (need !== this.lastNeed || this.lastWhy === null) {
      this.lastWhy = this.findReason(need);
      this.lastNeed = need;
    }
    return this.lastWhy;
  }

  private findReason(need: FactNeed): WhyUnread {
    const coverage = this.coverage.of(need.resource, need.parent);
    // A fact that names its own reason is not to share that of the list it reads, nor to give its own to others.
    if (need.reason !== undefined)
      return this.wordReason({ ...coverage, missing: need.missing ?? coverage.missing }, need.reason);
    let why = this.reasonOf.get(coverage);
    if (why === undefined) {
      why = this.wordReason(coverage, coverage.reason ?? this.stateInWords(coverage));
      this.reasonOf.set(coverage, why);
    }
    return why;
  }

  private wordReason(
    { resource, state, missing }: Pick<Coverage, 'resource' | 'state' | 'missing'>,
    reason: string,
  ): WhyUnread {
    const id = `${resource}\n${state}\n${reason}\n${missing ?? ''}`;
    let why = this.reasons.get(id);
    if (why === undefined) {
      const alone: WhyUnread[] = [];
      why = { isUnlicensed: state === 'unlicensed', missing: { resource, reason, missing }, alone };
      alone.push(why);
      this.reasons.set(id, why);
    }
    return why;
  }

  private isReadPer(resource: string, kind: NodeKind): boolean {
    return this.vocabulary.resources[resource]?.per === kind;
  }

  private stateInWords({ resource, state }: Coverage): string {
    const what = this.vocabulary.resources[resource]?.title ?? resource;
    return state === 'not_read' ? `${what}: not read by this sync` : `${what}: not read completely`;
  }
}

/** One reason a read did not give what facts need. */
export interface WhyUnread {
  /** The tenant's edition has no such thing. */
  readonly isUnlicensed: boolean;
  readonly missing: Missing;
  /** Itself in a list, made once: most facts lack one read. */
  readonly alone: readonly WhyUnread[];
}

function instantOf(coverage: Coverage): string | null {
  return coverage.state === 'complete' || coverage.state === 'partial' ? coverage.readAt.toISOString() : null;
}
