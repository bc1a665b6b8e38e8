import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '@posture/domain';
import { DomainError } from '@posture/domain';
import type { Clock } from '../clock';
import type { Logger } from '../logging/logger';
import { HeldRun } from './held-run';
import type { RunContext } from './held-run';
import type { ClaimedRun, Run, RunState, RunWithResult } from './run';
import { isPassing, retryDelayMs, runError } from './run-ending';
import type { RunStore } from './run-store';

/**
 * Does one kind of work. It may be called again for the same run after a process died, so every step is repeatable.
 * It heeds the signal. What it throws decides how the run goes on: what may pass waits and is tried again, anything
 * else fails the run.
 * @returns what the run's row keeps as its result
 */
export type RunHandler = (run: Run, context: RunContext) => Promise<JsonObject | null>;

export interface RunWorkerOptions {
  readonly runs: RunStore;
  /** By kind; runs of other kinds are left to other workers. */
  readonly handlers: Readonly<Record<string, RunHandler>>;
  /** Kinds somebody waits for: they are begun beside the others, whether there is room or not. */
  readonly urgent?: readonly string[];
  /** Kinds whose asker waits for the answer: a failure is told at once, and only one left behind by a process that died is begun again. */
  readonly asked?: readonly string[];
  /** Kinds that go on for as long as the process does: they have room of their own. */
  readonly standing?: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** From 0 to 1, to spread attempts. */
  readonly random: () => number;
  /** What follows once a run has failed here for good. */
  readonly afterwards?: (run: Run) => Promise<void>;
  /** Runs this process works on side by side, not counting urgent ones, standing ones and those it was asked for by name; default 2. */
  readonly concurrency?: number;
  /** Standing ones; default 8. */
  readonly standingRoom?: number;
}

/** How long handlers may take to heed a stop before their runs are given away under their feet. */
const GRACE_MS = 10_000;

/** How often the end of a run is told again, and how soon: within its lease. */
const TOLD_AGAIN = 10;
const TELL_AGAIN_MS = 1_000;

interface Working {
  readonly kind: string;
  readonly held: HeldRun;
  readonly how: How;
  readonly done: Promise<unknown>;
}

/** Works on runs in this process. */
export class RunWorker {
  readonly #working = new Map<string, Working>();
  #sweeping: Promise<void> | null = null;
  #sweepAgain = false;
  #stopping = false;

  constructor(private readonly options: RunWorkerOptions) {}

  get hasRoom(): boolean {
    const { urgent = [], standing = [] } = this.options;
    return this.#hasRoomFor(
      (kind) => !urgent.includes(kind) && !standing.includes(kind),
      this.options.concurrency ?? 2,
    );
  }

  /**
   * Begins whatever is due, as far as there is room; does not wait for its end and never throws. Called when a wake
   * comes, and every few seconds because a wake may be lost.
   */
  async sweep(): Promise<void> {
    this.#sweepAgain = true;
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = null;
      // Whoever called since the last look waits for the sweep that has just ended.
      return this.#sweepAgain ? this.sweep() : undefined;
    });
    await this.#sweeping;
  }

  /**
   * Works on one run now, in this process, and once: whoever asked is told of a failure instead of waiting for another
   * attempt. One that is worked on here already is waited for.
   * @throws what the handler threw, the run being failed then; {DomainError} `run.already_active`, `run.wrong_state`,
   *   `run.not_found`, `run.fenced`, `run.stopped`
   */
  async runNow(id: string): Promise<RunWithResult> {
    if (this.#stopping) throw stopped();
    const mine = this.#working.get(id);
    if (mine !== undefined) await mine.done;
    else await this.#begin(await this.options.runs.claimOne(id), { once: true }).done;
    return this.options.runs.get(id);
  }

  /** Stops what runs here and puts it back for others to go on with at once. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#sweeping;
    const working = [...this.#working.values()];
    for (const { held } of working) held.abort(stopped());
    const grace = new AbortController();
    await Promise.race([
      Promise.allSettled(working.map(({ done }) => done)),
      delay(GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined),
    ]);
    grace.abort();
    for (const { held } of this.#working.values()) await this.#putBack(held);
  }

  async #sweep(): Promise<void> {
    while (this.#sweepAgain) {
      this.#sweepAgain = false;
      try {
        while (!this.#stopping) {
          const kinds = this.#kindsWithRoom();
          const claimed = kinds.length === 0 ? null : await this.options.runs.claim(kinds, [...this.#working.keys()]);
          if (claimed === null) break;
          // The row says how it ended.
          this.#begin(claimed, { once: false }).done.catch(() => undefined);
        }
      } catch (error) {
        this.options.logger.warn('run.sweep_failed', { error });
      }
    }
  }

  #kindsWithRoom(): string[] {
    const { handlers, urgent = [], standing = [], standingRoom = 8 } = this.options;
    const ofStanding = this.#hasRoomFor((kind) => standing.includes(kind), standingRoom);
    return Object.keys(handlers).filter(
      (kind) => urgent.includes(kind) || (standing.includes(kind) ? ofStanding : this.hasRoom),
    );
  }

  #hasRoomFor(counts: (kind: string) => boolean, room: number): boolean {
    const found = [...this.#working.values()].filter(({ kind, how }) => !how.once && counts(kind));
    return !this.#stopping && found.length < room;
  }

  #begin(claimed: ClaimedRun, how: How): Working {
    const { runs, clock, logger } = this.options;
    const held = new HeldRun(runs, claimed, clock, logger.with({ runId: claimed.run.id, kind: claimed.run.kind }));
    const done = this.#work(claimed.run, held, how).finally(() => {
      this.#working.delete(claimed.run.id);
      // What waited for room need not wait for the next tick; one that asked by name is on its own.
      if (!how.once && !this.#stopping) void this.sweep();
    });
    const working = { kind: claimed.run.kind, held, how, done };
    // Claimed while the process was told to stop.
    if (this.#stopping) held.abort(stopped());
    this.#working.set(claimed.run.id, working);
    return working;
  }

  async #work(run: Run, held: HeldRun, how: How): Promise<void> {
    const { runs, handlers, clock } = this.options;
    const { connectionId, trigger, attempt } = run;
    const startedAt = clock.now().getTime();
    held.log.info('run.started', { connectionId, trigger, attempt });
    try {
      const handler = handlers[run.kind];
      if (handler === undefined) throw noHandler(run);
      const result = await handler(run, held);
      await held.settle();
      await lastWord(() => runs.complete(held.lease, result));
      held.log.info('run.completed', { ms: clock.now().getTime() - startedAt });
    } catch (error) {
      await held.settle();
      await this.#end(run, held, how, error).catch((failure: unknown) => {
        // It was stopped, taken over or forgotten before this process noticed.
        if (isGone(failure)) return held.log.info('run.lost', { reason: failure.message });
        // Its lease runs out, and whoever takes it over counts an attempt.
        held.log.warn('run.end_unwritten', { error: failure });
      });
      throw error;
    }
  }

  async #end(run: Run, held: HeldRun, how: How, cause: unknown): Promise<void> {
    const { runs, clock, random, asked = [] } = this.options;
    const error = runError(cause, held.currentStep);
    const log = held.log.with({ code: error.code });
    if (held.lost || error.code === 'run.fenced') return log.info('run.lost', { reason: error.message });
    if (this.#stopping) return this.#putBack(held);
    const at = new Date(clock.now().getTime() + retryDelayMs(held.attempt, random()));
    const isLast = how.once || asked.includes(run.kind) || !isPassing(error);
    const state = await lastWord(() => (isLast ? runs.fail(held.lease, error) : runs.retry(held.lease, error, at)));
    log.warn('run.failed', { error: cause, state });
    if (state === 'failed') await this.#afterwards(run, log);
  }

  /** Whoever looks after what is left behind comes by again. */
  async #afterwards({ id }: Run, log: Logger): Promise<void> {
    const { runs, afterwards } = this.options;
    await runs
      .get(id)
      .then(afterwards)
      .catch((error: unknown) => log.warn('run.aftermath_failed', { error }));
  }

  async #putBack({ lease, log }: HeldRun): Promise<void> {
    await this.options.runs
      .wait(lease, this.options.clock.now(), 'The process that worked on it was stopped; another goes on.')
      .catch((error: unknown) => {
        if (isGone(error)) log.info('run.lost', { reason: error.message });
        else log.warn('run.end_unwritten', { error });
      });
  }
}

interface How {
  /** A failure ends the run, whatever it is. */
  readonly once: boolean;
}

/**
 * How an attempt ended, told once more where the database was away for the moment, or had forgotten whom it spoke with:
 * else all of it is done again, once its lease has run out.
 * @returns the run's state now
 */
async function lastWord(tell: () => Promise<RunState>): Promise<RunState> {
  for (let again = 0; ; again += 1) {
    try {
      return await tell();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // It was heard, and only the answer was lost.
      if (again > 0 && error.code === 'run.wrong_state') return error.details['state'] as RunState;
      if (again === TOLD_AGAIN || error.kind !== 'unavailable') throw error;
      await delay(TELL_AGAIN_MS);
    }
  }
}

/** Nobody is to write to it any more; a connection that is deleted takes its runs along. */
function isGone(error: unknown): error is DomainError {
  return error instanceof DomainError && (error.code === 'run.fenced' || error.code === 'run.not_found');
}

function stopped(): DomainError {
  return new DomainError('run.stopped', 'unavailable', 'The process is stopping.');
}

function noHandler({ kind }: Run): DomainError {
  return new DomainError('run.unknown_kind', 'internal', `This process knows no work of kind ${kind}.`);
}
