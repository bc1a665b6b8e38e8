import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Database } from '@posture/platform';
import { postgresMissing, startPostgres } from '../support/postgres';
import { ServerProcess } from '../support/server-process';
import type { BenchPart, PartResult } from './part';
import { figure, round } from './part';
import { serveOrg } from './sandbox-process';
import { ServedPosture } from './served-posture';
import { inSeconds, timed } from './stopwatch';

/** About 525 events a user in the days. */
const SIZE = { users: 5_700, groups: 400, apps: 200, days: 30 };
const EVENTS_A_USER = 525;
const DAY_MS = 24 * 3_600_000;

export const backfillPart: BenchPart = {
  name: 'backfill',
  title: 'Reading the past of the activity log',
  method: `An org with the ordinary life of ${SIZE.days} days in its log, served by a process of its own, and an engine on PostgreSQL that has read the org: it
asks for the log page by page, over HTTP, keeps and rolls up every event, with its place in the log. In the middle it is killed (SIGKILL) and another
is started, which goes on as soon as it may take the work over; the time between is not counted. Afterwards the day it was killed in is
compared with the log, event by event. Against the same rows put back by COPY into the same table, with its partitions and indexes.
The org names a limit of a million requests a minute, which holds nobody up. Of Okta's published one for the log, 120 a minute, one
credential may use half, and the engine nine tenths of that: 54 pages, which is 900 events a second at most.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const missing = postgresMissing();
  const postgres = missing === null ? await startPostgres() : { reason: missing };
  if ('reason' in postgres) return { sizes: 'None.', figures: [], left: [`PostgreSQL: ${postgres.reason}`] };
  const { users, groups, apps, days } = SIZE;
  const org = await serveOrg({ users, groups, apps }, { historyDays: days });
  const dir = mkdtempSync(join(tmpdir(), 'posture-backfill-'));
  const url = await postgres.server.createDatabase();
  const database = await Database.connect({ url });
  const start = () =>
    ServerProcess.start(
      {
        ...{ HOME: dir, POSTURE_DATA_DIR: dir, POSTURE_DATABASE_URL: url, POSTURE_ALLOW_LOOPBACK: 'true' },
        POSTURE_ACTIVITY_DAYS: String(days),
      },
      dir,
    );
  let server = await start();
  try {
    await ServedPosture.follow(server, org);
    const log = new Backfill(database);
    const before = await log.until((kept) => kept > (users * EVENTS_A_USER) / 2);
    await server.kill('SIGKILL');
    const killedIn = await log.newestDay();
    say(`killed after ${round(before.events)} events in ${inSeconds(before.seconds)}`);
    server = await start();
    const after = await log.until((_, isCompleted) => isCompleted);
    await server.kill('SIGTERM');
    say(`gone on with ${round(after.events)} events in ${inSeconds(after.seconds)}`);
    await compareDay(org, database, killedIn);
    const [events, seconds] = [before.events + after.events, before.seconds + after.seconds];
    const copied = await copyBack(database);
    if (copied.result < events) throw new Error(`COPY put back ${copied.result} rows of ${events}.`);
    const [rate, bare] = [events / seconds, copied.result / copied.seconds];
    return {
      sizes: `${events.toLocaleString('en')} events of ${users.toLocaleString('en')} users in ${days} days.`,
      figures: [
        figure('Events read and kept in a second', inSeconds(seconds), null, rate, { unit: 'events/s' }),
        figure('Against a bare COPY of the rows', `${round(rate)} /s`, `${round(bare)} /s`, bare / rate, {}),
      ],
      left: [],
    };
  } finally {
    await server.kill('SIGKILL');
    await database.close();
    await org.stop();
    await postgres.server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What the table says of how far it is: whoever writes it may be killed. */
class Backfill {
  constructor(private readonly database: Database) {}

  /** @returns what was kept, and how long from the first page that came until it was so */
  async until(isSo: (kept: number, isCompleted: boolean) => boolean): Promise<{ events: number; seconds: number }> {
    const first = await this.#kept();
    for (let begun: number | null = null; ; await delay(50)) {
      const kept = await this.#kept();
      if (kept === first) continue;
      begun ??= performance.now();
      if (isSo(kept, await this.#isCompleted()))
        return { events: kept - first, seconds: (performance.now() - begun) / 1000 };
    }
  }

  /** In milliseconds. */
  async newestDay(): Promise<number> {
    const [row] = await this.database.query<{ at: Date }>(
      `select newest as at from activity_cursor where stream = 'backfill'`,
    );
    return Math.floor(row!.at.getTime() / DAY_MS) * DAY_MS;
  }

  async #kept(): Promise<number> {
    const [row] = await this.database.query<{ n: number }>(
      'select coalesce(sum(position), 0)::float8 as n from activity_log',
    );
    return row!.n;
  }

  async #isCompleted(): Promise<boolean> {
    const [row] = await this.database.query<{ state: string }>(
      `select state from activity_cursor where stream = 'backfill'`,
    );
    return row?.state === 'completed';
  }
}

/** @throws Error when one holds what the other does not */
async function compareDay(
  org: { readonly url: string; readonly token: string },
  database: Database,
  day: number,
): Promise<void> {
  const [since, until] = [new Date(day), new Date(day + DAY_MS)];
  const written = new Set<string>();
  const range = `since=${since.toISOString()}&until=${until.toISOString()}&limit=1000`;
  for (let next: string | null = `${org.url}/api/v1/logs?${range}`; next !== null;) {
    const answer: Response = await fetch(next, { headers: { authorization: `SSWS ${org.token}` } });
    const page = (await answer.json()) as readonly { readonly uuid: string }[];
    for (const { uuid } of page) written.add(uuid);
    next = page.length === 0 ? null : (/<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null);
  }
  const kept = await database.query<{ uuid: string }>(
    'select uuid from activity where published >= $1 and published < $2',
    [since, until],
  );
  const lost = written.size - kept.filter(({ uuid }) => written.has(uuid)).length;
  if (written.size === 0 || lost > 0 || kept.length !== written.size)
    throw new Error(`Of the day's ${written.size} events ${lost} are lost, and ${kept.length} are kept.`);
}

/** Takes the rows of each day out and puts them back, by the server's own COPY to and from a file of its own. */
async function copyBack(database: Database): Promise<{ seconds: number; result: number }> {
  const days = await database.query<{ day: string; file: string }>(
    `select inhrelid::regclass::text as day, current_setting('data_directory') || '/activity.copy' as file
     from pg_inherits where inhparent = 'activity'::regclass`,
  );
  let seconds = 0;
  for (const { day, file } of days) {
    await database.query(`copy (select * from ${day}) to '${file}' (format binary)`);
    await database.query(`truncate ${day}`);
    seconds += (await timed(() => database.query(`copy activity from '${file}' (format binary)`))).seconds;
  }
  const [row] = await database.query<{ n: number }>('select count(*)::int as n from activity');
  return { seconds, result: row!.n };
}
