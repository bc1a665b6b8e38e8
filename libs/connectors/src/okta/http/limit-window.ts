import type { RateLimitReading } from './rate-limit-headers';

/** Who goes first: somebody waits for the answer · a sync reads · a sync reads ahead, with what is left over. */
export type Urgency = 'interactive' | 'bulk' | 'ahead';

/** Part of a limit one sync takes while nobody else spends of it. */
export const SHARE = 0.9;
/** Part of a limit that is left untouched while others spend of it, whatever falls to us. */
const RESERVE = 0.1;
/** Okta counts by the minute, from whenever it began. */
export const WINDOW_MS = 60_000;
/** Part of a window by whose end the whole share may be spent, so that the last request does not miss it. */
const SPREAD = 0.9;
/** Headers tell whole seconds, of the window's end and of the answer's instant. */
const HEADER_ERROR_MS = 2_000;
/** Others are extrapolated from no less than this part of a window: a few early requests are no flood. */
const LEAST_EVIDENCE_MS = 20_000;
/** What others will spend is guessed anew as time passes without their spending. */
const RECHECK_MS = 2_000;

/**
 * One limit as its answers describe it: how much of a window is gone, how much of that was us, and what somebody else
 * spent. `Remaining` tells at each answer; what it fell by beyond our own requests was somebody else.
 */
export class LimitWindow {
  /** Our requests of this window, those under way included. */
  #used = 0;
  #remaining: number;
  /** By our clock; never before the real end. */
  #endsAt: number;
  #rolledAt = Number.NEGATIVE_INFINITY;
  /** Requests of others in this window so far, as an answer last told. */
  #others = 0;
  #toldAt = 0;
  /** Of the window before, as far as told. */
  #othersBefore = 0;

  /** @param used ours of the window so far; more than was spent in it when that is not known */
  constructor(
    readonly limit: number,
    reading: RateLimitReading,
    used: number,
    now: number,
  ) {
    this.#remaining = reading.remaining;
    this.#endsAt = now + reading.resetInMs;
    this.#used = Math.min(used, limit - reading.remaining);
    this.#noteOthers(now);
  }

  /** Requests that fall to us in this window: nearly all, or half of what others will leave. */
  budget(now: number): number {
    const budget = this.#isShared() ? (this.limit - this.#expectedOfOthers(now)) / 2 : this.limit * SHARE;
    return Math.max(1, Math.floor(budget));
  }

  spend(): void {
    this.#used += 1;
  }

  /** @param inFlight ours under way: they may count in the window that begins */
  roll(now: number, inFlight: number): void {
    if (now < this.#endsAt) return;
    // After a whole window of silence nothing is known of the others any more.
    this.#othersBefore = now < this.#endsAt + WINDOW_MS ? this.#perWindow() : 0;
    this.#others = 0;
    this.#used = inFlight;
    this.#remaining = this.limit;
    this.#rolledAt = now;
    this.#endsAt = now + WINDOW_MS;
  }

  learn(reading: RateLimitReading, now: number, inFlight: number): void {
    // Answered before the window ended, come in after: it tells of the window that is gone.
    if (reading.resetInMs < HEADER_ERROR_MS && now - this.#rolledAt < HEADER_ERROR_MS) return;
    const endsAt = now + reading.resetInMs;
    if (endsAt > this.#endsAt + HEADER_ERROR_MS) {
      this.#endsAt = now;
      // The request that was just answered is one of the new window's.
      this.roll(now, inFlight + 1);
      this.#endsAt = endsAt;
    }
    this.#endsAt = Math.min(this.#endsAt, endsAt);
    this.#remaining = Math.min(this.#remaining, reading.remaining);
    // What Okta did not count is not spent.
    this.#used = Math.min(this.#used, this.limit - this.#remaining + inFlight);
    this.#noteOthers(now);
  }

  /** Milliseconds until one more request may go; 0 for now. */
  waitMs(urgency: Urgency, now: number, inFlight: number): number {
    const untilNext = Math.max(1, this.#endsAt - now);
    const free = this.#remaining - inFlight;
    if (urgency === 'interactive') return free > 0 && this.#used < this.limit ? 0 : untilNext;
    const budget = this.budget(now);
    if (free <= Math.floor(this.limit * RESERVE)) return untilNext;
    if (this.#used >= budget) return this.#isShared() ? Math.min(RECHECK_MS, untilNext) : untilNext;
    // At once: half of the budget, because a small org is then read in seconds; not where others are to be watched, and
    // reading ahead has the time to wait.
    const atOnce = urgency === 'bulk' && !this.#isShared() ? 0.5 : 0;
    const part = (this.#used / budget - atOnce) / (1 - atOnce);
    if (part < 0) return 0;
    const opensAt = this.#endsAt - WINDOW_MS + part * SPREAD * WINDOW_MS;
    return Math.max(0, Math.min(opensAt - now, untilNext));
  }

  #noteOthers(now: number): void {
    this.#others = Math.max(this.#others, this.limit - this.#remaining - this.#used);
    this.#toldAt = now;
  }

  /** One request may be anybody's, an administrator's click: it is no reason to read half as fast. */
  #isShared(): boolean {
    return Math.max(this.#others, this.#othersBefore) > Math.max(1, this.limit * 0.01);
  }

  #elapsed(at: number): number {
    return Math.max(LEAST_EVIDENCE_MS, WINDOW_MS - (this.#endsAt - at));
  }

  /** Requests of others in a whole window, by those told of so far. */
  #perWindow(): number {
    return Math.min(this.limit, (this.#others / this.#elapsed(this.#toldAt)) * WINDOW_MS);
  }

  #expectedOfOthers(now: number): number {
    const left = Math.max(0, this.#endsAt - now);
    const expected = this.#others + (this.#others / this.#elapsed(now)) * left;
    return Math.min(this.limit, Math.max(this.#othersBefore, expected));
  }
}
