import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { TriageFlow } from '@posture/flows';
import { LOGGER, Outage, Polling } from '@posture/platform';
import type { Logger } from '@posture/platform';

const EVERY_MS = 5_000;

/** Exceptions end and due dates pass whether or not anybody looks. */
@Injectable()
export class FindingClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #polling: Polling;

  constructor(triage: TriageFlow, @Inject(LOGGER) logger: Logger) {
    const outage = new Outage(logger, 'findings.failed');
    this.#polling = new Polling(EVERY_MS, () => outage.survive(() => triage.goOn()));
  }

  onApplicationBootstrap(): void {
    this.#polling.start();
  }

  /** The stores close once nobody uses them any more. */
  beforeApplicationShutdown(): Promise<void> {
    return this.#polling.stop();
  }
}
