import { Writable } from 'node:stream';
import type { SyncProgress } from '@posture/domain';
import { progressView } from './progress';
import type { ProgressStream } from './progress';

const SUMMARY = { opened: 2, reopened: 1, resolved: 0 } as Parameters<ReturnType<typeof progressView>['onWave']>[1];

function at(requests: number, more: Partial<SyncProgress> = {}): SyncProgress {
  return { wave: 1, resource: 'users', records: requests * 10, requests, expectedRequests: 40, waiting: null, ...more };
}

/** What was written, and a clock that is set by hand. */
function terminal(isTTY: boolean) {
  let written = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written += chunk.toString();
      done();
    },
  });
  const time = { ms: 1_000_000 };
  const clock = { now: () => new Date(time.ms) };
  Object.assign(stream, {
    isTTY,
    columns: 120,
    cursorTo: () => true,
    clearLine: () => true,
    clearScreenDown: () => true,
  });
  return { stream: stream as unknown as ProgressStream, clock, time, text: () => written };
}

describe('Progress', () => {
  const waiting = { bucket: 'DF', until: new Date('2026-03-01T10:20:30Z') };

  it('is a line every few seconds where there is no terminal, however often the resource changes', () => {
    const { stream, clock, time, text } = terminal(false);
    const view = progressView(false, stream, clock);
    for (let requests = 1; requests <= 40; requests += 1, time.ms += 200)
      view.onProgress(at(requests, { resource: requests % 2 === 0 ? 'users' : 'groups' }));
    view.onWave(1, SUMMARY);
    view.stop();

    const lines = text().trimEnd().split('\n');
    expect(lines[0]).toBe('part 1 of 3: 1 of about 40 requests, 10 records, groups');
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toBe('part 1 of 3 judged: 2 findings opened, 1 reopened, 0 resolved');
  });

  it("says at once, and once, that it waits for Okta's limit", () => {
    const { stream, clock, text } = terminal(false);
    const view = progressView(false, stream, clock);
    view.onProgress(at(1));
    view.onProgress(at(2, { waiting }));
    view.onProgress(at(3, { waiting }));
    view.onProgress(at(4, { expectedRequests: null }));

    expect(text().trimEnd().split('\n')).toEqual([
      'part 1 of 3: 1 of about 40 requests, 10 records, users',
      "part 1 of 3: 2 of about 40 requests, 20 records, waiting for Okta's limit (DF) until 10:20:30 UTC",
    ]);
  });

  it('is a bar on a terminal, with what is read, how much, and what it waits for', () => {
    const { stream, clock, text } = terminal(true);
    const view = progressView(false, stream, clock);
    view.onProgress(at(10, { expectedRequests: null }));
    view.stop();
    view.onProgress(at(20, { waiting }));
    view.stop();
    view.stop();

    expect(text()).toContain('10/? requests, 100 records | users');
    expect(text()).toContain("20/40 requests, 200 records | waiting for Okta's limit (DF)");
  });

  it('is nothing when quiet', () => {
    const { stream, clock, text } = terminal(true);
    const view = progressView(true, stream, clock);
    view.onProgress(at(1));
    view.onWave(1, SUMMARY);
    view.stop();
    expect(text()).toBe('');
  });
});
