import { DomainError } from '@posture/domain';
import type { ScheduleStore } from '@posture/inventory';
import type { Logger } from '@posture/platform';
import { USUAL_SCAN, scanInputOf } from './scan-input';
import type { ScanInput } from './scan-input';
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
    for (const { connectionId, input, isFirst } of await this.schedules.takeDue()) {
      const wanted = scanInputOf({ input: { ...USUAL_SCAN, ...input, read: input['read'] ?? [] } });
      await this.schedules.began(connectionId, await this.#scan(connectionId, wanted, isFirst));
    }
  }

  /** @returns null: the tenant is being read or judged, by somebody's wish; that is as good */
  async #scan(connectionId: string, input: ScanInput, isFirst: boolean): Promise<string | null> {
    try {
      return (await this.work.scan(connectionId, input, isFirst ? 'first' : 'schedule')).id;
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'sync.already_running')) throw error;
      this.logger.info('schedule.skipped', { connectionId, why: error.message });
      return null;
    }
  }
}
