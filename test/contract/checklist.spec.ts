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

/** What whoever connects an org and leaves it running goes through: connections, syncs and notices. */
const RUNNING = { CON: 22, SYN: 13, NOT: 7 };

/** Rows of those without a test of their name, and why. One that gets a test is taken out. */
const OPEN: Readonly<Record<string, string>> = {
  'CON-01': 'there is one provider yet; a catalogue to search comes with the second and the console',
  'CON-05': 'comes with Entra',
  'CON-06': 'a test that takes too long ends without what it found until then',
  'CON-08': 'the owner is free text: people to choose from come with their sign-in',
  'CON-09': 'that the same ids of two orgs are kept apart is shown of many parts, by no one test',
  'CON-16': 'a credential belongs to its connection; a store of their own comes with Entra',
  'CON-17': 'an installation is always local: nothing of ours is hosted',
  'CON-18': 'records say which sync read them; integration users come with acts',
  'SYN-02': 'how far back a log is read is said at the scan, and not of a connection',
  'SYN-05': 'a sync that failed, or read single resources, has no counts by resource',
  'SYN-08': 'reading what changed is shown of many parts, by no one test',
  'SYN-09': 'nothing of what is read is left out by choice yet',
  'SYN-11': 'we take up to nine tenths of a limit that nobody else spends, and give way to others',
  'SYN-13': 'how long syncs take is told of each, and not compared',
  'NOT-01': 'a connection may have no contact: somebody who is told of all is enough',
};

const SPECS = ['apps', 'libs', 'test']
  .flatMap(filesBelow)
  .filter((file) => /\.spec\.ts$|^test\/e2e\//.test(file) && basename(file) !== basename(__filename));

describe('The checklist of connections, syncs, notices, alerts, addresses, findings and the API', () => {
  it('has a test for every row, whose name begins with it, or says why there is none', () => {
    const named = new Set(SPECS.flatMap((file) => namedRows(read(file))));
    const rows = [
      ...numbered(ROWS, (letter, row) => `${letter}${row}`),
      ...numbered(RUNNING, (part, row) => `${part}-${String(row).padStart(2, '0')}`),
    ];

    expect(rows.filter((row) => !named.has(row))).toEqual(Object.keys(OPEN));
    expect([...named].filter((row) => !rows.includes(row))).toEqual([]);
  });

  it('is read from names of tests only', () => {
    const text = `it('D1: a'); it.each([1])('S2: b'); it(\n  'L3: c'); it('A1, CON-20: f'); expect('A4: d'); // it says D5: e`;
    expect(namedRows(text)).toEqual(['D1', 'S2', 'L3', 'A1', 'CON-20']);
  });
});

function numbered(counts: Readonly<Record<string, number>>, name: (of: string, row: number) => string): string[] {
  return Object.entries(counts).flatMap(([of, count]) =>
    Array.from({ length: count }, (_, index) => name(of, index + 1)),
  );
}

/** A test may show several: `A1, CON-20: …`. */
function namedRows(spec: string): string[] {
  const row = '[A-Z]+-?\\d+';
  return [...spec.matchAll(new RegExp(`(?:\\bit\\(|\\)\\()\\s*['"\`](${row}(?:, ${row})*): `, 'g'))].flatMap(
    ([, rows]) => rows!.split(', '),
  );
}
