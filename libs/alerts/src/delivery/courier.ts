import { setMaxListeners } from 'node:events';
import { scrub } from '@posture/platform';
import type { Clock, Logger } from '@posture/platform';
import type { ChannelStore } from '../channel/channel.store';
import type { ChannelKind, Addressee, Sent, Ways } from '../kind/channel-kind';
import { kindOf } from '../kind/kinds';
import type { ChannelHealth } from './channel-health';
import type { ClaimedDelivery, Outcome } from './delivery';
import type { DeliveryStore } from './delivery.store';
import { Lane } from './lane';
import { MOST_ATTEMPTS, retryAfterMs, waitAfter } from './retry-plan';

const MOST_AT_ONCE = 20;
/** So many are claimed and not begun, at most. */
const MOST_WAITING = 1_000;
/** What is shorter is found in any text. */
const SHORTEST_SECRET = 6;

/** Carries alerts to their receivers: at least once, in no order, each channel by itself. */
export class Courier {
  readonly #stopping = new AbortController();
  readonly #lanes = new Map<string, Lane>();
  /** Until how each went is kept. */
  readonly #underway = new Set<Promise<void>>();
  #sending = 0;
  #listeners: (() => void)[] = [];
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
  ) {
    // One for each that is underway.
    setMaxListeners(0, this.#stopping.signal);
  }

  /** Claims what is due and there is room for, and begins with it. @returns how many were claimed */
  async goOn(): Promise<number> {
    const waiting = [...this.#lanes.values()].reduce((sum, { waits }) => sum + waits, 0);
    if (this.#sending >= MOST_AT_ONCE || waiting >= MOST_WAITING || this.#stopping.signal.aborted) return 0;
    const idle = [...this.#lanes].filter(([, lane]) => lane.isIdle);
    const claimed = await this.deliveries.claim(this.holder, {
      limit: MOST_WAITING - waiting,
      byChannel: new Map([...this.#lanes].flatMap(([id, lane]) => roomOf(id, lane))),
    });
    for (const [id, theirs] of ofEachChannel(claimed)) this.#laneOf(id, theirs[0]!).add(theirs, this.#now());
    for (const [id, lane] of idle) if (lane.isIdle) this.#lanes.delete(id);
    if (this.#stopping.signal.aborted) await this.#putBack([...this.#lanes.values()]);
    this.#begin();
    return claimed.length;
  }

  /** Until there is room for more, or one that was underway has ended; at once when there is none. */
  async oneEnded(): Promise<void> {
    if (this.isBusy) await new Promise<void>((resolve) => this.#listeners.push(resolve));
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
    await this.#putBack([...this.#lanes.values()]);
    await Promise.allSettled(this.#underway);
    await this.ways.http.close();
  }

  /** Those of whom least is underway first. */
  #begin(): void {
    while (this.#sending < MOST_AT_ONCE && !this.#stopping.signal.aborted) {
      const ready = [...this.#lanes.values()].filter((lane) => lane.isReady);
      const [lane] = ready.sort((a, b) => a.busy - b.busy);
      if (lane === undefined) return;
      if (lane.isStale(this.#now())) this.#track(this.#putBack([lane]), lane);
      else this.#send(lane);
    }
  }

  #send(lane: Lane): void {
    const together = lane.take();
    let isSending = true;
    const sent = (): void => {
      if (!isSending) return;
      isSending = false;
      lane.busy -= 1;
      this.#sending -= 1;
      this.#begin();
    };
    lane.busy += 1;
    this.#sending += 1;
    this.#track(this.#deliver(lane, together, sent).finally(sent), lane);
  }

  #track(work: Promise<void>, lane: Lane): void {
    const working = work
      .catch((error: unknown) => this.logger.warn('delivery.failed', { channel: lane.channelId, error }))
      .finally(() => {
        this.#underway.delete(working);
        if (lane.waits === 0 || !this.isBusy) this.#tell();
      });
    this.#underway.add(working);
  }

  #tell(): void {
    for (const listener of this.#listeners.splice(0)) listener();
  }

  /** @param sent told once others may be begun in its place: what is taken needs no more than to be kept */
  async #deliver(lane: Lane, together: readonly ClaimedDelivery[], sent: () => void): Promise<void> {
    const { channel, addressee } = await (lane.opened ??= this.channels.open(lane.channelId));
    const kind = kindOf(channel.kind);
    const at = this.clock.now();
    const answers = await kind.send(together, addressee, this.ways, this.#stopping.signal);
    if (this.#stopping.signal.aborted && answers.every(({ error }) => error !== null)) return this.#release(together);
    if (answers.every(({ verdict }) => verdict === 'taken')) sent();
    else await this.#putBack([lane]);
    const told = answers.map((each) => ({ ...each, text: scrubbed(each.text, addressee, kind) }));
    const went = together.map((delivery, index) => {
      const { ms, status, error, text, address } = told[index]!;
      const number = delivery.attempts + 1;
      const attempt = { number, at, ms, status, error, answer: text, address };
      return { delivery, attempt, outcome: this.#outcomeOf(told[index]!, number) };
    });
    const counted = await this.deliveries.settle(this.holder, channel.id, went, told);
    if (counted !== null) await this.health.after(channel, told, counted);
  }

  async #putBack(lanes: readonly Lane[]): Promise<void> {
    const left = lanes.flatMap((lane) => lane.clear());
    if (left.length > 0) await this.#release(left);
  }

  #release(deliveries: readonly ClaimedDelivery[]): Promise<void> {
    return this.deliveries.release(
      deliveries.map(({ id }) => id),
      this.holder,
    );
  }

  #laneOf(id: string, { channelKind }: ClaimedDelivery): Lane {
    const known = this.#lanes.get(id);
    if (known !== undefined) return known;
    const lane = new Lane(id, kindOf(channelKind));
    this.#lanes.set(id, lane);
    return lane;
  }

  #now(): number {
    return this.clock.now().getTime();
  }

  #outcomeOf({ verdict, retryAfter }: Sent, attempts: number): Outcome {
    if (verdict === 'taken') return { state: 'succeeded' };
    if (verdict === 'gone' || verdict === 'misconfigured' || attempts >= MOST_ATTEMPTS) return { state: 'failed' };
    const now = this.clock.now();
    const wait = waitAfter(attempts, retryAfterMs(retryAfter, now), this.random());
    return wait === null ? { state: 'failed' } : { state: 'pending', dueAt: new Date(now.getTime() + wait) };
  }
}

function roomOf(id: string, lane: Lane): [string, number][] {
  const room = lane.room();
  return room === undefined ? [] : [[id, room]];
}

function ofEachChannel(claimed: readonly ClaimedDelivery[]): Map<string, ClaimedDelivery[]> {
  const byChannel = new Map<string, ClaimedDelivery[]>();
  for (const delivery of claimed) {
    const theirs = byChannel.get(delivery.channelId);
    if (theirs === undefined) byChannel.set(delivery.channelId, [delivery]);
    else theirs.push(delivery);
  }
  return byChannel;
}

/** What a receiver says, without what it was told in confidence. */
function scrubbed(text: string, { url, credential, signing }: Addressee, { isUrlSecret }: ChannelKind): string {
  if (text === '') return text;
  const told = [...Object.values(credential), ...signing.map((secret) => secret.reveal())];
  const address = isUrlSecret === true ? [url.pathname, url.search] : [];
  return [...told, ...address].reduce<string>(
    (shown, secret) =>
      secret === undefined || secret.length < SHORTEST_SECRET ? shown : shown.replaceAll(secret, '[redacted]'),
    scrub(text),
  );
}
