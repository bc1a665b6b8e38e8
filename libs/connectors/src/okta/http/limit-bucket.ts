import { LimitWindow } from './limit-window';
import type { Urgency } from './limit-window';
import type { RateLimitReading } from './rate-limit-headers';

/**
 * Endpoints that are counted together. Okta counts a request against the org's limit and against the credential's share
 * of it, and an answer names whichever is nearer: every limit that was ever named has its window here and must agree.
 */
export class LimitBucket {
  readonly #windows = new Map<number, LimitWindow>();
  /** Endpoints that named one of the limits. */
  readonly #teachers = new Set<string>();
  #inFlight = 0;
  #sent = 0;
  #blockedUntil = 0;

  constructor(readonly key: string) {}

  /** The narrowest limit named so far; null while none was. */
  get limit(): number | null {
    return this.#windows.size === 0 ? null : Math.min(...this.#windows.keys());
  }

  names(limit: number): boolean {
    return this.#windows.has(limit);
  }

  /** Whether the endpoint is known to be counted here; another one that names another limit is not. */
  taughtBy(template: string): boolean {
    return this.#teachers.has(template);
  }

  /** Requests a minute that fall to us now. */
  perMinute(now: number): number {
    const budgets = [...this.#windows.values()].map((window) => window.budget(now));
    return budgets.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...budgets);
  }

  spend(): void {
    this.#inFlight += 1;
    this.#sent += 1;
    for (const window of this.#windows.values()) window.spend();
  }

  /** A request has ended; what its answer told goes to `learn`. */
  settle(template: string): void {
    this.#inFlight -= 1;
    if (this.#teachers.size === 0) this.#teachers.add(template);
  }

  learn(template: string, reading: RateLimitReading, now: number): void {
    this.#teachers.add(template);
    const window = this.#windows.get(reading.limit);
    if (window !== undefined) return window.learn(reading, now, this.#inFlight);
    // Of the first limit all that we sent is known; of a further one only that it was not named before.
    const used = this.#windows.size === 0 ? this.#sent : Number.POSITIVE_INFINITY;
    this.#windows.set(reading.limit, new LimitWindow(reading.limit, reading, used, now));
  }

  block(until: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, until);
  }

  /** Milliseconds until a request may go; 0 for now, infinite until an answer is in. */
  waitMs(urgency: Urgency, now: number): number {
    if (now < this.#blockedUntil) return this.#blockedUntil - now;
    // The first request of a bucket goes alone: it teaches whether there is a limit at all.
    if (this.#teachers.size === 0) return this.#inFlight === 0 ? 0 : Number.POSITIVE_INFINITY;
    let wait = 0;
    for (const window of this.#windows.values()) {
      window.roll(now, this.#inFlight);
      wait = Math.max(wait, window.waitMs(urgency, now, this.#inFlight));
    }
    return wait;
  }
}
