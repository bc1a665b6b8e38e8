import { WORDS } from './fields';
import type { Filter, Term } from './filter';

/** A filter as people write it; read again it is the same. */
export function printFilter({ terms }: Filter): string {
  return terms.map(printTerm).join(' ');
}

function printTerm({ field, not, operator, values }: Term): string {
  const named = field === WORDS.name ? '' : `${field}:${operator === '=' ? '' : operator}`;
  return `${not ? '-' : ''}${named}${values.map(printValue).join(',')}`;
}

function printValue(value: string): string {
  return /^[\w*][\w*.-]*$/.test(value) ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`;
}
