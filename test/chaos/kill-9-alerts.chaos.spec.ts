import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INVENTORY_ENTITIES } from '@posture/inventory';
import { Database } from '@posture/platform';
import type { AlertOrder } from '../support/alert-order';
import { Alerting } from '../support/alerting';
import { seededRandom } from '../support/kill-points';
import { startScript } from '../support/killed-process';
import { postgresMissing, sharedPostgres } from '../support/postgres';
import type { TestPostgres } from '../support/postgres';
import { Receiver, verifiedAsOf } from '../support/receiver';
import type { Received } from '../support/receiver';
import { MemoryLogger } from '../support/run-checks';
import { sharedClock } from '../support/work-order';

/** TEST_CHAOS_SEED repeats the choice of what is killed where. */
const seed = Number(process.env['TEST_CHAOS_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const KILLS = 20;
const AT_ONCE = 2;
const STATEMENTS = 250;

const missing = postgresMissing();
if (missing !== null) process.stderr.write(`Alerts of killed processes are not tried: ${missing}\n`);

(missing === null ? describe : describe.skip)('Alerts of two processes, killed again and again', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-kill-alerts-'));
  const masterKeyFile = join(dir, 'master.key');
  const clockOrigin = Date.now();
  const random = seededRandom(seed);
  const children = new Set<ChildProcess>();
  const said: string[] = [];
  let postgres: TestPostgres;
  let databaseUrl: string;
  let database: Database;
  let receiver: Receiver;
  let secret: string;

  beforeAll(async () => {
    process.stderr.write(`kill -9 of whoever tells alerts: TEST_CHAOS_SEED=${seed}\n`);
    const outcome = await sharedPostgres();
    if ('reason' in outcome) throw new Error(outcome.reason);
    postgres = outcome.server;
    databaseUrl = await postgres.createDatabase();
    database = await Database.connect({ url: databaseUrl }, INVENTORY_ENTITIES);
    await database.migrate();
    receiver = await Receiver.start();
    const clock = sharedClock(clockOrigin);
    const alerting = new Alerting({ database, clock, logger: new MemoryLogger(), masterKeyFile });
    ({ secret } = await alerting.channelTo(receiver.url));
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await receiver?.stop();
    await database?.close();
    await postgres?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('come at least once, none of a change that was taken back, and twice only under one id', async () => {
    for (let kills = 0; kills < KILLS; kills += AT_ONCE) {
      const doomed = Array.from({ length: AT_ONCE }, (_, n) => start(`doomed-${kills + n}`, aDeath()));
      const ends = await Promise.all(doomed.map(ended));
      expect([ends, said.join('')]).toEqual([doomed.map(() => 'SIGKILL'), '']);
    }
    expect(await ended(start('heir', null))).toBe('0');
    expect(said.join('')).toBe('');

    const { received } = receiver;
    for (const each of received) expect(verifiedAsOf(secret, each)).toEqual(each.body);
    const byId = grouped(received, ({ headers }) => headers['webhook-id']!);
    for (const copies of byId.values()) expect(new Set(copies.map(({ text }) => text)).size).toBe(1);
    const single = received.filter(({ body }) => body.type !== 'scan.digest');
    const byStep = grouped(single, ({ body }) => `${body.data.finding.id} ${body.sequence}`);
    for (const copies of byStep.values()) expect(new Set(copies.map(({ body }) => body.id)).size).toBe(1);

    const steps = await database.query<Step>(
      `select 'msg_' || replace(id::text, '-', '') as "messageId", bulk is not null and not (
           finding_then ->> 'severity' = 'critical' and (type in ('opened', 'reopened') or data ? 'severityBefore')
         ) as "isGathered" from finding_event where type in ('opened', 'reopened', 'updated', 'resolved')`,
    );
    expect(steps.length).toBeGreaterThan(KILLS);
    const told = new Set(single.map(({ body }) => body.id));
    expect([...told].sort()).toEqual(steps.flatMap((step) => (step.isGathered ? [] : [step.messageId])).sort());
    const digests = [...byId.values()].map(([first]) => first!).filter(({ body }) => body.type === 'scan.digest');
    const totals = digests.map(({ body }) => (body.data as unknown as { digest: { total: number } }).digest.total);
    expect(totals.reduce((sum, total) => sum + total, 0)).toBe(steps.filter(({ isGathered }) => isGathered).length);
    process.stderr.write(`${told.size} alerts and ${digests.length} digests in ${received.length} messages\n`);
  }, 300_000);

  interface Step {
    readonly messageId: string;
    readonly isGathered: boolean;
  }

  function aDeath(): AlertOrder['kill'] {
    const how = (['before', 'during', 'after'] as const)[Math.floor(random() * 3)]!;
    return { statement: 1 + Math.floor(random() * STATEMENTS), how, delayMs: Math.floor(random() * 8) };
  }

  function start(holder: string, kill: AlertOrder['kill']): ChildProcess {
    const about = { databaseUrl, masterKeyFile, holder, clockOrigin, kill };
    const order: AlertOrder = { ...about, judges: kill !== null, seed: Math.floor(random() * 1_000_000) };
    const child = startScript('alert-process.ts', order, dir);
    child.stderr.on('data', (text: string) => said.push(text));
    children.add(child);
    child.once('exit', () => children.delete(child));
    return child;
  }
});

function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ?? String(code)));
  });
}

function grouped(received: readonly Received[], keyOf: (each: Received) => string): Map<string, Received[]> {
  const groups = new Map<string, Received[]>();
  for (const each of received) {
    const group = groups.get(keyOf(each));
    if (group === undefined) groups.set(keyOf(each), [each]);
    else group.push(each);
  }
  return groups;
}
