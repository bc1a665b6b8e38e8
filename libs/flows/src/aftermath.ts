import type { EvaluationStore } from '@posture/evaluations';
import type { SyncStore } from '@posture/inventory';
import { UNFINISHED, isPassing } from '@posture/platform';
import type { Clock, Run, RunStore } from '@posture/platform';

/** How long a sync waits for whoever may go on with it: about as long as a provider keeps its cursors. */
const GO_ON_MS = 6 * 3_600_000;
const ANOTHER_CREDENTIAL = { code: 'sync.outdated', message: 'Begun with a credential that is used no more.' };

/** Ends what a run leaves behind that came to no good end: the sync nobody reads on, the scan nobody will complete. */
export class Aftermath {
  constructor(
    private readonly runs: RunStore,
    private readonly syncs: SyncStore,
    private readonly evaluations: EvaluationStore,
    private readonly clock: Clock,
  ) {}

  /** Of a run that has failed or was cancelled; of any other nothing is ended. */
  async of(run: Run): Promise<void> {
    const { id, state, error } = run;
    if (error === null || UNFINISHED.includes(state)) return;
    const { code, message } = error;
    await this.evaluations.fail(id, message);
    if (this.#mayBeGoneOnWith(run)) return;
    await this.syncs.endOf(id, state === 'cancelled' ? 'aborted' : 'failed', { code, message });
  }

  /** Of runs that ended while nobody looked, as when each of their processes died. */
  async ofAll(): Promise<void> {
    for (const id of new Set([...(await this.syncs.readers()), ...(await this.evaluations.running())])) {
      // None: of a connection that was deleted meanwhile, or from before there were runs.
      const run = await this.runs.find(id);
      if (run !== null) await this.of(run);
    }
  }

  /** Of runs of a connection that ended: what they have read is not gone on with, as it was read with another credential. */
  async letGo(connectionId: string): Promise<void> {
    for (const id of await this.syncs.readers(connectionId)) {
      const run = await this.runs.find(id);
      if (run === null || !UNFINISHED.includes(run.state)) await this.syncs.endOf(id, 'aborted', ANOTHER_CREDENTIAL);
    }
  }

  /** Who asked for a single attempt asks again when the provider is back, and then need not read all of it again. */
  #mayBeGoneOnWith({ state, error, attempt, maxAttempts, finishedAt }: Run): boolean {
    if (state !== 'failed' || error === null || finishedAt === null) return false;
    const age = this.clock.now().getTime() - finishedAt.getTime();
    return isPassing(error) && attempt < maxAttempts && age < GO_ON_MS;
  }
}
