import type { SyncLease, SyncStore } from '@posture/inventory';
import { LEASE_MS } from '@posture/inventory';

/** Renews a lease while work goes on. The signal fires when the lease is lost or the caller's own signal does. */
export function keepLease(
  syncs: SyncStore,
  lease: SyncLease,
  signal: AbortSignal,
): { readonly signal: AbortSignal; release(): void } {
  const lost = new AbortController();
  let renewing = false;
  const timer = setInterval(() => {
    // A merge on an embedded store makes a renewal wait; a second one behind it would gain nothing.
    if (renewing) return;
    renewing = true;
    syncs
      .renew(lease)
      .catch((error: unknown) => lost.abort(error))
      .finally(() => {
        renewing = false;
      });
  }, LEASE_MS / 4);
  timer.unref();
  return { signal: AbortSignal.any([signal, lost.signal]), release: () => clearInterval(timer) };
}
