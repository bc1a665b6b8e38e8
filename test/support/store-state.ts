import type { Database } from '@posture/platform';

/** What a store says of its only connection, one sorted text a row, so that two stores can be compared. */
export interface StoreState {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly coverage: readonly string[];
  readonly findings: readonly string[];
  readonly events: readonly string[];
  /** States of all syncs, oldest first. */
  readonly syncs: readonly string[];
  /** States of all scans, oldest first. */
  readonly scans: readonly string[];
  /** Versions in the order they were made: number, wave, state. */
  readonly versions: readonly string[];
  /** What should never be left behind: tables of ended syncs, rows of unpublished versions. */
  readonly leftovers: readonly string[];
}

/** Without ids and instants of our own making, which differ from run to run. */
export async function stateOf(database: Database): Promise<StoreState> {
  const texts = async (sql: string) => (await database.query<{ text: string }>(sql)).map(({ text }) => text);
  return {
    nodes: await texts(
      `select concat_ws(' ', key, name, resource, parent, content_hash) as text from node
       where to_version is null order by key`,
    ),
    edges: await texts(
      `select concat_ws(' ', kind, src_key, dst_key, resource, parent, content_hash) as text from edge
       where to_version is null order by 1`,
    ),
    coverage: await texts(
      `select distinct on (resource, parent) concat_ws(' ', resource, parent, state, reason) as text from coverage
       order by resource, parent, version desc`,
    ),
    findings: await texts(
      `select concat_ws(' ', f.rule, f.subject ->> 'key', f.fingerprint, f.status, f.present, f.severity, f.score,
         f.not_assessed::text, f.resolution, 'by', s.rule, 'members',
         (select string_agg(m.key, ',' order by m.key) from finding_member m where m.finding_id = f.id)) as text
       from finding f left join finding s on s.id = f.superseded_by order by 1`,
    ),
    events: await texts(
      `select concat_ws(' ', f.rule, f.subject ->> 'key', e.sequence, e.type) as text
       from finding_event e join finding f on f.id = e.finding_id order by f.fingerprint, e.sequence`,
    ),
    syncs: await texts(`select concat_ws(' ', scope, state) as text from sync order by started_at`),
    scans: await texts(`select state as text from scan order by started_at, id`),
    versions: await texts(
      `select concat_ws(' ', version, wave, state) as text from inventory_version order by version`,
    ),
    leftovers: await texts(
      `select 'table ' || c.relname as text from pg_class c
       where c.relkind = 'r' and c.relname ~ '^stage_(node|edge)_'
         and not exists (select 1 from sync s where s.state = 'running'
           and c.relname like '%' || replace(s.id::text, '-', ''))
       union all
       select 'row ' || n.key from node n where not exists (select 1 from inventory_version v
         where v.connection_id = n.connection_id and v.version = n.from_version and v.state = 'published')
       union all
       select 'two live rows of ' || key from node where to_version is null group by key having count(*) > 1
       union all
       select 'edge without end ' || e.kind || ' ' || e.src_key || ' ' || e.dst_key from edge e
       where e.to_version is null and not e.derived
         and exists (select 1 from node n where n.key = e.src_key and n.to_version is not null)
         and not exists (select 1 from node n where n.key = e.src_key and n.to_version is null)`,
    ),
  };
}
