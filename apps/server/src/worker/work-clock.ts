import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Upkeep } from '@posture/flows';
import { RunWorker } from '@posture/platform';

/** What happens by itself. The worker and the runs see to it that nothing overlaps itself, here or elsewhere. */
@Injectable()
export class WorkClock {
  constructor(
    private readonly worker: RunWorker,
    private readonly upkeep: Upkeep,
  ) {}

  /** What changed meanwhile waits for a scan to end; a wake may be lost, and nobody wakes for a retry that has become due or a process that died. */
  @Interval(15_000)
  async sweep(): Promise<void> {
    await this.upkeep.goOn();
    await this.worker.sweep();
  }

  @Interval(600_000)
  tidy(): Promise<void> {
    return this.upkeep.tick();
  }
}
