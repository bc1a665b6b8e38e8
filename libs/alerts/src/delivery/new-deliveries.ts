import type { Queryable } from '@posture/platform';
import { uuidv7 } from '@posture/platform';
import type { AlertEvent, AlertNotice } from '../alert';
import type { Channel } from '../channel/channel';
import { composedFor } from '../kind/kinds';
import { dueTimes } from './bundling';

/** An alert to one channel, before it has a row. */
export interface NewDelivery {
  readonly channelId: string;
  readonly messageId: string;
  readonly type: string;
  readonly findingId: string | null;
  readonly connectionId: string | null;
  readonly body: string;
}

/** What it takes to put something into a channel's words. */
export type ComposingChannel = Pick<
  Channel,
  'id' | 'state' | 'kind' | 'format' | 'settings' | 'filter' | 'includesEvidence'
>;

/** All channels. */
export function composing(tx: Queryable): Promise<ComposingChannel[]> {
  return tx.query<ComposingChannel>(
    `select id, state, kind, format, settings, filter, includes_evidence as "includesEvidence" from alert_channel`,
  );
}

/** Puts events into channels' words: once for all whose words are the same. */
export function wording(): (channel: ComposingChannel, event: AlertEvent) => string {
  const byWords = new Map<string, Map<string, string>>();
  return (channel, event) => {
    const { kind, format, settings, includesEvidence } = channel;
    const words = JSON.stringify([kind, format, settings, includesEvidence]);
    const made = byWords.get(words) ?? new Map<string, string>();
    byWords.set(words, made);
    const body = made.get(event.id) ?? composedFor(channel, { id: messageOf(event.id), event });
    made.set(event.id, body);
    return body;
  };
}

/** Something that is about no finding, to one channel. */
export function noticeRow(
  channel: Omit<ComposingChannel, 'state' | 'filter'>,
  messageId: string,
  notice: AlertNotice,
): NewDelivery {
  const body = composedFor(channel, { id: messageId, notice });
  const connectionId = notice.connection?.id ?? null;
  return { channelId: channel.id, messageId, type: notice.type, findingId: null, connectionId, body };
}

/** Of an event, over all channels and attempts; without a dot, which would end it in what is signed. */
export function messageOf(eventId: string): string {
  return `msg_${eventId.replaceAll('-', '')}`;
}

/**
 * Lays alerts down, each once; for a channel that does not work, as skipped.
 * @param isAtOnce whether they wait for nothing to be told with them
 */
export async function layDown(
  deliveries: readonly NewDelivery[],
  now: Date,
  tx: Queryable,
  isAtOnce = false,
): Promise<void> {
  if (deliveries.length === 0) return;
  const ids = deliveries.map(({ channelId }) => channelId);
  const due = isAtOnce ? ids.map(() => now) : await dueTimes(ids, now, tx);
  // Most bodies go to several channels.
  const bodies = [...new Set(deliveries.map(({ body }) => body))];
  const numbers = new Map(bodies.map((body, index) => [body, index + 1]));
  const rows = deliveries.map(({ channelId, messageId, type, findingId, connectionId, body }, index) => ({
    id: uuidv7(),
    channel_id: channelId,
    message_id: messageId,
    type,
    finding_id: findingId,
    connection_id: connectionId,
    body: numbers.get(body),
    due_at: due[index],
  }));
  await tx.query(
    `insert into alert_delivery (id, channel_id, message_id, type, finding_id, connection_id, body, state, due_at,
       created_at, ended_at)
     select r.id, r.channel_id, r.message_id, r.type, r.finding_id, r.connection_id, b.body,
       case when c.state = 'active' then 'pending' else 'skipped' end, r.due_at, $2,
       case when c.state = 'active' then null else $2::timestamptz end
     from jsonb_to_recordset($1::jsonb) as r(id uuid, channel_id uuid, message_id text, type text, finding_id uuid,
       connection_id uuid, body int, due_at timestamptz)
       join unnest($3::text[]) with ordinality as b (body, number) on b.number = r.body
       join alert_channel c on c.id = r.channel_id
     on conflict (channel_id, message_id) do nothing`,
    [JSON.stringify(rows), now, bodies],
  );
}
