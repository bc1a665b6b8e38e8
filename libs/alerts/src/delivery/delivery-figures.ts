import { earliestId } from '@posture/platform';
import type { Clock, Database } from '@posture/platform';
import type { DeliveryState } from './delivery';

const DAY_MS = 24 * 3_600_000;

export interface DeliveryFigures {
  /** Those on their way, and those made within a day that have ended. */
  readonly deliveries: readonly { readonly state: DeliveryState; readonly attempts: number; readonly count: number }[];
  /** For how long the delivery that is due for longest waits to be tried; 0: none does. */
  readonly oldestDueSeconds: number;
}

/** How telling goes. Reads only what is on its way, and a day of history. */
export async function deliveryFigures(database: Database, clock: Clock): Promise<DeliveryFigures> {
  const now = clock.now();
  const deliveries = await database.query<DeliveryFigures['deliveries'][number]>(
    `select state, attempts, count(*)::int as count from alert_delivery where state = 'pending' group by state, attempts
     union all
     select state, attempts, count(*)::int from alert_delivery
     where id >= $1 and state <> 'pending' group by state, attempts`,
    [earliestId(new Date(now.getTime() - DAY_MS))],
  );
  const [oldest] = await database.query<{ dueAt: Date | null }>(
    `select min(due_at) as "dueAt" from alert_delivery where state = 'pending' and due_at <= $1`,
    [now],
  );
  const dueAt = oldest?.dueAt ?? null;
  return { deliveries, oldestDueSeconds: dueAt === null ? 0 : (now.getTime() - dueAt.getTime()) / 1000 };
}
