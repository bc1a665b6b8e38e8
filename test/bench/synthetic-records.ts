import type {
  Coverage,
  EdgeKind,
  EdgeRecord,
  NodeKey,
  NodeRecord,
  PageCommit,
  RecordPage,
  SyncSink,
} from '@posture/domain';

/** A tenant made of figures alone: what is measured is the store. */
export interface SyntheticSize {
  readonly users: number;
  readonly groups: number;
  readonly apps: number;
  readonly memberships: number;
  readonly assignments: number;
}

/** One list as a connector reads it, already in pages. */
export interface SyntheticList {
  readonly resource: string;
  readonly parent: NodeKey | '';
  readonly pages: () => Iterable<RecordPage>;
  readonly records: number;
}

const PAGE = 5_000;
/** Lists of few records that share a transaction, as the reader's writes do. */
const LISTS_AT_ONCE = 25;

/** All lists in the order a sync reads them. */
export function syntheticLists(size: SyntheticSize): SyntheticList[] {
  const perGroup = Math.floor(size.memberships / size.groups);
  const perApp = Math.floor(size.assignments / size.apps);
  return [
    nodeList('users', size.users, userNode),
    nodeList('groups', size.groups, (n) => plainNode('Group', id('00g', n), { type: 'OKTA_GROUP' })),
    nodeList('apps', size.apps, (n) => plainNode('App', id('0oa', n), { status: 'ACTIVE', signOnMode: 'SAML_2_0' })),
    ...range(size.groups).map((n) =>
      edgeList('group-members', 'MEMBER_OF', `Group:${id('00g', n)}`, n, perGroup, size.users),
    ),
    ...range(size.apps).map((n) => edgeList('app-users', 'ASSIGNED_TO', `App:${id('0oa', n)}`, n, perApp, size.users)),
  ];
}

/** Puts the lists into a sync: every page committed, every list complete. */
export async function stage(sink: SyncSink, lists: readonly SyntheticList[], now: Date): Promise<void> {
  for (let at = 0; at < lists.length;) {
    const many = lists.slice(at, at + (lists[at]!.parent === '' ? 1 : LISTS_AT_ONCE));
    at += many.length;
    for (const { resource, parent } of many.filter(() => sink.begin === undefined))
      await sink.begin([{ resource, parent, readStartedAt: now }]);
    await sink.begin?.(many.map(({ resource, parent }) => ({ resource, parent, readStartedAt: now })));
    for (const commits of transactionsOf(many)) await sink.commit(commits);
    await sink.finish(many.map((list) => complete(list, now)));
  }
}

/** A large list commits page by page; small ones share a commit. */
export function* transactionsOf(lists: readonly SyntheticList[]): Generator<PageCommit[]> {
  let commits: PageCommit[] = [];
  let rows = 0;
  for (const { resource, parent, pages } of lists) {
    for (const page of pages()) {
      commits.push({ resource, parent, page });
      rows += page.nodes.length + page.edges.length;
      if (rows < PAGE) continue;
      yield commits;
      commits = [];
      rows = 0;
    }
  }
  if (commits.length > 0) yield commits;
}

function complete({ resource, parent, records }: SyntheticList, now: Date): Coverage {
  return { resource, parent, state: 'complete', reason: null, missing: null, records, readStartedAt: now, readAt: now };
}

function nodeList(resource: string, count: number, node: (n: number) => NodeRecord): SyntheticList {
  return {
    resource,
    parent: '',
    records: count,
    *pages() {
      for (let from = 0; from < count; from += PAGE) {
        const nodes = range(Math.min(PAGE, count - from)).map((n) => node(from + n));
        yield { nodes, edges: [], quarantined: [], cursor: from + PAGE < count ? String(from + PAGE) : null };
      }
    },
  };
}

function edgeList(
  resource: string,
  kind: EdgeKind,
  dst: NodeKey,
  seed: number,
  count: number,
  users: number,
): SyntheticList {
  const props = kind === 'ASSIGNED_TO' ? { props: { scope: 'USER', status: 'ACTIVE' } } : {};
  return {
    resource,
    parent: dst,
    records: count,
    *pages() {
      // 613 has no common factor with the sizes used here, so that a list names no user twice.
      const edges = range(count).map((n): EdgeRecord => ({
        kind,
        src: `User:${id('00u', (seed * 7_919 + n * 613) % users)}`,
        dst,
        ...props,
      }));
      yield { nodes: [], edges, quarantined: [], cursor: null };
    },
  };
}

function userNode(n: number): NodeRecord {
  const login = `user${n}@acme.example`;
  return {
    ...plainNode('User', id('00u', n), {
      status: n % 17 === 0 ? 'DEPROVISIONED' : 'ACTIVE',
      ...{ login, email: login, secondEmail: null, firstName: `First${n}`, lastName: `Last${n}`, displayName: null },
      ...{
        userType: null,
        department: `Department ${n % 40}`,
        title: `Title ${n % 90}`,
        manager: null,
        managerId: null,
      },
      ...{ employeeNumber: String(n), mobilePhone: null, realmId: null, typeId: 'otyp1', providerType: 'OKTA' },
      ...{ created: '2024-02-01T08:00:00.000Z', activated: '2024-02-01T08:00:00.000Z' },
      ...{ statusChanged: '2024-02-01T08:00:00.000Z', passwordChanged: '2025-06-01T08:00:00.000Z' },
      attributes: { costCenter: `c${n % 300}`, site: `s${n % 25}` },
    }),
    name: login,
    observed: { lastLogin: '2026-01-05T10:00:00.000Z', lastUpdated: '2026-01-05T10:00:00.000Z' },
  };
}

function plainNode(kind: 'User' | 'Group' | 'App', externalId: string, props: NodeRecord['props']): NodeRecord {
  return { kind, key: `${kind}:${externalId}`, externalId, name: externalId, props };
}

function id(prefix: string, n: number): string {
  return `${prefix}${n.toString(36).padStart(17, '0')}`;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}
