import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Upkeep } from '@posture/flows';
import { LOGGER, Outage, RunWorker, WorkerBeats } from '@posture/platform';
import type { Logger } from '@posture/platform';

/** What happens by itself. The worker and the runs see to it that nothing overlaps itself, here or elsewhere. */
@Injectable()
export class WorkClock implements OnApplicationBootstrap {
  readonly #outage: Outage;

  constructor(
    private readonly worker: RunWorker,
    private readonly upkeep: Upkeep,
    private readonly beats: WorkerBeats,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#outage = new Outage(logger, 'beat.failed');
  }

  onApplicationBootstrap(): Promise<void> {
    return this.#beat();
  }

  /** What changed meanwhile waits for a scan to end; a wake may be lost, and nobody wakes for a retry that has become due or a process that died. */
  @Interval(15_000)
  async sweep(): Promise<void> {
    await this.#beat();
    await this.upkeep.goOn();
    await this.worker.sweep();
  }

  @Interval(600_000)
  tidy(): Promise<void> {
    return this.upkeep.tick();
  }

  #beat(): Promise<void> {
    return this.#outage.survive(() => this.beats.beat());
  }
}
