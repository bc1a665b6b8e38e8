import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { OwnRules } from '@posture/flows';
import { LOGGER, Outage, Polling } from '@posture/platform';
import type { Logger } from '@posture/platform';

const EVERY_MS = 5_000;

/** What operators write into their own rules is used without a restart, by every process for itself. */
@Injectable()
export class RulesClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #polling: Polling;

  constructor(own: OwnRules, @Inject(LOGGER) logger: Logger) {
    const outage = new Outage(logger, 'rules.failed');
    this.#polling = new Polling(EVERY_MS, () => outage.survive(() => own.look(logger)));
  }

  onApplicationBootstrap(): void {
    this.#polling.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#polling.stop();
  }
}
