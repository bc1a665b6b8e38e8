/**
 * Arrays as PostgreSQL's text form. The driver escapes element by element, which for a million rows costs more than
 * storing them; a whole column is looked at once instead.
 */
export function textArray(values: readonly (string | null)[]): string {
  if (values.length === 0) return '{}';
  const plain = !values.includes(null);
  if (plain) {
    const joined = values.join('","');
    if (!joined.includes('\\') && quotes(joined) === 2 * (values.length - 1)) return `{"${joined}"}`;
  }
  return `{${values.map((value) => (value === null ? 'NULL' : `"${value.replace(SPECIAL, '\\$&')}"`)).join(',')}}`;
}

/** Of numbers, uuids, timestamps: texts without quotes, backslashes, commas or blanks at the ends. */
export function plainArray(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

const SPECIAL = /["\\]/g;

function quotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}
