import type { Queryable } from '@posture/platform';

/** Tables of one connection, by the names merges and readers use; made from a uuid, so safe as SQL. */
export interface ConnectionTables {
  readonly node: string;
  readonly edge: string;
  readonly observation: string;
}

/** Tables of one sync's staged rows. */
export interface StageTables {
  readonly node: string;
  readonly edge: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function connectionTables(connectionId: string): ConnectionTables {
  const id = compact(connectionId);
  return { node: `node_${id}`, edge: `edge_${id}`, observation: `observation_${id}` };
}

export function stageTables(syncId: string): StageTables {
  const id = compact(syncId);
  return { node: `stage_node_${id}`, edge: `stage_edge_${id}` };
}

/**
 * Indexes are put on the partitions and not on the parents, because a unique index of a parent would have to hold the
 * connection in every entry. Unique order is (parent, resource, …): the order lists are read and merged in, so that a
 * first load appends to the index.
 */
export async function createConnectionTables(connectionId: string, tx: Queryable): Promise<void> {
  const { node, edge, observation } = connectionTables(connectionId);
  await createPartition('node', node, 'connection_id', connectionId, tx);
  await createPartition('edge', edge, 'connection_id', connectionId, tx);
  await createPartition('observation', observation, 'connection_id', connectionId, tx);
  for (const statement of [
    `create unique index ${node}_live on ${node} (key) where to_version is null`,
    `create index ${node}_list on ${node} (parent, resource, key) where to_version is null`,
    `create index ${node}_past on ${node} (key, to_version) where to_version is not null`,
    `create index ${node}_closed on ${node} (to_version) where to_version is not null`,
    `create index ${node}_from on ${node} using brin (from_version)`,
    `create unique index ${edge}_live on ${edge} (parent, resource, kind, src_key, dst_key) where to_version is null`,
    `create index ${edge}_src on ${edge} (src_key) where to_version is null`,
    `create index ${edge}_dst on ${edge} (dst_key) where to_version is null`,
    `create index ${edge}_past on ${edge} (parent, resource, kind, src_key, dst_key, to_version)
       where to_version is not null`,
    `create index ${edge}_closed on ${edge} (to_version) where to_version is not null`,
    `create index ${edge}_from on ${edge} using brin (from_version)`,
    `create unique index ${observation}_day on ${observation} (key, day)`,
    `create index ${observation}_written on ${observation} (version, key)`,
  ]) {
    await tx.query(statement);
  }
}

export async function dropConnectionTables(connectionId: string, tx: Queryable): Promise<void> {
  const { node, edge, observation } = connectionTables(connectionId);
  await tx.query(`drop table if exists ${node}, ${edge}, ${observation}`);
}

export async function createStageTables(syncId: string, tx: Queryable): Promise<void> {
  const { node, edge } = stageTables(syncId);
  await createPartition('stage_node', node, 'sync_id', syncId, tx);
  await createPartition('stage_edge', edge, 'sync_id', syncId, tx);
  await tx.query(`alter table ${node} add primary key (read_id, key)`);
  await tx.query(`alter table ${edge} add primary key (read_id, kind, src_key, dst_key)`);
}

export async function dropStageTables(syncId: string, tx: Queryable): Promise<void> {
  const { node, edge } = stageTables(syncId);
  await tx.query(`drop table if exists ${node}, ${edge}`);
}

/** Columns no condition is about. Looking through their values is most of what analysing a table costs. */
const UNASKED = {
  node: ['name', 'props', 'content_hash'],
  edge: ['props', 'content_hash'],
  observation: ['props'],
  stage_node: ['name', 'props', 'observed', 'content_hash'],
  stage_edge: ['props', 'content_hash'],
} as const;

/** Made beside its parent and attached, which unlike `create … partition of` does not wait for the parent's readers. */
async function createPartition(
  parent: keyof typeof UNASKED,
  name: string,
  column: string,
  value: string,
  tx: Queryable,
): Promise<void> {
  await tx.query(`create table ${name} (like ${parent} including defaults including constraints)`);
  const unasked = UNASKED[parent].map((each) => `alter column ${each} set statistics 0`);
  await tx.query(`alter table ${name} ${unasked.join(', ')}`);
  await tx.query(`alter table ${parent} attach partition ${name} for values in ('${value}')`);
}

function compact(id: string): string {
  if (!UUID.test(id)) throw new RangeError(`"${id}" is no uuid in lower case`);
  return id.replaceAll('-', '');
}
