import type {
  Coverage,
  CoverageState,
  EdgeKind,
  EdgeRecord,
  JsonObject,
  NodeKey,
  NodeKind,
  NodeRecord,
  PageCommit,
  QuarantinedRecord,
  ReadProgress,
  ReadStart,
  ReadStats,
  SyncSink,
} from '@posture/domain';
import { DomainError } from '@posture/domain';
import type { Clock, Database, Queryable } from '@posture/platform';
import { sqlState, storableText } from '@posture/platform';
import { stageTables } from '../partitions';
import { StagedRows } from './staged-rows';
import { keepCost } from './sync-cost';
import type { SyncLease } from './sync.store';
import { checkFence } from './sync.store';

/** A cursor older than this is not tried again: providers forget them, and the list has moved on. */
const CURSOR_MAX_AGE_MS = 6 * 3_600_000;

const BATCH = 5_000;
const UNIQUE_VIOLATION = '23505';
const LAST_NODE_WINS = `on conflict (read_id, key) do update set kind = excluded.kind, external_id = excluded.external_id,
  name = excluded.name, props = excluded.props, observed = excluded.observed, content_hash = excluded.content_hash`;
const LAST_EDGE_WINS = `on conflict (read_id, kind, src_key, dst_key) do update set props = excluded.props,
  content_hash = excluded.content_hash`;

interface ReadRow {
  read_id: string;
  read_started_at: Date;
  cursor: string | null;
  cursor_at: Date | null;
  finished: boolean;
  state: CoverageState | null;
  records: number;
}

/** Stages what a connector reads until it is merged. Its rows survive a killed process together with their cursor. */
export class StagedSync implements SyncSink {
  private readonly reads = new Map<string, string>();
  private readonly rows = new StagedRows();
  private readonly tables: { readonly node: string; readonly edge: string };
  private latestVersion: number | null = null;

  constructor(
    private readonly database: Database,
    private readonly lease: SyncLease,
    private readonly clock: Clock,
    private readonly cost: (() => ReadStats) | null = null,
    private readonly onPage: (page: PageCommit) => void = () => undefined,
  ) {
    this.tables = stageTables(lease.syncId);
  }

  progress(resource: string, parent: NodeKey | ''): Promise<ReadProgress | null> {
    return this.progressIn(resource, parent, this.database);
  }

  private async progressIn(resource: string, parent: NodeKey | '', tx: Queryable): Promise<ReadProgress | null> {
    const [row] = await tx.query<ReadRow>(
      `select read_id, read_started_at, cursor, cursor_at, finished, state, records::int from sync_read
       where sync_id = $1 and resource = $2 and parent = $3`,
      [this.lease.syncId, resource, parent],
    );
    if (row === undefined) return null;
    this.reads.set(readKey(resource, parent), row.read_id);
    const stale = row.cursor_at !== null && this.clock.now().getTime() - row.cursor_at.getTime() > CURSOR_MAX_AGE_MS;
    if (!row.finished && stale) return null;
    return {
      readStartedAt: row.read_started_at,
      cursor: row.cursor,
      finished: row.finished,
      ...(row.finished && row.state !== null ? { state: row.state, records: row.records } : {}),
    };
  }

  get knownVersion(): number | null {
    return this.latestVersion;
  }

  async begin(reads: readonly ReadStart[]): Promise<void> {
    if (reads.length === 0) return;
    await this.transaction((tx) => this.beginReads(reads, tx));
  }

  async commit(commits: readonly PageCommit[]): Promise<void> {
    if (commits.length === 0) return;
    try {
      await this.commitPages(commits, false);
    } catch (error) {
      // Lists seldom show a row twice, and looking for it would make every row half as dear again.
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      await this.commitPages(commits, true);
    }
    for (const page of commits) this.onPage(page);
  }

  async finish(coverage: readonly Coverage[]): Promise<void> {
    if (coverage.length === 0) return;
    const last = [...new Map(coverage.map((row) => [readKey(row.resource, row.parent), row])).values()];
    await this.transaction(async (tx) => {
      await tx.query(
        `insert into sync_read (sync_id, resource, parent, base_version, read_started_at, finished, state, reason,
           missing, records, read_at)
         select $1, c.resource, c.parent,
           (select coalesce(max(version), 0) from inventory_version where connection_id = $2),
           c.started, true, c.state, c.reason, c.missing, c.records, c.read_at
         from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::timestamptz[],
           $10::timestamptz[]) as c (resource, parent, state, reason, missing, records, started, read_at)
         on conflict (sync_id, resource, parent) do update set finished = true, cursor = null, state = excluded.state,
           reason = excluded.reason, missing = excluded.missing, records = excluded.records,
           read_at = excluded.read_at, merged_in = null`,
        [
          this.lease.syncId,
          this.lease.connectionId,
          last.map((row) => row.resource),
          last.map((row) => row.parent),
          last.map((row) => row.state),
          last.map((row) => row.reason),
          last.map((row) => row.missing),
          last.map((row) => row.records),
          last.map((row) => row.readStartedAt),
          last.map((row) => row.readAt),
        ],
      );
    });
  }

  /** Keeps what the reading has cost, for whoever may take the sync over. */
  async keepCost(): Promise<void> {
    await this.transaction((tx) => this.costIn(tx));
  }

  private async costIn(tx: Queryable): Promise<void> {
    if (this.cost !== null) await keepCost(this.lease, this.cost(), tx);
  }

  async *stagedNodes(kind: NodeKind): AsyncGenerator<NodeRecord> {
    let after: readonly [string, string] = ['0', ''];
    for (;;) {
      const rows: StagedNodeRow[] = await this.database.query<StagedNodeRow>(
        `select read_id as "readId", kind, key, external_id as "externalId", name, props, observed
         from ${this.tables.node} where kind = $1 and (read_id, key) > ($2, $3) order by read_id, key limit ${BATCH}`,
        [kind, ...after],
      );
      for (const row of rows) yield toNode(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      after = [last.readId, last.key];
    }
  }

  async *stagedEdges(kind: EdgeKind): AsyncGenerator<EdgeRecord> {
    let after: readonly [string, string, string] = ['0', '', ''];
    for (;;) {
      const rows: StagedEdgeRow[] = await this.database.query<StagedEdgeRow>(
        `select read_id as "readId", kind, src_key as src, dst_key as dst, props from ${this.tables.edge}
         where kind = $1 and (read_id, src_key, dst_key) > ($2, $3, $4)
         order by read_id, src_key, dst_key limit ${BATCH}`,
        [kind, ...after],
      );
      for (const row of rows) yield toEdge(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      after = [last.readId, last.src, last.dst];
    }
  }

  /** One that fails with `sync.fenced` once the sync belongs to another process. */
  private async transaction(write: (tx: Queryable) => Promise<void>): Promise<void> {
    await this.database.transaction(async (tx) => {
      this.latestVersion = await checkFence(this.lease, tx);
      await write(tx);
    });
  }

  private async beginReads(reads: readonly ReadStart[], tx: Queryable): Promise<void> {
    const wanted = new Map(reads.map((read) => [readKey(read.resource, read.parent), read]));
    for (const key of await this.open([...wanted.values()], tx)) wanted.delete(key);
    if (wanted.size > 0) await this.reopen([...wanted.values()], tx);
  }

  /** Begins reads that have staged nothing, in one statement, because there are thousands. @returns their keys */
  private async open(reads: readonly ReadStart[], tx: Queryable): Promise<string[]> {
    const rows = await tx.query<{ read_id: string; resource: string; parent: string }>(
      `insert into sync_read (sync_id, resource, parent, base_version, read_started_at)
       select $1, b.resource, b.parent, b.after_version, b.started
       from unnest($2::text[], $3::text[], $4::timestamptz[], $5::int[]) as b (resource, parent, started, after_version)
       on conflict (sync_id, resource, parent) do update set base_version = excluded.base_version,
         read_started_at = excluded.read_started_at, cursor = null, cursor_at = null, nodes = 0, edges = 0,
         finished = false, state = null, reason = null, missing = null, records = 0, quarantined = 0, read_at = null,
         merged_in = null, keys = null
         where sync_read.pages = 0
       returning read_id, resource, parent`,
      [this.lease.syncId, ...this.startColumns(reads)],
    );
    const keys = rows.map((row) => readKey(row.resource, row.parent));
    rows.forEach((row, i) => this.reads.set(keys[i]!, row.read_id));
    return keys;
  }

  /** Begins reads again that have staged rows, without those. */
  private async reopen(reads: readonly ReadStart[], tx: Queryable): Promise<void> {
    const lists = this.startColumns(reads).slice(0, 2);
    const former = await tx.query<{ read_id: string }>(
      `update sync_read r set pages = 0 from unnest($2::text[], $3::text[]) as b (resource, parent)
       where r.sync_id = $1 and r.resource = b.resource and r.parent = b.parent returning r.read_id`,
      [this.lease.syncId, ...lists],
    );
    const ids = former.map((row) => row.read_id);
    await tx.query(`delete from ${this.tables.node} where read_id = any($1::bigint[])`, [ids]);
    await tx.query(`delete from ${this.tables.edge} where read_id = any($1::bigint[])`, [ids]);
    await tx.query(
      `delete from sync_quarantine q using unnest($2::text[], $3::text[]) as b (resource, parent)
       where q.sync_id = $1 and q.resource = b.resource and q.parent = b.parent`,
      [this.lease.syncId, ...lists],
    );
    await this.open(reads, tx);
  }

  private async commitPages(commits: readonly PageCommit[], mayRepeat: boolean): Promise<void> {
    const starts = commits.flatMap(({ start, resource, parent }) =>
      start === undefined ? [] : [{ ...start, resource, parent }],
    );
    await this.transaction(async (tx) => {
      if (starts.length > 0) await this.beginReads(starts, tx);
      const readIds = await this.readIdsOf(commits, tx);
      const nodes = this.rows.nodes(commits, readIds);
      if (nodes !== null) {
        await tx.query(
          `insert into ${this.tables.node}
             (sync_id, read_id, key, kind, external_id, name, props, observed, content_hash)
           select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[],
             $8::jsonb[], $9::uuid[]) ${mayRepeat ? LAST_NODE_WINS : ''}`,
          [this.lease.syncId, ...nodes],
        );
      }
      const edges = this.rows.edges(commits, readIds);
      if (edges !== null) {
        await tx.query(
          `insert into ${this.tables.edge} (sync_id, read_id, kind, src_key, dst_key, props, content_hash)
           select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::uuid[])
           ${mayRepeat ? LAST_EDGE_WINS : ''}`,
          [this.lease.syncId, ...edges],
        );
      }
      await this.quarantine(commits, tx);
      await this.keepKeys(commits, readIds, tx);
      await tx.query(
        `update sync_read r set cursor = c.cursor, cursor_at = $2, pages = r.pages + c.pages,
           nodes = r.nodes + c.nodes, edges = r.edges + c.edges, quarantined = r.quarantined + c.quarantined,
           finished = c.state is not null, state = c.state, reason = c.reason, missing = c.missing,
           records = coalesce(c.records, r.records), read_at = c.read_at
         from unnest($3::bigint[], $4::text[], $5::int[], $6::int[], $7::int[], $8::int[], $9::text[], $10::text[],
           $11::text[], $12::bigint[], $13::timestamptz[])
           as c (read_id, cursor, pages, nodes, edges, quarantined, state, reason, missing, records, read_at)
         where r.sync_id = $1 and r.read_id = c.read_id`,
        [this.lease.syncId, this.clock.now(), ...progressColumns(commits, readIds)],
      );
      // Last, because every writer of this process waits for this row.
      await this.costIn(tx);
    });
  }

  /** Which objects of their lists the pages are about, where they are not about all. */
  private async keepKeys(commits: readonly PageCommit[], readIds: readonly string[], tx: Queryable): Promise<void> {
    for (const [i, { keys }] of commits.entries()) {
      if (keys === undefined) continue;
      await tx.query(
        `update sync_read set keys = array(select distinct unnest(coalesce(keys, '{}') || $3::text[]))
         where sync_id = $1 and read_id = $2`,
        [this.lease.syncId, readIds[i], keys],
      );
    }
  }

  private startColumns(reads: readonly ReadStart[]): [string[], string[], Date[], number[]] {
    return [
      reads.map((read) => read.resource),
      reads.map((read) => read.parent),
      reads.map((read) => read.readStartedAt),
      reads.map((read) => read.afterVersion ?? this.latestVersion ?? 0),
    ];
  }

  private async readIdsOf(commits: readonly PageCommit[], tx: Queryable): Promise<string[]> {
    const ids: string[] = [];
    for (const { resource, parent } of commits) {
      if (!this.reads.has(readKey(resource, parent))) await this.progressIn(resource, parent, tx);
      const id = this.reads.get(readKey(resource, parent));
      if (id === undefined) {
        throw new DomainError(
          'sync.read_not_started',
          'internal',
          `A page of ${resource} ${parent} came before its read began.`,
        );
      }
      ids.push(id);
    }
    return ids;
  }

  private async quarantine(commits: readonly PageCommit[], tx: Queryable): Promise<void> {
    const rows = commits.flatMap(({ resource, parent, page }) =>
      page.quarantined.map((record: QuarantinedRecord) => ({ resource, parent, ...record })),
    );
    if (rows.length === 0) return;
    await tx.query(
      `insert into sync_quarantine (sync_id, resource, parent, external_id, reason, at)
       select $1, q.resource, q.parent, q.external_id, q.reason, $2
       from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as q (resource, parent, external_id, reason)`,
      [
        this.lease.syncId,
        this.clock.now(),
        rows.map((row) => row.resource),
        rows.map((row) => row.parent),
        rows.map((row) => row.externalId),
        rows.map((row) => storableText(row.reason)),
      ],
    );
  }
}

type StagedNodeRow = Omit<NodeRecord, 'observed'> & { readonly readId: string; readonly observed: JsonObject | null };
type StagedEdgeRow = Omit<EdgeRecord, 'props'> & { readonly readId: string; readonly props: JsonObject | null };

function toNode({ kind, key, externalId, name, props, observed }: StagedNodeRow): NodeRecord {
  return { kind, key, externalId, name, props, ...(observed === null ? {} : { observed }) };
}

function toEdge({ kind, src, dst, props }: StagedEdgeRow): EdgeRecord {
  return { kind, src, dst, ...(props === null ? {} : { props }) };
}

/** One row a read: its last page's cursor, sums over its pages, and how it ended if it did. */
function progressColumns(commits: readonly PageCommit[], readIds: readonly string[]): unknown[][] {
  const reads = new Map<string, ReadSums>();
  commits.forEach(({ page, ending }, i) => {
    const read = reads.get(readIds[i]!) ?? NO_PAGES;
    reads.set(readIds[i]!, {
      cursor: page.cursor,
      pages: read.pages + 1,
      nodes: read.nodes + page.nodes.length,
      edges: read.edges + page.edges.length,
      quarantined: read.quarantined + page.quarantined.length,
      ending: ending ?? null,
    });
  });
  const rows = [...reads.values()];
  return [
    [...reads.keys()],
    rows.map((row) => row.cursor),
    rows.map((row) => row.pages),
    rows.map((row) => row.nodes),
    rows.map((row) => row.edges),
    rows.map((row) => row.quarantined),
    rows.map(({ ending }) => ending?.state ?? null),
    rows.map(({ ending }) => ending?.reason ?? null),
    rows.map(({ ending }) => ending?.missing ?? null),
    rows.map(({ ending }) => ending?.records ?? null),
    rows.map(({ ending }) => ending?.readAt ?? null),
  ];
}

interface ReadSums {
  readonly cursor: string | null;
  readonly pages: number;
  readonly nodes: number;
  readonly edges: number;
  readonly quarantined: number;
  readonly ending: Coverage | null;
}

const NO_PAGES: ReadSums = { cursor: null, pages: 0, nodes: 0, edges: 0, quarantined: 0, ending: null };

function readKey(resource: string, parent: string): string {
  return `${resource} ${parent}`;
}
