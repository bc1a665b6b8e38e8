import type { ScanReport } from '@posture/flows';
import { ChaosOrg } from '../support/chaos-org';
import type { StoreState } from '../support/store-state';

const CHANGED = /What the credential may see changed while this was read/;

describe('A role that is lost while a scan reads, so that Okta answers 200 with less', () => {
  let org: ChaosOrg;
  let clean: { readonly report: ScanReport; readonly state: StoreState };

  beforeAll(async () => {
    org = await ChaosOrg.open();
    clean = { report: await org.scan(), state: await org.state() };
  }, 120_000);
  afterEach(() => org.sandbox.faults.clear());
  afterAll(() => org?.close());

  it.each([
    { part: 0.02, visible: 0 },
    { part: 0.1, visible: 1 },
    { part: 0.3, visible: 0 },
    { part: 0.5, visible: 1 },
    { part: 0.7, visible: 0 },
    { part: 0.98, visible: 1 },
  ])(
    'resolves nothing and says why: lost after $part of the requests, $visible rows of a list still visible',
    async ({ part, visible }) => {
      // Not before the scan has asked, first of all, what it may see.
      const after = Math.max(8, Math.floor(clean.report.sync.requests * part));
      org.sandbox.faults.add({ kind: 'role-lost', path: '/*', after, visible });
      const report = await org.scan();

      const doubted = report.sync.coverage.filter(({ reason }) => CHANGED.test(reason ?? ''));
      expect(doubted.map(({ state }) => state)).toEqual(doubted.map(() => 'partial'));
      expect(doubted.length).toBeGreaterThan(0);
      expect(report.sync.changes.nodes.closed + report.sync.changes.edges.closed).toBe(0);
      expect(await kept()).toEqual(keptOf(clean.state));
      expect(livesIn(report)).toEqual(livesIn(clean.report));

      org.sandbox.faults.clear();
      const again = await org.scan();
      expect(coverageOf(again)).toEqual(coverageOf(clean.report));
      expect(livesIn(again)).toEqual(livesIn(clean.report));
      expect(await kept()).toEqual(keptOf(clean.state));
    },
    120_000,
  );

  const kept = async () => keptOf(await org.state());
});

/** What must be as if nothing had happened. The org's own settings are refused in so many words; its node stays. */
function keptOf({ nodes, edges, events }: StoreState) {
  return {
    nodes: nodes.filter((node) => !node.startsWith('Org:')),
    // Whichever list showed it: group assignments are read from the side that can be read.
    relations: [...new Set(edges.filter(isRead).map((edge) => edge.split(' ').slice(0, 3).join(' ')))].sort(),
    ended: events.filter((event) => /(resolved|reopened)$/.test(event)),
  };
}

function isRead(edge: string): boolean {
  return !edge.includes(' derived ');
}

function livesIn(report: ScanReport): string[] {
  return report.findings.map(({ id, rule, status }) => `${rule} ${id} ${status}`).sort();
}

function coverageOf(report: ScanReport): string[] {
  return report.sync.coverage.map(({ resource, state, reason }) => `${resource} ${state} ${reason ?? ''}`);
}
