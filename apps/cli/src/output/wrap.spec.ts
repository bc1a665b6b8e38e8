import { columns, wrap } from './wrap';

describe('Wrapping', () => {
  it('keeps lines within the terminal and hangs them under the first', () => {
    const lines = wrap('every word   of a\nlong sentence '.repeat(20), ' 1. ');

    expect(lines.length).toBeGreaterThan(3);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns());
    expect(lines[0]).toMatch(/^ 1\. every word of a long sentence every/);
    expect(lines.slice(1).every((line) => /^ {4}\S/.test(line))).toBe(true);
  });

  it('leaves a word that is longer than a line whole', () => {
    const word = 'x'.repeat(200);

    expect(wrap(`see ${word} there`)).toEqual(['see', word, 'there']);
  });
});
