import type { Clock, Logger, RunStore } from '@posture/platform';
import type { ActivityFlow } from './activity/activity.flow';
import type { Aftermath } from './aftermath';
import type { DeltaFlow } from './delta.flow';
import type { Graphs } from './graphs';
import type { JudgeAgain } from './rules/judge-again';
import { QUESTIONS } from './work';
import type { ScheduleFlow } from './schedule.flow';
import type { Work } from './work';

const PURGE_EVERY_MS = 24 * 3_600_000;
/** Whoever asked has the answer by then, or is gone; what was asked may hold a credential, though a sealed one. */
const QUESTIONS_KEPT_MS = 10 * 60_000;

/** What is due by the clock alone. */
export class Upkeep {
  constructor(
    private readonly work: Work,
    private readonly runs: RunStore,
    private readonly aftermath: Aftermath,
    private readonly deltas: DeltaFlow,
    private readonly activity: ActivityFlow,
    private readonly schedules: ScheduleFlow,
    private readonly judgeAgain: JudgeAgain,
    private readonly graphs: Graphs,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Of the store, by any worker. Never throws: the next tick does what this one could not. */
  tick(): Promise<void> {
    return this.#survive(async () => {
      const now = this.clock.now().getTime();
      await this.runs.purge(new Date(now - QUESTIONS_KEPT_MS), QUESTIONS);
      await this.aftermath.ofAll();
      const [last] = await this.runs.list({ kind: 'purge', limit: 1 });
      if (last === undefined || now - last.createdAt.getTime() >= PURGE_EVERY_MS) await this.work.purge('schedule');
    });
  }

  /** What is due by its schedule, what other rules judge now, what waits until a tenant's place is free, and logs that nobody reads. Never throws. */
  async goOn(): Promise<void> {
    await this.#survive(() => this.schedules.goOn());
    await this.#survive(() => this.judgeAgain.goOn());
    await this.#survive(() => this.deltas.goOn());
    await this.#survive(() => this.activity.goOn());
  }

  /** Of this process's memory. Never throws. */
  letGo(): Promise<void> {
    return this.#survive(() => this.graphs.forgetDeleted());
  }

  async #survive(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn('upkeep.failed', { error });
    }
  }
}
