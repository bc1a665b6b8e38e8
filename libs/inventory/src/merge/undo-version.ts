import type { Database } from '@posture/platform';
import { connectionTables } from '../partitions';

/** Heap pages visited in one transaction: at some 50 rows a page about 25,000 rows, of which few are touched. */
const PAGES = 400;

/**
 * Undoes a pending version in short transactions: first its rows are deleted everywhere, then those it closed are
 * opened again, so that two live rows of one key never meet. Repeatable; the version stays pending until the end.
 */
export async function undoVersion(database: Database, connectionId: string, version: number): Promise<void> {
  const [pending] = await database.query(
    `select 1 from inventory_version where connection_id = $1 and version = $2 and state = 'pending'`,
    [connectionId, version],
  );
  if (pending === undefined) return;
  const { node, edge } = connectionTables(connectionId);
  for (const table of [node, edge]) {
    await byPages(database, table, (range) => `delete from ${table} where ${range} and from_version = $1`, version);
    await byPages(
      database,
      table,
      (range) => `update ${table} set to_version = null where ${range} and to_version = $1`,
      version,
    );
  }
  await database.transaction(async (tx) => {
    await tx.query('delete from coverage where connection_id = $1 and version = $2', [connectionId, version]);
    await tx.query(
      `update sync_read set merged_in = null
       where merged_in = $2 and sync_id in (select id from sync where connection_id = $1)`,
      [connectionId, version],
    );
    await tx.query(
      `update inventory_version set state = 'abandoned' where connection_id = $1 and version = $2 and state = 'pending'`,
      [connectionId, version],
    );
  });
}

async function byPages(
  database: Database,
  table: string,
  statement: (range: string) => string,
  version: number,
): Promise<void> {
  const [size] = await database.query<{ pages: number }>(
    `select (pg_relation_size('${table}') / current_setting('block_size')::int)::int as pages`,
  );
  for (let page = 0; page < size!.pages; page += PAGES) {
    await database.query(statement(`ctid >= '(${page},0)' and ctid < '(${page + PAGES},0)'`), [version]);
  }
}
