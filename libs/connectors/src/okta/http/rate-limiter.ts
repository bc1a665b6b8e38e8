import type { Pace } from './pace';
import { bucketOf } from './okta-path';
import type { RateLimitReading } from './rate-limit-headers';

export interface RateLimiterOptions {
  readonly pace: Pace;
  /** Share of a bucket's Limit we may spend in one window, 0 to 1. Okta's own default for one principal is 0.5. */
  readonly share?: number;
  /** Requests in flight at once. Okta counts concurrency for the whole org (75, or 35 on free orgs). */
  readonly maxConcurrent?: number;
  /** Called when requests begin to wait at least a second for a limit, and with null when none waits any more. */
  readonly onWaiting?: (waiting: { readonly bucket: string; readonly until: Date } | null) => void;
}

/** One request's leave to go; `done` must be called exactly once, with what the answer said about the limit. */
export interface Permit {
  done(reading: RateLimitReading | null): void;
}

interface Waiter {
  readonly template: string;
  readonly interactive: boolean;
  readonly grant: () => void;
}

interface Bucket {
  readonly key: string;
  /** The endpoint that taught us this bucket's limit; another one that disagrees gets a bucket of its own. */
  teacher: string | null;
  limit: number | null;
  remaining: number;
  /** End of the current window by our clock; null until an answer or the first request of a new window sets it. */
  resetAt: number | null;
  used: number;
  inFlight: number;
  /** Nothing may go before this instant: a 429 said so, or the spread. */
  notBefore: number;
  blockedUntil: number;
}

const WINDOW_MS = 60_000;
/** Part of the org's limit left to everybody else, whatever our share is. */
const RESERVE = 0.2;
/** Waits shorter than this are pacing, not news. */
const NEWS_MS = 1000;

/**
 * Keeps every bucket of one org below our share of its limit, so that a 429 is an accident and never a method: each
 * one is an event in the customer's log. The first half of the share may be spent at once, because a small org is
 * then read in seconds; the second half is spread over the rest of the window.
 */
export class RateLimiter {
  readonly #options: Required<Omit<RateLimiterOptions, 'onWaiting'>> & Pick<RateLimiterOptions, 'onWaiting'>;
  readonly #buckets = new Map<string, Bucket>();
  readonly #ownBucket = new Map<string, string>();
  readonly #waiting: Waiter[] = [];
  #active = 0;
  #concurrency: number;
  #calmAnswers = 0;
  #wakeAt = Number.POSITIVE_INFINITY;
  #alarm: AbortController | null = null;
  #heldSince: number | null = null;
  #heldMs = 0;
  #announced = false;

  constructor(options: RateLimiterOptions) {
    this.#options = { ...options, share: options.share ?? 0.5, maxConcurrent: options.maxConcurrent ?? 8 };
    this.#concurrency = this.#options.maxConcurrent;
  }

  /** Wall time in which at least one request was held back for a limit. */
  get throttledMs(): number {
    return this.#heldMs + (this.#heldSince === null ? 0 : this.#nowMs() - this.#heldSince);
  }

  get concurrency(): number {
    return this.#concurrency;
  }

  /** Limits learned so far: requests a minute by bucket. */
  get limits(): Readonly<Record<string, number>> {
    const learned: Record<string, number> = {};
    for (const bucket of this.#buckets.values()) if (bucket.limit !== null) learned[bucket.key] = bucket.limit;
    return learned;
  }

  /** Resolves when the request may go. Interactive requests go before others and may spend the whole share at once. */
  async acquire(template: string, interactive: boolean, signal?: AbortSignal): Promise<Permit> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        template,
        interactive,
        grant: () => {
          signal?.removeEventListener('abort', cancel);
          resolve();
        },
      };
      const cancel = (): void => {
        const index = this.#waiting.indexOf(waiter);
        if (index >= 0) this.#waiting.splice(index, 1);
        reject(signal?.reason as Error);
        this.#pump();
      };
      signal?.addEventListener('abort', cancel, { once: true });
      if (interactive) {
        const firstPatient = this.#waiting.findIndex((each) => !each.interactive);
        this.#waiting.splice(firstPatient < 0 ? this.#waiting.length : firstPatient, 0, waiter);
      } else {
        this.#waiting.push(waiter);
      }
      this.#pump();
    });
    let open = true;
    return {
      done: (reading) => {
        if (!open) return;
        open = false;
        this.#active -= 1;
        this.#learn(template, reading);
        this.#pump();
      },
    };
  }

  /** After a 429 that named a limit: nothing of the bucket goes before the window ends. */
  block(template: string, milliseconds: number): void {
    const bucket = this.#bucket(template);
    bucket.blockedUntil = Math.max(bucket.blockedUntil, this.#nowMs() + milliseconds);
    this.#pump();
  }

  /** After a 429 for concurrency: half as many requests at once, won back one by one. */
  halveConcurrency(): void {
    this.#concurrency = Math.max(1, Math.floor(this.#concurrency / 2));
    this.#calmAnswers = 0;
  }

  #nowMs(): number {
    return this.#options.pace.now().getTime();
  }

  #bucket(template: string): Bucket {
    const key = this.#ownBucket.get(template) ?? bucketOf(template);
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      bucket = {
        key,
        teacher: null,
        limit: null,
        remaining: 0,
        resetAt: null,
        used: 0,
        inFlight: 0,
        notBefore: 0,
        blockedUntil: 0,
      };
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }

  #learn(template: string, reading: RateLimitReading | null): void {
    let bucket = this.#bucket(template);
    bucket.inFlight -= 1;
    this.#calmAnswers += 1;
    if (this.#calmAnswers >= 50 && this.#concurrency < this.#options.maxConcurrent) {
      this.#concurrency += 1;
      this.#calmAnswers = 0;
    }
    if (bucket.teacher === null) bucket.teacher = template;
    // A 429 for concurrency carries zeros, which say nothing about the window.
    if (reading === null || reading.limit === 0) return;
    if (bucket.limit !== null && bucket.limit !== reading.limit && bucket.teacher !== template) {
      this.#ownBucket.set(template, `${bucketOf(template)} ${template}`);
      bucket = this.#bucket(template);
      bucket.teacher = template;
    }
    const resetAt = this.#nowMs() + reading.resetInMs;
    const newWindow = bucket.resetAt === null || resetAt > bucket.resetAt + 1500;
    bucket.remaining =
      newWindow || bucket.limit === null ? reading.remaining : Math.min(bucket.remaining, reading.remaining);
    if (newWindow) bucket.used = 1 + bucket.inFlight;
    bucket.limit = reading.limit;
    bucket.resetAt = resetAt;
  }

  /** Milliseconds until a request of the bucket may go; 0 for now. */
  #waitMs(bucket: Bucket, interactive: boolean, now: number): number {
    if (now < bucket.blockedUntil) return bucket.blockedUntil - now;
    // The first request of a bucket goes alone: it teaches whether there is a limit at all.
    if (bucket.teacher === null) return bucket.inFlight === 0 ? 0 : Number.POSITIVE_INFINITY;
    if (bucket.limit === null) return 0;
    if (bucket.resetAt === null || now >= bucket.resetAt) {
      bucket.resetAt = now + WINDOW_MS;
      bucket.remaining = bucket.limit;
      bucket.used = bucket.inFlight;
      bucket.notBefore = 0;
    }
    const budget = Math.max(1, Math.floor(bucket.limit * this.#options.share));
    const reserve = interactive ? 0 : Math.floor(bucket.limit * RESERVE);
    const left = Math.min(budget - bucket.used, bucket.remaining - bucket.inFlight - reserve);
    if (left <= 0) return bucket.resetAt - now;
    return interactive ? 0 : Math.max(0, bucket.notBefore - now);
  }

  #spend(bucket: Bucket, now: number): void {
    bucket.used += 1;
    bucket.inFlight += 1;
    if (bucket.limit === null || bucket.resetAt === null) return;
    const budget = Math.max(1, Math.floor(bucket.limit * this.#options.share));
    const left = budget - bucket.used;
    if (left > 0 && left <= budget / 2) bucket.notBefore = now + (bucket.resetAt - now) / (left + 1);
  }

  #pump(): void {
    const now = this.#nowMs();
    let soonest = Number.POSITIVE_INFINITY;
    let slowest: { bucket: string; until: number } | null = null;
    for (let index = 0; index < this.#waiting.length && this.#active < this.#concurrency;) {
      const waiter = this.#waiting[index];
      if (waiter === undefined) break;
      const bucket = this.#bucket(waiter.template);
      const wait = this.#waitMs(bucket, waiter.interactive, now);
      if (wait <= 0) {
        this.#waiting.splice(index, 1);
        this.#active += 1;
        this.#spend(bucket, now);
        waiter.grant();
        continue;
      }
      soonest = Math.min(soonest, wait);
      if (Number.isFinite(wait) && (slowest === null || now + wait > slowest.until)) {
        slowest = { bucket: bucket.key, until: now + wait };
      }
      index += 1;
    }
    this.#account(now, slowest);
    if (Number.isFinite(soonest)) this.#wake(now, soonest);
    // No alarm without a sleeper: a pending timer would keep the process alive.
    else if (this.#waiting.length === 0) this.#calm();
  }

  #account(now: number, held: { bucket: string; until: number } | null): void {
    if (held !== null) this.#heldSince ??= now;
    else if (this.#heldSince !== null && !this.#waiting.some((each) => this.#isHeld(each, now))) {
      this.#heldMs += now - this.#heldSince;
      this.#heldSince = null;
    }
    if (held !== null && held.until - now >= NEWS_MS && !this.#announced) {
      this.#announced = true;
      this.#options.onWaiting?.({ bucket: held.bucket, until: new Date(held.until) });
    } else if (this.#heldSince === null && this.#announced) {
      this.#announced = false;
      this.#options.onWaiting?.(null);
    }
  }

  #isHeld(waiter: Waiter, now: number): boolean {
    const wait = this.#waitMs(this.#bucket(waiter.template), waiter.interactive, now);
    return wait > 0 && Number.isFinite(wait);
  }

  #wake(now: number, inMs: number): void {
    const at = now + inMs;
    if (at >= this.#wakeAt) return;
    this.#alarm?.abort();
    const alarm = new AbortController();
    this.#alarm = alarm;
    this.#wakeAt = at;
    const rung = (): void => {
      if (this.#alarm !== alarm) return;
      this.#calm();
      this.#pump();
    };
    this.#options.pace.sleep(Math.ceil(inMs), alarm.signal).then(rung, () => undefined);
  }

  #calm(): void {
    this.#alarm?.abort();
    this.#alarm = null;
    this.#wakeAt = Number.POSITIVE_INFINITY;
  }
}
