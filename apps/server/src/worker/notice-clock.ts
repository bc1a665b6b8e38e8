import { Inject, Injectable } from '@nestjs/common';
import { NoticeFlow } from '@posture/flows';
import { LOGGER } from '@posture/platform';
import type { Logger } from '@posture/platform';
import { PollingClock } from './polling-clock';

const EVERY_MS = 30_000;

/** Looks whether there is something to tell, in every process: those that work may be dead. */
@Injectable()
export class NoticeClock extends PollingClock {
  constructor(notices: NoticeFlow, @Inject(LOGGER) logger: Logger) {
    super(EVERY_MS, 'notices.failed', logger, () => notices.goOn());
  }
}
