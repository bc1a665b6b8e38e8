import type { Clock, Logger, RunStore } from '@posture/platform';
import type { Work } from './work';

const PURGE_EVERY_MS = 24 * 3_600_000;

/** Asks, at every tick, for what is due by the clock alone. */
export class Upkeep {
  constructor(
    private readonly work: Work,
    private readonly runs: RunStore,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Never throws: the next tick asks again. */
  async tick(): Promise<void> {
    try {
      const [last] = await this.runs.list({ kind: 'purge', limit: 1 });
      const age = last === undefined ? Infinity : this.clock.now().getTime() - last.createdAt.getTime();
      if (age >= PURGE_EVERY_MS) await this.work.purge('schedule');
    } catch (error) {
      this.logger.warn('upkeep.failed', { error });
    }
  }
}
