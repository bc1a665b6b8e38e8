import type { Facts } from '@posture/domain';
import { UNKNOWN } from '../compile-condition';
import type { CompiledCondition, Truth } from '../compile-condition';

/** Many rules select by the same words. */
export interface SelectingCondition extends CompiledCondition {
  /** Equal where the conditions are, parameters written out. */
  readonly text: string;
}

/** A condition many rules select by: the answer to each event is worked out once, for the event asked about last. */
export class Question {
  #asked: Facts | null = null;
  #answer: Truth = UNKNOWN;

  constructor(private readonly when: SelectingCondition) {}

  answer(facts: Facts): Truth {
    if (this.#asked !== facts) {
      this.#answer = this.when.judge(facts);
      this.#asked = facts;
    }
    return this.#answer;
  }
}

/** One question for equal conditions. */
export class Questions {
  readonly #all = new Map<string, Question>();

  of(when: SelectingCondition): Question {
    let question = this.#all.get(when.text);
    if (question === undefined) this.#all.set(when.text, (question = new Question(when)));
    return question;
  }
}
