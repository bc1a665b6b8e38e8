import type { CoverageState, StaleResource } from '@posture/domain';
import { COVERAGE_STATES } from '@posture/domain';
import type { Database, Queryable } from '@posture/platform';
import { connectionTables } from '../partitions';
import type { Braked } from './brake';
import type { MergeContext } from './merge-context';
import { mergeStep } from './merge-context';
import type { ResourceCoverage } from './version.store';
import { DERIVED_RESOURCE } from './version.store';

/** Worst first: what keeps a fact from being known decides how a resource is shown. */
const WORST_FIRST: readonly CoverageState[] = ['failed', 'forbidden', 'partial', 'not_read', 'unlicensed', 'complete'];

/** Coverage of the version: one row per list merged into it whole. Readers of earlier versions keep theirs. */
export async function writeCoverage(
  context: MergeContext,
  braked: readonly Braked[],
  rows: 'read' | 'derived',
): Promise<void> {
  const reasons = new Map(braked.map((read) => [read.reportedBy, read.reason]));
  await mergeStep(context, async (tx) => {
    await tx.query(
      `insert into coverage (connection_id, resource, parent, version, state, reason, missing, records, braked,
         read_started_at, read_at, sync_id)
       select $1, r.resource, r.parent, $2,
         case when r.state = 'complete' and (b.reason is not null or r.quarantined > 0) then 'partial' else r.state end,
         coalesce(b.reason, r.reason, case when r.state = 'complete' and r.quarantined > 0
           then r.quarantined || ' records could not be understood and were left out.' end),
         r.missing, r.records, b.reason is not null, r.read_started_at, r.read_at, r.sync_id
       from sync_read r left join unnest($4::bigint[], $5::text[]) as b (read_id, reason) on b.read_id = r.read_id
       where r.sync_id = $3 and r.merged_in = $2 and r.keys is null and (r.resource = '${DERIVED_RESOURCE}') = $6
       on conflict (connection_id, resource, parent, version) do update set state = excluded.state,
         reason = excluded.reason, missing = excluded.missing, records = excluded.records, braked = excluded.braked,
         read_started_at = excluded.read_started_at, read_at = excluded.read_at, sync_id = excluded.sync_id`,
      [
        context.lease.connectionId,
        context.version,
        context.lease.syncId,
        [...reasons.keys()],
        [...reasons.values()],
        rows === 'derived',
      ],
    );
  });
}

/**
 * Latest coverage of each list up to version $2 of connection $1. A complete read of a whole resource replaces what an
 * earlier sync knew of parents it does not name any more.
 */
export const CURRENT_COVERAGE = `select l.* from (
    select distinct on (resource, parent) * from coverage
    where connection_id = $1 and version <= $2 order by resource, parent, version desc
  ) l
  where l.parent = '' or not exists (
    select 1 from coverage w where w.connection_id = $1 and w.resource = l.resource and w.parent = '' and w.version <= $2
      and w.version > l.version and w.state = 'complete' and w.sync_id <> l.sync_id)`;

/**
 * Coverage per resource as of a version; what a past version keeps. Lists of some objects say nothing of the objects
 * that have none, so without a read of the whole resource they never add up to it.
 */
export async function summarizeCoverage(
  connectionId: string,
  version: number,
  tx: Queryable,
): Promise<ResourceCoverage[]> {
  return tx.query<ResourceCoverage>(
    `with latest as (${CURRENT_COVERAGE}), worst as (
       select distinct on (resource) resource, state, reason, missing from (
         select resource, parent, state, reason, missing from latest
         union all
         select resource, '', 'not_read', 'Only some of its lists were read.', null from latest
         group by resource having not bool_or(parent = '')
       ) l
       order by resource, array_position($3::text[], state), parent
     )
     select w.resource, w.state, coalesce(w.reason, max(l.stale)) as reason, w.missing, count(*)::int as lists,
       (count(*) filter (where l.state = 'complete'))::int as complete, sum(l.records)::int as records,
       to_char(min(l.read_started_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "readStartedAt",
       to_char(max(l.read_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "readAt"
     from worst w join latest l using (resource)
     group by w.resource, w.state, w.reason, w.missing order by w.resource`,
    [connectionId, version, WORST_FIRST.filter((state) => COVERAGE_STATES.includes(state))],
  );
}

/**
 * Says of resources that something in them changed since they were read, until their lists are read again. It is true
 * whatever becomes of the version that is being written.
 */
export async function markStale(
  connectionId: string,
  resources: readonly StaleResource[],
  tx: Queryable,
): Promise<void> {
  if (resources.length === 0) return;
  await tx.query(
    `update coverage c set stale = s.reason from unnest($2::text[], $3::text[]) as s (resource, reason)
     where c.connection_id = $1 and c.resource = s.resource and c.parent = ''`,
    [connectionId, resources.map(({ resource }) => resource), resources.map(({ reason }) => reason)],
  );
}

/** After publishing: rows that are not current any more go, and those of lists whose parent is gone. */
export async function pruneCoverage(database: Database, connectionId: string, version: number): Promise<void> {
  const { node } = connectionTables(connectionId);
  await database.query(
    `with current as (${CURRENT_COVERAGE})
     delete from coverage c where c.connection_id = $1 and c.version <= $2 and (
       not exists (select 1 from current k where k.resource = c.resource and k.parent = c.parent and k.version = c.version)
       or (c.parent <> '' and c.version < $2
         and exists (select 1 from ${node} n where n.key = c.parent and n.to_version = $2)
         and not exists (select 1 from ${node} n where n.key = c.parent and n.to_version is null)))`,
    [connectionId, version],
  );
}
