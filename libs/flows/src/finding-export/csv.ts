/** What a spreadsheet would take for a formula, also as full-width characters. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
/** Control characters, and those that turn the direction of what is read. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const SYMBOLS = 0x2400;
const DELETE = 0x7f;

/**
 * A line of comma-separated values as RFC 4180 has it. Text that a spreadsheet would reckon with begins with an apostrophe
 * instead, and what nobody could see is shown.
 * @param cells numbers are left as they are; null is empty
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = `${FORMULA.test(cell) ? "'" : ''}${cell.replace(UNSEEN, shown)}`;
  return /[",]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function shown(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return String.fromCodePoint(SYMBOLS + code);
  if (code === DELETE) return '\u2421';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
