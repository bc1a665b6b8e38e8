import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ACTIVITY_RETENTION } from '../../libs/activity/src/purge';
import { ALERT_RETENTION } from '../../libs/alerts/src/delivery/purge';
import { EVALUATION_RETENTION } from '../../libs/evaluations/src/purge';
import { RETENTION_DAYS } from '../../libs/flows/src/purge.flow';
import { INVENTORY_RETENTION } from '../../libs/inventory/src/purge';
import { AUDIT_RETENTION } from '../../libs/operators/src/audit/audit-event';
import { ROLES } from '../../libs/platform/src/config/app-config';
import {
  LIBS,
  ROOT,
  documents,
  fileLinks,
  filesBelow,
  isThere,
  namedFiles,
  read,
  tableRows,
} from '../support/documents';

const FILES = [...['apps', 'libs', 'rules', 'test', 'docs', 'scripts'].flatMap(filesBelow)];
/** What was so when it was written stays in the changelog. */
const PRESENT = documents().filter((document) => document !== 'CHANGELOG.md');

describe('Documents', () => {
  it('name files that are there', () => {
    const astray = PRESENT.flatMap((document) =>
      namedFiles(read(document))
        .filter((name) => !isThere(name, document, FILES))
        .map((name) => `${document}: ${name}`),
    );

    expect(astray).toEqual([]);
  });

  it('link to files that are there', () => {
    const astray = documents().flatMap((document) =>
      fileLinks(read(document))
        .filter((target) => !existsSync(join(ROOT, dirname(document), target)))
        .map((target) => `${document}: ${target}`),
    );

    expect(astray).toEqual([]);
  });

  it('are caught when they name a file that moved, a folder, a set or a link that leads nowhere', () => {
    const text =
      'See `libs/flows/src/gone.ts`, `libs/{flows,gone}/src`, `gone.ts`, `libs/*/src/gone.ts`, [it](gone.md#x).';

    expect(namedFiles(text).filter((name) => !isThere(name, 'README.md', FILES))).toEqual(namedFiles(text));
    expect(namedFiles(text)).toHaveLength(4);
    expect(fileLinks(text)).toEqual(['gone.md']);
  });

  it('lead the walkthrough through every room in the order of work', () => {
    const rows = read('docs/walkthrough.md')
      .split('\n')
      .filter((line) => /^\| \d+ \|/.test(line));
    const rooms = ['platform', 'connectors', 'inventory', 'access-graph', 'rule-engine', 'findings', 'evaluations'];
    const firstSeen = rooms.map((room) => rows.findIndex((row) => row.includes(`libs/${room}/`)));

    expect(rows.map((row) => Number(row.split('|')[1]))).toEqual(rows.map((_, n) => n + 1));
    expect(firstSeen).not.toContain(-1);
    expect(rows.at(-1)).toContain('neo4j');
  });
});

describe('The README of', () => {
  it.each(LIBS)(
    '%s has at most 40 lines, and says what it owns, promises, how to change it and where its suites are',
    (lib) => {
      const text = read(`libs/${lib}/README.md`);

      expect(text.startsWith(`# ${lib}\n`)).toBe(true);
      expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
      expect(text).toMatch(/\b(owns?|imports nothing)\b/i);
      expect(text).toMatch(/^Promises: /m);
      expect(text).toMatch(/^To change it: /m);
      expect(text).toMatch(/\bSuites?\b/);
    },
  );
});

describe('Decisions', () => {
  const adrs = documents().filter((document) => document.startsWith('docs/adr/'));

  it('are numbered from 1 without gap or double, in file name and title', () => {
    const numbers = adrs.map((document) => basename(document).slice(0, 4)).sort();

    expect(numbers).toEqual(adrs.map((_, n) => String(n + 1).padStart(4, '0')));
    expect(adrs.filter((document) => !read(document).startsWith(`# ${basename(document).slice(0, 4)} `))).toEqual([]);
  });

  it.each(adrs)('%s says what holds, why, and what enforces it', (document) => {
    const parts = [...read(document).matchAll(/^\*\*([A-Z][a-z ]+)\.\*\*\s/gm)].map(([, part]) => part);

    expect(parts).toEqual(expect.arrayContaining(['Status', 'Context', 'Decision', 'Consequences', 'Enforced by']));
    expect(parts.at(-1)).toBe('Enforced by');
  });

  it('rest on a file that enforces them, or say that a review does', () => {
    const unfenced = adrs.filter((document) => {
      const fence = read(document).split('**Enforced by.**')[1] ?? '';
      return namedFiles(fence).length === 0 && !/knip|review only/.test(fence);
    });

    expect(unfenced).toEqual([]);
  });
});

describe('docs/operating.md', () => {
  const text = read('docs/operating.md');

  it('states the retention that the purge keeps to', () => {
    const kept = {
      INVENTORY_RETENTION,
      ACTIVITY_RETENTION,
      EVALUATION_RETENTION,
      RETENTION_DAYS,
      ALERT_RETENTION,
      AUDIT_RETENTION,
    };
    const expected = Object.entries(kept).flatMap(([owner, days]) =>
      Object.entries(days).map(([part, count]) => [String(count), `\`${owner}.${part}\``]),
    );

    expect(
      tableRows(text)
        .filter(([, , constant]) => /^`[A-Z_]+\./.test(constant ?? ''))
        .map(([, ...rest]) => rest),
    ).toEqual(expected);
  });

  it('describes every role', () => {
    expect(tableRows(text).map(([role]) => role?.split(' ')[0])).toEqual(
      expect.arrayContaining(ROLES.map((role) => `\`${role}\``)),
    );
  });
});
