import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Outage, Polling } from '@posture/platform';
import type { Logger } from '@posture/platform';

/** Looks again and again for as long as the process lives; that it cannot is told once for an outage. */
export abstract class PollingClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #polling: Polling;

  /** @param failed event an outage is logged as */
  protected constructor(everyMs: number, failed: string, logger: Logger, look: () => Promise<unknown>) {
    const outage = new Outage(logger, failed);
    this.#polling = new Polling(everyMs, () => outage.survive(async () => void (await look())));
  }

  onApplicationBootstrap(): void {
    this.#polling.start();
  }

  /** The stores close once nobody uses them any more. */
  beforeApplicationShutdown(): Promise<void> {
    return this.#polling.stop();
  }
}
