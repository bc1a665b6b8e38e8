import type { BucketCode, Plan } from './buckets';
import { BUCKET_LIMITS, CONCURRENCY } from './buckets';
import type { Now } from './clock';

export interface RateLimiterOptions {
  readonly now: Now;
  readonly plan: Plan;
  /** How many of Okta's minutes pass in one: 10 makes windows of six seconds. */
  readonly speed: number;
  /** Count, but never refuse. */
  readonly unlimited: boolean;
  /** Share of each bucket, and of concurrency, that one token or client may use, in percent. Okta's default is 50. */
  readonly principalPercentage: number;
}

export interface Admission {
  readonly admitted: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Epoch seconds, on the sandbox's clock. */
  readonly reset: number;
}

interface Window {
  endsAt: number;
  used: number;
}

const UNLIMITED = 1_000_000;

/** Fixed windows per bucket, and inside them one per principal; windows do not begin at the wall clock's minute. */
export class RateLimiter {
  private readonly windows = new Map<string, Window>();
  private readonly inFlightBy = new Map<string, number>();
  private inFlight = 0;

  constructor(private readonly options: RateLimiterOptions) {}

  /** Takes one request out of the bucket; headers speak of the tighter of the two layers. */
  admit(bucket: BucketCode, principal: string): Admission {
    const { unlimited, plan, principalPercentage } = this.options;
    const orgLimit = unlimited ? UNLIMITED : BUCKET_LIMITS[bucket][plan];
    const ownLimit = unlimited ? UNLIMITED : Math.max(1, Math.floor((orgLimit * principalPercentage) / 100));
    const org = this.window(bucket);
    const own = this.window(`${bucket}:${principal}`);
    const admitted = unlimited || (org.used < orgLimit && own.used < ownLimit);
    if (admitted) {
      org.used++;
      own.used++;
    }
    const orgLeft = Math.max(0, orgLimit - org.used);
    const ownLeft = Math.max(0, ownLimit - own.used);
    const tight =
      ownLeft <= orgLeft ? { limit: ownLimit, left: ownLeft, w: own } : { limit: orgLimit, left: orgLeft, w: org };
    return { admitted, limit: tight.limit, remaining: tight.left, reset: Math.ceil(tight.w.endsAt / 1000) };
  }

  /** @returns null when admitted; else the misleading all-zero answer Okta gives for too many at once. */
  enter(principal: string): Admission | null {
    const own = this.inFlightBy.get(principal) ?? 0;
    const orgMax = CONCURRENCY[this.options.plan];
    const ownMax = Math.max(1, Math.floor((orgMax * this.options.principalPercentage) / 100));
    if (!this.options.unlimited && (this.inFlight >= orgMax || own >= ownMax)) {
      return { admitted: false, limit: 0, remaining: 0, reset: Math.ceil(this.options.now() / 1000) + 60 };
    }
    this.inFlight++;
    this.inFlightBy.set(principal, own + 1);
    return null;
  }

  leave(principal: string): void {
    this.inFlight--;
    const left = (this.inFlightBy.get(principal) ?? 1) - 1;
    if (left > 0) this.inFlightBy.set(principal, left);
    else this.inFlightBy.delete(principal);
  }

  private window(key: string): Window {
    const now = this.options.now();
    const length = 60_000 / this.options.speed;
    const found = this.windows.get(key);
    if (found && now < found.endsAt) return found;
    // The bucket's own offset keeps windows from beginning together or at the wall clock's minute.
    const offset = offsetOf(key, length);
    const fresh = { endsAt: Math.floor((now - offset) / length) * length + offset + length, used: 0 };
    this.windows.set(key, fresh);
    return fresh;
  }
}

function offsetOf(key: string, length: number): number {
  let hash = 17;
  for (let i = 0; i < key.length; i++) hash = (hash * 31 + key.charCodeAt(i)) >>> 0;
  return 1 + (hash % Math.max(1, Math.floor(length) - 1));
}
