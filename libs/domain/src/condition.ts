/** json-rules-engine's condition format; `value` may be `{ fact: 'params', path: '$.name' }`. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | ConditionLeaf;

/**
 * One comparison of a fact of the subject. Its answer is true, false, or open while the fact is not known well
 * enough.
 */
export interface ConditionLeaf {
  readonly fact: string;
  readonly operator: ConditionOperator;
  readonly value: ConditionValue;
}

/**
 * json-rules-engine's own operators; `containsAny` and `containsAll` (list fact against list value); and for text, whatever
 * its case, `textContains`, `startsWith` and `hasWord` (no letter or digit beside it) with an `…Any` for a list of values, and
 * `textContainsAll`. In a list fact one text is enough, which then has all of them.
 */
export type ConditionOperator =
  | 'equal'
  | 'notEqual'
  | 'in'
  | 'notIn'
  | 'contains'
  | 'doesNotContain'
  | 'containsAny'
  | 'containsAll'
  | 'textContains'
  | 'textContainsAny'
  | 'textContainsAll'
  | 'startsWith'
  | 'startsWithAny'
  | 'hasWord'
  | 'hasWordAny'
  | 'lessThan'
  | 'lessThanInclusive'
  | 'greaterThan'
  | 'greaterThanInclusive';

/** What an operator may set; a list is of one type throughout. */
export type ParameterValue = boolean | number | string | readonly (number | string)[];
/** What a fact is compared with, or the parameter of the rule that holds it. */
export type ConditionValue = ParameterValue | null | { readonly fact: 'params'; readonly path: `$.${string}` };

/** A number, word or list that an operator may change for their tenant, within bounds that are included. */
