import { textOfAsked } from '@posture/domain';
import type { Condition, Facts, ParameterValue } from '@posture/domain';
import { FALSE, TRUE, UNKNOWN, compileCondition } from './compile-condition';
import type { CompiledCondition, Truth } from './compile-condition';

interface Branch<Rule> {
  /** Null at the root, which concerns every subject. */
  readonly test: CompiledCondition | null;
  readonly rules: Rule[];
  readonly below: Map<string, Branch<Rule>>;
  /** `below`, as an array: a subject's way through the tree allocates nothing. */
  readonly branches: Branch<Rule>[];
  refuted: number;
}

/**
 * Whom rules of one kind of subject concern. What several of them ask first is asked once a subject, and once it is
 * refuted nothing below it is asked.
 */
export class ApplicabilityTree<Rule> {
  private readonly root: Branch<Rule> = branch(null);

  /** @param appliesTo its parts become the way to the rule; undefined concerns every subject */
  add(rule: Rule, appliesTo: Condition | undefined, parameters: Readonly<Record<string, ParameterValue>>): void {
    let at = this.root;
    for (const part of conjunctsOf(appliesTo)) {
      const id = textOfAsked(part, parameters);
      let next = at.below.get(id);
      if (next === undefined) {
        next = branch(compileCondition(part, parameters));
        at.below.set(id, next);
        at.branches.push(next);
      }
      at = next;
    }
    at.rules.push(rule);
  }

  /** Calls `judge` for every rule that is not refuted to concern the subject: with TRUE, or UNKNOWN when nobody can tell. */
  visit(facts: Facts, judge: (rule: Rule, applies: Truth) => void): void {
    descend(this.root, facts, TRUE, judge);
  }

  /** How often each rule was refuted to concern a subject visited so far. */
  eachRefuted(tell: (rule: Rule, times: number) => void): void {
    const count = ({ rules, branches, refuted }: Branch<Rule>, above: number) => {
      for (const rule of rules) tell(rule, above + refuted);
      for (const next of branches) count(next, above + refuted);
    };
    count(this.root, 0);
  }
}

function branch<Rule>(test: CompiledCondition | null): Branch<Rule> {
  return { test, rules: [], below: new Map(), branches: [], refuted: 0 };
}

/** Parts that must all hold; their order does not matter to three-valued logic. */
function conjunctsOf(condition: Condition | undefined): readonly Condition[] {
  if (condition === undefined) return [];
  return 'all' in condition ? condition.all.flatMap(conjunctsOf) : [condition];
}

function descend<Rule>(
  at: Branch<Rule>,
  facts: Facts,
  above: Truth,
  judge: (rule: Rule, applies: Truth) => void,
): void {
  const truth = at.test === null ? TRUE : at.test.judge(facts);
  if (truth === FALSE) {
    at.refuted += 1;
    return;
  }
  const applies = truth === UNKNOWN ? UNKNOWN : above;
  for (let n = 0; n < at.rules.length; n += 1) judge(at.rules[n]!, applies);
  for (let n = 0; n < at.branches.length; n += 1) descend(at.branches[n]!, facts, applies, judge);
}
