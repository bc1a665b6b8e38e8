import { DomainError } from '@posture/domain';

/**
 * Fires at the first Ctrl-C, so that work ends at its next page; a second one ends the process.
 * @returns the signal, and how to stop listening
 */
export function stopSignal(): { readonly signal: AbortSignal; release(): void } {
  const stop = new AbortController();
  const onSignal = () => {
    release();
    stop.abort(
      new DomainError('scan.stopped', 'unavailable', 'Stopped.', {
        remedy: 'The same command goes on where this one ended; what was judged so far is kept.',
      }),
    );
  };
  const release = () => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return { signal: stop.signal, release };
}
