import { ActivityStore } from '@posture/activity';
import type { IncomingPage } from '@posture/activity';
import { uuidv7 } from '@posture/platform';
import type { Database } from '@posture/platform';
import { activityOf, entryOf, pageOf } from '../support/activity-events';
import { seededRandom } from '../support/kill-points';
import { postgresMissing } from '../support/postgres';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { StoreKind } from '../support/stores';
import type { BenchPart, Figure, PartResult } from './part';
import { figure } from './part';
import { inSeconds, timed } from './stopwatch';

const SIZE = { events: 100_000, page: 1_000, users: 5_000, apps: 200, days: 30 };
const STORE_NAMES: Record<StoreKind, string> = { embedded: 'embedded', server: 'PostgreSQL' };
const NOW = Date.parse('2026-03-02T09:00:00Z');
const DAY_MS = 24 * 3_600_000;
const free = () => Promise.resolve();

export const activityPart: BenchPart = {
  name: 'activity',
  title: 'Keeping the activity log',
  method: `A backfill appended page by page (${SIZE.page} events a page): events found by what they name, rolled up by user, app, client,
credential and day, with cursor and coverage. Against the same JSON of the provider inserted page by page into a table with no more than
the key. Then every page again, of which nothing is new.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const figures: Figure[] = [];
  for (const kind of STORE_KINDS) figures.push(...(await measure(kind, say)));
  const missing = postgresMissing();
  const count = (n: number) => n.toLocaleString('en');
  return {
    sizes: `${count(SIZE.events)} events of ${count(SIZE.users)} users in ${SIZE.apps} apps over ${SIZE.days} days.`,
    figures,
    left: missing === null ? [] : [`PostgreSQL: ${missing}`],
  };
}

async function measure(kind: StoreKind, say: (line: string) => void): Promise<Figure[]> {
  const store = await openTestStore(kind);
  try {
    const pages = syntheticPages();
    const bare = await timed(() => bareLoad(store.database, pages));
    const activity = new ActivityStore(store.database, { now: () => new Date(NOW) });
    const connectionId = uuidv7();
    const span = { name: 'backfill', since: new Date(NOW - SIZE.days * DAY_MS), until: new Date(NOW) } as const;
    const load = async () => {
      let added = 0;
      await activity.begin(connectionId, span, free);
      for (const page of pages) added += (await activity.append(connectionId, 'backfill', page, free)).stored.length;
      return added;
    };
    const first = await timed(load);
    const again = await timed(load);
    say(
      `${STORE_NAMES[kind]}: bare ${inSeconds(bare.seconds)}, first ${inSeconds(first.seconds)}, again ${inSeconds(again.seconds)}`,
    );
    if (first.result !== SIZE.events || again.result !== 0)
      throw new Error(`${first.result} and ${again.result} events were new instead of ${SIZE.events} and 0.`);
    const rate = SIZE.events / first.seconds;
    return [
      figure(
        `${STORE_NAMES[kind]}: events kept in a second`,
        inSeconds(first.seconds),
        null,
        rate,
        kind === 'server' ? { atLeast: 5_000, unit: 'events/s' } : { unit: 'events/s' },
      ),
      figure(
        `${STORE_NAMES[kind]}: against the bare rows`,
        inSeconds(first.seconds),
        inSeconds(bare.seconds),
        first.seconds / bare.seconds,
        {},
      ),
      figure(
        `${STORE_NAMES[kind]}: the same pages again`,
        inSeconds(again.seconds),
        inSeconds(first.seconds),
        again.seconds / first.seconds,
        { atMost: 1 },
      ),
    ];
  } finally {
    await store.close();
  }
}

async function bareLoad(database: Database, pages: readonly IncomingPage[]): Promise<void> {
  await database.query('create table bare_event (uuid text collate "C" primary key, raw json not null)');
  for (const { events } of pages) {
    await database.query('insert into bare_event select * from unnest($1::text[], $2::json[])', [
      events.map(({ activity }) => activity.id),
      events.map(({ raw }) => JSON.stringify(raw)),
    ]);
  }
}

function syntheticPages(): IncomingPage[] {
  const random = seededRandom(1);
  const pick = (count: number) => Math.floor(random() * count);
  const step = (SIZE.days * DAY_MS) / SIZE.events;
  const pages: IncomingPage[] = [];
  for (let from = 0; from < SIZE.events; from += SIZE.page) {
    const events = Array.from({ length: SIZE.page }, (_, n) => {
      const at = Math.floor(NOW - SIZE.days * DAY_MS + (from + n) * step);
      const [user, app] = [pick(SIZE.users), pick(SIZE.apps)];
      return entryOf(
        activityOf(uuidv7(), at, {
          actorId: `00u${user}`,
          actorLogin: `user${user}@acme.example`,
          srcIp: `198.51.100.${user % 250}`,
          deviceToken: `device-${user}`,
          sessionId: `session-${user}-${Math.floor(at / DAY_MS)}`,
          targetIds: [`0oa${app}`],
          targetAppId: `0oa${app}`,
        }),
      );
    });
    const isLast = from + SIZE.page >= SIZE.events;
    pages.push(pageOf(events, { cursor: isLast ? null : String(from), isFull: !isLast }));
  }
  return pages;
}
