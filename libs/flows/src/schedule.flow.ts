import { DomainError } from '@posture/domain';
import type { DueSchedule, ScheduleStore } from '@posture/inventory';
import type { Logger } from '@posture/platform';
import { USUAL_SCAN, scanInputOf } from './scan-input';
import type { Work } from './work';

/** Scans that are due by the clock. */
export class ScheduleFlow {
  constructor(
    private readonly schedules: ScheduleStore,
    private readonly work: Work,
    private readonly logger: Logger,
  ) {}

  /** Asks for the scans that are due now: each once, however many processes look, and however many times were missed. */
  async goOn(): Promise<void> {
    for (const due of await this.schedules.due()) {
      try {
        await this.#scan(due);
      } catch (error) {
        // Another process has seen to it, or somebody changed it just now: the next look goes by what it is then.
        if (!(error instanceof DomainError && error.code === 'schedule.stale')) throw error;
      }
    }
  }

  async #scan(due: DueSchedule): Promise<void> {
    const { connectionId, input, isFirst } = due;
    const wanted = scanInputOf({ input: { ...USUAL_SCAN, ...input, read: input['read'] ?? [] } });
    try {
      await this.work.scanDue(connectionId, wanted, isFirst ? 'first' : 'schedule', ({ id }, tx) =>
        this.schedules.taken(due, id, tx),
      );
    } catch (error) {
      // The tenant is being read or judged, by somebody's wish; that is as good.
      if (!(error instanceof DomainError && error.code === 'sync.already_running')) throw error;
      await this.schedules.taken(due, null);
      this.logger.info('schedule.skipped', { connectionId, why: error.message });
    }
  }
}
