import wrapAnsi from 'wrap-ansi';

/** Columns of the terminal, within reason; 100 where there is none. */
export function columns(): number {
  return Math.min(Math.max(process.stdout.columns ?? 100, 60), 140);
}

/**
 * Breaks text between words so that no line is wider than the terminal; a single longer word stays whole.
 * @param first goes before the first line, and as many spaces before the others
 */
export function wrap(text: string, first = ''): string[] {
  const lines = wrapAnsi(text.replace(/\s+/g, ' '), columns() - first.length).split('\n');
  return lines.map((line, at) => (at === 0 ? first : ' '.repeat(first.length)) + line);
}
