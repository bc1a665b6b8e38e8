import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Engine } from '@posture/flows';

/** Continues what was left behind: syncs whose process died, and graphs that Neo4j missed while it was away. */
@Injectable()
export class SyncTakeover {
  constructor(private readonly engine: Engine) {}

  @Interval(15_000)
  async takeOver(): Promise<void> {
    try {
      await this.engine.resumeOrphans();
      await this.engine.catchUpProjections();
    } catch (error) {
      this.engine.logger.error('takeover.failed', { error });
    }
  }
}
