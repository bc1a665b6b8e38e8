import type { ScanReport } from '@posture/flows';
import type { Fault } from '../../apps/sandbox/src/http/faults';
import { ChaosOrg } from '../support/chaos-org';
import type { StoreState } from '../support/store-state';

interface Expected {
  readonly resource: string;
  readonly state: string;
  readonly reason: RegExp;
}

interface LastingFault {
  readonly name: string;
  readonly faults: readonly Fault[];
  readonly coverage: readonly Expected[];
  /** Rules that cannot say "clear" any more, and by which resource. */
  readonly notAssessed: readonly string[];
}

const LASTING: readonly LastingFault[] = [
  {
    name: 'a server error on the list of users',
    faults: [{ kind: 'status', status: 500, path: '/api/v1/users', count: null }],
    coverage: [{ resource: 'users', state: 'failed', reason: /HTTP 500/ }],
    notAssessed: ['okta-user-inactive', 'okta-admin-inactive'],
  },
  {
    name: "the gateway's HTML instead of the API tokens",
    faults: [{ kind: 'status', status: 502, path: '/api/v1/api-tokens', count: null }],
    coverage: [{ resource: 'api-tokens', state: 'failed', reason: /HTTP 502/ }],
    notAssessed: ['okta-api-token-old'],
  },
  {
    name: 'connections reset at the factors of every administrator',
    faults: [{ kind: 'reset', path: '/api/v1/users/*/factors', count: null }],
    coverage: [{ resource: 'factors', state: 'failed', reason: /cannot be reached/ }],
    notAssessed: ['okta-admin-no-phishing-resistant-factor'],
  },
  {
    name: 'JSON that stops in the middle of the policies',
    faults: [{ kind: 'truncate', path: '/api/v1/policies', count: null }],
    coverage: [{ resource: 'policies', state: 'failed', reason: /not whole JSON/ }],
    notAssessed: ['okta-password-min-length'],
  },
  {
    name: 'answers cut off half way through the applications',
    faults: [{ kind: 'cut', path: '/api/v1/apps', count: null }],
    coverage: [{ resource: 'apps', state: 'failed', reason: /cannot be reached/ }],
    notAssessed: [],
  },
  {
    name: 'a next link that leads in a circle',
    faults: [{ kind: 'loop-next', path: '/api/v1/users', after: 2, count: null }],
    coverage: [{ resource: 'users', state: 'partial', reason: /circle/ }],
    notAssessed: ['okta-user-inactive'],
  },
  {
    name: 'a next link to another host',
    faults: [{ kind: 'foreign-next', path: '/api/v1/groups', count: null }],
    coverage: [{ resource: 'groups', state: 'partial', reason: /another host|elsewhere|host/i }],
    notAssessed: [],
  },
  {
    name: 'the admin role lost while members are read',
    faults: [{ kind: 'forbidden', path: '/api/v1/groups/*/users', after: 3 }],
    coverage: [{ resource: 'group-members', state: 'partial', reason: /Read-only Administrator/ }],
    notAssessed: [],
  },
  {
    name: 'the scope lost while assignments are read',
    faults: [{ kind: 'scope-lost', path: '/api/v1/apps/*/users', after: 1 }],
    coverage: [{ resource: 'app-users', state: 'partial', reason: /okta\.apps\.read/ }],
    notAssessed: [],
  },
  {
    name: 'roles that may not be read any more',
    faults: [
      { kind: 'forbidden', path: '/api/v1/iam/*' },
      { kind: 'forbidden', path: '/api/v1/groups/*/roles' },
      { kind: 'forbidden', path: '/oauth2/v1/clients/*/roles' },
    ],
    coverage: [
      { resource: 'role-assignees', state: 'forbidden', reason: /okta\.iam\.read/ },
      { resource: 'group-roles', state: 'forbidden', reason: /okta\.iam\.read/ },
    ],
    notAssessed: ['okta-superadmin-service-account'],
  },
  {
    name: 'a list that suddenly comes back empty',
    faults: [{ kind: 'empty-list', path: '/api/v1/api-tokens', count: null }],
    coverage: [{ resource: 'api-tokens', state: 'partial', reason: /came back empty although it held \d+/ }],
    notAssessed: [],
  },
  {
    name: 'members that disappear in masses',
    // The first are groups with admin roles: theirs are too few to be missed.
    faults: [{ kind: 'empty-list', path: '/api/v1/groups/*/users', after: 3, count: null }],
    coverage: [{ resource: 'group-members', state: 'partial', reason: /MEMBER_OF disappeared at once/ }],
    notAssessed: [],
  },
];

/**
 * Each is over after a few tries, so that a scan under it is a scan like any other. The first request for users, groups
 * and applications asks what the credential sees; it is spared, so that the lists are struck.
 */
const PASSING: readonly Fault[] = [
  { kind: 'status', status: 503, path: '/api/v1/groups', after: 1, count: 2 },
  { kind: 'status', status: 500, path: '/api/v1/users', after: 1 },
  { kind: 'status', status: 502, path: '/api/v1/idps' },
  { kind: 'status', status: 429, path: '/api/v1/zones' },
  { kind: 'reset', path: '/api/v1/apps', after: 1, count: 2 },
  { kind: 'cut', path: '/api/v1/policies' },
  { kind: 'truncate', path: '/api/v1/api-tokens' },
  { kind: 'empty-page', path: '/api/v1/users', after: 3 },
  { kind: 'empty-page', path: '/api/v1/groups/*/users', after: 1 },
  { kind: 'slow', delayMs: 300, path: '/api/v1/behaviors' },
];

describe('A scan that meets faults', () => {
  let org: ChaosOrg;
  let clean: { readonly report: ScanReport; readonly state: StoreState };

  beforeAll(async () => {
    org = await ChaosOrg.open();
    clean = { report: await org.scan(), state: await org.state() };
  });
  afterEach(() => org.sandbox.faults.clear());
  afterAll(() => org?.close());

  it('starts from an org that can be read as a whole and has findings of every kind', () => {
    const states = new Set(clean.report.sync.coverage.map(({ state }) => state));
    expect([...states].filter((state) => !['complete', 'not_read', 'unlicensed'].includes(state))).toEqual([]);
    expect(clean.report.findings.length).toBeGreaterThan(40);
  });

  it('reads everything when the faults pass', async () => {
    PASSING.forEach((fault) => org.sandbox.faults.add(fault));
    const report = await org.scan();

    expect(org.sandbox.faults.list().filter(({ struck }) => struck === 0)).toEqual([]);
    expect(coverageOf(report)).toEqual(coverageOf(clean.report));
    expect(report.sync.changes).toEqual(NOTHING_CHANGED);
    expect(await lives()).toEqual(livesIn(clean.report));
  });

  it.each(LASTING)('keeps what it knew and says what it could not see: $name', async (fault) => {
    fault.faults.forEach((each) => org.sandbox.faults.add(each));
    const report = await org.scan();

    expect(org.sandbox.faults.list().filter(({ struck }) => struck === 0)).toEqual([]);
    for (const { resource, state, reason } of fault.coverage) {
      expect(report.sync.coverage.find((each) => each.resource === resource)).toMatchObject({
        resource,
        state,
        reason: expect.stringMatching(reason),
      });
    }
    expect(report.notAssessed.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...fault.notAssessed]));
    const rows = await org.state();
    expect(rows.nodes).toEqual(clean.state.nodes);
    expect(relations(rows)).toEqual(relations(clean.state));
    expect(await lives()).toEqual(livesIn(clean.report));

    org.sandbox.faults.clear();
    await expectAllRestored();
  });

  it('ends a sync whose token is revoked in the middle, and begins a new one with the next scan', async () => {
    org.sandbox.faults.add({ kind: 'token-revoked', path: '/api/v1/groups/*/users', after: 2 });
    await expect(org.scan()).rejects.toMatchObject({ code: 'okta.credential_refused' });

    const [sync] = await org.product.syncs.list(org.connectionId, 1);
    expect(sync).toMatchObject({ state: 'failed', error: { code: 'okta.credential_refused' } });
    expect(await lives()).toEqual(livesIn(clean.report));
    expect((await org.state()).leftovers).toEqual([]);

    org.sandbox.faults.clear();
    await expectAllRestored();
  });

  it('reads on when a user is deleted between two pages, and resolves what was only about that user', async () => {
    org.sandbox.faults.add({ kind: 'user-deleted', path: '/api/v1/users', after: 1 });
    const during = await org.scan();

    expect(coverageOf(during)).toEqual(coverageOf(clean.report));
    expect(await lives()).toEqual(livesIn(clean.report));

    org.sandbox.faults.clear();
    const after = await org.scan();
    const gone = livesIn(clean.report).filter((life) => !livesIn(after).includes(life));
    expect(after.sync.changes.nodes).toMatchObject({ added: 0, closed: 1 });
    expect(livesIn(after).filter((life) => !livesIn(clean.report).includes(life))).toEqual([]);
    expect(gone.length).toBeLessThanOrEqual(1);
  });

  async function expectAllRestored(): Promise<void> {
    const report = await org.scan();
    expect(coverageOf(report)).toEqual(coverageOf(clean.report));
    expect(livesIn(report)).toEqual(livesIn(clean.report));
    const { nodes, edges, findings } = await org.state();
    expect({ nodes, edges, findings }).toEqual({
      nodes: clean.state.nodes,
      edges: clean.state.edges,
      findings: clean.state.findings,
    });
  }

  /** Ids of the findings that are there, with their status. */
  async function lives(): Promise<string[]> {
    const findings = await org.product.findings.list({ connectionId: org.connectionId }, 1_000);
    return findings
      .filter(({ present }) => present)
      .map(({ id, rule, status }) => `${rule} ${id} ${status}`)
      .sort();
  }
});

describe("A scan within another org's limits", () => {
  it('waits for limits and for its turn, and misses nothing', async () => {
    const free = await ChaosOrg.open({ users: 60, groups: 14, apps: 8 });
    const expected = await free.scan();
    await free.close();
    // A tenth of each limit, of concurrency too: 7 requests at once where the reader begins with 8.
    const tight = await ChaosOrg.open(
      { users: 60, groups: 14, apps: 8, unlimited: false, principalPercentage: 10, latencyMs: 10 },
      400,
    );
    try {
      const report = await tight.scan();

      expect(tight.sandbox.stats().byStatus['429']).toBeGreaterThan(0);
      expect(report.sync.throttledMs).toBeGreaterThan(0);
      expect(coverageOf(report)).toEqual(coverageOf(expected));
      expect(report.findings.map(({ rule, subject }) => `${rule} ${subject.externalId}`).sort()).toEqual(
        expected.findings.map(({ rule, subject }) => `${rule} ${subject.externalId}`).sort(),
      );
    } finally {
      await tight.close();
    }
  });
});

const NOTHING_CHANGED = {
  nodes: { added: 0, changed: 0, closed: 0 },
  edges: { added: 0, changed: 0, closed: 0 },
};

function livesIn(report: ScanReport): string[] {
  return report.findings.map(({ id, rule, status }) => `${rule} ${id} ${status}`).sort();
}

function coverageOf(report: ScanReport): string[] {
  return report.sync.coverage.map(({ resource, state, reason }) => `${resource} ${state} ${reason ?? ''}`);
}

/** Who is related to whom, whichever list showed it: group assignments are read from the side that can be read. */
function relations({ edges }: StoreState): string[] {
  return edges
    .map((edge) => edge.split(' ').slice(0, 3).join(' '))
    .filter((edge, at, all) => edge !== all[at - 1])
    .sort();
}
