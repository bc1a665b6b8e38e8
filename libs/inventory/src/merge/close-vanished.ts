import { chunkRows } from './merge-chunks';
import type { MergeContext, MergeRead, RowChange, RowFamily } from './merge-context';
import { mergeStep } from './merge-context';

/** Nodes closed in one go; each may take many edges with it, which are closed in their own transactions first. */
const NODES_AT_ONCE = 500;

/** Closes the edges of a complete list that were not seen again. Repeatable. */
export async function closeVanishedEdges(context: MergeContext, read: MergeRead): Promise<void> {
  await closeUntilDone(context, 'edges', (limit) => ({
    where: `e.resource = $2 and e.parent = $3 and not exists (select 1 from ${context.stage.edge} s
      where s.read_id = $4 and s.kind = e.kind and s.src_key = e.src_key and s.dst_key = e.dst_key)
      and not (e.from_version = any($5::int[]) and e.from_version > $6) limit ${limit}`,
    params: [read.resource, read.parent, read.readId, context.foreign, read.baseVersion],
  }));
}

/**
 * Closes the nodes of a complete list that were not seen again anywhere in the sync, with their edges and with what
 * was read below them. The node goes last, so that a merge repeated after a crash finds it and goes on.
 */
export async function closeVanishedNodes(
  context: MergeContext,
  read: MergeRead,
  currentReads: readonly string[],
): Promise<void> {
  for (let after = ''; ;) {
    const rows = await context.database.query<{ key: string }>(
      `select n.key from ${context.tables.node} n
       where n.to_version is null and n.resource = $1 and n.parent = $2 and n.key > $3
         and not exists (select 1 from ${context.stage.node} s where s.read_id = any($4::bigint[]) and s.key = n.key)
         and not (n.from_version = any($5::int[]) and n.from_version > $6)
       order by n.key limit ${NODES_AT_ONCE}`,
      [read.resource, read.parent, after, currentReads, context.foreign, read.baseVersion],
    );
    await closeNodes(
      context,
      rows.map((row) => row.key),
    );
    if (rows.length < NODES_AT_ONCE) return;
    after = rows.at(-1)!.key;
  }
}

/**
 * Closes what reading single objects of a list no longer shows: those that are gone, edges of theirs, and what hung on one
 * of them in the same list, as a key that came with its application. Repeatable: an edge closed on the way still tells.
 */
export async function closeAbsentObjects(context: MergeContext, read: MergeRead): Promise<void> {
  const { edge, node } = context.tables;
  const touches = (valid: string) => `select e.src_key, e.dst_key from ${edge} e
    where ${valid} and e.resource = $1 and e.parent = $2 and (e.src_key = any($3::text[]) or e.dst_key = any($3::text[]))`;
  const rows = await context.database.query<{ key: string }>(
    `with touching as (${touches('e.to_version is null')} union all ${touches('e.to_version = $7')}),
       mine as (select unnest($3::text[]) as key union select src_key from touching union select dst_key from touching)
     select n.key from mine join ${node} n using (key)
     where n.to_version is null and n.resource = $1 and n.parent = $2
       and not exists (select 1 from ${context.stage.node} s where s.read_id = $4 and s.key = n.key)
       and not (n.from_version = any($5::int[]) and n.from_version > $6)
     order by n.key`,
    [read.resource, read.parent, read.keys, read.readId, context.foreign, read.baseVersion, context.version],
  );
  await closeNodes(
    context,
    rows.map((row) => row.key),
  );
  await closeUntilDone(context, 'edges', (limit) => ({
    where: `e.resource = $2 and e.parent = $3 and (e.src_key = any($7::text[]) or e.dst_key = any($7::text[]))
      and not exists (select 1 from ${context.stage.edge} s
        where s.read_id = $4 and s.kind = e.kind and s.src_key = e.src_key and s.dst_key = e.dst_key)
      and not (e.from_version = any($5::int[]) and e.from_version > $6) limit ${limit}`,
    params: [read.resource, read.parent, read.readId, context.foreign, read.baseVersion, read.keys],
  }));
}

async function closeNodes(context: MergeContext, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  for (const column of ['src_key', 'dst_key', 'parent']) {
    await closeUntilDone(context, 'edges', (limit) => ({
      where: `e.${column} = any($2::text[]) limit ${limit}`,
      params: [keys],
    }));
  }
  for (;;) {
    const children = await context.database.query<{ key: string }>(
      `select key from ${context.tables.node}
       where to_version is null and parent = any($1::text[]) and not key = any($1::text[]) limit ${NODES_AT_ONCE}`,
      [keys],
    );
    await closeNodes(
      context,
      children.map((row) => row.key),
    );
    if (children.length < NODES_AT_ONCE) break;
  }
  await closeUntilDone(context, 'nodes', (limit) => ({
    where: `e.key = any($2::text[]) limit ${limit}`,
    params: [keys],
  }));
}

/** Closes live rows in transactions of at most a chunk. `$1` is the version; `e` the row. */
async function closeUntilDone(
  context: MergeContext,
  family: RowFamily,
  select: (limit: number) => { where: string; params: unknown[] },
): Promise<void> {
  const limit = 2 * chunkRows(context.database);
  const table = family === 'nodes' ? context.tables.node : context.tables.edge;
  for (;;) {
    const { where, params } = select(limit);
    const closed = await mergeStep(context, async (tx, count) => {
      const rows = await tx.query<RowChange>(
        `with closed as (
           update ${table} set to_version = $1
           where ctid = any(array(select e.ctid from ${table} e where e.to_version is null and ${where}))
           returning kind
         ) select kind, 0 as added, 0 as changed, count(*)::int as closed from closed group by kind`,
        [context.version, ...params],
      );
      count(family, rows);
      return rows.reduce((sum, row) => sum + row.closed, 0);
    });
    if (closed < limit) return;
  }
}
