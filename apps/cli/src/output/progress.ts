import type { SingleBar } from 'cli-progress';
import type { JudgedWave, ScanProgress } from '@posture/flows';

/** What a person sees while a scan runs. */
export interface ProgressView {
  onProgress(progress: ScanProgress): void;
  /** Before anything else is printed. May be called twice. */
  stop(): void;
}

/** Where progress goes: standard error, whatever stands in for it. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

interface Told {
  readonly now: () => number;
  readonly stream: ProgressStream;
}

/** Between two lines on anything but a terminal. */
const LINE_EVERY_MS = 3_000;

/** A bar on a terminal, a line every few seconds elsewhere, nothing when quiet. */
export async function progressView(
  quiet: boolean,
  stream: ProgressStream = process.stderr,
  now: () => number = Date.now,
): Promise<ProgressView> {
  if (quiet) return { onProgress: () => undefined, stop: () => undefined };
  if (stream.isTTY !== true) return lineView({ stream, now });
  const { SingleBar: Bar } = await import('cli-progress');
  return barView(
    new Bar({
      format: 'part {wave} of {waves} [{bar}] {value}/{all} requests, {records} records | {what}',
      stream,
      barsize: 20,
      hideCursor: true,
      clearOnComplete: true,
      linewrap: false,
      fps: 5,
    }),
    stream,
  );
}

function barView(bar: SingleBar, stream: ProgressStream): ProgressView {
  let started = false;
  let judged = 0;
  const stop = () => {
    if (started) bar.stop();
    started = false;
  };
  return {
    onProgress: (progress) => {
      for (const wave of progress.judged.slice(judged)) {
        stop();
        stream.write(`${judgedLine(wave, progress)}\n`);
      }
      judged = progress.judged.length;
      const { wave, waves, records, requests, expectedRequests } = progress;
      const total = Math.max(expectedRequests ?? requests * 4, requests, 1);
      const payload = { wave, waves, records, all: expectedRequests ?? '?', what: whatOf(progress) };
      if (!started) bar.start(total, requests, payload);
      started = true;
      bar.setTotal(total);
      bar.update(requests, payload);
    },
    stop,
  };
}

function lineView({ stream, now }: Told): ProgressView {
  let next = 0;
  let waitedFor = '';
  let judged = 0;
  return {
    onProgress: (progress) => {
      for (const wave of progress.judged.slice(judged)) stream.write(`${judgedLine(wave, progress)}\n`);
      judged = progress.judged.length;
      const waiting = progress.waiting?.bucket ?? '';
      const newWait = waiting !== '' && waiting !== waitedFor;
      waitedFor = waiting;
      if (now() < next && !newWait) return;
      next = now() + LINE_EVERY_MS;
      const { wave, waves, records, requests, expectedRequests } = progress;
      const of = expectedRequests === null ? '' : ` of about ${expectedRequests}`;
      stream.write(`part ${wave} of ${waves}: ${requests}${of} requests, ${records} records, ${whatOf(progress)}\n`);
    },
    stop: () => undefined,
  };
}

function judgedLine({ wave, opened, reopened, resolved }: JudgedWave, { waves }: ScanProgress): string {
  return `part ${wave} of ${waves} judged: ${opened} findings opened, ${reopened} reopened, ${resolved} resolved`;
}

function whatOf({ title, waiting }: ScanProgress): string {
  if (waiting === null) return title;
  return `waiting for Okta's limit (${waiting.bucket}) until ${waiting.until.slice(11, 19)} UTC`;
}
