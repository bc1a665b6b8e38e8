import { setTimeout as delay } from 'node:timers/promises';

/** A clock that runs `speed` times as fast as this machine's, also for those who wait by it. Starts at the present. */
export class FastClock {
  private readonly startedAt = Date.now();

  /** @param aheadMs how far it is ahead of the present at its start */
  constructor(
    private readonly speed = 60,
    private readonly aheadMs = 0,
  ) {}

  now(): Date {
    return new Date(this.startedAt + this.aheadMs + (Date.now() - this.startedAt) * this.speed);
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    try {
      await delay(milliseconds / this.speed, undefined, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }

  random(): number {
    return Math.random();
  }
}

/** A clock by which whoever waits goes on only when the test says so. */
export class GatedClock extends FastClock {
  private gate: { readonly reached: () => void; readonly open: Promise<void> } | null = null;

  constructor() {
    super(1);
  }

  /** From now on all who wait are held. `reached` resolves with the first of them. */
  hold(): { readonly reached: Promise<void>; letGo(): void } {
    let letGo = (): void => undefined;
    const open = new Promise<void>((resolve) => (letGo = resolve));
    const reached = new Promise<void>((resolve) => {
      this.gate = { reached: resolve, open };
    });
    return {
      reached,
      letGo: () => {
        this.gate = null;
        letGo();
      },
    };
  }

  override async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (this.gate === null) return super.sleep(milliseconds, signal);
    this.gate.reached();
    await this.gate.open;
  }
}
