import type { Facts } from '@posture/domain';
import { FALSE, TRUE, UNKNOWN } from '../compile-condition';
import type { CompiledCondition, Truth } from '../compile-condition';

/** Part of a condition that has to be true for the whole to be. Many rules select by the same. */
export interface Demand extends Pick<CompiledCondition, 'judge'> {
  /** Equal where what is asked is, parameters written out. */
  readonly text: string;
}

export interface SelectingCondition extends CompiledCondition {
  readonly demands: readonly Demand[];
}

/** What many rules ask: the answer to each event is worked out once, for the event asked about last. */
export class Question {
  #asked: Facts | null = null;
  #answer: Truth = UNKNOWN;

  constructor(private readonly demand: Demand) {}

  answer(facts: Facts): Truth {
    if (this.#asked !== facts) {
      this.#answer = this.demand.judge(facts);
      this.#asked = facts;
    }
    return this.#answer;
  }
}

/** One question for equal demands. */
export class Questions {
  readonly #all = new Map<string, Question>();

  of({ demands }: SelectingCondition): readonly Question[] {
    return demands.map((demand) => {
      let question = this.#all.get(demand.text);
      if (question === undefined) this.#all.set(demand.text, (question = new Question(demand)));
      return question;
    });
  }
}

/** What `compileCondition` says of the whole: false where one answer is. */
export function answerToAll(questions: readonly Question[], facts: Facts): Truth {
  let result: Truth = TRUE;
  for (let index = 0; index < questions.length; index += 1) {
    const truth = questions[index]!.answer(facts);
    if (truth === FALSE) return FALSE;
    if (truth === UNKNOWN) result = UNKNOWN;
  }
  return result;
}
