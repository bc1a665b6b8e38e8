import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dependencies } from '../../package.json';

const LINES = readFileSync(join(__dirname, '../../docs/dependencies.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe('docs/dependencies.md', () => {
  it('has one line for every runtime dependency, in their order, and no other line', () => {
    expect(LINES.map(([name]) => name)).toEqual(Object.keys(dependencies).map((name) => `\`${name}\``));
  });

  it.each(LINES)('says of %s why, what else was considered and who may import it', (...cells) => {
    expect(cells).toHaveLength(4);
    expect(cells.every((cell) => cell !== '')).toBe(true);
    expect(cells[3]).toMatch(/^(nobody|`(apps|libs)\/[^`]+`(, `(apps|libs)\/[^`]+`)*)$/);
  });
});
