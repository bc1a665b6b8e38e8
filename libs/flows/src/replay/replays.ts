import { DomainError } from '@posture/domain';
import type { Run, RunStore, RunWithResult } from '@posture/platform';
import type { Work } from '../work';
import type { Backtest, Backtests } from './backtest';
import type { ReplayInput } from './replay-input';

/** A replay as it is asked about: the run, and what it gave; null before it is completed. */
export interface ReplayOfRun {
  readonly run: Run;
  readonly backtest: Backtest | null;
}

/** Replays of what is kept of a log, of all processes, finished or not. */
export class Replays {
  constructor(
    private readonly work: Work,
    private readonly backtests: Backtests,
    private readonly runs: RunStore,
  ) {}

  /**
   * Asks for one that can be done; of any other nothing is written down.
   * @param supersede an unfinished one that nobody works on gives way
   * @param id of the run; one that is there already is the answer
   * @throws as `Backtests.check`; {DomainError} `replay.already_running`
   */
  async ask(connectionId: string, input: ReplayInput, trigger: string, supersede = false, id?: string): Promise<Run> {
    await this.backtests.check(connectionId, input);
    const run = await this.work.replay(connectionId, input, trigger, supersede, id);
    if (run === null) throw alreadyRunning();
    return run;
  }

  /** Newest first, without what they gave. @param before id of the last one of the page before; null for the first page */
  list(connectionId: string, limit: number, before: string | null): Promise<Run[]> {
    return this.runs.list({ connectionId, kind: 'replay', limit, before: before ?? undefined });
  }

  /** @throws {DomainError} `replay.not_found` */
  async get(id: string): Promise<ReplayOfRun> {
    const run = await this.runs.find(id);
    if (run === null || run.kind !== 'replay') throw notFound(id);
    return { run, backtest: backtestOf(run) };
  }
}

/** What a run of kind `replay` gave. */
export function backtestOf({ result }: RunWithResult): Backtest | null {
  return result as unknown as Backtest | null;
}

function alreadyRunning(): DomainError {
  return new DomainError('replay.already_running', 'conflict', "This connection's log is being replayed already.", {
    remedy: 'Wait for it, or abort it; GET /api/v1/runs?kind=replay names it.',
  });
}

function notFound(id: string): DomainError {
  return new DomainError('replay.not_found', 'not_found', `There is no replay ${id}.`, { field: 'id' });
}
