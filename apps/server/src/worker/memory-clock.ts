import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Upkeep } from '@posture/flows';

/** What every process does for itself. */
@Injectable()
export class MemoryClock {
  constructor(private readonly upkeep: Upkeep) {}

  @Interval(600_000)
  letGo(): Promise<void> {
    return this.upkeep.letGo();
  }
}
