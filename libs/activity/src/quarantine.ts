import type { QuarantinedActivity } from '@posture/domain';
import type { Queryable } from '@posture/platform';
import { plainArray, storableText, textArray } from '@posture/platform';
import { dayOf } from './days';

/** How many events that could not be used are shown of a connection; all are counted. */
export const QUARANTINE_KEPT = 1_000;

type Reason = QuarantinedActivity['reason'];

/**
 * Keeps and counts what is not known yet, and counts what is from before the retention. Whoever calls it holds the
 * connection's log.
 * @param tooOld how many good events were from before the retention
 * @returns how many were new, without those from before the retention
 */
export async function quarantine(
  connectionId: string,
  list: readonly QuarantinedActivity[],
  tooOld: number,
  receivedAt: Date,
  tx: Queryable,
): Promise<number> {
  const kept = list.filter(({ reason }) => reason !== 'too_old');
  const counts = new Map<Reason, number>();
  const count = (reason: Reason, by: number) => counts.set(reason, (counts.get(reason) ?? 0) + by);
  if (list.length - kept.length + tooOld > 0) count('too_old', list.length - kept.length + tooOld);
  const added = await keep(connectionId, kept, receivedAt, tx);
  for (const reason of added) count(reason, 1);
  if (counts.size > 0) {
    await tx.query(
      `insert into activity_quarantine_count as c (connection_id, reason, day, events)
       select $1, n.reason, $2, n.events from unnest($3::text[], $4::bigint[]) as n (reason, events)
       on conflict (connection_id, reason, day) do update set events = c.events + excluded.events`,
      [connectionId, dayOf(receivedAt.getTime()), [...counts.keys()], [...counts.values()]],
    );
  }
  return added.length;
}

async function keep(
  connectionId: string,
  list: readonly QuarantinedActivity[],
  receivedAt: Date,
  tx: Queryable,
): Promise<Reason[]> {
  if (list.length === 0) return [];
  const rows = await tx.query<{ reason: Reason }>(
    `insert into activity_quarantine (connection_id, digest, uuid, reason, why, excerpt, received_at)
     select $1, md5(concat_ws(' ', q.reason, q.uuid, q.excerpt))::uuid, q.uuid, q.reason, q.why, q.excerpt, $2
     from unnest($3::text[], $4::text[], $5::text[], $6::text[]) with ordinality as q (uuid, reason, why, excerpt, n)
     order by q.n
     on conflict (connection_id, digest) do nothing returning reason`,
    [
      connectionId,
      receivedAt,
      textArray(list.map(({ id }) => (id === null ? null : storableText(id)))),
      plainArray(list.map(({ reason }) => reason)),
      textArray(list.map(({ why }) => storableText(why))),
      textArray(list.map(({ excerpt }) => storableText(excerpt))),
    ],
  );
  if (rows.length > 0) {
    await tx.query(
      `delete from activity_quarantine where connection_id = $1 and serial <= (
         select serial from activity_quarantine where connection_id = $1 order by serial desc offset $2 limit 1)`,
      [connectionId, QUARANTINE_KEPT],
    );
  }
  return rows.map(({ reason }) => reason);
}
