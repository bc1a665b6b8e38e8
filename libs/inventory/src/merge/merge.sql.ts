import type { ConnectionTables, StageTables } from '../partitions';
import { DERIVED_RESOURCE } from './version.store';

/**
 * Statements of one merge chunk. A chunk is some whole lists, or a key range of one large list. Each statement is one
 * set-based comparison of what was staged with what is live, and writes only differences, so that it may be repeated
 * after a crash. Parameters of all of them:
 *   $1 version  $2 connection  $3 read ids  $4 resources  $5 parents  $6 complete?  $7 versions the reads began at
 *   $8 versions other syncs made meanwhile (rows they wrote or closed are newer than what was read)
 * and, for a key range, `lo` and `hi` as $9….
 * They answer { read_id: null, kind, added, changed } per kind, and { read_id, kind, vanished } per complete list.
 *
 * Staged and live rows are compared by a full join because that is never planned as a nested loop, and rows are closed
 * by their place (ctid): a planner without statistics must not be able to make a chunk quadratic.
 */

/** Which ends of the key range are given; the low end is exclusive, the high one inclusive. */
export interface Range {
  readonly lo: boolean;
  readonly hi: boolean;
}

const READS = `r as materialized (
    select * from unnest($3::bigint[], $4::text[], $5::text[], $6::boolean[], $7::int[])
      as r (read_id, resource, parent, complete, base)
    where $8::int[] is not null
  )`;

/** How a chunk is compared. */
export interface Comparison {
  readonly range: Range;
  /** Whether other syncs made versions meanwhile. */
  readonly foreign: boolean;
  /** Single objects were read: only live rows that were staged are looked at, and none vanishes. */
  readonly single: boolean;
}

export function nodeChunkSql(tables: ConnectionTables, stage: StageTables, comparison: Comparison): string {
  const { range, foreign, single } = comparison;
  const within = (alias: string) => rangeSql(range, `${alias}.key`, (first) => `$${first}::text`, 1);
  return `with ${READS},
  staged as materialized (
    select distinct on (s.key) s.key, s.kind, s.external_id, s.name, s.props, s.content_hash, r.resource, r.parent, r.base
    from r join ${stage.node} s on s.read_id = r.read_id ${within('s')}
    order by s.key, r.resource, r.parent
  ),
  live as materialized (
    select r.read_id, r.complete, r.base, n.ctid as tid, n.key, n.kind, n.content_hash, n.from_version
    from r ${single ? 'join staged s on s.resource = r.resource and s.parent = r.parent' : ''}
      join ${tables.node} n on n.parent = r.parent and n.resource = r.resource and n.to_version is null
        ${single ? 'and n.key = s.key' : within('n')}
  ),
  compared as materialized (
    select s.*, l.read_id, l.complete, l.base as live_base, l.tid, l.kind as live_kind, l.from_version
    from staged s full join live l on l.key = s.key
    where s.key is null or l.key is null or s.content_hash <> l.content_hash
  ),
  difference as materialized (
    select c.key, c.kind, c.external_id, c.name, c.props, c.content_hash, c.resource, c.parent, coalesce(c.tid, n.ctid) as tid
    from compared c left join ${tables.node} n on c.tid is null and n.key = c.key and n.to_version is null
    where c.key is not null and (n.key is null or n.content_hash <> c.content_hash)
    ${
      foreign
        ? `and not coalesce(${newer('coalesce(c.from_version, n.from_version)', 'c.base')}, false)
      and not exists (select 1 from ${tables.node} x
        where c.tid is null and n.key is null and x.key = c.key and x.to_version is not null and ${newer('x.to_version', 'c.base')})`
        : ''
    }
  ),
  closed as (
    update ${tables.node} set to_version = $1 where ctid = any(array(select tid from difference where tid is not null)) returning 1
  ),
  written as (
    insert into ${tables.node}
      (connection_id, key, kind, external_id, name, resource, parent, props, content_hash, from_version)
    select $2::uuid, key, kind, external_id, name, resource, parent, props, content_hash, $1
    from difference where (select count(*) from closed) >= 0
    order by parent, resource, key
    returning 1
  )
  select null::bigint as read_id, kind, count(*) filter (where tid is null)::int as added,
    count(*) filter (where tid is not null)::int as changed, 0 as vanished, (select count(*) from written)::int as written
  from difference group by kind
  union all
  select read_id, live_kind, 0, 0, count(*)::int, 0
  from compared where key is null and complete ${foreign ? `and not ${newer('from_version', 'live_base')}` : ''}
  group by read_id, live_kind`;
}

export function edgeChunkSql(tables: ConnectionTables, stage: StageTables, comparison: Comparison): string {
  const { range, foreign, single } = comparison;
  const within = (alias: string) =>
    rangeSql(
      range,
      `(${alias}.kind, ${alias}.src_key, ${alias}.dst_key)`,
      (first) => `($${first}::text, $${first + 1}::text, $${first + 2}::text)`,
      3,
    );
  return `with ${READS},
  staged as materialized (
    select s.read_id, s.kind, s.src_key, s.dst_key, s.props, s.content_hash, r.resource, r.parent, r.base
    from r join ${stage.edge} s on s.read_id = r.read_id ${within('s')}
  ),
  live as materialized (
    select r.read_id, r.complete, r.base, e.ctid as tid, e.kind, e.src_key, e.dst_key, e.content_hash, e.from_version
    from r ${single ? 'join staged s on s.read_id = r.read_id' : ''}
      join ${tables.edge} e on e.parent = r.parent and e.resource = r.resource and e.to_version is null
        ${single ? 'and e.kind = s.kind and e.src_key = s.src_key and e.dst_key = s.dst_key' : within('e')}
  ),
  compared as materialized (
    select read_id, kind, src_key, dst_key, s.props, s.content_hash, s.resource, s.parent, s.base, l.tid, l.from_version,
      l.complete, l.base as live_base, s.read_id is null as gone
    from staged s full join live l using (read_id, kind, src_key, dst_key)
    where s.read_id is null or l.read_id is null or s.content_hash is distinct from l.content_hash
  ),
  difference as materialized (
    select c.* from compared c where not c.gone
    ${
      foreign
        ? `and not coalesce(${newer('c.from_version', 'c.base')}, false)
      and not exists (select 1 from ${tables.edge} x where c.tid is null and x.to_version is not null and x.parent = c.parent
        and x.resource = c.resource and x.kind = c.kind and x.src_key = c.src_key and x.dst_key = c.dst_key
        and ${newer('x.to_version', 'c.base')})`
        : ''
    }
  ),
  closed as (
    update ${tables.edge} set to_version = $1 where ctid = any(array(select tid from difference where tid is not null)) returning 1
  ),
  written as (
    insert into ${tables.edge}
      (connection_id, kind, src_key, dst_key, resource, parent, derived, props, content_hash, from_version)
    select $2::uuid, kind, src_key, dst_key, resource, parent, resource = '${DERIVED_RESOURCE}', props, content_hash, $1
    from difference where (select count(*) from closed) >= 0
    order by parent, resource, kind, src_key, dst_key
    returning 1
  )
  select null::bigint as read_id, kind, count(*) filter (where tid is null)::int as added,
    count(*) filter (where tid is not null)::int as changed, 0 as vanished, (select count(*) from written)::int as written
  from difference group by kind
  union all
  select read_id, kind, 0, 0, count(*)::int, 0
  from compared where gone and complete ${foreign ? `and not ${newer('from_version', 'live_base')}` : ''}
  group by read_id, kind`;
}

/** True of a row another sync wrote or closed after the read began. */
function newer(version: string, base: string): string {
  return `(${version} = any($8::int[]) and ${version} > ${base})`;
}

/** Day's volatile values of a chunk's nodes, written only where they differ from the latest known. */
export function observationSql({ observation }: ConnectionTables, stage: StageTables, range: Range): string {
  const within = rangeSql(range, 's.key', (first) => `$${first}::text`, 1, 5);
  return `insert into ${observation} (connection_id, key, day, version, props)
  select $1, s.key, $2::date, $4, s.observed
  from (select distinct on (s.key) s.key, s.observed from ${stage.node} s
        where s.read_id = any($3::bigint[]) and s.observed is not null ${within} order by s.key, s.read_id) s
  left join lateral (select o.props from ${observation} o where o.key = s.key and o.day <= $2::date
    order by o.day desc limit 1) o on true
  where o.props is distinct from s.observed
  on conflict (key, day) do update set props = excluded.props, version = excluded.version`;
}

/** @param width parameters one end takes; `first` is the number of the first of them */
function rangeSql(range: Range, columns: string, end: (first: number) => string, width: number, first = 9): string {
  const lo = range.lo ? `and ${columns} > ${end(first)}` : '';
  const hi = range.hi ? `and ${columns} <= ${end(range.lo ? first + width : first)}` : '';
  return `${lo} ${hi}`;
}
