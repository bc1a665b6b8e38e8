import { Inject, Injectable } from '@nestjs/common';
import { OwnRules } from '@posture/flows';
import { LOGGER } from '@posture/platform';
import type { Logger } from '@posture/platform';
import { PollingClock } from './polling-clock';

const EVERY_MS = 5_000;

/** What operators write into their own rules is used without a restart, by every process for itself. */
@Injectable()
export class RulesClock extends PollingClock {
  constructor(own: OwnRules, @Inject(LOGGER) logger: Logger) {
    super(EVERY_MS, 'rules.failed', logger, () => own.look(logger));
  }
}
