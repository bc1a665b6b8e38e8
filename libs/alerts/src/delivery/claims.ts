import type { Queryable } from '@posture/platform';
import { CHANNEL_KIND_NAMES, kindOf } from '../kind/kinds';
import type { ClaimedDelivery } from './delivery';

/** A process that died is not waited for any longer. */
const LEASE_MS = 60_000;
/** After so many failures in a row one alert at a time tells whether a receiver is back. */
const MOST_FAILURES = 5;
/** So many go to one receiver side by side, each by itself. */
export const MOST_OF_A_CHANNEL = 4;

/** Of each kind, what goes to its receivers at once, and what is claimed for one of which nothing is known. */
const LOADS = CHANNEL_KIND_NAMES.map((name) => {
  const { most } = kindOf(name);
  return { name, load: most, usual: most > 1 ? most : MOST_OF_A_CHANNEL };
});

/** How much a process may claim. */
export interface Room {
  /** Over all channels. */
  readonly limit: number;
  /** Of channels it works on already; of others, what is usual for their kind. */
  readonly byChannel: ReadonlyMap<string, number>;
}

/** Of one that works on nothing yet. */
export const USUAL_ROOM: Room = { limit: 20, byChannel: new Map() };

/**
 * Those that are due for longest, at most so many of each channel, so that none waits for another's receiver.
 * @param holder names the process that may work on them until their lease runs out
 */
export async function claimDue(
  holder: string,
  { limit, byChannel }: Room,
  now: Date,
  tx: Queryable,
): Promise<ClaimedDelivery[]> {
  const claimed = await tx.query<ClaimedDelivery>(
    `with due as materialized (
       select d.id, c.kind from alert_channel c
         join unnest($3::text[], $4::int[], $5::int[]) as k (kind, load, usual) on k.kind = c.kind
         left join unnest($6::uuid[], $7::int[]) as room (channel_id, most) on room.channel_id = c.id
         cross join lateral (
           select id, due_at from alert_delivery
           where channel_id = c.id and state = 'pending' and due_at <= $1 and (lease_until is null or lease_until <= $1)
           order by due_at, id
           limit least(coalesce(room.most, k.usual), case when c.failures >= ${MOST_FAILURES} then k.load end)
           for update skip locked
         ) d
       where c.state = 'active' order by d.due_at, d.id limit $8
     )
     update alert_delivery d set lease_until = $9, holder = $2 from due where d.id = due.id
     returning d.id, d.channel_id as "channelId", d.message_id as "messageId", d.type, d.finding_id as "findingId", d.state,
       d.attempts, d.due_at as "dueAt", d.created_at as "createdAt", d.ended_at as "endedAt", d.body,
       d.is_replay as "isReplay", due.kind as "channelKind"`,
    [
      ...[now, holder],
      ...[LOADS.map(({ name }) => name), LOADS.map(({ load }) => load), LOADS.map(({ usual }) => usual)],
      ...[[...byChannel.keys()], [...byChannel.values()], limit, new Date(now.getTime() + LEASE_MS)],
    ],
  );
  return claimed.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1));
}
