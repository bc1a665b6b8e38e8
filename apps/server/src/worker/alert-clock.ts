import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { AlertFlow } from '@posture/flows';
import { LOGGER } from '@posture/platform';
import type { Logger } from '@posture/platform';

/** Tells what there is to tell twice a second: whoever wrote it need not know that anybody is told. */
@Injectable()
export class AlertClock implements BeforeApplicationShutdown {
  #telling: Promise<void> | null = null;
  #isStopped = false;
  /** Told once for an outage, not twice a second. */
  #failing = false;

  constructor(
    private readonly alerts: AlertFlow,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Interval(500)
  async tell(): Promise<void> {
    if (this.#isStopped || this.#telling !== null) return;
    this.#telling = this.#tell();
    await this.#telling;
    this.#telling = null;
  }

  /** The stores close once nobody uses them any more. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    await this.#telling;
  }

  async #tell(): Promise<void> {
    try {
      await this.alerts.goOn();
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.logger.warn('alerts.failed', { error });
      this.#failing = true;
    }
  }
}
