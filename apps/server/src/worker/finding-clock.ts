import { Inject, Injectable } from '@nestjs/common';
import { TriageFlow } from '@posture/flows';
import { LOGGER } from '@posture/platform';
import type { Logger } from '@posture/platform';
import { PollingClock } from './polling-clock';

const EVERY_MS = 5_000;

/** Exceptions end and due dates pass whether or not anybody looks. */
@Injectable()
export class FindingClock extends PollingClock {
  constructor(triage: TriageFlow, @Inject(LOGGER) logger: Logger) {
    super(EVERY_MS, 'findings.failed', logger, () => triage.goOn());
  }
}
