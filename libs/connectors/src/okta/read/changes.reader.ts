import { setMaxListeners } from 'node:events';
import type { GraphView, ObjectChange, StaleResource, SyncSink } from '@posture/domain';
import type { OktaClient } from '../http/okta-client';
import { ChangeRun } from './change-run';
import type { ChangeOptions } from './kept-lists';
import { askView, seesAll } from './credential-view';
import { readIdentity } from './org-identity';
import type { OrgIdentity } from '../map/tenant';
import { ReadRun } from './read-run';

/** So long a credential that saw what every org has is taken to see it. */
const VIEW_LASTS_MS = 60_000;

const OUT_OF_SIGHT =
  'What is missing here may only be out of sight: the credential does not see users, the group Everyone and applications. Nothing was closed.';

/** Reads an org's changes, one batch after the other. */
export class ChangesReader {
  #identity: OrgIdentity | null = null;
  #sawAllAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly client: OktaClient,
    private readonly options: ChangeOptions,
  ) {}

  /** As `Link.readChanges`. */
  async read(
    changes: readonly ObjectChange[],
    known: GraphView,
    sink: SyncSink,
    signal: AbortSignal,
  ): Promise<readonly StaleResource[]> {
    if (changes.length === 0) return [];
    // Many objects are read side by side, and each listens to it.
    setMaxListeners(0, signal);
    const run = new ReadRun(this.client, sink, 1, signal, null, 'interactive');
    this.#identity ??= await readIdentity(this.client, signal);
    const work = new ChangeRun(run, known, this.#identity, this.options);
    await work.read(changes);
    if (work.lacks && !(await this.#seesAll(signal))) {
      work.forgetAbsent(OUT_OF_SIGHT);
      await run.disbelieveAbsences(OUT_OF_SIGHT);
    }
    await work.write();
    return work.unread;
  }

  /** A role that is lost shows in no error: Okta answers "not found", and shorter lists. */
  async #seesAll(signal: AbortSignal): Promise<boolean> {
    const now = this.client.clock.now().getTime();
    if (now - this.#sawAllAt < VIEW_LASTS_MS) return true;
    const sees = seesAll(await askView(this.client, signal));
    if (sees) this.#sawAllAt = now;
    return sees;
  }
}
