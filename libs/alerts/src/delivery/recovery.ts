import type { Queryable } from '@posture/platform';

/** What was missed is sent no faster: whoever comes back has more to do. */
const A_SECOND = 10;

/**
 * Puts what failed or was skipped up to be sent again, the oldest first, each under the id it had. Tests stay where they are.
 * @param since when it was first to be told
 * @returns how many
 */
export async function recoverDeliveries(
  channelId: string,
  since: Date,
  until: Date,
  now: Date,
  tx: Queryable,
): Promise<number> {
  const rows = await tx.query<{ id: string }>(
    `with again as (
       select id, row_number() over (order by created_at, id) as place from alert_delivery
       where channel_id = $1 and state in ('failed', 'skipped') and created_at >= $2 and created_at <= $3
         and type <> 'channel.test'
     )
     update alert_delivery d set state = 'pending', attempts = 0, ended_at = null, is_replay = true,
       due_at = $4::timestamptz + (again.place - 1) * $5::float8 * interval '1 millisecond'
     from again where d.id = again.id returning d.id`,
    [channelId, since, until, now, 1000 / A_SECOND],
  );
  await tx.query('delete from alert_attempt where delivery_id = any($1::uuid[])', [rows.map(({ id }) => id)]);
  return rows.length;
}
