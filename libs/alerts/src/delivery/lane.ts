import type { OpenChannel } from '../channel/channel.store';
import type { ChannelKind } from '../kind/channel-kind';
import { MOST_OF_A_CHANNEL } from './claims';
import type { ClaimedDelivery } from './delivery';

/** So many are claimed ahead for a receiver that takes them quickly. */
const MOST_AHEAD = 64;
/** What was claimed is begun within, or put back: its channel may have been changed, and its lease runs. */
const FRESH_MS = 2_000;

/** What this process has claimed for one channel and not begun yet, and how much of it is underway. */
export class Lane {
  /** How many are sent right now. */
  busy = 0;
  /** What it takes to deliver, as it was when the last of them were claimed. */
  opened: Promise<OpenChannel> | null = null;
  readonly #sideBySide: number;
  #waiting: ClaimedDelivery[] = [];
  #claimedAt = 0;
  #ahead = MOST_OF_A_CHANNEL;

  constructor(
    readonly channelId: string,
    private readonly kind: ChannelKind,
  ) {
    this.#sideBySide = kind.most > 1 ? 1 : MOST_OF_A_CHANNEL;
  }

  get waits(): number {
    return this.#waiting.length;
  }

  /** Nothing waits and nothing is sent. */
  get isIdle(): boolean {
    return this.waits === 0 && this.busy === 0;
  }

  /** Whether something may be begun. */
  get isReady(): boolean {
    return this.waits > 0 && this.busy < this.#sideBySide;
  }

  /** How many more may be claimed; undefined: as is usual. */
  room(): number | undefined {
    if (this.waits > 0) return 0;
    if (this.#ahead > MOST_OF_A_CHANNEL) return this.#ahead;
    return this.busy === 0 ? undefined : this.#sideBySide - this.busy;
  }

  /** @param claimed in the order in which they are sent @param now in milliseconds */
  add(claimed: readonly ClaimedDelivery[], now: number): void {
    // As many as there was room for: there are more.
    if (this.kind.most === 1 && claimed.length >= this.#ahead) this.#ahead = Math.min(MOST_AHEAD, 2 * this.#ahead);
    this.#waiting.push(...claimed);
    this.#claimedAt = now;
    this.opened = null;
  }

  /** What goes at once: one at least, and as many as their receiver takes together. */
  take(): ClaimedDelivery[] {
    const { most, mostBytes } = this.kind;
    let bytes = 0;
    const end = this.#waiting.findIndex(({ body }, index) => {
      bytes += Buffer.byteLength(body) + 200;
      return index > 0 && (index >= most || bytes > mostBytes);
    });
    return this.#waiting.splice(0, end < 0 ? this.waits : end);
  }

  isStale(now: number): boolean {
    return this.waits > 0 && Math.abs(now - this.#claimedAt) > FRESH_MS;
  }

  /** Nothing is claimed ahead any more. @returns what is to be put back */
  clear(): ClaimedDelivery[] {
    this.#ahead = MOST_OF_A_CHANNEL;
    return this.#waiting.splice(0);
  }
}
