import { Inject, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Upkeep } from '@posture/flows';
import { KeptAnswers, LOGGER, Outage } from '@posture/platform';
import type { Logger } from '@posture/platform';

/** What every process does for itself, and for the answers it gives. */
@Injectable()
export class MemoryClock {
  readonly #outage: Outage;

  constructor(
    private readonly upkeep: Upkeep,
    private readonly answers: KeptAnswers,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#outage = new Outage(logger, 'answers.not_purged');
  }

  @Interval(600_000)
  async letGo(): Promise<void> {
    await this.upkeep.letGo();
    await this.#outage.survive(() => this.answers.purge());
  }
}
