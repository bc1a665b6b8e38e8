import type { Facts, Verdict } from '@posture/domain';
import { FALSE, TRUE, UNKNOWN, compileCondition, isUnread } from './compile-condition';
import type { CompiledCondition, Truth, UnreadFact } from './compile-condition';
import type { ResolvedRule } from './resolve-rules';

/** The verdict on one subject by itself, as cases and the differential test ask for it; no coverage is consulted. */
export function verdictOf(rule: ResolvedRule, facts: Facts): Verdict {
  const judge = new RuleJudge(rule);
  const applies = judge.applies(facts);
  if (applies === FALSE) return 'not_applicable';
  const truth = judge.truthGiven(applies, facts);
  return truth === FALSE ? 'clear' : truth === TRUE ? 'match' : 'not_assessed';
}

/** A posture rule's conditions, compiled once. */
export class RuleJudge {
  private readonly appliesTo: CompiledCondition | null;
  private readonly when: CompiledCondition;
  private readonly identity: readonly string[];

  constructor({ file, parameters }: ResolvedRule) {
    if (file.when === undefined) throw new RangeError(`${file.id} is no posture rule`);
    this.appliesTo = file.appliesTo === undefined ? null : compileCondition(file.appliesTo, parameters);
    this.when = compileCondition(file.when, parameters);
    this.identity = file.identity;
  }

  applies(facts: Facts): Truth {
    return this.appliesTo === null ? TRUE : this.appliesTo.judge(facts);
  }

  /**
   * Whether the subject matches.
   * @param applies TRUE or UNKNOWN: whether the rule has business with the subject
   */
  truthGiven(applies: Truth, facts: Facts): Truth {
    if (applies === UNKNOWN) return UNKNOWN;
    const truth = this.when.judge(facts);
    // A match under a half-known identity would be another finding tomorrow.
    return truth === TRUE && this.identity.length > 0 && !this.isIdentityKnown(facts) ? UNKNOWN : truth;
  }

  /** Adds the facts to blame when the subject could not be assessed. */
  blame(applies: Truth, facts: Facts, culprits: UnreadFact[]): void {
    if (applies === UNKNOWN) {
      this.appliesTo?.blame(facts, culprits);
      return;
    }
    if (this.identity.length === 0 || this.when.judge(facts) === UNKNOWN) {
      this.when.blame(facts, culprits);
      return;
    }
    for (const fact of this.identity) {
      const value = facts[fact];
      if (value !== undefined && isUnread(value)) culprits.push(value);
    }
  }

  private isIdentityKnown(facts: Facts): boolean {
    return this.identity.every((fact) => {
      const value = facts[fact];
      return value !== undefined && !isUnread(value);
    });
  }
}
