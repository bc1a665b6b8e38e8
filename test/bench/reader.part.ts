import { Agent, request } from 'undici';
import { startChild } from './child-process';
import type { BenchPart, PartResult } from './part';
import { figure } from './part';
import { RecordingSink } from './recording-sink';
import { serveOrg } from './sandbox-process';
import { inSeconds, median, timed } from './stopwatch';
import { readInto } from './tenant';

const SIZE = { users: 10_000, groups: 506, apps: 400 };
const ROUNDS = 15;
type Body = 'json' | 'text';

/** Lists of many records that no later read asks for. */
const LARGE = ['group-members', 'app-users', 'app-groups'];
/** Requests the reader has in flight at most. */
const AT_ONCE = 8;

export const readerPart: BenchPart = {
  name: 'reader',
  title: 'Reading an org',
  method: `The Okta reader (fetch, parse, map, page by page into a sink that keeps what the reader asks for again) against
undici alone fetching the same pages with the same ${AT_ONCE} requests in flight, once with its \`body.json()\`, once with its
\`body.text()\`, what is read being thrown away. All from a process on loopback that serves recorded pages from memory. The
ratio is the reader's throughput over undici's. No reader can reach 0.6 of \`text()\`: parsing alone takes longer than fetching from
loopback.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const org = await serveOrg(SIZE);
  const pages = await startChild('test/bench/page-server.ts', [org.url]);
  try {
    const { url } = pages.said as { url: string };
    const first = new RecordingSink(LARGE);
    const requests = await readInto(first, url, org.token);
    const { records } = first;
    say(`recorded ${requests} requests, ${records} records`);
    const paths = (await (await request(`${url}/__pages`)).body.json()) as string[];
    let bytes = 0;
    const seconds: Record<'reader' | Body, number[]> = { reader: [], json: [], text: [] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const body of ['json', 'text'] as const) {
        const { seconds: taken, result } = await timed(() => fetchAll(url, paths, body));
        bytes = result;
        if (round > 0) seconds[body].push(taken);
      }
      const read = await timed(() => readInto(new RecordingSink(LARGE), url, org.token));
      if (round > 0) seconds.reader.push(read.seconds);
    }
    const [ours, json, text] = [median(seconds.reader), median(seconds.json), median(seconds.text)];
    const rate = (taken: number) => `${inSeconds(taken)}, ${Math.round(bytes / 1e6 / taken)} MB/s`;
    return {
      sizes: `${SIZE.users.toLocaleString('en')} users, ${SIZE.groups} groups, ${SIZE.apps} apps: ${requests.toLocaleString('en')} requests, ${Math.round(bytes / 1e6)} MB, ${records.toLocaleString('en')} records. Median of ${ROUNDS} rounds in turns, after one to warm up.`,
      figures: [
        figure('throughput against `body.json()`', rate(ours), rate(json), json / ours, { atLeast: 0.6 }),
        figure('throughput against `body.text()`', rate(ours), rate(text), text / ours, {}),
      ],
      left: [],
    };
  } finally {
    await pages.stop();
    await org.stop();
  }
}

/** @returns bytes of all bodies */
async function fetchAll(url: string, paths: readonly string[], read: Body): Promise<number> {
  const dispatcher = new Agent({ connections: 16 });
  let next = 0;
  let bytes = 0;
  const work = async () => {
    while (next < paths.length) {
      const { body, headers } = await request(`${url}${paths[next++]!}`, { dispatcher });
      const length = Number(headers['content-length']);
      bytes += length;
      // An empty answer is no JSON.
      if (read === 'text' || length === 0) await body.text();
      else await body.json();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await dispatcher.destroy();
  return bytes;
}
