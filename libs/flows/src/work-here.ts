import { setInterval } from 'node:timers';
import { DomainError } from '@posture/domain';
import type { RunStore, RunWithResult, RunWorker } from '@posture/platform';
import type { Backtest } from './replay/backtest';
import type { ReplayInput } from './replay/replay-input';
import { backtestOf } from './replay/replays';
import type { Replays } from './replay/replays';
import type { ScanInput } from './scan-input';
import type { ScanProgress } from './scan-progress';
import type { Work } from './work';

/** How the one who waits for a scan hears of it and ends it. */
export interface WatchedScan {
  onProgress?(progress: ScanProgress): void;
  /** Stops the scan and leaves it for whoever comes next to go on with. */
  readonly signal?: AbortSignal;
}

export interface EndedScan {
  readonly scanId: string;
  /** Why Neo4j does not show the new version; null when it does, or when there is none. The scan stands either way. */
  readonly projection: DomainError | null;
}

const LOOK_MS = 500;

/** Work that is done in this process, by whoever waits for it: the command line's way. */
export class WorkHere {
  constructor(
    private readonly work: Work,
    private readonly replays: Replays,
    private readonly worker: RunWorker,
    private readonly runs: RunStore,
  ) {}

  /**
   * Scans, going on with what an earlier process left behind, and does what follows from it.
   * @throws what the scan failed with; the signal's reason when it was stopped; {DomainError} `sync.already_running`
   */
  async scan(
    connectionId: string,
    input: ScanInput,
    trigger: string,
    { onProgress, signal }: WatchedScan,
  ): Promise<EndedScan> {
    const begun = this.#workHere();
    const stop = () => void this.worker.stop();
    signal?.throwIfAborted();
    signal?.addEventListener('abort', stop, { once: true });
    const { id } = await this.work.scan(connectionId, input, trigger, true);
    const watching = onProgress === undefined ? null : this.#watch(id, onProgress);
    try {
      const { result } = await begun.get(id)!;
      begun.delete(id);
      const others = await Promise.allSettled(begun.values());
      const last = others.at(-1);
      return {
        scanId: (result as { scanId: string }).scanId,
        projection: last?.status === 'rejected' && last.reason instanceof DomainError ? last.reason : null,
      };
    } catch (error) {
      signal?.throwIfAborted();
      throw (await this.#wasOvertaken(id, error)) ? overtaken(error) : error;
    } finally {
      await watching?.end();
      signal?.removeEventListener('abort', stop);
    }
  }

  /**
   * Follows a log, and reads again what it says has changed, until the signal fires.
   * @throws {DomainError} `activity.followed_already` while another process does; what keeps the log from being read
   */
  async follow(connectionId: string, trigger: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const begun = this.#workHere();
    const run = await this.work.follow(connectionId, trigger, true);
    if (run === null) throw followedAlready();
    const stop = () => void this.worker.stop();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      const following = begun.get(run.id);
      // What is read again meanwhile nobody waits for.
      this.work.wakeBy((id) => void this.worker.runNow(id).catch(() => undefined));
      await following;
    } catch (error) {
      if (!signal.aborted) throw error;
      await this.worker.stop();
      await this.work.abort(run.id);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Judges what is kept of a log once more. @throws as `Replays.ask`, and what judging failed with */
  async replay(connectionId: string, input: ReplayInput, trigger: string): Promise<Backtest> {
    const begun = this.#workHere();
    const { id } = await this.replays.ask(connectionId, input, trigger, true);
    return backtestOf(await begun.get(id)!)!;
  }

  /** Does in this process what a change asks for, and waits for it. @throws what that failed with */
  async whatFollows<T>(change: () => Promise<T>): Promise<T> {
    const begun = this.#workHere();
    const changed = await change();
    await Promise.all(begun.values());
    return changed;
  }

  /** @returns what was begun, by run; it goes on being filled */
  #workHere(): Map<string, Promise<RunWithResult>> {
    const begun = new Map<string, Promise<RunWithResult>>();
    this.work.wakeBy((id) => {
      const running = this.worker.runNow(id);
      running.catch(() => undefined);
      begun.set(id, running);
    });
    return begun;
  }

  /** Between asking and beginning, by another process that asked for the same and found nobody at work. */
  async #wasOvertaken(id: string, error: unknown): Promise<boolean> {
    if (!(error instanceof DomainError && error.code === 'run.wrong_state')) return false;
    const run = await this.runs.get(id).catch(() => null);
    return run?.error?.code === 'run.superseded';
  }

  /** Tells what the run's row says, as any other process could. */
  #watch(id: string, onProgress: (progress: ScanProgress) => void): { end(): Promise<void> } {
    let looking: Promise<void> = Promise.resolve();
    const look = async () => {
      const { progress } = await this.runs.get(id);
      if (progress !== null) onProgress(progress as unknown as ScanProgress);
    };
    const timer = setInterval(() => {
      looking = looking.then(look, look);
      looking.catch(() => undefined);
    }, LOOK_MS);
    timer.unref();
    return {
      end: async () => {
        clearInterval(timer);
        await looking.catch(() => undefined);
        // What was told last, too.
        await look().catch(() => undefined);
      },
    };
  }
}

function followedAlready(): DomainError {
  return new DomainError('activity.followed_already', 'conflict', 'Another process follows this log already.', {
    remedy: 'See its findings there, or stop it: `posture runs` names it, `posture abort` ends it.',
  });
}

function overtaken(cause: unknown): DomainError {
  return new DomainError('sync.already_running', 'conflict', 'Another process began a sync at the same moment.', {
    remedy: 'Wait for it, or abort it.',
    cause,
  });
}
