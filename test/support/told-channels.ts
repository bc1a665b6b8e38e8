import { ALERT_TYPES, kindOf } from '@posture/alerts';
import type { AlertEvent, Attempt, Channel, ChannelKindName, Delivery } from '@posture/alerts';
import { uuidv7 } from '@posture/platform';
import type { Alerting } from './alerting';
import type { SetClock } from './set-clock';
import { POSTURE_RULE, toldEvent } from './told-alerts';

/** How a channel differs from the usual one of its kind. */
export interface ChannelGiven {
  readonly settings?: Readonly<Record<string, string>>;
  readonly credential?: Readonly<Record<string, string>>;
  readonly format?: Channel['format'];
  readonly includesEvidence?: boolean;
}

/** Channels of any kind, told what happened, on one database. */
export class ToldChannels {
  #position = 0;

  constructor(
    private readonly alerting: Alerting,
    private readonly clock: SetClock,
  ) {}

  /** Told of everything there is. */
  async channel(kind: ChannelKindName, url: string, given: ChannelGiven = {}): Promise<Channel> {
    const { formats, settings } = kindOf(kind);
    const usual = Object.entries(settings).flatMap(([name, field]) =>
      field.default === undefined ? [] : [[name, field.default]],
    );
    const filter = { minSeverity: 'informational' as const, types: ALERT_TYPES, connectionIds: [] };
    const { channel } = await this.alerting.channels.create({
      kind,
      name: `a ${kind}`,
      url: new URL(url),
      format: given.format ?? formats[0]!,
      settings: { ...Object.fromEntries(usual), ...given.settings },
      credential: given.credential ?? {},
      filter,
      includesEvidence: given.includesEvidence ?? false,
    });
    return channel;
  }

  /** So many findings opened, and channels were given them. */
  async happened(count: number, more: Partial<AlertEvent['finding']> = {}): Promise<AlertEvent[]> {
    const events = Array.from({ length: count }, (): AlertEvent => {
      const event = toldEvent('finding.opened', POSTURE_RULE, { id: uuidv7(), ...more });
      return { ...event, id: uuidv7(), position: (this.#position += 1), at: this.clock.now() };
    });
    const { channels, deliveries } = this.alerting;
    await deliveries.spread(
      (tx) => channels.list(tx),
      (after) => Promise.resolve({ last: after + count, events }),
    );
    return events;
  }

  /** Until nothing is due any more. */
  async carry(): Promise<void> {
    const { courier } = this.alerting;
    for (let isMore = true; isMore;) {
      const wasBusy = courier.isBusy;
      isMore = (await courier.goOn()) > 0 || wasBusy;
      await courier.oneEnded();
    }
  }

  /** Newest first. */
  deliveries({ id }: Channel): Promise<Delivery[]> {
    return this.alerting.deliveries.list(id, [], 1_000, null);
  }

  async states(channel: Channel): Promise<string[]> {
    return (await this.deliveries(channel)).map(({ state }) => state);
  }

  /** The latest attempt of the newest delivery. */
  async lastAttempt(channel: Channel): Promise<Attempt> {
    const [newest] = await this.deliveries(channel);
    return (await this.alerting.deliveries.attempts(newest!.id)).at(-1)!;
  }

  now({ id }: Channel): Promise<Channel> {
    return this.alerting.channels.get(id);
  }
}
