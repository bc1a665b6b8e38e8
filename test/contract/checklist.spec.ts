import { basename } from 'node:path';
import { filesBelow, read } from '../support/documents';

/** What reviewers go through, by the letter its rows begin with: how many there are. */
const ROWS = {
  /** Deliveries, and whatever dies, answers wrongly or comes late meanwhile. */
  D: 20,
  /** Addresses that alerts must never lead to. */
  S: 12,
  /** The life of a finding. */
  L: 14,
  /** What is asked of the API that must not be done. */
  A: 10,
};

const SPECS = ['apps', 'libs', 'test']
  .flatMap(filesBelow)
  .filter((file) => file.endsWith('.spec.ts') && basename(file) !== basename(__filename));

describe('The checklist of alerts, addresses, findings and the API', () => {
  it('has a test for every row, whose name begins with it', () => {
    const named = new Set(SPECS.flatMap((file) => namedRows(read(file))));
    const rows = Object.entries(ROWS).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    );

    expect(rows.filter((row) => !named.has(row))).toEqual([]);
    expect([...named].filter((row) => !rows.includes(row))).toEqual([]);
  });

  it('is read from names of tests only', () => {
    const text = `it('D1: a'); it.each([1])('S2: b'); it(\n  'L3: c'); expect('A4: d'); // it says D5: e`;
    expect(namedRows(text)).toEqual(['D1', 'S2', 'L3']);
  });
});

function namedRows(spec: string): string[] {
  return [...spec.matchAll(/(?:\bit\(|\)\()\s*['"`]([A-Z]\d+): /g)].map(([, row]) => row!);
}
