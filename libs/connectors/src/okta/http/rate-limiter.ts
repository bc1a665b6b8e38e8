import { LimitBucket } from './limit-bucket';
import { WINDOW_MS } from './limit-window';
import type { Urgency } from './limit-window';
import type { Pace } from './pace';
import { bucketOf } from './okta-path';
import type { RateLimitReading } from './rate-limit-headers';

export type { Urgency } from './limit-window';

/** Told when requests begin to wait at least a second for a limit, and with null when none waits any more. */
export type WaitingListener = (waiting: { readonly bucket: string; readonly until: Date } | null) => void;

/** One request's leave to go; `done` must be called exactly once, with what the answer said about the limit. */
export interface Permit {
  done(reading: RateLimitReading | null): void;
}

interface Waiter {
  readonly turnstile: Turnstile;
  readonly template: string;
  readonly urgency: Urgency;
  readonly grant: (bucket: LimitBucket) => void;
  readonly refuse: (reason: Error) => void;
}

/** Requests in flight at once. Okta counts them for the whole org: 75, or 35 on free orgs, half of it for one token. */
const MAX_CONCURRENT = 8;
/** Of those, reading ahead takes no more than these. */
const MAX_AHEAD = 4;
/** Answers without a refusal for concurrency after which one more request at once is tried. */
const CALM_ANSWERS = 50;
const RANK: Readonly<Record<Urgency, number>> = { interactive: 0, bulk: 1, ahead: 2 };

/**
 * Keeps every bucket of one org below what falls to us, so that a 429 is an accident and never a method: each one is an
 * event in the customer's log. One serves all clients of an org in a process; other processes are seen, as everybody
 * else is, by what Okta's answers say remains. Buckets run side by side; of those that may go, the one whose queue will
 * take longest goes first.
 */
export class RateLimiter {
  readonly #pace: Pace;
  readonly #buckets = new Map<string, LimitBucket>();
  readonly #ownBucket = new Map<string, string>();
  readonly #byTemplate = new Map<string, LimitBucket>();
  readonly #waiting: Waiter[] = [];
  #active = 0;
  #ahead = 0;
  #open = 0;
  /** Clients with a request that waits for a limit. */
  #holding: readonly Turnstile[] = [];
  #concurrency = MAX_CONCURRENT;
  #calmAnswers = 0;
  #wakeAt = Number.POSITIVE_INFINITY;
  #alarm: AbortController | null = null;
  #usedAt: number;

  constructor(pace: Pace) {
    this.#pace = pace;
    this.#usedAt = this.now();
  }

  now(): number {
    return this.#pace.now().getTime();
  }

  /** @internal by `Turnstile.standBack` */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return this.#pace.sleep(milliseconds, signal);
  }

  /** Whether nobody uses it, nor has for so long that what it counted is over. */
  isForgotten(): boolean {
    return this.#open === 0 && this.now() - this.#usedAt > 2 * WINDOW_MS;
  }

  /** Limits learned so far: requests a minute by bucket. */
  get limits(): Readonly<Record<string, number>> {
    const learned: Record<string, number> = {};
    for (const { key, limit } of this.#buckets.values()) if (limit !== null) learned[key] = limit;
    return learned;
  }

  /** One client's way through; it hears of its own waiting only. */
  turnstile(onWaiting: WaitingListener = () => undefined): Turnstile {
    this.#open += 1;
    return new Turnstile(this, onWaiting);
  }

  /** @internal by `Turnstile.acquire` */
  async acquire(turnstile: Turnstile, template: string, urgency: Urgency, signal?: AbortSignal): Promise<Permit> {
    signal?.throwIfAborted();
    this.#usedAt = this.now();
    const bucket = await new Promise<LimitBucket>((resolve, reject) => {
      const cancel = (): void => waiter.refuse(signal?.reason as Error);
      const waiter: Waiter = {
        turnstile,
        template,
        urgency,
        grant: (spent) => {
          signal?.removeEventListener('abort', cancel);
          resolve(spent);
        },
        refuse: (reason) => {
          signal?.removeEventListener('abort', cancel);
          const index = this.#waiting.indexOf(waiter);
          if (index >= 0) this.#waiting.splice(index, 1);
          reject(reason);
          this.#pump();
        },
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const behind = this.#waiting.findIndex((each) => RANK[each.urgency] > RANK[urgency]);
      this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, waiter);
      this.#pump();
    });
    let open = true;
    return {
      done: (reading) => {
        if (!open) return;
        open = false;
        this.#active -= 1;
        if (urgency === 'ahead') this.#ahead -= 1;
        bucket.settle(template);
        this.#learn(template, reading);
        this.#pump();
      },
    };
  }

  /** @internal by `Turnstile.close` */
  leave(turnstile: Turnstile, reason: Error): void {
    this.#open -= 1;
    for (const waiter of this.#waiting.filter((each) => each.turnstile === turnstile)) waiter.refuse(reason);
  }

  /** After a 429 that named a limit: nothing of the bucket goes before the window ends. */
  block(template: string, milliseconds: number): void {
    this.#bucket(template).block(this.now() + milliseconds);
    this.#pump();
  }

  /** After a 429 for concurrency: half as many requests at once, won back one by one. */
  halveConcurrency(): void {
    this.#concurrency = Math.max(1, Math.floor(this.#concurrency / 2));
    this.#calmAnswers = 0;
  }

  #bucket(template: string): LimitBucket {
    const known = this.#byTemplate.get(template);
    if (known !== undefined) return known;
    const key = this.#ownBucket.get(template) ?? bucketOf(template);
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) this.#buckets.set(key, (bucket = new LimitBucket(key)));
    this.#byTemplate.set(template, bucket);
    return bucket;
  }

  #learn(template: string, reading: RateLimitReading | null): void {
    this.#calmAnswers += 1;
    if (this.#calmAnswers >= CALM_ANSWERS && this.#concurrency < MAX_CONCURRENT) {
      this.#concurrency += 1;
      this.#calmAnswers = 0;
    }
    // A 429 for concurrency carries zeros, which say nothing about the window.
    if (reading === null || reading.limit === 0) return;
    this.#assign(template, reading.limit);
    this.#bucket(template).learn(template, reading, this.now());
  }

  /** An endpoint that was never counted with the others and names another limit than they has a bucket of its own. */
  #assign(template: string, limit: number): void {
    const published = bucketOf(template);
    const shared = this.#buckets.get(published);
    if (shared === undefined) return;
    if (shared.names(limit)) this.#ownBucket.delete(template);
    else if (shared.limit !== null && !shared.taughtBy(template)) {
      this.#ownBucket.set(template, `${published} ${template}`);
    }
    this.#byTemplate.delete(template);
  }

  #pump(): void {
    const now = this.now();
    while (this.#active < this.#concurrency) {
      const next = this.#next(now);
      if (next === null) break;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.#active += 1;
      if (next.urgency === 'ahead') this.#ahead += 1;
      const bucket = this.#bucket(next.template);
      bucket.spend();
      next.grant(bucket);
    }
    let soonest = Number.POSITIVE_INFINITY;
    const held = new Map<Turnstile, { bucket: string; until: number }>();
    for (const { turnstile, template, urgency } of this.#waiting) {
      const bucket = this.#bucket(template);
      const wait = bucket.waitMs(urgency, now);
      if (wait <= 0 || !Number.isFinite(wait)) continue;
      soonest = Math.min(soonest, wait);
      // Reading ahead never keeps anybody waiting.
      if (urgency === 'ahead' || (held.get(turnstile)?.until ?? 0) >= now + wait) continue;
      held.set(turnstile, { bucket: bucket.key, until: now + wait });
    }
    for (const turnstile of new Set([...this.#waiting.map((each) => each.turnstile), ...this.#holding])) {
      turnstile.account(now, held.get(turnstile) ?? null);
    }
    this.#holding = [...held.keys()];
    if (Number.isFinite(soonest)) this.#wake(now, soonest);
    // No alarm without a sleeper: a pending timer would keep the process alive.
    else if (this.#waiting.length === 0) this.#calm();
  }

  /** The most urgent request that may go; among equals that of the bucket whose queue takes longest. */
  #next(now: number): Waiter | null {
    const queues = new Map<string, { first: Waiter; length: number }>();
    for (const waiter of this.#waiting) {
      const { key } = this.#bucket(waiter.template);
      const queue = queues.get(key);
      if (queue === undefined) queues.set(key, { first: waiter, length: 1 });
      else queue.length += 1;
    }
    let best: { waiter: Waiter; minutes: number } | null = null;
    for (const { first: waiter, length } of queues.values()) {
      if (waiter.urgency === 'ahead' && this.#ahead >= MAX_AHEAD) continue;
      const bucket = this.#bucket(waiter.template);
      if (bucket.waitMs(waiter.urgency, now) > 0) continue;
      const minutes = length / bucket.perMinute(now);
      const rank = best === null ? 1 : RANK[best.waiter.urgency] - RANK[waiter.urgency];
      if (best === null || rank > 0 || (rank === 0 && minutes > best.minutes)) best = { waiter, minutes };
    }
    return best?.waiter ?? null;
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
    this.#pace.sleep(Math.ceil(inMs), alarm.signal).then(rung, () => undefined);
  }

  #calm(): void {
    this.#alarm?.abort();
    this.#alarm = null;
    this.#wakeAt = Number.POSITIVE_INFINITY;
  }
}

/** Waits shorter than this are pacing, not news. */
const NEWS_MS = 1000;

/** A client's place at the limiter of its org. */
export class Turnstile {
  #held: { readonly bucket: string; readonly until: number } | null = null;
  #standingBack = 0;
  #heldSince: number | null = null;
  #heldMs = 0;
  #announced = false;
  #closed = false;

  constructor(
    private readonly limiter: RateLimiter,
    private readonly onWaiting: WaitingListener,
  ) {}

  /** Time in which at least one request of this client was held back for a limit, in milliseconds. */
  get throttledMs(): number {
    return this.#heldMs + (this.#heldSince === null ? 0 : this.limiter.now() - this.#heldSince);
  }

  /** Resolves when the request may go. @throws the signal's reason */
  acquire(template: string, urgency: Urgency, signal?: AbortSignal): Promise<Permit> {
    return this.limiter.acquire(this, template, urgency, signal);
  }

  /** Sleeps after a 429 for concurrency: time that the org's limits cost, like that before a full bucket. */
  async standBack(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.#standingBack += 1;
    this.#count(this.limiter.now());
    try {
      await this.limiter.sleep(milliseconds, signal);
    } finally {
      this.#standingBack -= 1;
      this.#count(this.limiter.now());
    }
  }

  /** Refuses whoever waits here. */
  close(reason: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    this.limiter.leave(this, reason);
  }

  /** @internal what this client waits for now, told by the limiter */
  account(now: number, held: { readonly bucket: string; readonly until: number } | null): void {
    this.#held = held;
    this.#count(now);
    if (held !== null && held.until - now >= NEWS_MS && !this.#announced) {
      this.#announced = true;
      this.onWaiting({ bucket: held.bucket, until: new Date(held.until) });
    } else if (held === null && this.#announced) {
      this.#announced = false;
      this.onWaiting(null);
    }
  }
  #count(now: number): void {
    if (this.#held !== null || this.#standingBack > 0) this.#heldSince ??= now;
    else if (this.#heldSince !== null) {
      this.#heldMs += now - this.#heldSince;
      this.#heldSince = null;
    }
  }
}
