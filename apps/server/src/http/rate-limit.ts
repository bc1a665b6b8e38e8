import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '@posture/domain';
import { AppConfig } from '@posture/platform';

const MINUTE_S = 60;
/** So many askers are remembered; whoever asked longest ago is forgotten first, and starts anew. */
const REMEMBERED = 10_000;

interface Bucket {
  readonly left: number;
  /** In seconds. */
  readonly at: number;
}

/** What one request leaves of an asker's minute. */
export interface Taken {
  /** Requests that may follow at once. */
  readonly remaining: number;
  /** Until the whole minute's are there again. */
  readonly resetSeconds: number;
  /** 0: this one may be answered. */
  readonly retryAfterSeconds: number;
}

/** So many requests a minute of each asker, at once or spread: what was used comes back evenly. Each process counts for itself. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();

  /** @param nowMs milliseconds that only go forward */
  constructor(
    private readonly perMinute: number,
    private readonly nowMs: () => number = () => performance.now(),
    private readonly remembered = REMEMBERED,
  ) {}

  take(asker: string): Taken {
    const at = this.nowMs() / 1000;
    const perSecond = this.perMinute / MINUTE_S;
    const before = this.#buckets.get(asker) ?? { left: this.perMinute, at };
    const left = Math.min(this.perMinute, before.left + (at - before.at) * perSecond);
    const after = left >= 1 ? left - 1 : left;
    this.#keep(asker, { left: after, at });
    return {
      remaining: Math.floor(after),
      resetSeconds: Math.ceil((this.perMinute - after) / perSecond),
      retryAfterSeconds: left >= 1 ? 0 : Math.max(1, Math.ceil((1 - left) / perSecond)),
    };
  }

  #keep(asker: string, bucket: Bucket): void {
    this.#buckets.delete(asker);
    this.#buckets.set(asker, bucket);
    if (this.#buckets.size <= this.remembered) return;
    const [oldest] = this.#buckets.keys();
    this.#buckets.delete(oldest!);
  }
}

/** Of each API key, `POSTURE_RATE_LIMIT` requests a minute; the answers say what is left. Comes once it is known who asks. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  readonly #limiter: RateLimiter | null;
  readonly #policy: string;

  constructor({ rateLimit }: AppConfig) {
    this.#limiter = rateLimit === 0 ? null : new RateLimiter(rateLimit);
    this.#policy = `"default";q=${rateLimit};w=${MINUTE_S}`;
  }

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const { principal } = http.getRequest<FastifyRequest>();
    if (this.#limiter === null || principal === null) return true;
    const { remaining, resetSeconds, retryAfterSeconds } = this.#limiter.take(principal.id);
    void http
      .getResponse<FastifyReply>()
      .header('ratelimit-policy', this.#policy)
      .header('ratelimit', `"default";r=${remaining};t=${resetSeconds}`);
    if (retryAfterSeconds === 0) return true;
    throw new DomainError('rate_limit.exceeded', 'rate_limited', 'This key has asked too often within a minute.', {
      remedy: `Ask again in ${retryAfterSeconds} s; the header RateLimit says what is left.`,
      details: { retryAfterSeconds },
    });
  }
}
