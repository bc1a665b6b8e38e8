import { AtLeast, Unknown } from '@posture/domain';
import type {
  Condition,
  ConditionLeaf,
  ConditionOperator,
  Facts,
  FactPlain,
  FactValue,
  ParameterValue,
} from '@posture/domain';
import { resolveValue } from './condition';
import { derivation } from './detection/derived-facts';

export const FALSE = 0;
export const TRUE = 1;
export const UNKNOWN = 2;
export type Truth = typeof FALSE | typeof TRUE | typeof UNKNOWN;

/** A condition as closures: no parsing, no allocation, no eval while it runs. */
export interface CompiledCondition {
  readonly judge: (facts: Facts) => Truth;
  /** Adds the facts that keep the condition unknown; call it only when `judge` said so. */
  readonly blame: (facts: Facts, culprits: UnreadFact[]) => void;
}

/** A fact that some read kept from being known. */
export type UnreadFact = Unknown | AtLeast<number | readonly string[]>;

/** Kept here because an import is looked up anew at every use, and these are used millions of times a scan. */
const UnknownFact = Unknown;
const PartlyRead = AtLeast;

export function isUnread(value: FactValue): value is UnreadFact {
  return typeof value === 'object' && (value instanceof UnknownFact || value instanceof PartlyRead);
}

type Parameters = Readonly<Record<string, ParameterValue>>;
type Operand = ParameterValue | null;

/** Kleene's strong three-valued logic over the leaves. */
export function compileCondition(condition: Condition, parameters: Parameters): CompiledCondition {
  if ('all' in condition) {
    return combine(
      condition.all.map((part) => compileCondition(part, parameters)),
      FALSE,
    );
  }
  if ('any' in condition) {
    return combine(
      condition.any.map((part) => compileCondition(part, parameters)),
      TRUE,
    );
  }
  if ('not' in condition) {
    const { judge, blame } = compileCondition(condition.not, parameters);
    return { judge: (facts) => negate(judge(facts)), blame };
  }
  return compileLeaf(condition, resolveValue(condition.value, parameters));
}

/** @param settles the result that one part alone can settle: false for `all`, true for `any` */
function combine(parts: readonly CompiledCondition[], settles: typeof FALSE | typeof TRUE): CompiledCondition {
  const judges = parts.map((part) => part.judge);
  const otherwise = settles === FALSE ? TRUE : FALSE;
  const count = judges.length;
  return {
    judge: (facts) => {
      let result: Truth = otherwise;
      for (let index = 0; index < count; index += 1) {
        const truth = judges[index]!(facts);
        if (truth === settles) return settles;
        if (truth === UNKNOWN) result = UNKNOWN;
      }
      return result;
    },
    blame: (facts, culprits) => {
      for (const part of parts) if (part.judge(facts) === UNKNOWN) part.blame(facts, culprits);
    },
  };
}

function negate(truth: Truth): Truth {
  return truth === UNKNOWN ? UNKNOWN : truth === TRUE ? FALSE : TRUE;
}

function compileLeaf(leaf: ConditionLeaf, operand: Operand): CompiledCondition {
  const { fact, operator } = leaf;
  if (fact.startsWith(DETAILS)) return compileDetail(leaf, operand);
  const derive = derivation(fact);
  if (derive !== undefined) return compileDerived(leaf, operand, derive);
  const known = KNOWN[operator](operand);
  const partly = PARTLY[operator];
  // Nobody computed it: said by name rather than left without a reason.
  const notComputed = new Unknown([{ resource: `fact:${fact}`, parent: '' }]);
  const judgeUnread = (value: object): Truth =>
    value instanceof PartlyRead ? partly(value.value as number | readonly string[], operand) : UNKNOWN;
  return {
    judge:
      operator === 'equal' && typeof operand !== 'object'
        ? judgeEqual(fact, operand, judgeUnread)
        : (facts) => {
            const value = facts[fact];
            // Almost every value is a primitive, and this runs millions of times a scan: ask for its class last.
            if (typeof value !== 'object' || value === null || Array.isArray(value)) {
              return value === undefined ? UNKNOWN : known(value as FactPlain) ? TRUE : FALSE;
            }
            return judgeUnread(value);
          },
    blame: (facts, culprits) => {
      const value = facts[fact];
      if (value === undefined) culprits.push(notComputed);
      else if (isUnread(value)) culprits.push(value);
    },
  };
}

export const DETAILS = 'details.';

/** A fact by the name a rule gives it; undefined: nobody computed it. */
export function factNamed(facts: Facts, name: string): FactValue | undefined {
  if (!name.startsWith(DETAILS)) return facts[name];
  return (facts as unknown as { details?: Record<string, string> }).details?.[name.slice(DETAILS.length)] ?? null;
}

/** `details.<name>`: one of the values a provider put beside an event; null when it did not. */
function compileDetail({ fact, operator }: ConditionLeaf, operand: Operand): CompiledCondition {
  const test = KNOWN[operator](operand);
  return {
    judge: (facts) => (test(factNamed(facts, fact) as FactPlain) ? TRUE : FALSE),
    blame: () => undefined,
  };
}

/** What follows from other fields of an event is worked out where it is asked for. */
function compileDerived(
  { fact, operator }: ConditionLeaf,
  operand: Operand,
  derive: (event: Readonly<Record<string, unknown>>) => FactPlain,
): CompiledCondition {
  const test = KNOWN[operator](operand);
  return {
    judge: (facts) => {
      const value = facts[fact];
      return test(value === undefined ? derive(facts) : (value as FactPlain)) ? TRUE : FALSE;
    },
    blame: () => undefined,
  };
}

/** Most leaves compare one plain value: those are spared the call of a test. */
function judgeEqual(fact: string, operand: Operand, judgeUnread: (value: object) => Truth): (facts: Facts) => Truth {
  return (facts) => {
    const value = facts[fact];
    if (value === operand) return TRUE;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return value === undefined ? UNKNOWN : FALSE;
    return judgeUnread(value);
  };
}

type Test = (value: FactPlain) => boolean;

/** Same as json-rules-engine: what does not parse as a number (null among it) fails every comparison. */
function isNumberLike(value: FactPlain): boolean {
  return typeof value === 'number' || !Number.isNaN(Number.parseFloat(String(value)));
}

function listOf(operand: Operand): readonly unknown[] {
  return Array.isArray(operand) ? operand : [];
}

const comparison =
  (compare: (a: number, b: number) => boolean) =>
  (operand: Operand): Test =>
  (value) =>
    isNumberLike(value) && compare(value as number, operand as number);

/** Whatever the case of either; of a list, one text is enough. */
function text(
  wanted: readonly unknown[],
  fits: (value: string, wanted: string) => boolean,
  how: 'some' | 'every' = 'some',
): Test {
  const lower = wanted.map((one) => String(one).toLowerCase());
  const one = (value: unknown): boolean => {
    if (typeof value !== 'string') return false;
    const own = value.toLowerCase();
    return lower[how]((each) => fits(own, each));
  };
  return (value) => (Array.isArray(value) ? value.some(one) : one(value));
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** Somewhere in the text with neither letter nor digit before and after it. */
function hasWord(value: string, word: string): boolean {
  if (word === '') return false;
  for (let at = value.indexOf(word); at >= 0; at = value.indexOf(word, at + 1)) {
    const isInside = LETTER_OR_DIGIT.test(value.charAt(at - 1)) || LETTER_OR_DIGIT.test(value.charAt(at + word.length));
    if (!isInside) return true;
  }
  return false;
}

/** json-rules-engine 7.3.1's operators on known values, null among them, and our two for lists. */
export const KNOWN: Readonly<Record<ConditionOperator, (operand: Operand) => Test>> = {
  equal: (operand) => (value) => value === operand,
  notEqual: (operand) => (value) => value !== operand,
  in: (operand) => {
    const allowed = listOf(operand);
    return (value) => allowed.includes(value);
  },
  notIn: (operand) => {
    const refused = listOf(operand);
    return (value) => !refused.includes(value);
  },
  contains: (operand) => (value) => Array.isArray(value) && value.includes(operand as string),
  doesNotContain: (operand) => (value) => Array.isArray(value) && !value.includes(operand as string),
  containsAny: (operand) => {
    const wanted = listOf(operand);
    return (value) => Array.isArray(value) && wanted.some((item) => value.includes(item as string));
  },
  containsAll: (operand) => {
    const wanted = listOf(operand);
    return (value) => Array.isArray(value) && wanted.every((item) => value.includes(item as string));
  },
  textContains: (operand) => text([operand], (value, wanted) => value.includes(wanted)),
  textContainsAny: (operand) => text(listOf(operand), (value, wanted) => value.includes(wanted)),
  textContainsAll: (operand) => text(listOf(operand), (value, wanted) => value.includes(wanted), 'every'),
  startsWith: (operand) => text([operand], (value, wanted) => value.startsWith(wanted)),
  startsWithAny: (operand) => text(listOf(operand), (value, wanted) => value.startsWith(wanted)),
  hasWord: (operand) => text([operand], hasWord),
  hasWordAny: (operand) => text(listOf(operand), hasWord),
  lessThan: comparison((a, b) => a < b),
  lessThanInclusive: comparison((a, b) => a <= b),
  greaterThan: comparison((a, b) => a > b),
  greaterThanInclusive: comparison((a, b) => a >= b),
};

type PartlyTest = (bound: number | readonly string[], operand: Operand) => Truth;

const forCount =
  (judge: (bound: number, operand: Operand) => Truth): PartlyTest =>
  (bound, operand) =>
    typeof bound === 'number' ? judge(bound, operand) : UNKNOWN;

const forList =
  (judge: (seen: readonly unknown[], operand: Operand) => Truth): PartlyTest =>
  (bound, operand) =>
    typeof bound === 'number' ? UNKNOWN : judge(bound, operand);

/** A true count may be the bound or anything above it. */
function mayBe(bound: number, candidates: readonly unknown[]): boolean {
  return candidates.some((candidate) => typeof candidate === 'number' && candidate >= bound);
}

const provenIf = (proven: boolean): Truth => (proven ? TRUE : UNKNOWN);
const refutedIf = (refuted: boolean): Truth => (refuted ? FALSE : UNKNOWN);

/** A text seen is a text there is; none is one of no texts. */
function forTexts(operator: ConditionOperator): PartlyTest {
  return forList((seen, operand) => {
    if (Array.isArray(operand) && operand.length === 0 && operator !== 'textContainsAll') return FALSE;
    return provenIf(KNOWN[operator](operand)(seen as readonly string[]));
  });
}

/** What a lower bound settles: that a list holds something, that a count is above something; never the opposite. */
const PARTLY: Readonly<Record<ConditionOperator, PartlyTest>> = {
  equal: forCount((bound, operand) => refutedIf(!mayBe(bound, [operand]))),
  notEqual: forCount((bound, operand) => provenIf(!mayBe(bound, [operand]))),
  in: forCount((bound, operand) => refutedIf(!mayBe(bound, listOf(operand)))),
  notIn: forCount((bound, operand) => provenIf(!mayBe(bound, listOf(operand)))),
  contains: forList((seen, operand) => provenIf(seen.includes(operand))),
  doesNotContain: forList((seen, operand) => refutedIf(seen.includes(operand))),
  containsAny: forList((seen, operand) => {
    const wanted = listOf(operand);
    return wanted.length === 0 ? FALSE : provenIf(wanted.some((item) => seen.includes(item)));
  }),
  containsAll: forList((seen, operand) => provenIf(listOf(operand).every((item) => seen.includes(item)))),
  textContains: forTexts('textContains'),
  textContainsAny: forTexts('textContainsAny'),
  textContainsAll: forTexts('textContainsAll'),
  startsWith: forTexts('startsWith'),
  startsWithAny: forTexts('startsWithAny'),
  hasWord: forTexts('hasWord'),
  hasWordAny: forTexts('hasWordAny'),
  lessThan: forCount((bound, operand) => refutedIf(bound >= (operand as number))),
  lessThanInclusive: forCount((bound, operand) => refutedIf(bound > (operand as number))),
  greaterThan: forCount((bound, operand) => provenIf(bound > (operand as number))),
  greaterThanInclusive: forCount((bound, operand) => provenIf(bound >= (operand as number))),
};
