import type { Database } from '@posture/platform';

/** What asking alone leaves behind: who asked for what, and when a key was last used. */
const OF_ASKING = ['api_key', 'audit_chain', 'audit_event', 'kept_answer', 'worker_beat'];

/** A digest of the rows of each table of a store, beside what asking alone leaves behind: the same while nothing was saved. */
export async function keptRows(database: Database): Promise<object[]> {
  const tables = await database.query<{ name: string }>(
    `select relname as name from pg_class join pg_namespace n on n.oid = relnamespace
     where n.nspname = current_schema() and relkind = 'r' and not relname = any($1) order by 1`,
    [OF_ASKING],
  );
  const digests = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) as rows, md5(string_agg(r::text, ' ' order by r::text)) as digest from "${name}" r`,
  );
  return database.query(digests.join(' union all '));
}
