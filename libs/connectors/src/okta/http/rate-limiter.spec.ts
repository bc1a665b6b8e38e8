import type { Pace } from './pace';
import { RateLimiter } from './rate-limiter';
import type { Permit, Turnstile, Urgency } from './rate-limiter';

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
const MINUTE = 60_000;

/** An org's limit on one bucket: one window of a minute that begins at 0, and whoever else spends of it. */
class Server {
  readonly served: number[] = [];
  readonly othersAt: number[] = [];
  refused = 0;

  constructor(
    private readonly pace: FakePace,
    private readonly turnstile: Turnstile,
    private readonly limit: number,
  ) {}

  async request(template = APPS, urgency: Urgency = 'bulk'): Promise<void> {
    const permit = await this.turnstile.acquire(template, urgency);
    if (this.left() === 0) this.refused += 1;
    else this.served.push(this.pace.ms);
    permit.done({ limit: this.limit, remaining: this.left(), resetInMs: this.#end() - this.pace.ms });
  }

  requests(count: number, urgency: Urgency = 'bulk'): void {
    for (let i = 0; i < count; i += 1) void this.request(APPS, urgency);
  }

  /** Somebody else asks at an even pace. */
  async others(perMinute: number, minutes: number): Promise<void> {
    for (let i = 0; i < perMinute * minutes; i += 1) {
      await this.pace.sleep(MINUTE / perMinute);
      if (this.left() === 0) this.refused += 1;
      else this.othersAt.push(this.pace.ms);
    }
  }

  left(): number {
    const window = Math.floor(this.pace.ms / MINUTE);
    return this.limit - this.inMinute(window) - inWindow(this.othersAt, window);
  }

  inMinute(minute: number): number {
    return inWindow(this.served, minute);
  }

  #end(): number {
    return (Math.floor(this.pace.ms / MINUTE) + 1) * MINUTE;
  }
}

function inWindow(instants: readonly number[], minute: number): number {
  return instants.filter((at) => Math.floor(at / MINUTE) === minute).length;
}

function setUp(limit = 100): { pace: FakePace; limiter: RateLimiter; server: Server } {
  const pace = new FakePace();
  const limiter = new RateLimiter(pace);
  return { pace, limiter, server: new Server(pace, limiter.turnstile(), limit) };
}

describe('the rate limiter', () => {
  it('takes nine tenths of the limit it learns from the answers while nobody else spends of it', async () => {
    const { pace, server } = setUp();
    server.requests(200);
    await pace.pass(59_000);
    expect(server.inMinute(0)).toBe(90);
    await pace.pass(MINUTE);
    expect(server.inMinute(1)).toBe(90);
    await pace.pass(MINUTE);
    expect(server.served).toHaveLength(200);
  });

  it('sends the first half of its share at once and spreads the second', async () => {
    const { pace, server } = setUp();
    server.requests(90);
    await pace.pass(100);
    expect(server.served.length).toBeGreaterThanOrEqual(45);
    expect(server.served.length).toBeLessThan(50);
    await pace.pass(27_000);
    expect(server.served.length).toBeLessThan(72);
    await pace.pass(32_000);
    expect(server.served).toHaveLength(90);
  });

  it('gives way to somebody who takes half of it, within the window they begin in, so that neither is refused', async () => {
    const { pace, server } = setUp();
    server.requests(1_000);
    await pace.pass(2 * MINUTE);
    void server.others(50, 4);
    await pace.pass(4 * MINUTE);
    expect(server.refused).toBe(0);
    expect([0, 1].map((minute) => server.inMinute(minute))).toEqual([90, 90]);
    expect(server.inMinute(2)).toBeLessThan(50);
    // Half of what is left.
    for (const minute of [3, 4, 5]) {
      expect(server.inMinute(minute)).toBeGreaterThanOrEqual(24);
      expect(server.inMinute(minute)).toBeLessThanOrEqual(27);
    }
    // They have gone: the window after one without them is its own again.
    await pace.pass(3 * MINUTE);
    expect(server.inMinute(8)).toBe(90);
  });

  it.each([10, 30, 70])('leaves a burst of %i that others spent before it came', async (spent) => {
    const { pace, server } = setUp();
    server.othersAt.push(...Array.from({ length: spent }, () => 0));
    await pace.pass(1_000);
    server.requests(200);
    await pace.pass(58_000);
    expect(server.served.length).toBeLessThanOrEqual((100 - spent) / 2);
    expect(server.served.length).toBeGreaterThan(0);
  });

  it('leaves room for others who share a process of their own limiter', async () => {
    const { pace, server } = setUp();
    const other = new Server(pace, new RateLimiter(pace).turnstile(), 100);
    // One limit, two processes: each sees of the other what the answers say remains.
    Object.defineProperty(other, 'served', { value: server.othersAt });
    Object.defineProperty(other, 'othersAt', { value: server.served });
    server.requests(300);
    other.requests(300);
    await pace.pass(5 * MINUTE - 1);
    expect([server.refused, other.refused]).toEqual([0, 0]);
    expect(server.inMinute(4)).toBeGreaterThan(20);
    expect(other.inMinute(4)).toBeGreaterThan(20);
  });

  it('heeds every limit an answer ever named: the org beside the credential', async () => {
    const { pace, limiter } = setUp();
    const turnstile = limiter.turnstile();
    const served: number[] = [];
    const ask = async (): Promise<void> => {
      const permit = await turnstile.acquire(APPS, 'bulk');
      served.push(pace.ms);
      const own = 50 - served.length;
      const org = 100 - served.length - (served.length < 5 ? 0 : 55);
      const [limit, remaining] = own <= org ? [50, own] : [100, org];
      permit.done({ limit, remaining, resetInMs: MINUTE - pace.ms });
    };
    for (let i = 0; i < 60; i += 1) void ask();
    await pace.pass(59_000);
    expect(served.length).toBeLessThanOrEqual(36);
    expect(limiter.limits).toEqual({ AL: 50 });
  });

  it('reads ahead at an even pace, with what nobody else of us needs', async () => {
    const { pace, server } = setUp();
    server.requests(200, 'ahead');
    await pace.pass(6_000);
    expect(server.served.length).toBeLessThanOrEqual(12);
    void server.requests(10);
    await pace.pass(10);
    expect(server.served.length).toBeLessThanOrEqual(22);
    expect(server.served.length).toBeGreaterThanOrEqual(18);
    await pace.pass(53_000);
    expect(server.served).toHaveLength(90);
  });

  it('does not let one bucket hold up another', async () => {
    const { pace, limiter } = setUp();
    const apps = new Server(pace, limiter.turnstile(), 2);
    const users = new Server(pace, limiter.turnstile(), 600);
    apps.requests(5);
    for (let i = 0; i < 20; i += 1) void users.request('/api/v1/users');
    await pace.pass(100);
    expect(users.served).toHaveLength(20);
    expect(apps.served).toHaveLength(1);
  });

  it('lets the bucket whose queue takes longest go first', async () => {
    const { limiter } = setUp();
    const turnstile = limiter.turnstile();
    const teach = async (template: string, limit: number): Promise<void> =>
      (await turnstile.acquire(template, 'bulk')).done({ limit, remaining: limit - 1, resetInMs: MINUTE });
    await teach('/api/v1/users', 600);
    await teach(APPS, 50);
    const order: string[] = [];
    const held = await Promise.all(Array.from({ length: 8 }, () => turnstile.acquire('/api/v1/users', 'bulk')));
    for (const template of ['/api/v1/users', '/api/v1/users', APPS, APPS]) {
      void turnstile.acquire(template, 'bulk').then(() => order.push(template));
    }
    held.slice(0, 3).forEach((permit) => permit.done(null));
    await settle();
    expect(order).toEqual([APPS, APPS, '/api/v1/users']);
  });

  it('lets interactive requests go first, and spend what a sync leaves', async () => {
    const { pace, server } = setUp();
    server.requests(200);
    await pace.pass(55_000);
    expect(server.served).toHaveLength(90);
    void server.requests(3, 'interactive');
    await pace.pass(10);
    expect(server.served).toHaveLength(93);
  });

  it('never has more than eight requests in flight, half as many after a refusal for concurrency', async () => {
    const { limiter } = setUp();
    const turnstile = limiter.turnstile();
    (await turnstile.acquire(APPS, 'bulk')).done(null);
    const permits: Permit[] = [];
    for (let i = 0; i < 20; i += 1) void turnstile.acquire(APPS, 'bulk').then((permit) => permits.push(permit));
    await settle();
    expect(permits).toHaveLength(8);
    limiter.halveConcurrency();
    permits.splice(0).forEach((permit) => permit.done({ limit: 0, remaining: 0, resetInMs: MINUTE }));
    await settle();
    expect(permits).toHaveLength(4);
  });

  it('gives an endpoint a bucket of its own when its limit turns out to be another', async () => {
    const { limiter } = setUp();
    const turnstile = limiter.turnstile();
    (await turnstile.acquire('/api/v1/org', 'bulk')).done({ limit: 600, remaining: 599, resetInMs: MINUTE });
    const factors = await turnstile.acquire('/api/v1/users/{}/factors', 'bulk');
    factors.done({ limit: 40, remaining: 39, resetInMs: MINUTE });
    expect(limiter.limits).toEqual({ DF: 600, 'DF /api/v1/users/{}/factors': 40 });
  });

  it('does not pace a server that sends no limits', async () => {
    const { pace, limiter } = setUp();
    const turnstile = limiter.turnstile();
    for (let i = 0; i < 500; i += 1) (await turnstile.acquire(APPS, 'bulk')).done(null);
    expect(pace.ms).toBe(0);
    expect(turnstile.throttledMs).toBe(0);
  });

  it('tells a client when it waits for the limit, and when it no longer does; others hear nothing', async () => {
    const pace = new FakePace();
    const limiter = new RateLimiter(pace);
    const news: (string | null)[] = [];
    const quiet: unknown[] = [];
    const waiting = limiter.turnstile((each) => news.push(each?.bucket ?? null));
    const other = limiter.turnstile((each) => quiet.push(each));
    const server = new Server(pace, waiting, 4);
    server.requests(5);
    await pace.pass(61_000);
    expect(server.served).toHaveLength(5);
    expect(news[0]).toBe('AL');
    expect(news.at(-1)).toBeNull();
    expect(waiting.throttledMs).toBeGreaterThan(30_000);
    expect([quiet, other.throttledMs]).toEqual([[], 0]);
  });

  it('forgets a request that was aborted while it waited, and all of a client that is closed', async () => {
    const { limiter } = setUp();
    const turnstile = limiter.turnstile();
    limiter.block(APPS, MINUTE);
    const abort = new AbortController();
    const waiting = turnstile.acquire(APPS, 'bulk', abort.signal);
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    const last = turnstile.acquire(APPS, 'bulk');
    turnstile.close(new Error('closed'));
    await expect(last).rejects.toThrow('closed');
  });
});
