import { Inject, Injectable } from '@nestjs/common';
import { AlertFlow } from '@posture/flows';
import { LOGGER } from '@posture/platform';
import type { Logger } from '@posture/platform';
import { PollingClock } from './polling-clock';

const EVERY_MS = 500;

/** Tells what there is to tell twice a second: whoever wrote it need not know that anybody is told. */
@Injectable()
export class AlertClock extends PollingClock {
  constructor(
    private readonly alerts: AlertFlow,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(EVERY_MS, 'alerts.failed', logger, () => alerts.goOn());
  }

  /** A receiver that does not answer is not waited for. */
  override async beforeApplicationShutdown(): Promise<void> {
    await this.alerts.stop();
    await super.beforeApplicationShutdown();
  }
}
