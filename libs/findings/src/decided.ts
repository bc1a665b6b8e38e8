import type { Queryable } from '@posture/platform';
import { dueDaysOf } from './due-policies';
import { coversOf } from './exceptions/covers';
import type { Decided } from './next-finding';

/** What people decided about a connection's findings. To be called before findings are locked. */
export async function decidedOf(connectionId: string, now: Date, tx: Queryable): Promise<Decided> {
  const covers = await coversOf(connectionId, now, tx);
  return { covers, dueDays: (await dueDaysOf([connectionId], tx)).get(connectionId) ?? null };
}
