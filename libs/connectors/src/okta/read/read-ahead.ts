import type { OktaResource } from '../catalogue/okta-catalogue';
import type { OktaClient } from '../http/okta-client';
import { SHARE } from '../http/limit-window';
import type { OktaBucket } from '../http/okta-path';
import { allSettled } from './all-settled';
import type { ListRead, ReadRun } from './read-run';

/** Lists under way at once; the limiter lets them go only where nothing more urgent wants to. */
const LANES = 4;
/** Minutes of reading below which a list may as well wait for its wave. */
const WORTHWHILE_MINUTES = 0.25;

/** Whether so many lists would keep their wave waiting for the limit; unknown limits keep nobody waiting. */
export function isScarce(client: OktaClient, bucket: OktaBucket, lists: number): boolean {
  const limit = client.limits[bucket];
  return limit !== undefined && lists / (limit * SHARE) >= WORTHWHILE_MINUTES;
}

/**
 * Reads lists of a later wave while their limit lies idle, also while an earlier wave is merged and judged: the scarcest
 * limit decides how long a sync takes. What was read is staged and left open, so that its own wave, in whatever
 * process, goes on from there and closes it. Whatever fails is left to that wave.
 */
export class ReadAhead {
  readonly #done: Promise<void>;
  #halted = false;

  constructor(
    private readonly run: ReadRun,
    private readonly lists: readonly ListRead[],
  ) {
    // Its own wave meets the same failure, and tells it.
    this.#done = this.#readAll().catch(() => undefined);
  }

  /** Begins no page any more. Resolves when those under way are staged. */
  async halt(): Promise<void> {
    this.#halted = true;
    await this.#done;
  }

  async #readAll(): Promise<void> {
    for (const resource of new Set(this.lists.map((list) => list.resource))) await this.#markBegun(resource);
    let next = 0;
    const lane = async (): Promise<void> => {
      while (!this.#halted) {
        const list = this.lists[next];
        if (list === undefined) return;
        next += 1;
        if (!(await this.run.readAhead(list, () => this.#halted))) this.#halted = true;
      }
    };
    await allSettled(Array.from({ length: LANES }, lane), () => (this.#halted = true));
  }

  /** Its own wave looks up only the lists of a resource that was begun. */
  async #markBegun(resource: OktaResource): Promise<void> {
    if ((await this.run.writer.progress(resource, '')) !== null) return;
    await this.run.writer.begin({ resource, parent: '', readStartedAt: this.run.now() });
  }
}

/** Lists staged ahead that are not to be believed are begun again, without what they staged. */
export async function forgetAhead(run: ReadRun, lists: readonly ListRead[]): Promise<void> {
  for (const { resource, parent } of lists) {
    const progress = await run.writer.progress(resource, parent);
    if (progress === null || progress.finished) continue;
    await run.writer.begin({ resource, parent, readStartedAt: run.now() });
  }
}
