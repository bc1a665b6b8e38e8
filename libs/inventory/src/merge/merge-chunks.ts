import type { Database } from '@posture/platform';
import { edgeChunkSql, nodeChunkSql, observationSql } from './merge.sql';
import type { MergeContext, MergeRead, RowFamily } from './merge-context';
import { mergeStep } from './merge-context';

/**
 * Staged rows, and live rows, one transaction compares; a changed row is two writes. The one backend of an embedded store
 * lets everybody else wait for as long as a transaction takes, so its transactions are smaller.
 */
export function chunkRows({ embedded }: Pick<Database, 'embedded'>): number {
  return embedded ? 5_000 : 12_500;
}

const CHUNK_LISTS = 2_000;

/** Rows of complete lists that were not seen again, by list and kind. */
export type Vanished = Map<string, Map<string, number>>;

interface ChunkRow {
  read_id: string | null;
  kind: string;
  added: number;
  changed: number;
  vanished: number;
}

/** End of a key range: [key] of a node, [kind, src, dst] of an edge. */
type KeyEnd = readonly string[];

/** Writes what is new or changed in the lists, and reports what vanished from the complete ones. Repeatable. */
export async function mergeChunks(
  context: MergeContext,
  family: RowFamily,
  reads: readonly MergeRead[],
  day: string,
): Promise<Vanished> {
  const vanished: Vanished = new Map();
  const ordered = [...reads].sort((a, b) => compare(a.parent, b.parent) || compare(a.resource, b.resource));
  for (let start = 0; start < ordered.length;) {
    const { chunk, whole } = await nextChunk(context, family, ordered, start);
    start += chunk.length;
    if (whole) {
      await mergeChunk(context, family, chunk, null, null, day, vanished);
      continue;
    }
    let lo: KeyEnd | null = null;
    do {
      const hi = await rangeEnd(context, family, chunk[0]!, lo);
      await mergeChunk(context, family, chunk, lo, hi, day, vanished);
      lo = hi;
    } while (lo !== null);
  }
  return vanished;
}

/** Writes what is new or changed of single objects. Repeatable. */
export async function mergeObjects(
  context: MergeContext,
  family: RowFamily,
  reads: readonly MergeRead[],
  day: string,
): Promise<void> {
  const most = chunkRows(context.database);
  let chunk: MergeRead[] = [];
  let staged = 0;
  for (const read of reads) {
    if (chunk.length > 0 && staged + read[family] > most) {
      await mergeChunk(context, family, chunk, null, null, day, new Map());
      [chunk, staged] = [[], 0];
    }
    chunk.push(read);
    staged += read[family];
  }
  if (chunk.length > 0) await mergeChunk(context, family, chunk, null, null, day, new Map());
}

/** As many lists as fit; one that fits alone in no transaction is split by key. */
async function nextChunk(
  context: MergeContext,
  family: RowFamily,
  reads: readonly MergeRead[],
  start: number,
): Promise<{ chunk: MergeRead[]; whole: boolean }> {
  const most = chunkRows(context.database);
  let staged = 0;
  let end = start;
  while (end < reads.length && end - start < CHUNK_LISTS && (end === start || staged + reads[end]![family] <= most)) {
    staged += reads[end]![family];
    end += 1;
  }
  let chunk = reads.slice(start, end);
  if (staged > most) return { chunk, whole: false };
  while (await hasMoreLive(context, family, chunk)) {
    if (chunk.length === 1) return { chunk, whole: false };
    chunk = chunk.slice(0, Math.ceil(chunk.length / 2));
  }
  return { chunk, whole: true };
}

async function hasMoreLive(context: MergeContext, family: RowFamily, chunk: readonly MergeRead[]): Promise<boolean> {
  const most = chunkRows(context.database);
  const [row] = await context.database.query<{ n: number }>(
    `select count(*)::int as n from (
       select 1 from unnest($1::text[], $2::text[]) as r (resource, parent)
       join ${table(context, family)} t on t.parent = r.parent and t.resource = r.resource and t.to_version is null
       limit ${most + 1}) x`,
    [chunk.map((read) => read.resource), chunk.map((read) => read.parent)],
  );
  return row!.n > most;
}

async function mergeChunk(
  context: MergeContext,
  family: RowFamily,
  chunk: readonly MergeRead[],
  lo: KeyEnd | null,
  hi: KeyEnd | null,
  day: string,
  vanished: Vanished,
): Promise<void> {
  const range = { lo: lo !== null, hi: hi !== null };
  const ends = [...(lo ?? []), ...(hi ?? [])];
  const comparison = { range, foreign: context.foreign.length > 0, single: chunk[0]?.keys != null };
  const sql = (family === 'nodes' ? nodeChunkSql : edgeChunkSql)(context.tables, context.stage, comparison);
  const rows = await mergeStep(context, async (tx, count) => {
    const result = await tx.query<ChunkRow>(sql, [
      context.version,
      context.lease.connectionId,
      chunk.map((read) => read.readId),
      chunk.map((read) => read.resource),
      chunk.map((read) => read.parent),
      chunk.map((read) => read.complete && read.keys === null),
      chunk.map((read) => read.baseVersion),
      context.foreign,
      ...ends,
    ]);
    count(
      family,
      result.filter((row) => row.read_id === null).map((row) => ({ ...row, closed: 0 })),
    );
    if (family === 'nodes' && chunk.some((read) => read.nodes > 0)) {
      await tx.query(observationSql(context.tables, context.stage, range), [
        context.lease.connectionId,
        day,
        chunk.map((read) => read.readId),
        context.version,
        ...ends,
      ]);
    }
    return result;
  });
  for (const row of rows) {
    if (row.read_id === null) continue;
    const kinds = vanished.get(row.read_id) ?? new Map<string, number>();
    kinds.set(row.kind, (kinds.get(row.kind) ?? 0) + row.vanished);
    vanished.set(row.read_id, kinds);
  }
}

/** Where a key range that starts behind `lo` ends; null when the rest of the list fits into one chunk. */
async function rangeEnd(
  context: MergeContext,
  family: RowFamily,
  read: MergeRead,
  lo: KeyEnd | null,
): Promise<KeyEnd | null> {
  const columns = family === 'nodes' ? ['key'] : ['kind', 'src_key', 'dst_key'];
  const list = columns.join(', ');
  const behind = lo === null ? '' : `and (${list}) > (${lo.map((_, i) => `$${i + 4}::text`).join(', ')})`;
  const nth = (source: string) =>
    `(select ${list} from ${source} ${behind} order by ${list} offset ${chunkRows(context.database) - 1} limit 1)`;
  const [row] = await context.database.query<Record<string, string>>(
    `select ${list} from (
       ${nth(`${family === 'nodes' ? context.stage.node : context.stage.edge} where read_id = $1`)}
       union all
       ${nth(`${table(context, family)} where to_version is null and resource = $2 and parent = $3`)}
     ) e order by ${list} limit 1`,
    [read.readId, read.resource, read.parent, ...(lo ?? [])],
  );
  return row === undefined ? null : columns.map((column) => row[column]!);
}

function table(context: MergeContext, family: RowFamily): string {
  return family === 'nodes' ? context.tables.node : context.tables.edge;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
