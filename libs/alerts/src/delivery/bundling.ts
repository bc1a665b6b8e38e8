import type { Queryable } from '@posture/platform';
import { CHANNEL_KINDS, kindOf } from '../kind/kinds';
import type { Given } from '../kind/channel-kind';
import type { ChannelKindName } from '../kind/kinds';

const BUNDLING = Object.entries(CHANNEL_KINDS).flatMap(([name, kind]) => ('bundle' in kind ? [name] : []));

/**
 * When what is laid down now is due: at once, or, for channels that people read, when what comes meanwhile is told with it.
 * @param channelIds of the deliveries, in order
 * @returns when each is due
 */
export async function dueTimes(channelIds: readonly string[], now: Date, tx: Queryable): Promise<Date[]> {
  const channels = await tx.query<{ id: string; kind: ChannelKindName; settings: Given }>(
    'select id, kind, settings from alert_channel where id = any($1::uuid[]) and kind = any($2::text[])',
    [[...new Set(channelIds)], BUNDLING],
  );
  const plans = new Map<string, () => Date>();
  for (const { id, kind, settings } of channels) {
    const { free, everyMs } = kindOf(kind).bundle!(settings);
    const [counted] = await tx.query<{ recent: number }>(
      `select count(*)::int as recent from (
         select 1 from alert_delivery where channel_id = $1 and created_at > $2 order by id desc limit $3
       ) latest`,
      [id, new Date(now.getTime() - everyMs), Math.min(free, 100)],
    );
    let recent = counted!.recent;
    plans.set(id, () => ((recent += 1) <= free ? now : new Date(Math.ceil((now.getTime() + 1) / everyMs) * everyMs)));
  }
  return channelIds.map((id) => plans.get(id)?.() ?? now);
}
