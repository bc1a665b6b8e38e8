import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { Work } from '@posture/flows';
import { AppConfig, RunWorker, Wakeups } from '@posture/platform';

/** Begins to work once everything is open, unless this process serves the API only; then it wakes others. */
@Injectable()
export class WorkLife implements OnApplicationBootstrap {
  constructor(
    private readonly config: AppConfig,
    private readonly worker: RunWorker,
    private readonly wakeups: Wakeups,
    private readonly work: Work,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const works = this.config.role !== 'api';
    await this.wakeups.start(works ? this.worker : undefined);
    this.work.wakeBy(async (runId) => {
      // Nobody is as near as this process; while it is busy, others hear of it.
      const hasRoom = works && this.worker.hasRoom;
      if (works) await this.worker.sweep();
      if (!hasRoom) await this.wakeups.wake(runId);
    });
    if (works) await this.worker.sweep();
  }
}
