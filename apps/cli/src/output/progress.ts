import { SingleBar } from 'cli-progress';
import type { SyncProgress } from '@posture/domain';
import type { ReconcileSummary } from '@posture/findings';
import { PROVIDERS } from '@posture/flows';
import type { Clock } from '@posture/platform';
import { systemClock } from '@posture/platform';

/** What a person sees while a scan runs. */
export interface ProgressView {
  onProgress(progress: SyncProgress): void;
  onWave(wave: number, summary: ReconcileSummary): void;
  /** Before anything else is printed. May be called twice. */
  stop(): void;
}

/** Where progress goes: standard error, whatever stands in for it. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Between two lines on anything but a terminal. */
const LINE_EVERY_MS = 3_000;

/** A bar on a terminal, a line every few seconds elsewhere, nothing when quiet. */
export function progressView(
  quiet: boolean,
  stream: ProgressStream = process.stderr,
  clock: Clock = systemClock,
): ProgressView {
  if (quiet) return { onProgress: () => undefined, onWave: () => undefined, stop: () => undefined };
  return stream.isTTY === true ? barView(stream) : lineView(stream, clock);
}

function barView(stream: ProgressStream): ProgressView {
  const bar = new SingleBar({
    format: 'part {wave} of 3 [{bar}] {value}/{all} requests, {records} records | {what}',
    stream,
    barsize: 20,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
    fps: 5,
  });
  let started = false;
  return {
    onProgress: (progress) => {
      const { wave, records, requests, expectedRequests } = progress;
      const total = Math.max(expectedRequests ?? requests * 4, requests, 1);
      const payload = { wave, records, all: expectedRequests ?? '?', what: whatOf(progress) };
      if (!started) bar.start(total, requests, payload);
      started = true;
      bar.setTotal(total);
      bar.update(requests, payload);
    },
    onWave: (wave, summary) => {
      if (started) bar.stop();
      started = false;
      stream.write(`${judgedLine(wave, summary)}\n`);
    },
    stop: () => {
      if (started) bar.stop();
      started = false;
    },
  };
}

function lineView(stream: ProgressStream, clock: Clock): ProgressView {
  let next = 0;
  let waitedFor = '';
  return {
    onProgress: (progress) => {
      const now = clock.now().getTime();
      const waiting = progress.waiting?.bucket ?? '';
      const newWait = waiting !== '' && waiting !== waitedFor;
      waitedFor = waiting;
      if (now < next && !newWait) return;
      next = now + LINE_EVERY_MS;
      const { wave, records, requests, expectedRequests } = progress;
      const of = expectedRequests === null ? '' : ` of about ${expectedRequests}`;
      stream.write(`part ${wave} of 3: ${requests}${of} requests, ${records} records, ${whatOf(progress)}\n`);
    },
    onWave: (wave, summary) => stream.write(`${judgedLine(wave, summary)}\n`),
    stop: () => undefined,
  };
}

function judgedLine(wave: number, { opened, reopened, resolved }: ReconcileSummary): string {
  return `part ${wave} of 3 judged: ${opened} findings opened, ${reopened} reopened, ${resolved} resolved`;
}

function whatOf({ resource, waiting }: SyncProgress): string {
  if (waiting !== null)
    return `waiting for Okta's limit (${waiting.bucket}) until ${waiting.until.toISOString().slice(11, 19)} UTC`;
  const rows = [...PROVIDERS.values()].flatMap(({ catalogue }) => catalogue.resources[resource] ?? []);
  return rows[0]?.title ?? resource;
}
