import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { SyncOfRun } from '@posture/flows';
import { UNFINISHED } from '@posture/platform';
import { syncView } from './syncs.view';

const LOOK_MS = 500;
/** Looks without news after which something is sent all the same, so that nothing on the way takes the stream for dead. */
const QUIET_LOOKS = 30;

export interface WatchedSync {
  /** How it goes now, whichever process works on it. */
  look(): Promise<SyncOfRun>;
  /** Id of the last event the reader has; it is not told again. */
  readonly lastEventId: string | null;
  /** Ends the stream: nobody listens any more, or is to ask another process. */
  readonly signal: AbortSignal;
}

/**
 * How a sync goes, as server-sent events: `progress` whenever it has changed, `ended` once and last. An event is the
 * sync as its own route answers it, and its id says what it says, in every process.
 * @throws what `look` throws first; later failures end the stream
 */
export async function* syncEvents({ look, lastEventId, signal }: WatchedSync): AsyncGenerator<string, void, undefined> {
  let last = lastEventId;
  // The head of the answer goes with its first piece; whoever is told nothing new is to know that it is heard.
  yield ': watching\n\n';
  for (let quiet = 0; !signal.aborted; quiet += 1) {
    const sync = await look();
    const data = JSON.stringify(syncView(sync));
    const id = createHash('sha256').update(data).digest('base64url').slice(0, 16);
    const isOver = !UNFINISHED.includes(sync.run.state);
    if (id !== last || isOver) {
      yield `id: ${id}\nevent: ${isOver ? 'ended' : 'progress'}\ndata: ${data}\n\n`;
      quiet = 0;
    } else if (quiet >= QUIET_LOOKS) {
      yield ': still there\n\n';
      quiet = 0;
    }
    last = id;
    if (isOver) return;
    await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}
