import { Writable } from 'node:stream';
import type { ScanProgress } from '@posture/flows';
import { progressView } from './progress';
import type { ProgressStream } from './progress';

function at(requests: number, more: Partial<ScanProgress> = {}): ScanProgress {
  const read = { wave: 1, waves: 3, resource: 'users', title: 'users', records: requests * 10, requests };
  return { ...read, expectedRequests: 40, waiting: null, judged: [], ...more };
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
  const now = () => time.ms;
  Object.assign(stream, {
    isTTY,
    columns: 120,
    cursorTo: () => true,
    clearLine: () => true,
    clearScreenDown: () => true,
  });
  return { stream: stream as unknown as ProgressStream, now, time, text: () => written };
}

describe('Progress', () => {
  const waiting = { bucket: 'DF', until: '2026-03-01T10:20:30.000Z' };
  const judged = [{ wave: 1, opened: 2, reopened: 1, resolved: 0 }];

  it('is a line every few seconds where there is no terminal, however often the resource changes', async () => {
    const { stream, now, time, text } = terminal(false);
    const view = await progressView(false, stream, now);
    for (let requests = 1; requests <= 40; requests += 1, time.ms += 200)
      view.onProgress(at(requests, { title: requests % 2 === 0 ? 'users' : 'groups' }));
    view.stop();

    const lines = text().trimEnd().split('\n');
    expect(lines[0]).toBe('part 1 of 3: 1 of about 40 requests, 10 records, groups');
    expect(lines).toHaveLength(3);
  });

  it('says once of each wave what its judgement changed', async () => {
    const { stream, now, text } = terminal(false);
    const view = await progressView(false, stream, now);
    view.onProgress(at(1, { judged }));
    view.onProgress(at(2, { judged }));
    view.onProgress(at(3, { judged: [...judged, { wave: 2, opened: 0, reopened: 0, resolved: 4 }] }));
    view.stop();

    expect(
      text()
        .split('\n')
        .filter((line) => line.includes('judged')),
    ).toEqual([
      'part 1 of 3 judged: 2 findings opened, 1 reopened, 0 resolved',
      'part 2 of 3 judged: 0 findings opened, 0 reopened, 4 resolved',
    ]);
  });

  it("says at once, and once, that it waits for Okta's limit", async () => {
    const { stream, now, text } = terminal(false);
    const view = await progressView(false, stream, now);
    view.onProgress(at(1));
    view.onProgress(at(2, { waiting }));
    view.onProgress(at(3, { waiting }));
    view.onProgress(at(4, { expectedRequests: null }));

    expect(text().trimEnd().split('\n')).toEqual([
      'part 1 of 3: 1 of about 40 requests, 10 records, users',
      "part 1 of 3: 2 of about 40 requests, 20 records, waiting for Okta's limit (DF) until 10:20:30 UTC",
    ]);
  });

  it('is a bar on a terminal, with what is read, how much, and what it waits for', async () => {
    const { stream, now, text } = terminal(true);
    const view = await progressView(false, stream, now);
    view.onProgress(at(10, { expectedRequests: null }));
    view.stop();
    view.onProgress(at(20, { waiting }));
    view.stop();
    view.stop();

    expect(text()).toContain('10/? requests, 100 records | users');
    expect(text()).toContain("20/40 requests, 200 records | waiting for Okta's limit (DF)");
  });

  it('is nothing when quiet', async () => {
    const { stream, now, text } = terminal(true);
    const view = await progressView(true, stream, now);
    view.onProgress(at(1, { judged }));
    view.stop();
    expect(text()).toBe('');
  });
});
