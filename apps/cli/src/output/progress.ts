import { SingleBar } from 'cli-progress';
import { OKTA_RESOURCES } from '@posture/domain';
import type { OktaResource, SyncProgress } from '@posture/domain';
import type { ReconcileSummary } from '@posture/findings';
import { note } from './say';

/** What a person sees while a scan runs. */
export interface ProgressView {
  onProgress(progress: SyncProgress): void;
  onWave(wave: number, summary: ReconcileSummary): void;
  stop(): void;
}

/** A bar on a terminal, a line per change of resource elsewhere, nothing when quiet. */
export function progressView(quiet: boolean): ProgressView {
  if (quiet) return { onProgress: () => undefined, onWave: () => undefined, stop: () => undefined };
  return process.stderr.isTTY ? barView() : lineView();
}

function barView(): ProgressView {
  const bar = new SingleBar({
    format: 'wave {wave} {bar} {value}/{total} requests | {records} records | {what}',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    fps: 5,
  });
  let started = false;
  return {
    onProgress: (progress) => {
      const total = Math.max(progress.expectedRequests ?? 0, progress.requests, 1);
      const payload = { wave: progress.wave, records: progress.records, what: whatOf(progress) };
      if (!started) bar.start(total, progress.requests, payload);
      started = true;
      bar.setTotal(total);
      bar.update(progress.requests, payload);
    },
    onWave: () => undefined,
    stop: () => bar.stop(),
  };
}

function lineView(): ProgressView {
  let last = '';
  return {
    onProgress: (progress) => {
      const what = whatOf(progress);
      if (what === last) return;
      last = what;
      note(`wave ${progress.wave}: ${what} (${progress.records} records, ${progress.requests} requests)`);
    },
    onWave: (wave, { opened, reopened, resolved }) =>
      note(`wave ${wave} judged: ${opened} findings opened, ${reopened} reopened, ${resolved} resolved`),
    stop: () => undefined,
  };
}

function whatOf({ resource, waiting }: SyncProgress): string {
  if (waiting !== null)
    return `waiting for Okta's limit (${waiting.bucket}) until ${waiting.until.toISOString().slice(11, 19)}`;
  return Object.hasOwn(OKTA_RESOURCES, resource) ? OKTA_RESOURCES[resource as OktaResource].title : resource;
}
