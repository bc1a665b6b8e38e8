import { DomainError } from '@posture/domain';
import type { DueSchedule, Schedule, ScheduleStore } from '@posture/inventory';
import type { Logger, Queryable } from '@posture/platform';
import { USUAL_SCAN, scanInputOf } from './scan-input';
import type { ScanInput } from './scan-input';
import type { Work } from './work';

/** What is due by the clock: scans, and evaluations between them. */
export class ScheduleFlow {
  constructor(
    private readonly schedules: ScheduleStore,
    private readonly work: Work,
    private readonly logger: Logger,
  ) {}

  /** Asks for what is due now: each once, however many processes look, and however many times were missed. */
  async goOn(): Promise<void> {
    for (const due of await this.schedules.due()) await unlessSeenTo(() => this.#scan(due));
    for (const due of await this.schedules.evaluationsDue()) await unlessSeenTo(() => this.#evaluate(due));
  }

  async #scan(due: DueSchedule): Promise<void> {
    const { connectionId, isFirst } = due;
    try {
      await this.work.scanDue(connectionId, wantedBy(due), isFirst ? 'first' : 'schedule', ({ id }, tx) =>
        this.schedules.taken(due, id, tx),
      );
    } catch (error) {
      // The tenant is being read or judged, by somebody's wish; that is as good.
      if (!(error instanceof DomainError && error.code === 'sync.already_running')) throw error;
      await this.schedules.taken(due, null);
      this.logger.info('schedule.skipped', { connectionId, why: error.message });
    }
  }

  async #evaluate(due: Schedule): Promise<void> {
    const taken = (_run: unknown, tx: Queryable) => this.schedules.evaluationTaken(due, tx);
    const run = await this.work.judgeAgain(due.connectionId, wantedBy(due).profile, 'schedule', taken);
    // As above.
    if (run === null) await this.schedules.evaluationTaken(due);
  }
}

function wantedBy({ input }: Schedule): ScanInput {
  return scanInputOf({ input: { ...USUAL_SCAN, ...input, read: input['read'] ?? [] } });
}

/** Another process has seen to it, or somebody changed it just now: the next look goes by what it is then. */
async function unlessSeenTo(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'schedule.stale')) throw error;
  }
}
