import type { Clock, Database } from '@posture/platform';
import type { AlertNotice } from '../alert';
import type { Channel } from '../channel/channel';
import type { Sent } from '../kind/channel-kind';
import type { DeliveryStore } from './delivery.store';
import type { Counted } from './settlements';

/** So many refusals in a row mean that the channel is set up wrongly. */
const MOST_REFUSALS = 3;
const HOUR_MS = 3_600_000;
/** A receiver that only fails for so long is told no more. */
const MOST_FAILING_MS = 5 * 24 * HOUR_MS;
/** Within that time it has to have been tried in so many stretches of so long: two failures days apart say little. */
const STRETCH = '12 hours';
const FEWEST_STRETCHES = 3;
const MOST_SAID = 500;

/** Whether a channel still works, by how attempts go; whoever else listens is told when it does not. */
export class ChannelHealth {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryStore,
    private readonly clock: Clock,
  ) {}

  /** After each attempt. @param sent of what went together; what it says has been scrubbed @param counted with this attempt */
  async after(channel: Channel, sent: readonly Sent[], { refusals, failingSince }: Counted): Promise<void> {
    const worst =
      sent.find(({ verdict }) => verdict === 'gone') ??
      sent.find(({ verdict }) => verdict === 'misconfigured') ??
      sent.find(({ verdict }) => verdict === 'refused') ??
      sent.find(({ verdict }) => verdict === 'retry');
    if (worst === undefined) return;
    const isTaken = sent.some(({ verdict }) => verdict === 'taken');
    if (worst.verdict === 'gone')
      return this.#suspend(channel, 'disabled', 'The receiver answered 410 Gone: it wants no alerts any more.');
    if (worst.verdict === 'misconfigured' || refusals >= MOST_REFUSALS)
      return this.#suspend(channel, 'misconfigured', saidBy(worst));
    if (!isTaken && failingSince !== null && (await this.#isDead(channel.id, failingSince)))
      await this.#suspend(channel, 'disabled', `It failed for five days. Last: ${saidBy(worst)}`);
  }

  async #isDead(id: string, failingSince: Date): Promise<boolean> {
    if (this.clock.now().getTime() - failingSince.getTime() < MOST_FAILING_MS) return false;
    const [row] = await this.database.query<{ stretches: number }>(
      `select count(distinct date_bin($3::interval, a.at, $2::timestamptz))::int as stretches
       from alert_attempt a join alert_delivery d on d.id = a.delivery_id where d.channel_id = $1 and a.at >= $2`,
      [id, failingSince, STRETCH],
    );
    return row!.stretches >= FEWEST_STRETCHES;
  }

  async #suspend(channel: Channel, state: 'disabled' | 'misconfigured', why: string): Promise<void> {
    if (!(await this.deliveries.suspend(channel.id, state, why))) return;
    await this.deliveries.announce(channel.id, suspendedNotice(channel, state, why, this.clock.now()));
  }
}

function suspendedNotice(
  { id, name, kind }: Channel,
  state: 'disabled' | 'misconfigured',
  why: string,
  at: Date,
): AlertNotice {
  return {
    at,
    type: 'channel.disabled',
    severity: 'high',
    title: `Channel "${name}" is ${state}`,
    text: `Alerts do not reach it any more; what happens is kept until it works again. ${why}`,
    data: { channel: { id, name, kind, state }, reason: why },
  };
}

/** The receiver's own words where it said any, and no more of them than one reads. */
function saidBy({ status, error, text }: Sent): string {
  const said = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, MOST_SAID);
  const short = status === null ? (error ?? 'nothing was answered') : `answered ${status}`;
  return said === '' ? `The receiver ${short}.` : `The receiver ${short}: ${said}`;
}
