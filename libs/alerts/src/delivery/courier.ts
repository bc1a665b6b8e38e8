import { scrub } from '@posture/platform';
import type { Clock, Logger } from '@posture/platform';
import type { ChannelStore } from '../channel/channel.store';
import type { ChannelKind, Addressee, Sent, Ways } from '../kind/channel-kind';
import { kindOf } from '../kind/kinds';
import type { ChannelHealth } from './channel-health';
import type { ClaimedDelivery, Outcome } from './delivery';
import type { DeliveryStore } from './delivery.store';
import { MOST_ATTEMPTS, retryAfterMs, waitAfter } from './retry-plan';

const MOST_AT_ONCE = 20;
const MOST_OF_A_CHANNEL = 4;
/** What is shorter is found in any text. */
const SHORTEST_SECRET = 6;

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
    private readonly health: ChannelHealth,
    private readonly ways: Ways,
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
    await this.ways.http.close();
  }

  /** What is due to the same channel goes with it where receivers of its kind take several. */
  async #deliver(first: ClaimedDelivery): Promise<void> {
    const { channel, addressee } = await this.channels.open(first.channelId);
    const kind = kindOf(channel.kind);
    const more = kind.most > 1 ? await this.deliveries.claimAlso(channel.id, this.holder, kind.most - 1) : [];
    const [together, left] = fitting([first, ...more], kind.mostBytes);
    if (left.length > 0) await this.#release(left);
    const at = this.clock.now();
    const sent = await kind.send(together, addressee, this.ways, this.#stopping.signal);
    if (this.#stopping.signal.aborted && sent.every(({ error }) => error !== null)) return this.#release(together);
    const told = sent.map((each) => ({ ...each, text: scrubbed(each.text, addressee, kind) }));
    const kept = await Promise.all(
      together.map((delivery, index) => {
        const { ms, status, error, text, address } = told[index]!;
        const number = delivery.attempts + 1;
        const attempt = { number, at, ms, status, error, answer: text, address };
        return this.deliveries.settle(delivery, this.holder, attempt, this.#outcomeOf(told[index]!, number));
      }),
    );
    if (kept.includes(true)) await this.health.after(channel, told);
  }

  #release(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    return this.deliveries.release(
      deliveries.map(({ id }) => id),
      this.holder,
    );
  }

  #outcomeOf({ verdict, retryAfter }: Sent, attempts: number): Outcome {
    if (verdict === 'taken') return { state: 'succeeded' };
    if (verdict === 'gone' || verdict === 'misconfigured' || attempts >= MOST_ATTEMPTS) return { state: 'failed' };
    const now = this.clock.now();
    const wait = waitAfter(attempts, retryAfterMs(retryAfter, now), this.random());
    return wait === null ? { state: 'failed' } : { state: 'pending', dueAt: new Date(now.getTime() + wait) };
  }
}

/** As many, in their order, as fit together, one at least; and the others. */
function fitting(deliveries: readonly ClaimedDelivery[], mostBytes: number): [ClaimedDelivery[], ClaimedDelivery[]] {
  let bytes = 0;
  const end = deliveries.findIndex(
    ({ body }, index) => (bytes += Buffer.byteLength(body) + 200) > mostBytes && index > 0,
  );
  return end < 0 ? [[...deliveries], []] : [deliveries.slice(0, end), deliveries.slice(end)];
}

/** What a receiver says, without what it was told in confidence. */
function scrubbed(text: string, { url, credential, signing }: Addressee, { isUrlSecret }: ChannelKind): string {
  const told = [...Object.values(credential), ...signing.map((secret) => secret.reveal())];
  const address = isUrlSecret === true ? [url.pathname, url.search] : [];
  return [...told, ...address].reduce<string>(
    (shown, secret) =>
      secret === undefined || secret.length < SHORTEST_SECRET ? shown : shown.replaceAll(secret, '[redacted]'),
    scrub(text),
  );
}
