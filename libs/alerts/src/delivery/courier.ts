import type { Clock, Logger } from '@posture/platform';
import type { ChannelStore } from '../channel/channel.store';
import type { OutboundAnswer, OutboundHttp } from '../outbound/outbound-http';
import { signed } from '../sign';
import type { ClaimedDelivery, Outcome } from './delivery';
import type { DeliveryStore } from './delivery.store';
import { MOST_ATTEMPTS, retryAfterMs, waitAfter } from './retry-plan';

const MOST_AT_ONCE = 20;
const MOST_OF_A_CHANNEL = 4;
/** A receiver that answers so wants nothing any more. */
const GONE = 410;

/** Carries alerts to their receivers: at least once, in no order, each channel by itself. */
export class Courier {
  readonly #stopping = new AbortController();
  readonly #busy = new Map<string, number>();
  readonly #underway = new Set<Promise<void>>();
  #stopped: Promise<void> | null = null;

  /**
   * @param holder names this process among those that deliver
   * @param random from 0 to 1
   */
  constructor(
    private readonly channels: ChannelStore,
    private readonly deliveries: DeliveryStore,
    private readonly outbound: OutboundHttp,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly holder: string,
    private readonly random: () => number,
  ) {}

  /** Begins what is due and there is room for. @returns how many were begun */
  async goOn(): Promise<number> {
    const room = MOST_AT_ONCE - this.#underway.size;
    if (room <= 0 || this.#stopping.signal.aborted) return 0;
    const claimed = await this.deliveries.claim(this.holder, room, MOST_OF_A_CHANNEL, this.#busy);
    for (const delivery of claimed) {
      const { channelId } = delivery;
      this.#busy.set(channelId, (this.#busy.get(channelId) ?? 0) + 1);
      const working = this.#deliver(delivery)
        .catch((error: unknown) => this.logger.warn('delivery.failed', { delivery: delivery.id, error }))
        .finally(() => {
          const left = this.#busy.get(channelId)! - 1;
          if (left > 0) this.#busy.set(channelId, left);
          else this.#busy.delete(channelId);
          this.#underway.delete(working);
        });
      this.#underway.add(working);
    }
    return claimed.length;
  }

  /** Until one of those underway has ended; at once when there is none. */
  async oneEnded(): Promise<void> {
    if (this.isBusy) await Promise.race(this.#underway);
  }

  /** Whether something is underway. */
  get isBusy(): boolean {
    return this.#underway.size > 0;
  }

  /** What is underway is broken off and put back; nothing is begun any more. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#underway);
    await this.outbound.close();
  }

  async #deliver(delivery: ClaimedDelivery): Promise<void> {
    const { channel, secrets } = await this.channels.open(delivery.channelId);
    const at = this.clock.now();
    const headers = {
      'content-type': 'application/json',
      ...signed(delivery.messageId, at, delivery.body, secrets),
    };
    const answer = await this.outbound.post(new URL(channel.url), headers, delivery.body, this.#stopping.signal);
    if (this.#stopping.signal.aborted && answer.status === null)
      return this.deliveries.release([delivery.id], this.holder);
    const number = delivery.attempts + 1;
    const { ms, status, error, text, address } = answer;
    const attempt = { number, at, ms, status, error, answer: text, address };
    const isKept = await this.deliveries.settle(delivery, this.holder, attempt, this.#outcomeOf(answer, number));
    if (isKept && status === GONE)
      await this.deliveries.disable(channel.id, 'The receiver answered 410 Gone: it wants no alerts any more.');
  }

  #outcomeOf({ status, retryAfter }: OutboundAnswer, attempts: number): Outcome {
    if (status !== null && status >= 200 && status < 300) return { state: 'succeeded' };
    if (status === GONE || attempts >= MOST_ATTEMPTS) return { state: 'failed' };
    const now = this.clock.now();
    const wait = waitAfter(attempts, retryAfterMs(retryAfter, now), this.random());
    return wait === null ? { state: 'failed' } : { state: 'pending', dueAt: new Date(now.getTime() + wait) };
  }
}
