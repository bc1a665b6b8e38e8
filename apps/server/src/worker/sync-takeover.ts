import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Engine } from '@posture/flows';

/** Continues syncs whose process died: their lease ran out, their pages are in the store. */
@Injectable()
export class SyncTakeover {
  constructor(private readonly engine: Engine) {}

  @Interval(15_000)
  async takeOver(): Promise<void> {
    await this.engine.resumeOrphans();
  }
}
