import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Database, Polling, systemClock } from '@posture/platform';
import { Alerting } from '../support/alerting';
import { candidate, judgement } from '../support/judgements';
import { postgresMissing, startPostgres } from '../support/postgres';
import { MemoryLogger } from '../support/run-checks';
import type { BenchPart, PartResult } from './part';
import { figure, round } from './part';
import { percentile } from './stopwatch';

const CHANNELS = 10;
/** Told to each of the channels. */
const FINDINGS = 1_000;
const QUEUED = 50_000;
/** Judged one by one, as single changes are. */
const CHANGES = 100;
/** As often as a worker looks. */
const EVERY_MS = 500;

export const alertsPart: BenchPart = {
  name: 'alerts',
  title: 'Telling of findings',
  method: `Findings are judged and told on PostgreSQL by one process, which looks twice a second as a worker does; receivers on loopback, in the same
process, answer at once. How long it takes from a judgement to a signed alert that has come in: ${CHANGES} single changes, at moments of no plan.
How many are carried in a second: ${FINDINGS.toLocaleString('en')} findings judged at once, told to ${CHANNELS} channels, one of which never answers; and how long
the other nine wait when ${QUEUED.toLocaleString('en')} more are queued for the dead one.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const missing = postgresMissing();
  const postgres = missing === null ? await startPostgres() : { reason: missing };
  if ('reason' in postgres) return { sizes: 'None.', figures: [], left: [`PostgreSQL: ${postgres.reason}`] };
  const dir = mkdtempSync(join(tmpdir(), 'posture-alerts-bench-'));
  const database = await Database.connect({ url: await postgres.server.createDatabase() });
  await database.migrate();
  const about = { database, clock: systemClock, logger: new MemoryLogger(), masterKeyFile: join(dir, 'master.key') };
  const alerting = new Alerting({ ...about, mostAnHour: 10_000_000 });
  const receivers: Arrivals[] = [];
  const polling = new Polling(EVERY_MS, () => alerting.flow.goOn());
  polling.start();
  try {
    const first = await Arrivals.start(receivers);
    await alerting.channelTo(first.url);
    const waits = await singly(alerting, first);
    say(`single changes: p95 ${Math.round(percentile(waits, 0.95))} ms`);
    for (let n = 1; n < CHANNELS - 1; n += 1) await alerting.channelTo((await Arrivals.start(receivers)).url);
    const live = [...receivers];
    const alone = await atOnce(alerting, live, 'alone');
    say(`${round(alone.rate)} alerts/s to nine`);
    const dead = await Arrivals.start(receivers, false);
    const { channel } = await alerting.channelTo(dead.url);
    await queue(database, channel.id);
    const beside = await atOnce(alerting, live, 'beside');
    say(`${round(beside.rate)} alerts/s to nine beside a dead one`);
    return {
      sizes: `${FINDINGS.toLocaleString('en')} findings, ${CHANNELS} channels, ${QUEUED.toLocaleString('en')} queued for the dead one.`,
      figures: [
        figure(
          'From a change to its alert, p95',
          `p50 ${Math.round(percentile(waits, 0.5))} ms`,
          null,
          percentile(waits, 0.95) / 1000,
          {
            ...{ atMost: 1, unit: 's' },
          },
        ),
        figure('Alerts carried in a second, one channel dead', '', null, beside.rate, {
          atLeast: 1_000,
          unit: 'alerts/s',
        }),
        figure('p95 of the others beside the dead one', inMs(beside.p95), inMs(alone.p95), beside.p95 / alone.p95, {
          atMost: 1.25,
        }),
      ],
      left: [],
    };
  } finally {
    await alerting.flow.stop();
    await polling.stop();
    for (const each of receivers) await each.stop();
    await database.close();
    await postgres.server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** @returns milliseconds from the beginning of each judgement */
async function singly({ reconciler }: Alerting, receiver: Arrivals): Promise<number[]> {
  const waits: number[] = [];
  for (let n = 1; n <= CHANGES; n += 1) {
    await delay((n * 137) % EVERY_MS);
    const before = receiver.times.length;
    const begun = performance.now();
    await reconciler.reconcile(
      judgement(n, [candidate('rule-a', 'User:u1', { score: { score: n % 90, tier: 'T1', terms: [] } })]),
    );
    while (receiver.times.length === before) await delay(1);
    waits.push(receiver.times.at(-1)! - begun);
  }
  return waits;
}

/** Findings of a rule of their own, told to all at once. */
async function atOnce({ reconciler }: Alerting, live: readonly Arrivals[], name: string) {
  for (const each of live) each.times.length = 0;
  const rule = `rule-${name}`;
  const found = Array.from({ length: FINDINGS }, (_, n) => candidate(rule, `User:u${n}`));
  const begun = performance.now();
  await reconciler.reconcile(judgement(1, found, { rules: [rule] }));
  while (live.some(({ times }) => times.length < FINDINGS)) await delay(2);
  const times = live.flatMap((each) => each.times.map((at) => at - begun));
  return { rate: times.length / (Math.max(...times) / 1000), p95: percentile(times, 0.95) };
}

async function queue(database: Database, channelId: string): Promise<void> {
  await database.query(
    `insert into alert_delivery (id, channel_id, message_id, type, body, state, due_at, created_at)
     select gen_random_uuid(), $1, 'msg_' || n, 'finding.opened', '{}', 'pending', now(), now() from generate_series(1, $2) n`,
    [channelId, QUEUED],
  );
  await database.query('analyze alert_delivery');
}

function inMs(ms: number): string {
  return `${Math.round(ms).toLocaleString('en')} ms`;
}

/** A receiver that keeps nothing but when something came. */
class Arrivals {
  readonly times: number[] = [];

  private constructor(private readonly server: Server) {}

  /** @param answers false: it never does */
  static async start(all: Arrivals[], answers = true): Promise<Arrivals> {
    const server = createServer((request, response) => {
      request.resume().once('end', () => {
        arrivals.times.push(performance.now());
        if (answers) response.writeHead(204).end();
      });
    });
    const arrivals = new Arrivals(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    all.push(arrivals);
    return arrivals;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/in`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
