import { dependencies } from '../../package.json';
import { read, tableRows } from '../support/documents';

const LINES = tableRows(read('docs/dependencies.md'));

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
