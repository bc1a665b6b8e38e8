import { SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { fieldOf } from './fields';
import type { Bind, Filter, Filterable, Term } from './filter';

/**
 * The condition a filter puts on rows of `finding`; values go through `bind` and never into the text.
 * @param at what ages and due dates are reckoned from
 * @public for the suites
 */
export function toSql({ terms }: Filter, bind: Bind, at: Date): string {
  if (terms.length === 0) return 'true';
  return terms
    .map(({ field, not, operator, values }) => {
      const condition = fieldOf(field).sql(operator, values, bind, at);
      return not ? `not coalesce(${condition}, false)` : condition;
    })
    .join(' and ');
}

/** Whether a finding is meant. @param at what ages and due dates are reckoned from */
export function matches({ terms }: Filter, finding: Filterable, at: Date): boolean {
  return terms.every((term) => holds(term, finding, at) !== term.not);
}

/** A filter without what it says of one field, as facets need it. */
export function without({ terms }: Filter, field: string): Filter {
  return { terms: terms.filter((term) => term.field !== field) };
}

/** Those a finding may have that is meant. */
export function severitiesOf({ terms }: Filter): Severity[] {
  const said = terms.filter(({ field }) => field === 'severity');
  // Of what is at hand this field asks nothing else, and no instant.
  return SEVERITIES.filter((severity) => matches({ terms: said }, { severity } as Filterable, new Date(0)));
}

function holds({ field, operator, values }: Term, finding: Filterable, at: Date): boolean {
  return fieldOf(field).test(operator, values, finding, at);
}
