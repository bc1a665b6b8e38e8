import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { INVENTORY_ENTITIES } from '@posture/inventory';
import { Database, Polling, systemClock } from '@posture/platform';
import { Alerting } from '../support/alerting';
import { candidate, judgement } from '../support/judgements';
import { postgresMissing, startPostgres } from '../support/postgres';
import { MemoryLogger } from '../support/run-checks';
import { startChild } from './child-process';
import type { Child } from './child-process';
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
  method: `Findings are judged and told on PostgreSQL by one process, which looks twice a second as a worker does; receivers on loopback, in a
process of their own, answer at once. How long it takes from a judgement to a signed alert that has come in: ${CHANGES} single changes, at moments of no plan.
How many are carried in a second, and what processor time of the telling process each takes: ${FINDINGS.toLocaleString('en')} findings judged at once, told to ${CHANNELS} channels, one of which never answers; and how long
the other nine wait when ${QUEUED.toLocaleString('en')} more are queued for the dead one.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const missing = postgresMissing();
  const postgres = missing === null ? await startPostgres() : { reason: missing };
  if ('reason' in postgres) return { sizes: 'None.', figures: [], left: [`PostgreSQL: ${postgres.reason}`] };
  const dir = mkdtempSync(join(tmpdir(), 'posture-alerts-bench-'));
  const database = await Database.connect({ url: await postgres.server.createDatabase() }, INVENTORY_ENTITIES);
  await database.migrate();
  const about = { database, clock: systemClock, logger: new MemoryLogger(), masterKeyFile: join(dir, 'master.key') };
  const alerting = new Alerting({ ...about, mostAnHour: 10_000_000 });
  const polling = new Polling(EVERY_MS, () => alerting.flow.goOn());
  const arrivals = await Arrivals.start(CHANNELS - 1);
  polling.start();
  try {
    await alerting.channelTo(arrivals.live[0]!);
    const waits = await singly(alerting, arrivals);
    say(`single changes: p95 ${Math.round(percentile(waits, 0.95))} ms`);
    for (const url of arrivals.live.slice(1)) await alerting.channelTo(url);
    const alone = await atOnce(alerting, arrivals, 'alone');
    say(`${round(alone.rate)} alerts/s to nine, ${inMs(alone.cpuMs)} of processor time each`);
    const { channel } = await alerting.channelTo(arrivals.dead);
    await queue(database, channel.id);
    const beside = await atOnce(alerting, arrivals, 'beside');
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
        figure(
          'Alerts carried in a second, one channel dead',
          `${inMs(beside.cpuMs)} of processor time each`,
          null,
          beside.rate,
          {
            atLeast: 1_000,
            unit: 'alerts/s',
          },
        ),
        figure('p95 of the others beside the dead one', inMs(beside.p95), inMs(alone.p95), beside.p95 / alone.p95, {
          atMost: 1.25,
        }),
      ],
      left: [],
    };
  } finally {
    await alerting.flow.stop();
    await polling.stop();
    await arrivals.stop();
    await database.close();
    await postgres.server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** @returns milliseconds from the beginning of each judgement */
async function singly({ reconciler }: Alerting, arrivals: Arrivals): Promise<number[]> {
  const begun: number[] = [];
  for (let n = 1; n <= CHANGES; n += 1) {
    await delay((n * 137) % EVERY_MS);
    begun.push(now());
    await reconciler.reconcile(
      judgement(n, [candidate('rule-a', 'User:u1', { score: { score: n % 90, tier: 'T1', terms: [] } })]),
    );
    while ((await arrivals.times())[0]!.length < n) await delay(5);
  }
  const [came] = await arrivals.times();
  return begun.map((at, index) => came![index]! - at);
}

/** Findings of a rule of their own, told to all at once. */
async function atOnce({ reconciler }: Alerting, arrivals: Arrivals, name: string) {
  await arrivals.forget();
  const rule = `rule-${name}`;
  const found = Array.from({ length: FINDINGS }, (_, n) => candidate(rule, `User:u${n}`));
  const spent = process.cpuUsage();
  const begun = now();
  await reconciler.reconcile(judgement(1, found, { rules: [rule] }));
  while ((await arrivals.times()).some((each) => each.length < FINDINGS)) await delay(50);
  const { user, system } = process.cpuUsage(spent);
  const times = (await arrivals.times()).flatMap((each) => each.map((at) => at - begun));
  const cpuMs = (user + system) / 1000 / times.length;
  return { rate: times.length / (Math.max(...times) / 1000), p95: percentile(times, 0.95), cpuMs };
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
  return `${ms < 10 ? ms.toFixed(2) : Math.round(ms).toLocaleString('en')} ms`;
}

/** In milliseconds since 1970, as another process says it, too. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

/** Receivers in a process of their own. */
class Arrivals {
  private constructor(
    private readonly child: Child,
    private readonly said: { readonly live: string[]; readonly dead: string; readonly times: string },
  ) {}

  static async start(live: number): Promise<Arrivals> {
    const child = await startChild('test/bench/arrivals-process.ts', [live]);
    return new Arrivals(child, child.said as Arrivals['said']);
  }

  /** They answer at once. */
  get live(): readonly string[] {
    return this.said.live;
  }

  /** It never answers. */
  get dead(): string {
    return this.said.dead;
  }

  /** When what came to each that is live. */
  async times(): Promise<number[][]> {
    return (await (await fetch(this.said.times)).json()) as number[][];
  }

  async forget(): Promise<void> {
    await (await fetch(this.said.times, { method: 'DELETE' })).text();
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}
