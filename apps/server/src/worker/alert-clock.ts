import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { AlertFlow } from '@posture/flows';
import { LOGGER, Outage, Polling } from '@posture/platform';
import type { Logger } from '@posture/platform';

const EVERY_MS = 500;

/** Tells what there is to tell twice a second: whoever wrote it need not know that anybody is told. */
@Injectable()
export class AlertClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #polling: Polling;

  constructor(
    private readonly alerts: AlertFlow,
    @Inject(LOGGER) logger: Logger,
  ) {
    const outage = new Outage(logger, 'alerts.failed');
    this.#polling = new Polling(EVERY_MS, () => outage.survive(() => alerts.goOn()));
  }

  onApplicationBootstrap(): void {
    this.#polling.start();
  }

  /** The stores close once nobody uses them any more; a receiver that does not answer is not waited for. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.alerts.stop();
    await this.#polling.stop();
  }
}
