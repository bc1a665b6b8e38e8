import type { Pace } from './pace';
import { RateLimiter } from './rate-limiter';
import type { Permit } from './rate-limiter';

/** Time that passes only when everybody sleeps. */
class FakePace implements Pace {
  ms = 0;
  readonly #sleepers: { at: number; wake: () => void }[] = [];
  now = (): Date => new Date(this.ms);
  random = (): number => 0;

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#sleepers.push({ at: this.ms + milliseconds, wake: resolve });
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    });
  }

  /** Lets time pass step by step, from one sleeper's end to the next. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.ms + milliseconds;
    for (;;) {
      await settle();
      const next = this.#sleepers.sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#sleepers.shift();
      this.ms = Math.max(this.ms, next.at);
      next.wake();
    }
    this.ms = end;
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

const APPS = '/api/v1/apps/{}/users';

/** A server with one window of a minute that begins at 0. */
class Server {
  served: number[] = [];
  constructor(
    private readonly pace: FakePace,
    private readonly limiter: RateLimiter,
    private readonly limit: number,
    private readonly others = 0,
  ) {}

  async request(template = APPS, interactive = false): Promise<void> {
    const permit = await this.limiter.acquire(template, interactive);
    this.served.push(this.pace.ms);
    this.answer(permit);
  }

  answer(permit: Permit): void {
    const window = Math.floor(this.pace.ms / 60_000);
    const used = this.served.filter((at) => Math.floor(at / 60_000) === window).length;
    permit.done({
      limit: this.limit,
      remaining: this.limit - used - this.others,
      resetInMs: (window + 1) * 60_000 - this.pace.ms,
    });
  }

  inMinute(minute: number): number {
    return this.served.filter((at) => Math.floor(at / 60_000) === minute).length;
  }
}

describe('the rate limiter', () => {
  it('spends half of the limit it learns from the answers, and the rest of the reads in the next windows', async () => {
    const pace = new FakePace();
    const limiter = new RateLimiter({ pace });
    const server = new Server(pace, limiter, 100);
    for (let i = 0; i < 120; i += 1) void server.request();
    await pace.pass(59_000);
    expect(server.inMinute(0)).toBe(50);
    await pace.pass(60_000);
    expect(server.inMinute(1)).toBe(50);
    await pace.pass(60_000);
    expect(server.served).toHaveLength(120);
  });

  it('sends the first half of its share at once and spreads the second', async () => {
    const pace = new FakePace();
    const server = new Server(pace, new RateLimiter({ pace }), 100);
    for (let i = 0; i < 50; i += 1) void server.request();
    await pace.pass(100);
    expect(server.served.length).toBeGreaterThanOrEqual(25);
    expect(server.served.length).toBeLessThan(30);
    await pace.pass(59_800);
    expect(server.served).toHaveLength(50);
  });

  it('leaves a fifth of the limit to others who use the org at the same time', async () => {
    const pace = new FakePace();
    const server = new Server(pace, new RateLimiter({ pace }), 100, 70);
    for (let i = 0; i < 50; i += 1) void server.request();
    await pace.pass(59_000);
    expect(server.served.length).toBeLessThanOrEqual(11);
  });

  it('does not let one bucket hold up another', async () => {
    const pace = new FakePace();
    const limiter = new RateLimiter({ pace });
    const apps = new Server(pace, limiter, 2);
    const users = new Server(pace, limiter, 600);
    for (let i = 0; i < 5; i += 1) void apps.request();
    for (let i = 0; i < 20; i += 1) void users.request('/api/v1/users');
    await pace.pass(100);
    expect(users.served).toHaveLength(20);
    expect(apps.served).toHaveLength(1);
  });

  it('lets interactive requests go first', async () => {
    const pace = new FakePace();
    const limiter = new RateLimiter({ pace, maxConcurrent: 1 });
    const order: string[] = [];
    const first = await limiter.acquire(APPS, false);
    void limiter.acquire(APPS, false).then((permit) => {
      order.push('bulk');
      permit.done(null);
    });
    void limiter.acquire(APPS, true).then((permit) => {
      order.push('interactive');
      permit.done(null);
    });
    first.done(null);
    await settle();
    expect(order).toEqual(['interactive', 'bulk']);
  });

  it('never has more than eight requests in flight, half as many after a refusal for concurrency', async () => {
    const pace = new FakePace();
    const limiter = new RateLimiter({ pace });
    (await limiter.acquire(APPS, false)).done(null);
    const permits: Permit[] = [];
    for (let i = 0; i < 20; i += 1) void limiter.acquire(APPS, false).then((permit) => permits.push(permit));
    await settle();
    expect(permits).toHaveLength(8);
    limiter.halveConcurrency();
    permits.splice(0).forEach((permit) => permit.done({ limit: 0, remaining: 0, resetInMs: 60_000 }));
    await settle();
    expect(permits).toHaveLength(4);
  });

  it('gives an endpoint a bucket of its own when its limit turns out to be another', async () => {
    const pace = new FakePace();
    const limiter = new RateLimiter({ pace });
    (await limiter.acquire('/api/v1/org', false)).done({ limit: 600, remaining: 599, resetInMs: 60_000 });
    (await limiter.acquire('/api/v1/users/{}/factors', false)).done({ limit: 40, remaining: 39, resetInMs: 60_000 });
    expect(limiter.limits).toEqual({ DF: 600, 'DF /api/v1/users/{}/factors': 40 });
  });

  it('does not pace a server that sends no limits', async () => {
    const pace = new FakePace();
    const limiter = new RateLimiter({ pace });
    for (let i = 0; i < 500; i += 1) (await limiter.acquire(APPS, false)).done(null);
    expect(pace.ms).toBe(0);
    expect(limiter.throttledMs).toBe(0);
  });

  it('tells when it waits for the limit, and when it no longer does', async () => {
    const pace = new FakePace();
    const news: (string | null)[] = [];
    const limiter = new RateLimiter({ pace, onWaiting: (waiting) => news.push(waiting?.bucket ?? null) });
    const server = new Server(pace, limiter, 4);
    for (let i = 0; i < 3; i += 1) void server.request();
    await pace.pass(61_000);
    expect(server.served).toHaveLength(3);
    expect(news[0]).toBe('AL');
    expect(news.at(-1)).toBeNull();
    expect(limiter.throttledMs).toBeGreaterThan(30_000);
  });

  it('forgets a request that was aborted while it waited', async () => {
    const pace = new FakePace();
    const limiter = new RateLimiter({ pace });
    limiter.block(APPS, 60_000);
    const abort = new AbortController();
    const waiting = limiter.acquire(APPS, false, abort.signal);
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
