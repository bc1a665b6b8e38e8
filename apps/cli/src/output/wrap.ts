/** Columns of the terminal, within reason; 100 where there is none. */
export function columns(): number {
  return Math.min(Math.max(process.stdout.columns ?? 100, 60), 140);
}

/**
 * Breaks text between words so that no line is longer than `width`; a single longer word stays whole.
 * @param first goes before the first line, `rest` before the others
 */
export function wrap(text: string, first = '', rest = ' '.repeat(first.length), width = columns()): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/)) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}
