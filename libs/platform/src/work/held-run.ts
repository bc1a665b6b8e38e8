import { DomainError } from '@posture/domain';
import type { Clock } from '../clock';
import type { Logger } from '../logging/logger';
import { LEASE_MS } from './run';
import type { ClaimedRun, Hold, RunLease } from './run';
import type { RunStore } from './run-store';

const RENEW_MS = LEASE_MS / 4;
const PROGRESS_MS = 1_000;
/** How soon a cancel is noticed by work that tells no progress. */
const LOOK_MS = 2_000;

/** What a handler is given beside its run. */
export interface RunContext {
  /** For writers that keep the fence themselves. */
  readonly lease: RunLease;
  readonly hold: Hold;
  /** Fires when the run is cancelled or taken over, and when the process stops. */
  readonly signal: AbortSignal;
  /** Told as often as it changes; other processes see the latest, at most a second old. */
  progress(progress: object): void;
  /**
   * For work without an end: what was done so far is saved and is not begun again, so that the attempts before it no
   * longer count.
   */
  gotOn(): void;
  /** Of this process, with the run's id and kind on every line. */
  readonly log: Logger;
  /** What is done from now on, for progress and for the error when it fails. */
  readonly step: (name: string) => void;
}

/** Keeps a lease while its run is worked on, and writes what the handler tells. */
export class HeldRun implements RunContext {
  readonly lease: RunLease;
  readonly #stop = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #attempt: number;
  #step: string | null = null;
  #progress: object | null = null;
  #untold = false;
  #lost = false;
  #beat: Promise<void> | null = null;
  #renewedAt: number;
  #lookedAt: number;
  #toldAt = -Infinity;

  constructor(
    private readonly runs: RunStore,
    { run, lease }: ClaimedRun,
    private readonly clock: Clock,
    readonly log: Logger,
  ) {
    this.lease = lease;
    this.#attempt = run.attempt;
    this.#renewedAt = this.#lookedAt = this.#now();
    this.#timer = setInterval(() => void this.#tick(), PROGRESS_MS);
    this.#timer.unref();
  }

  readonly step = (name: string): void => {
    this.#step = name;
    this.#tell();
  };

  readonly hold: Hold = (tx) => this.runs.assertHeld(tx, this.lease);

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** The run is another's now, or ended: nothing more may be written. */
  get lost(): boolean {
    return this.#lost;
  }

  get currentStep(): string | null {
    return this.#step;
  }

  progress(progress: object): void {
    this.#progress = progress;
    this.#tell();
  }

  gotOn(): void {
    if (this.#attempt === 1) return;
    this.#attempt = 1;
    this.#tell();
  }

  /** Which attempt this is, from 1, of those since it last got on. */
  get attempt(): number {
    return this.#attempt;
  }

  abort(reason: unknown): void {
    this.#stop.abort(reason);
  }

  /** Stops renewing, and writes the last that was told. */
  async settle(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beat;
    if (this.#untold && !this.#lost) await this.#survive(() => this.#write());
  }

  #tell(): void {
    this.#untold = true;
    if (this.#isDue(this.#toldAt, PROGRESS_MS)) void this.#tick();
  }

  /** One statement at a time: on an embedded store a second would only wait behind the first. */
  async #tick(): Promise<void> {
    if (this.#beat !== null || this.#lost) return;
    const now = this.#now();
    const due = this.#isDue(this.#renewedAt, RENEW_MS)
      ? () => this.#renew(now)
      : this.#untold && this.#isDue(this.#toldAt, PROGRESS_MS)
        ? () => this.#write()
        : this.#isDue(this.#lookedAt, LOOK_MS)
          ? () => this.runs.look(this.lease)
          : null;
    if (due === null) return;
    this.#beat = this.#survive(due);
    await this.#beat;
    this.#beat = null;
  }

  async #renew(now: number): Promise<void> {
    await this.runs.renew(this.lease);
    this.#renewedAt = now;
  }

  async #write(): Promise<void> {
    this.#untold = false;
    this.#toldAt = this.#now();
    try {
      await this.runs.progress(this.lease, this.#step, this.#progress, this.#attempt);
    } catch (error) {
      this.#untold = true;
      throw error;
    }
  }

  /** A database that is away for a moment is survived, for as long as the lease lasts. */
  async #survive(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#lookedAt = this.#now();
    } catch (error) {
      if (error instanceof DomainError && error.kind !== 'unavailable') return this.#lose(error);
      this.log.warn('run.unwritten', { error });
      if (this.#now() - this.#renewedAt >= LEASE_MS) this.#lose(error);
    }
  }

  #lose(reason: unknown): void {
    this.#lost = true;
    this.#stop.abort(reason);
  }

  /** Also once the clock was put back, however far. */
  #isDue(doneAt: number, everyMs: number): boolean {
    return Math.abs(this.#now() - doneAt) >= everyMs;
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}
